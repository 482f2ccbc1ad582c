"""The course of the app: open the library, find a strap, run a session, and again."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coherence_desktop.errors import Problem
from coherence_desktop.ui.library_opening import LibraryOpening
from coherence_desktop.ui.settings.preferences import PreferenceStore
from coherence_desktop.ui.settings.settings_page import SettingsPage
from coherence_desktop.ui.strap_choice import Source, StrapChoice
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.live_session import LiveSession

PRESET = "resonance"
PLANNED_S = 600.0


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
        self._library: Library | None = None
        self._session: LiveSession | None = None
        self._opening = LibraryOpening(theme, library_path, self)
        self._straps = StrapChoice(theme, self)
        self._settings = SettingsPage(theme, store, _kept_in(library_path))
        self._opening.asking.connect(self._ask_for_library)
        self._opening.opened.connect(self._library_open)
        self._opening.moved.connect(lambda path: self._settings.set_library(_kept_in(path)))
        self._straps.chosen.connect(self._start)
        self._settings.back_requested.connect(self._show_connect)
        window.page_chosen.connect(self._choose_page)
        window.help_asked.connect(self._help)
        window.closing.connect(self._leave)

    @property
    def session(self) -> "LiveSession | None":
        """The session that runs, if any."""
        return self._session

    def begin(self) -> None:
        """Show the first page; touches no file but to see whether there is a library."""
        self._opening.begin()

    def go_on(self) -> None:
        """After the first page is painted: open the library if nobody needs to be asked."""
        self._opening.go_on()

    # --- pages ---------------------------------------------------------------------------------

    def _ask_for_library(self) -> None:
        self._window.show_page(self._opening.page)

    def _library_open(self, library: "Library") -> None:
        self._library = library
        problem = library.recovered[-1].message if library.recovered else ""
        self._show_connect(problem=problem)

    def _show_connect(self, *, problem: str = "", news: str = "") -> None:
        if self._library is None:
            return
        self._straps.ask(self._library.sessions(), problem=problem, news=news)
        self._window.show_page(self._straps.page, rail="practise")

    def _choose_page(self, key: str) -> None:
        if self._library is None:
            return
        if key == "settings":
            self._straps.stop()
            self._window.show_page(self._settings, rail="settings")
        else:
            self._show_connect()

    def _help(self) -> None:
        from coherence_desktop.ui.help_window import HelpWindow

        HelpWindow(self._theme, self._window).show()

    # --- a session -----------------------------------------------------------------------------

    def _start(self, source: Source) -> None:
        from coherence_desktop.practice.breathing import Breathing
        from coherence_desktop.practice.pattern import load_patterns
        from coherence_desktop.sensors.bluetooth.strap import StrapSensor
        from coherence_desktop.sensors.without import WithoutSensor
        from coherence_desktop.ui.live_session import LiveSession

        if self._library is None or self._session is not None:
            return
        address, adapter = source.address, source.adapter
        try:
            self._session = LiveSession(
                self._theme,
                Breathing(load_patterns().by_id[PRESET].pattern, PLANNED_S),
                lambda _: WithoutSensor() if address is None else StrapSensor(address, adapter),
                source="none" if address is None else "strap",
                library=self._library,
                title="Breathing at resonance",
                about=source.name or "Without a strap",
                minutes_shown=self._store.now.minutes_shown,
                parent=self,
            )
        except Problem as problem:
            self._show_connect(problem=problem.message)
            return
        self._session.over.connect(self._session_over)
        self._session.page.help_asked.connect(self._help)
        self._window.show_page(self._session.page)

    def _session_over(self, sentence: str) -> None:
        session, self._session = self._session, None
        if session is None:
            return
        self._show_connect(news=sentence)
        session.page.deleteLater()
        session.deleteLater()

    # --- the end -------------------------------------------------------------------------------

    def _leave(self) -> None:
        self._opening.stop()
        self._straps.stop()
        session, self._session = self._session, None
        if session is not None:
            session.finish_now()
        library, self._library = self._library, None
        if library is not None:
            library.close()


def _kept_in(library: Path) -> str:
    return f"Recordings are kept in {library}"
