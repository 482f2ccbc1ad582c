"""The course of the app: open the library, find a strap, run a session, and again."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.errors import Problem
from coherence_desktop.ui.connect.connect_page import ConnectPage
from coherence_desktop.ui.connect.view import AdapterView
from coherence_desktop.ui.settings.preferences import PreferenceStore
from coherence_desktop.ui.settings.settings_page import SettingsPage
from coherence_desktop.ui.strap_search import StrapSearch
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.unlock.unlock_page import UnlockPage
from coherence_desktop.ui.window import MainWindow
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.keys import LibraryKey
    from coherence_desktop.records.library import Library
    from coherence_desktop.records.summary import SessionSummary
    from coherence_desktop.sensors.bluetooth.bluez import Adapter
    from coherence_desktop.sensors.bluetooth.scan import FoundStrap
    from coherence_desktop.ui.live_session import LiveSession

PRESET = "resonance"
PLANNED_S = 600.0
LIBRARIES = "Libraries (*.db);;All files (*)"
_SECOND_MS = 1000


class Shell(QObject):
    """Decides which page is shown, and does what the pages ask for.

    Parameters
    ----------
    window : MainWindow
    theme : Theme
    store : PreferenceStore
    library_path : Path
        Where the library is, or will be.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        store: PreferenceStore,
        library_path: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._theme = theme
        self._store = store
        self._path = library_path
        self._library: Library | None = None
        self._session: LiveSession | None = None
        self._uses: dict[str, SessionSummary] = {}
        self._names: dict[str, str] = {}
        self._adapter: str | None = None
        self._listening: str | None = None
        self._news = ""
        self._worker = Worker(self)
        self._search = StrapSearch(self)
        self._unlock = UnlockPage(theme)
        self._connect = ConnectPage(theme)
        self._settings = SettingsPage(theme, store, _kept_in(library_path))
        self._leaving = False
        self._seconds = QTimer(self)
        self._seconds.setInterval(_SECOND_MS)
        self._seconds.timeout.connect(self._say_searching)
        self._connect_signals()

    @property
    def session(self) -> "LiveSession | None":
        """The session that runs, if any."""
        return self._session

    def begin(self) -> None:
        """Show the first page; touches no file but to see whether there is a library."""
        if self._path.exists():
            self._unlock.ask_passphrase(self._path)
            self._unlock.set_busy(True)
        self._window.show_page(self._unlock)

    def go_on(self) -> None:
        """After the first page is painted: open the library if nobody needs to be asked."""
        if not self._path.exists():
            self._worker.run(_keyring_works, self._offer_first, self._cannot_open)
            return
        self._worker.run(lambda: _found_key(self._path), self._key_looked_for, self._cannot_open)

    # --- the library ---------------------------------------------------------------------------

    def _offer_first(self, keyring_available: bool) -> None:  # noqa: FBT001 - a worker's answer
        self._unlock.ask_first(keyring_available=keyring_available)

    def _key_looked_for(self, key: "LibraryKey | None") -> None:
        if key is None:
            self._unlock.ask_passphrase(self._path)
            self._window.show_page(self._unlock)
        else:
            self._open(lambda: key)

    def _open(self, key: Callable[[], "LibraryKey"]) -> None:
        self._unlock.set_busy(True)
        self._worker.run(lambda: _opened(self._path, key()), self._is_open, self._cannot_open)

    def _open_with(self, passphrase: str) -> None:
        from coherence_desktop.records.keys import parse_key

        self._open(lambda: parse_key(passphrase))

    def _open_by_keyring(self) -> None:
        from coherence_desktop.records.keys import new_keyring_key

        self._open(new_keyring_key)

    def _cannot_open(self, problem: Problem) -> None:
        from coherence_desktop.records.keys import EmptyPassphrase, KeyringUnavailable
        from coherence_desktop.records.problems import WrongKey

        self._unlock.set_busy(False)
        if self._leaving:
            return
        if isinstance(problem, (WrongKey, EmptyPassphrase, KeyringUnavailable)):
            self._unlock.show_wrong(problem.message)
        else:
            self._unlock.show_library_problem(problem)
        self._window.show_page(self._unlock)

    def _choose_other_library(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Choose a library", str(self._path.parent), LIBRARIES
        )
        if chosen:
            self._path = Path(chosen)
            self._settings.set_library(_kept_in(self._path))
            self.begin()
            self.go_on()

    def _is_open(self, library: "Library") -> None:
        if self._leaving:
            library.close()
            return
        self._library = library
        self._unlock.set_busy(False)
        self._news = library.recovered[-1].message if library.recovered else ""
        self._show_connect()

    # --- finding a strap -----------------------------------------------------------------------

    def _show_connect(self) -> None:
        from coherence_desktop.ui.strap_views import last_uses

        if self._library is not None:
            self._uses = last_uses(self._library.sessions())
        self._connect.set_connecting(None)
        self._connect.set_problem(self._news or None)
        self._window.show_page(self._connect, rail="practise")
        self._search_again()

    def _search_again(self) -> None:
        from coherence_desktop.ui.strap_views import batteries

        self._search.start(self._adapter, batteries(self._uses))
        self._seconds.start()
        self._say_searching()

    def _stop_searching(self) -> None:
        self._seconds.stop()
        self._search.stop()

    def _say_searching(self) -> None:
        self._connect.set_searching(self._search.running_s)

    def _found(self, straps: "list[FoundStrap]") -> None:
        from coherence_desktop.ui.strap_views import views

        self._names = {strap.address: strap.name for strap in straps}
        self._connect.set_straps(views(straps, self._uses, datetime.now(UTC).astimezone()))

    def _search_failed(self, sentence: str) -> None:
        self._connect.set_problem(" ".join(filter(None, (self._news, sentence))) or None)

    def _adapters_known(self, adapters: "list[Adapter]") -> None:
        powered = [adapter.name for adapter in adapters if adapter.powered]
        current = self._adapter or (powered[0] if powered else "")
        self._listening = current or None
        self._connect.set_adapters(
            [
                AdapterView(adapter.name, f"{adapter.name}, {adapter.address}")
                for adapter in adapters
            ],
            current,
        )

    def _choose_adapter(self, adapter: str) -> None:
        self._adapter = adapter
        self._search_again()

    # --- a session -----------------------------------------------------------------------------

    def _begin_with(self, address: str) -> None:
        self._connect.set_connecting(address)
        name = self._names.get(address, address)
        self._start(address, name)

    def _begin_without(self) -> None:
        self._start(None, "")

    def _start(self, address: str | None, name: str) -> None:
        from coherence_desktop.practice.breathing import Breathing
        from coherence_desktop.practice.pattern import load_patterns
        from coherence_desktop.sensors.bluetooth.strap import StrapSensor
        from coherence_desktop.sensors.without import WithoutSensor
        from coherence_desktop.ui.live_session import LiveSession

        if self._library is None or self._session is not None:
            return
        self._stop_searching()
        self._news = ""
        self._connect.set_news(None)
        adapter = self._adapter or self._listening
        try:
            self._session = LiveSession(
                self._theme,
                Breathing(load_patterns().by_id[PRESET].pattern, PLANNED_S),
                lambda _: WithoutSensor() if address is None else StrapSensor(address, adapter),
                source="none" if address is None else "strap",
                library=self._library,
                title="Breathing at resonance",
                about=name or "Without a strap",
                minutes_shown=self._store.now.minutes_shown,
                parent=self,
            )
        except Problem as problem:
            self._news = problem.message
            self._show_connect()
            return
        self._session.over.connect(self._session_over)
        self._session.page.help_asked.connect(self._help)
        self._window.show_page(self._session.page)

    def _session_over(self, sentence: str) -> None:
        session, self._session = self._session, None
        if session is None:
            return
        self._connect.set_news(sentence)
        self._show_connect()
        session.page.deleteLater()
        session.deleteLater()

    def _help(self) -> None:
        from coherence_desktop.ui.help_window import HelpWindow

        HelpWindow(self._theme, self._window).show()

    # --- the window ----------------------------------------------------------------------------

    def _choose_page(self, key: str) -> None:
        if self._library is None:
            return
        if key == "settings":
            self._stop_searching()
            self._window.show_page(self._settings, rail="settings")
        else:
            self._show_connect()

    def _leave(self) -> None:
        self._leaving = True
        self._stop_searching()
        session, self._session = self._session, None
        if session is not None:
            session.finish_now()
        library, self._library = self._library, None
        if library is not None:
            library.close()

    def _connect_signals(self) -> None:
        self._unlock.passphrase_given.connect(self._open_with)
        self._unlock.keyring_chosen.connect(self._open_by_keyring)
        self._unlock.retry_requested.connect(self.go_on)
        self._unlock.other_library_requested.connect(self._choose_other_library)
        self._connect.connect_requested.connect(self._begin_with)
        self._connect.without_strap_requested.connect(self._begin_without)
        self._connect.search_again_requested.connect(self._search_again)
        self._connect.adapter_chosen.connect(self._choose_adapter)
        self._settings.back_requested.connect(self._show_connect)
        self._search.found.connect(self._found)
        self._search.failed.connect(self._search_failed)
        self._search.adapters.connect(self._adapters_known)
        self._window.page_chosen.connect(self._choose_page)
        self._window.help_asked.connect(self._help)
        self._window.closing.connect(self._leave)


def _kept_in(library: Path) -> str:
    return f"Recordings are kept in {library}"


def _found_key(path: Path) -> "LibraryKey | None":
    from coherence_desktop.records.keys import find_key

    return find_key(path)


def _opened(path: Path, key: "LibraryKey") -> "Library":
    from coherence_desktop.records.library import Library

    return Library.open_or_create(path, key)


def _keyring_works() -> bool:
    from coherence_desktop.records.keys import keyring_available

    return keyring_available()
