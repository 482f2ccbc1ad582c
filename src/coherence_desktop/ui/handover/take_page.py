"""In the clinic: take sessions back that a patient brought."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.ui.handover.contents import Now, taken_words
from coherence_desktop.ui.handover.files import FileQuestions
from coherence_desktop.ui.handover.opening_page import OpeningPage
from coherence_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from coherence_desktop.records.handover.taking import Taken
    from coherence_desktop.records.library import Library

_WORDS = (
    "Sessions, goals and questionnaires from home go into the chart: all of them, and none twice."
)


class TakePage(OpeningPage):
    """Choose the file, type its passphrase if it needs one, see what came.

    Parameters
    ----------
    theme : Theme
    library : Library
        Of the clinic, open.
    client_id : str
        Whose file is expected; one of another client is refused. Empty for whosever it is.
    files : FileQuestions, optional
    now : callable, optional
        Tells the moment.
    """

    taken = Signal(object)
    """A `Taken`."""

    def __init__(
        self,
        theme: Theme,
        library: "Library",
        client_id: str = "",
        *,
        files: FileQuestions | None = None,
        now: Now = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme, "Take sessions back", _WORDS, "Take them", files=files, parent=parent
        )
        self._library, self._client_id, self._now = library, client_id, now

    def act(self) -> None:
        """Take what is in the file that was chosen."""
        given = self.given()
        if given is not None:
            path, passphrase = given
            work = partial(_take, self._library, path, self._client_id, passphrase, self._now())
            self.in_background(work, self._tell, self._refused)

    def _refused(self, problem: Problem) -> None:
        from coherence_desktop.records.handover.problems import HandoverProblem, Why

        self.tell_problem(problem.message)
        if isinstance(problem, HandoverProblem) and problem.why is Why.WRONG_PASSPHRASE:
            self.file.passphrase.take_focus()

    def _tell(self, answer: "tuple[Taken, str]") -> None:
        taken, name = answer
        self.file.passphrase.clear()
        self.tell_done(taken_words(taken, name))
        self.lead_back(f"Go on to {name or 'the client'}")
        self.taken.emit(taken)


def _take(
    library: "Library", path: Path, client_id: str, passphrase: str | None, now: datetime
) -> "tuple[Taken, str]":
    from coherence_desktop.records.charts import Charts
    from coherence_desktop.records.handover.taking import take_sessions

    taken = take_sessions(library, path, client=client_id, passphrase=passphrase, now=now)
    names = {head.id: head.name for head in Charts(library).clients()}
    return taken, names.get(taken.client, "")
