"""In the clinic: hand a plan over to the patient."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.handover.contents import (
    STAYS_IN_THE_CLINIC,
    Now,
    PlanToHand,
    read_plan,
)
from coherence_desktop.ui.handover.files import FileQuestions
from coherence_desktop.ui.handover.page import HandoverPage
from coherence_desktop.ui.handover.parts import FactsPanel, TitledPanel
from coherence_desktop.ui.handover.protect_panel import ProtectPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

if TYPE_CHECKING:
    from coherence_desktop.records.handover.plan import PlanFile
    from coherence_desktop.records.handover.sealing import ByKey, ByPassphrase
    from coherence_desktop.records.library import Library

_WORDS = "What is agreed goes to the patient as one encrypted file."
_HOW = "Tell it to the patient in person or by phone, never together with the file."
_VALID = (timedelta(days=30), timedelta(days=365), None)
_USUAL = (
    "No plan is made for this client yet; the file holds the usual practice. "
    "Go back to make one first, or hand this over."
)


class HandOverPage(HandoverPage):
    """What is in the file, who can open it, and for how long.

    Parameters
    ----------
    theme : Theme
    library : Library
        Of the clinic, open.
    client_id : str
    files : FileQuestions, optional
    now : callable, optional
        Tells the moment.
    """

    written = Signal(object)
    """A `PlanFile`."""

    def __init__(
        self,
        theme: Theme,
        library: "Library",
        client_id: str,
        *,
        files: FileQuestions | None = None,
        now: Now = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme, "Hand the plan over", _WORDS, "Write the file", files=files, parent=parent
        )
        self._library, self._client_id, self._now = library, client_id, now
        self._plan: PlanToHand | None = None
        self.facts = FactsPanel(theme, "In the file")
        self.stays = FactsPanel(theme, "Stays here")
        self.stays.tell((), STAYS_IN_THE_CLINIC)
        self.protect = ProtectPanel(theme, "The patient's", _HOW)
        self.valid = SegmentedControl(
            theme,
            ("30 days", "A year", "At any time"),
            name="How long it can be opened",
            drawn_height=40,
            size_px=14,
        )
        held = TitledPanel(theme, "How long it can be opened")
        held.column.addWidget(self.valid, 0, Qt.AlignmentFlag.AlignLeft)
        self.left.addWidget(self.facts)
        self.left.addWidget(self.stays)
        self.right.addWidget(self.protect)
        self.right.addWidget(held)
        self.arrange(*self.protect.controls, self.valid)
        self.protect.entered.connect(self.main.click)
        self.main.setDisabled(True)
        self.reload()

    @property
    def ready(self) -> bool:
        """Whether the chart was read."""
        return self._plan is not None

    def reload(self) -> None:
        """Read the chart again."""
        work = partial(read_plan, self._library, self._client_id, self._now())
        self.in_background(work, self._show_plan, told=False)

    def act(self) -> None:
        """Ask where, and write."""
        plan, protection = self._plan, self.protect.given()
        if plan is None or self.busy:
            return
        if isinstance(protection, str):
            self.tell_problem(protection)
            return
        path = self.files.to_write(self, "plan")
        if path is not None:
            work = partial(self._write, plan, protection, path)
            self.in_background(work, self._tell)

    def _show_plan(self, plan: PlanToHand) -> None:
        self._plan = plan
        self.facts.tell(plan.goes)
        self.protect.set_key(plan.key)
        self.main.setEnabled(self.ready)
        if plan.name:
            self.set_words(f"{_WORDS} It is for {plan.name}; the file does not say so.")
        if not plan.agreed:
            self.tell_problem(_USUAL)

    def _write(
        self, plan: PlanToHand, protection: "ByKey | ByPassphrase", path: Path
    ) -> "PlanFile":
        from coherence_desktop.records.handover.plan import hand_plan_over

        # The dialog asked before it let an existing file be chosen.
        return hand_plan_over(
            self._library,
            self._client_id,
            plan.plan,
            path,
            protection,
            ceiling_bpm=plan.ceiling_bpm,
            valid_for=_VALID[self.valid.current],
            replace=True,
            now=self._now(),
        )

    def _tell(self, file: "PlanFile") -> None:
        by_key = self.protect.by_key
        self.protect.forget()
        how = "It opens without a passphrase." if by_key else "Tell the passphrase another way."
        self.tell_done(f"{file.path.name} is written. Give it to the patient. {how}")
        self.written.emit(file)
