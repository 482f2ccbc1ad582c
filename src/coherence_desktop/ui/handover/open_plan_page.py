"""At home: open a plan."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.ui.handover.contents import Now, plan_lines
from coherence_desktop.ui.handover.files import FileQuestions
from coherence_desktop.ui.handover.opening_page import OpeningPage
from coherence_desktop.ui.handover.parts import FactsPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind

if TYPE_CHECKING:
    from coherence_desktop.records.handover.plan import OpenedPlan
    from coherence_desktop.records.library import Library

_WORDS = (
    "Your clinician gave you a file, and a passphrase with the first one. "
    "What is in it stays on this computer."
)
_KEPT = "Your plan is here. Today's page follows it from now on."
_KNOWN = "This plan was here already. Nothing was added."


class OpenPlanPage(OpeningPage):
    """Choose the file, type the passphrase, see the plan.

    Parameters
    ----------
    theme : Theme
    library : Library
        Of the person at home, open.
    files : FileQuestions, optional
    now : callable, optional
        Tells the moment.
    """

    opened = Signal(object)
    """An `OpenedPlan`, which is in the chart."""

    def __init__(
        self,
        theme: Theme,
        library: "Library",
        *,
        files: FileQuestions | None = None,
        now: Now = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "Open a plan", _WORDS, "Open it", files=files, parent=parent)
        self._library, self._now = library, now
        self.plan = FactsPanel(theme, "Your plan")
        self.right.insertWidget(0, self.plan)
        self.plan.hide()
        self.new_clinician = Button(
            theme, "It is mine, from a new clinician", ButtonKind.TEXT, size_px=16
        )
        self.add_action(self.new_clinician)
        self.new_clinician.hide()
        self.new_clinician.clicked.connect(lambda: self._open(new_clinician=True))

    def act(self) -> None:
        """Open the file that was chosen."""
        self._open(new_clinician=False)

    def choose_file(self, path: Path) -> None:
        """Take a file; what was said of another one is over."""
        self.new_clinician.hide()
        super().choose_file(path)

    def _open(self, *, new_clinician: bool) -> None:
        from coherence_desktop.records.handover.plan import open_plan

        given = self.given()
        if given is None:
            return
        path, passphrase = given
        self.new_clinician.hide()
        work = partial(
            open_plan,
            self._library,
            path,
            passphrase=passphrase,
            new_clinician=new_clinician,
            now=self._now(),
        )
        self.in_background(work, self._tell, self._refused)

    def _refused(self, problem: Problem) -> None:
        from coherence_desktop.records.handover.problems import HandoverProblem, Why

        self.tell_problem(problem.message)
        if isinstance(problem, HandoverProblem):
            self.new_clinician.setVisible(problem.why is Why.OTHER_PERSON)
            if problem.why is Why.WRONG_PASSPHRASE:
                self.file.passphrase.take_focus()

    def _tell(self, opened: "OpenedPlan") -> None:
        self.file.passphrase.clear()
        self.plan.tell(plan_lines(opened.plan, words="Your clinician says"))
        self.plan.show()
        self.tell_done(_KEPT if opened.added else _KNOWN)
        self.lead_back("Go on to today")
        self.opened.emit(opened)
