"""Covers the window when nobody was there for a while, until the library's key is shown again."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog

from coherence_desktop.errors import Problem
from coherence_desktop.ui.lock.idle import IdleWatch
from coherence_desktop.ui.lock.lock_page import LockPage
from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.keys import LibraryKey


class AppLock(QObject):
    """Locks and unlocks; a session that is recorded goes on underneath.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    store : PreferenceStore
        Says after how many minutes, and whether in a session too.
    in_session : callable
        Whether a session runs now.
    """

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        store: PreferenceStore,
        in_session: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._store = store
        self._in_session = in_session
        self._library: Path | None = None
        self._looking = 0
        self.page = LockPage(theme)
        self.watch = IdleWatch(parent=window)  # ends with the windows it watches
        self._worker = Worker(self)
        self.page.passphrase_given.connect(self._try_passphrase)
        self.page.keyring_chosen.connect(self._try_keyring)
        self.page.stop_requested.connect(self._pass_escape_on)
        self.watch.idle.connect(self._left_alone)
        window.lock_asked.connect(self.lock)
        store.changed.connect(self._follow)
        self._follow()

    @property
    def locked(self) -> bool:
        """Whether the window is covered."""
        return self._window.covered_by is self.page

    def set_library(self, path: Path | None) -> None:
        """Lock by the key of this library; ``None`` while none is open."""
        self._library = path
        self.watch.touch()

    def lock(self) -> None:
        """Cover the window now, also in a session."""
        if self._library is None or self.locked:
            return
        self._close_dialogs()
        self.page.ask(by_keyring=False, in_session=self._in_session())
        self._window.cover(self.page)
        library = self._library
        self._looking += 1
        looking = self._looking
        self._worker.run(
            lambda: _found_key(library) is not None,
            lambda by_keyring: self._offer_keyring(looking, by_keyring),
            lambda _: None,
        )

    def _left_alone(self) -> None:
        if self._in_session() and not self._store.now.lock_in_session:
            self.watch.touch()
            return
        self.lock()

    def _follow(self) -> None:
        self.watch.set_after(60.0 * self._store.now.lock_after_min)

    def _offer_keyring(self, looking: int, by_keyring: bool) -> None:  # noqa: FBT001 - an answer
        if by_keyring and self.locked and looking == self._looking:
            self.page.ask(by_keyring=True, in_session=self._in_session())
            self.page.take_focus()

    def _try_passphrase(self, passphrase: str) -> None:
        from coherence_desktop.records.keys import parse_key

        self._try(lambda: parse_key(passphrase))

    def _try_keyring(self) -> None:
        library = self._library
        if library is not None:
            self._try(lambda: _kept_key(library))

    def _try(self, key: Callable[[], "LibraryKey"]) -> None:
        library = self._library
        if library is None:
            return
        self.page.set_busy(True)
        self._worker.run(lambda: _check(library, key()), self._unlock, self._stay_locked)

    def _unlock(self, _: object) -> None:
        if self.locked:
            self._window.uncover()
        self.watch.touch()

    def _stay_locked(self, problem: Problem) -> None:
        self.page.show_problem(problem.message)

    def _close_dialogs(self) -> None:
        """A dialog above the page would show what is locked, and keep the page from being used."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()

    def _pass_escape_on(self) -> None:
        page = self._window.page
        if page is not None and self._in_session():
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
                QCoreApplication.sendEvent(page, key)


def _found_key(library: Path) -> "LibraryKey | None":
    from coherence_desktop.records.keys import find_key

    return find_key(library)


def _kept_key(library: Path) -> "LibraryKey":
    from coherence_desktop.records.keys import resolve_key

    return resolve_key(library)


def _check(library: Path, key: "LibraryKey") -> None:
    from coherence_desktop.records.keeping.backup import check_key

    check_key(library, key)
