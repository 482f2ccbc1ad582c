"""Opens the library: by the keyring or a passphrase, and makes it the first time."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.errors import Problem
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.unlock.unlock_page import UnlockPage
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.keys import LibraryKey
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.shell.keeping.restore_page import RestorePage

LIBRARIES = "Libraries (*.db);;All files (*)"


class LibraryOpening(QObject):
    """Asks what it takes until a library is open.

    Parameters
    ----------
    theme : Theme
    path : Path
        Where the library is, or will be.
    """

    asking = Signal()
    """The page has something to ask or to say, and should be shown."""
    opened = Signal(object)
    """The `Library`."""
    moved = Signal(object)
    """Another file was chosen; its `Path`."""
    showing = Signal(object)
    """A page to show meanwhile."""

    def __init__(self, theme: Theme, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.page = UnlockPage(theme)
        self._theme = theme
        self._worker = Worker(self)
        self._restore_page: RestorePage | None = None
        self._stopped = False
        self.page.passphrase_given.connect(self._open_with)
        self.page.keyring_chosen.connect(self._open_by_keyring)
        self.page.retry_requested.connect(self.go_on)
        self.page.other_library_requested.connect(self._choose_other)
        self.page.restore_requested.connect(self._restore)

    def begin(self) -> None:
        """Get the first page ready; touches no file but to see whether there is a library."""
        if self.path.exists():
            self.page.ask_passphrase(self.path)
            self.page.set_busy(True)
        self.asking.emit()

    def go_on(self) -> None:
        """After the first page is painted: open the library if nobody needs to be asked."""
        if not self.path.exists():
            if _was_moved_to(self.path):
                self._cannot_open(_missing(self.path))
            else:
                self._worker.run(_keyring_works, self._offer_first, self._cannot_open)
            return
        self._worker.run(lambda: _found_key(self.path), self._key_looked_for, self._cannot_open)

    def open_again(self, path: Path, key: "LibraryKey") -> None:
        """Open a library whose key is known, as after it was moved."""
        self.path = path
        self.moved.emit(path)
        self.page.ask_passphrase(path)
        self.asking.emit()
        self._open(lambda: key)

    def stop(self) -> None:
        """The app is being left: a library that opens from now on is closed again."""
        self._stopped = True

    def _offer_first(self, keyring_available: bool) -> None:  # noqa: FBT001 - a worker's answer
        self.page.ask_first(keyring_available=keyring_available)

    def _key_looked_for(self, key: "LibraryKey | None") -> None:
        if key is None:
            self.page.ask_passphrase(self.path)
            self.asking.emit()
        else:
            self._open(lambda: key)

    def _open(self, key: Callable[[], "LibraryKey"]) -> None:
        self.page.set_busy(True)
        self._worker.run(lambda: _opened(self.path, key()), self._is_open, self._cannot_open)

    def _open_with(self, passphrase: str) -> None:
        from coherence_desktop.records.keys import parse_key

        self._open(lambda: parse_key(passphrase))

    def _open_by_keyring(self) -> None:
        from coherence_desktop.records.keys import new_keyring_key

        self._open(new_keyring_key)

    def _is_open(self, library: "Library") -> None:
        if self._stopped:
            library.close()
            return
        self.page.set_busy(False)
        self.opened.emit(library)

    def _cannot_open(self, problem: Problem) -> None:
        from coherence_desktop.records.keys import EmptyPassphrase, KeyringUnavailable
        from coherence_desktop.records.problems import WrongKey

        self.page.set_busy(False)
        if self._stopped:
            return
        if isinstance(problem, (WrongKey, EmptyPassphrase, KeyringUnavailable)):
            self.page.show_wrong(problem.message)
        else:
            self.page.show_library_problem(problem)
        self.asking.emit()

    def _choose_other(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self.page.window(), "Choose a library", str(self.path.parent), LIBRARIES
        )
        if chosen:
            self.path = Path(chosen)
            self.moved.emit(self.path)
            self._start_again()

    def _restore(self) -> None:
        from coherence_desktop.ui.shell.keeping.restore_page import RestorePage

        page = self._restore_page = RestorePage(self._theme, self.path)
        page.back_requested.connect(self._start_again)
        page.working.connect(self.showing)
        page.reopening.connect(self.open_again)
        self.showing.emit(page)

    def _start_again(self) -> None:
        self.begin()
        self.go_on()


def _found_key(path: Path) -> "LibraryKey | None":
    from coherence_desktop.records.keys import find_key

    return find_key(path)


def _opened(path: Path, key: "LibraryKey") -> "Library":
    from coherence_desktop.records.keeping.audit import Deed, audit_if_possible
    from coherence_desktop.records.library import Library

    library = Library.open_or_create(path, key)
    audit_if_possible(library, Deed.OPENED, "in the window")
    return library


def _was_moved_to(path: Path) -> bool:
    """Whether the library was put there: then a new one must not be offered in its place."""
    from coherence_desktop.records.locations import moved_to

    return moved_to() == path


def _missing(path: Path) -> Problem:
    from coherence_desktop.records.problems import LibraryMissing

    return LibraryMissing(path)


def _keyring_works() -> bool:
    from coherence_desktop.records.keys import keyring_available

    return keyring_available()
