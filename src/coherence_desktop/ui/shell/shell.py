"""The course of the app: open the library, choose what to practise, run it, look at it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coherence_desktop.errors import Problem
from coherence_desktop.ui.home.clock import Now, here_now
from coherence_desktop.ui.places import CLIENTS, PRACTISE, REVIEW, SETTINGS, TODAY
from coherence_desktop.ui.preferences import PreferenceStore, Way
from coherence_desktop.ui.session.course import SessionCourse
from coherence_desktop.ui.session.plan import SessionPlan, breathing_plan
from coherence_desktop.ui.settings.settings_page import SettingsPage
from coherence_desktop.ui.shell.library_opening import LibraryOpening
from coherence_desktop.ui.shell.practising import Practising
from coherence_desktop.ui.shell.reminding import Reminding
from coherence_desktop.ui.shell.ways import entries_of
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.session.live_session import LiveSession
    from coherence_desktop.ui.shell.guarding import Guarding
    from coherence_desktop.ui.shell.rooms import Rooms


class Shell(QObject):
    """Decides which page is shown, and does what the pages ask for.

    Parameters
    ----------
    window : MainWindow
    theme : Theme
    store : PreferenceStore
    library_path : Path
        Where the library is, or will be.
    now : callable, optional
        The moment, on the clock of this computer; by it a day begins.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        store: PreferenceStore,
        library_path: Path,
        parent: QObject | None = None,
        *,
        now: Now = here_now,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._theme = theme
        self._store = store
        self._now = now
        self._library: Library | None = None
        self._rooms: Rooms | None = None
        self._practising: Practising | None = None
        self._reminding: Reminding | None = None
        self._guarding: Guarding | None = None
        self._opening = LibraryOpening(theme, library_path, self)
        self._course = SessionCourse(theme, window, store, self)
        self._settings = SettingsPage(theme, store, _kept_in(library_path))
        self._opening.asking.connect(lambda: window.show_page(self._opening.page))
        self._opening.showing.connect(window.show_page)
        self._opening.opened.connect(self._library_open)
        self._opening.moved.connect(lambda path: self._settings.set_library(_kept_in(path)))
        self._course.over.connect(self._session_over)
        self._course.help_asked.connect(self._help)
        self._course.left.connect(self._back_to)
        self._settings.back_requested.connect(self._show_first)
        window.page_chosen.connect(self._choose_page)
        window.help_asked.connect(self._help)
        window.closing.connect(self._leave)

    @property
    def session(self) -> "LiveSession | None":
        """The session that runs, if any."""
        return self._course.session

    def begin(self) -> None:
        """Show the first page; touches no file but to see whether there is a library."""
        self._opening.begin()

    def go_on(self) -> None:
        """After the first page is painted: open the library if nobody needs to be asked."""
        self._opening.go_on()

    # --- the library is open -------------------------------------------------------------------

    def _library_open(self, library: "Library") -> None:
        from coherence_desktop.ui.shell.rooms import Rooms

        self._library = self._course.library = library
        rooms = self._rooms = Rooms(self._theme, self._window, library, self, now=self._now)
        self._practising = Practising(rooms, self._course, self._store, lambda: self._now().date())
        self._practising.lost.connect(self._show_first)
        rooms.left.connect(self._back_to)
        self._guard(library)
        if self._store.now.way is Way.UNSET:
            self._ask_way()
        else:
            self._way_known()

    def _guard(self, library: "Library") -> None:
        if self._guarding is None:
            from coherence_desktop.ui.shell.guarding import Guarding

            self._guarding = Guarding(
                self._theme,
                self._window,
                self._store,
                self._settings,
                lambda: self._course.session is not None,
                self,
            )
            self._guarding.closing.connect(self._close_library)
            self._guarding.reopening.connect(self._opening.open_again)
        self._guarding.set_library(library)

    def _ask_way(self) -> None:
        from coherence_desktop.ui.shell.way_page import WayPage

        page = WayPage(self._theme)
        page.chosen.connect(self._choose_way)
        self._window.show_page(page)

    def _choose_way(self, way: Way) -> None:
        self._store.set_way(way)
        self._way_known()

    def _way_known(self) -> None:
        if self._rooms is None:
            return
        way = self._store.now.way
        self._window.rail.set_entries(entries_of(way))
        if way is Way.HOME:
            self._open_home(self._rooms)
        else:
            self._begin_where_it_stood()

    def _open_home(self, rooms: "Rooms") -> None:
        home = rooms.make_home()
        home.ready.connect(lambda _: self._begin_where_it_stood())
        home.ready.connect(lambda _: self._remind())
        home.failed.connect(
            lambda problem: self._course.ask_strap(breathing_plan(), problem=problem)
        )
        home.help_requested.connect(self._help)
        if self._practising is not None:
            self._practising.follow(home)
        home.open()

    def _remind(self) -> None:
        home = None if self._rooms is None else self._rooms.home
        if home is None or home.desk is None or self._library is None:
            return
        if self._reminding is None:
            self._reminding = Reminding(self._theme, self._settings, self)
            self._reminding.opened.connect(self._show_today)
        self._reminding.begin(home.desk, self._library, self._now)

    def _show_today(self) -> None:
        """Come to the front with today's page, unless something runs."""
        if self._course.session is None:
            self._show_first()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _begin_where_it_stood(self) -> None:
        if self._library is not None and self._library.recovered:
            self._offer_to_continue()
        else:
            self._show_first()

    def _offer_to_continue(self) -> None:
        from coherence_desktop.ui.session.continuing import plan_to_continue
        from coherence_desktop.ui.shell.continue_page import ContinuePage

        if self._library is None or self._rooms is None or self._practising is None:
            return
        died = self._library.recovered[-1]
        plan, problem = None, died.message
        try:
            plan = plan_to_continue(
                self._library,
                self._rooms.charts,
                died.session,
                self._practising.ask_step,
                at_home=self._rooms.home is not None,
                today=self._now().date(),
            )
        except Problem as found:
            problem = found.message
        if plan is None:
            self._course.ask_strap(breathing_plan(), problem=problem)
            return
        page = ContinuePage(self._theme, plan.title, died.message)
        page.go_on_chosen.connect(lambda: self._course.ask_strap(plan))
        page.leave_chosen.connect(self._show_first)
        self._window.show_page(page)

    # --- pages ---------------------------------------------------------------------------------

    def _show_first(self) -> None:
        if self._rooms is not None:
            self._choose_page(TODAY if self._rooms.home is not None else CLIENTS)

    def _choose_page(self, key: str) -> None:
        if self._rooms is None:
            return
        self._course.stop_searching()
        home = self._rooms.home
        if key == SETTINGS:
            self._window.show_page(self._settings, rail=SETTINGS)
        elif key == CLIENTS:
            self._rooms.clinic.show_clients()
        elif key == REVIEW:
            self._rooms.reviewing.show_sessions()
        elif key == PRACTISE and self._practising is not None:
            self._practising.choose()
        elif home is not None:
            home.show(key)

    def _back_to(self, client: str) -> None:
        """Go back to the client, or to where everything begins."""
        if self._rooms is not None and self._rooms.home is None and client:
            self._rooms.clinic.show_client(client)
        else:
            self._show_first()

    def _help(self) -> None:
        from coherence_desktop.ui.shell.help_window import HelpWindow

        contacts = () if self._rooms is None else self._rooms.contacts
        review = self._rooms is None or self._rooms.home is None
        HelpWindow(self._theme, contacts, review=review, parent=self._window).show()

    # --- a session is over ----------------------------------------------------------------------

    def _session_over(self, plan: SessionPlan, session_id: str, sentence: str) -> None:
        from coherence_desktop.ui.session.assessment_plan import is_assessment

        if self._rooms is None:
            return
        self._rooms.clinic.session_goes_on()
        if is_assessment(plan):
            self._rooms.show_assessment_result(session_id, plan)
        elif self._rooms.home is not None:
            self._rooms.home.show_today()
        elif plan.client:
            self._rooms.reviewing.show_review(session_id)
        else:
            self._course.ask_strap_again(sentence)

    # --- the end -------------------------------------------------------------------------------

    def _close_library(self, page: "QWidget | None" = None) -> None:
        """Close the library and whatever shows it; ``page`` is shown meanwhile."""
        if page is not None:
            self._window.show_page(page)
        self._course.finish_now()
        rooms, self._rooms, self._practising = self._rooms, None, None
        if self._reminding is not None:
            self._reminding.end()
        if rooms is not None:
            rooms.finish()
            rooms.deleteLater()
        library, self._library = self._library, None
        if self._guarding is not None:
            self._guarding.set_library(None)
        if library is not None:
            library.close()

    def _leave(self) -> None:
        self._opening.stop()
        self._close_library()


def _kept_in(library: Path) -> str:
    return f"Recordings are kept in {library}"
