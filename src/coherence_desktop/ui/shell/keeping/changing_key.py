"""Gives a library another passphrase, or lets the keyring keep its key."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.ui.settings.library_section import LibrarySection
from coherence_desktop.ui.shell.keeping.keys import kept_key, keyring_works, proven_key
from coherence_desktop.ui.shell.keeping.work import Ending, LibraryWork
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.keys import LibraryKey


class ChangingKey(QObject):
    """Asks for the passphrase of now before the library is closed for it.

    Parameters
    ----------
    section : LibrarySection
    work : LibraryWork
    library : Path
    """

    reopening = Signal(object, object)
    """The library is to be opened: its `Path` and its `LibraryKey`."""

    def __init__(
        self,
        section: LibrarySection,
        work: LibraryWork,
        library: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._section, self._work, self._library = section, work, library
        self._worker = Worker(self)
        section.key_change_requested.connect(self._ask)
        section.key_form.passphrase_given.connect(self._prove)
        section.key_form.keyring_chosen.connect(lambda now: self._prove(now, None))

    def _ask(self) -> None:
        library, form = self._library, self._section.key_form
        self._worker.run(
            lambda: (kept_key(library) is not None, keyring_works()),
            lambda found: form.ask(kept=found[0], keyring_available=found[1]),
            self._tell,
        )

    def _prove(self, now: str, new: str | None) -> None:
        library, form = self._library, self._section.key_form
        form.set_busy(True)
        self._worker.run(
            lambda: proven_key(library, now),
            lambda old: self._change(old, new),
            lambda problem: form.show_problem(problem.message),
        )

    def _change(self, old: "LibraryKey", new: str | None) -> None:
        from coherence_desktop.records.keeping.backup import OLD_COPIES
        from coherence_desktop.records.keeping.rekey import change_key
        from coherence_desktop.records.keys import new_keyring_key, parse_key

        library = self._library

        def work(progress: Callable[[float], None], cancelled: Callable[[], bool]) -> "LibraryKey":
            key = new_keyring_key() if new is None else parse_key(new)
            change_key(library, old, key, progress=progress, cancelled=cancelled)
            return key

        what = (
            "This computer keeps the key now." if new is None else "The new passphrase opens it."
        )
        self._work.closed(
            "Changing the passphrase",
            work,
            lambda key: Ending(
                "Changed", f"{what} {OLD_COPIES}", lambda: self.reopening.emit(library, key)
            ),
            lambda: self.reopening.emit(library, old),
        )

    def _tell(self, problem: Problem) -> None:
        self._section.changing_key.tell(problem.message, good=False)
