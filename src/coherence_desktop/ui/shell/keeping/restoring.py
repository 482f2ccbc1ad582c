"""Restores a back-up: chosen, looked at, and then put in the place of the library."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.errors import Problem
from coherence_desktop.ui.settings.key_form import KeyForm
from coherence_desktop.ui.settings.outcome import Outcome
from coherence_desktop.ui.shell.keeping.keys import key_of_backup
from coherence_desktop.ui.shell.keeping.work import Ending, LibraryWork
from coherence_desktop.ui.shell.library_opening import LIBRARIES
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.keeping.backup import Copy
    from coherence_desktop.records.keeping.restore import Restored
    from coherence_desktop.records.keys import LibraryKey


class Restoring(QObject):
    """Nothing is changed before the back-up was checked and the person has said so.

    Parameters
    ----------
    form : KeyForm
        Asks for the passphrase of the back-up, and whether it is meant.
    outcome : Outcome
    work : LibraryWork
    library : Path
        Its place; there need not be one, nor one that opens.
    raw_key : bytes, shape (32,), or None
        What it is open with; ``None`` if it is not.
    """

    reopening = Signal(object, object)
    """The library is to be opened: its `Path` and its `LibraryKey`."""
    not_done = Signal()
    """It failed once the library was closed; everything is as it was."""

    def __init__(
        self,
        form: KeyForm,
        outcome: Outcome,
        work: LibraryWork,
        library: Path,
        raw_key: bytes | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._form, self._outcome, self._work = form, outcome, work
        self._library, self._raw_key = library, raw_key
        self._backup: Path | None = None
        self._key: LibraryKey | None = None
        self._worker = Worker(self)
        form.given.connect(self._answered)

    def choose(self) -> None:
        """Ask for the file."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._form.window(), "Choose a back-up", str(Path.home()), LIBRARIES
        )
        if not chosen:
            return
        self._form.close_form()
        self._outcome.clear()
        backup, library, raw_key = Path(chosen), self._library, self._raw_key
        self._backup, self._key = backup, None
        self._worker.run(
            lambda: key_of_backup(backup, library, raw_key), self._key_looked_for, self._tell
        )

    def _key_looked_for(self, key: "LibraryKey | None") -> None:
        if key is not None:
            self._look_at(key)
        elif self._backup is not None:
            words = f"The passphrase that {self._backup.name} was made with."
            self._form.ask(words, "Look at it", key=True)

    def _answered(self, passphrase: str) -> None:
        from coherence_desktop.records.keys import parse_key

        if self._key is not None:
            self._restore(self._key)
        elif passphrase:
            self._look_at(parse_key(passphrase))

    def _look_at(self, key: "LibraryKey") -> None:
        from coherence_desktop.records.keeping.backup import verify

        backup = self._backup
        if backup is None:
            return
        self._form.set_busy(True)
        self._work.beside(
            self._outcome,
            f"Checking {backup.name}",
            lambda progress, cancelled: verify(
                backup, key, progress=progress, cancelled=cancelled
            ),
            lambda copy: self._is_whole(key, copy),
            self._is_unfit,
        )

    def _is_whole(self, key: "LibraryKey", copy: "Copy") -> None:
        self._key = key
        what = f"{copy.path.name} is whole: {copy.contents.words}."
        there = "Restoring makes it the library of this computer."
        if self._library.exists():
            there = (
                "Restoring puts it in the place of the library of now, which is kept beside it. "
                "The passphrase of the back-up opens it from then on."
            )
        self._form.ask(f"{what} {there}", "Put it in place", key=False)

    def _is_unfit(self, problem: Problem) -> None:
        from coherence_desktop.records.problems import WrongKey

        if isinstance(problem, WrongKey) and not self._form.isHidden():
            self._form.show_problem(problem.message)
            return
        self._form.close_form()
        self._tell(problem)

    def _restore(self, key: "LibraryKey") -> None:
        from coherence_desktop.records.keeping.restore import restore

        backup, library = self._backup, self._library
        if backup is not None:
            self._work.closed(
                "Restoring",
                lambda progress, cancelled: restore(
                    backup, key, library, progress=progress, cancelled=cancelled
                ),
                lambda done: self._restored(key, done),
                self.not_done.emit,
            )

    def _restored(self, key: "LibraryKey", done: "Restored") -> Ending:
        words = f"{done.library.contents.words}, checked."
        if done.set_aside is not None:
            words = f"{words} The library of before is kept: {done.set_aside}"
        return Ending("Restored", words, lambda: self.reopening.emit(self._library, key))

    def _tell(self, problem: Problem) -> None:
        self._outcome.tell(problem.message, good=False)
