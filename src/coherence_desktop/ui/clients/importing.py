"""Adds recordings from files to a client's sessions, in the background: all of them or none."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.ui.clients.client_page import ClientPage
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library
    from coherence_desktop.records.session_adding import Outcome

_KINDS = "Recordings (*.txt *.csv *.tsv *.json *.edf *.bdf *.fit *.hea *.dat *.gz);;All files (*)"


def ask_for_files(parent: QWidget) -> list[Path]:
    """Ask a person for recordings, by the dialog of the system."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, "Import recordings", "", _KINDS)
    return [Path(one) for one in chosen]


def import_files(library: "Library", client_id: str, paths: Sequence[Path]) -> "list[Outcome]":
    """Read files and add what is in them to a client's sessions; noted in the audit list.

    Raises
    ------
    Problem
        If one cannot be read or added; nothing is added then.
    """
    from coherence_desktop.records.importing import read_session
    from coherence_desktop.records.keeping.audit import Deed, audit_if_possible
    from coherence_desktop.records.session_adding import add_sessions

    arriving = [read_session(path) for path in paths]
    outcomes = add_sessions(library, arriving, client=client_id)
    for one in arriving:
        audit_if_possible(library, Deed.IMPORTED, one.id)
    return outcomes


def outcome_words(outcomes: "Sequence[Outcome]") -> str:
    """What became of the files, in one sentence."""
    from coherence_desktop.records.session_adding import Outcome

    count = Counter(outcomes)
    told = [_sessions(count[Outcome.ADDED], "added")] if count[Outcome.ADDED] else []
    if count[Outcome.EXTENDED]:
        told.append(_sessions(count[Outcome.EXTENDED], "brought up to date"))
    if count[Outcome.KNOWN]:
        told.append(_sessions(count[Outcome.KNOWN], "here already"))
    return f"{', '.join(told)}."


class Importing(QObject):
    """Imports what a client's page asks for, and tells it there in one sentence.

    Parameters
    ----------
    page : ClientPage
        Becomes its parent.
    library : Library
    ask : callable
        Gives the files that a person chooses; none if they changed their mind.
    """

    def __init__(
        self,
        page: ClientPage,
        library: "Library",
        ask: Callable[[QWidget], list[Path]] = ask_for_files,
    ) -> None:
        super().__init__(page)
        self._page, self._library, self._ask = page, library, ask
        self._worker = Worker(self)
        page.import_requested.connect(self._begin)

    def _begin(self) -> None:
        paths = self._ask(self._page.window())
        if not paths:
            return
        library, client = self._library, self._page.client_id
        many = "1 file is" if len(paths) == 1 else f"{len(paths)} files are"
        self._page.overview.sessions.tell(f"{many} being read.", busy=True)
        self._worker.run(
            lambda: import_files(library, client, paths), self._added, self._not_added
        )

    def _added(self, outcomes: "list[Outcome]") -> None:
        self._page.overview.sessions.tell(outcome_words(outcomes))
        self._page.load()

    def _not_added(self, problem: Problem) -> None:
        self._page.overview.sessions.tell(f"Nothing was added: {problem.message}")


def _sessions(count: int, what: str) -> str:
    return f"{count} session {what}" if count == 1 else f"{count} sessions {what}"
