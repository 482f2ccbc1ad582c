"""The course of the app: open the library, choose what to practise, run it, look at it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coherence_desktop.errors import Problem
from coherence_desktop.ui.home.keys import TODAY
from coherence_desktop.ui.library_opening import LibraryOpening
from coherence_desktop.ui.session_plan import SessionPlan, breathing_plan
from coherence_desktop.ui.session_runner import SessionRunner
from coherence_desktop.ui.settings.preferences import PreferenceStore, Way
from coherence_desktop.ui.settings.settings_page import SettingsPage
from coherence_desktop.ui.strap_choice import Source, StrapChoice
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.ways import CLIENTS, PRACTISE, REVIEW, SETTINGS, entries_of
from coherence_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from coherence_desktop.chart import Step
    from coherence_desktop.practice.catalogue import Offer
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.live.held_page import HeldPage
    from coherence_desktop.ui.live_session import LiveSession
    from coherence_desktop.ui.rooms import Rooms


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
        self._rooms: Rooms | None = None
        self._plan = breathing_plan()
        self._opening = LibraryOpening(theme, library_path, self)
        self._straps = StrapChoice(theme, self)
        self._runner = SessionRunner(theme, store, self)
        self._settings = SettingsPage(theme, store, _kept_in(library_path))
        self._opening.asking.connect(lambda: window.show_page(self._opening.page))
        self._opening.opened.connect(self._library_open)
        self._opening.moved.connect(lambda path: self._settings.set_library(_kept_in(path)))
        self._straps.chosen.connect(self._start)
        self._runner.over.connect(self._session_over)
        self._settings.back_requested.connect(self._show_first)
        window.page_chosen.connect(self._choose_page)
        window.help_asked.connect(self._help)
        window.closing.connect(self._leave)

    @property
    def session(self) -> "LiveSession | None":
        """The session that runs, if any."""
        return self._runner.session

    def begin(self) -> None:
        """Show the first page; touches no file but to see whether there is a library."""
        self._opening.begin()

    def go_on(self) -> None:
        """After the first page is painted: open the library if nobody needs to be asked."""
        self._opening.go_on()

    # --- the library is open -------------------------------------------------------------------

    def _library_open(self, library: "Library") -> None:
        from coherence_desktop.ui.rooms import Rooms

        self._library = library
        rooms = self._rooms = Rooms(self._theme, self._window, library, self)
        rooms.clinic.trial_requested.connect(self._try_step)
        rooms.clinic.practise_requested.connect(
            lambda client: rooms.show_practise(self._practise, client)
        )
        rooms.clinic.review_requested.connect(rooms.reviewing.show_review)
        rooms.reviewing.trial_requested.connect(self._try_step)
        rooms.reviewing.steps_requested.connect(rooms.clinic.show_steps)
        if self._store.now.way is Way.UNSET:
            self._ask_way()
        else:
            self._way_known()

    def _ask_way(self) -> None:
        from coherence_desktop.ui.way_page import WayPage

        page = WayPage(self._theme)
        page.chosen.connect(self._choose_way)
        self._window.show_page(page)

    def _choose_way(self, way: Way) -> None:
        self._store.set_way(way)
        self._way_known()

    def _way_known(self) -> None:
        if self._rooms is None or self._library is None:
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
        home.failed.connect(lambda problem: self._ask_strap(breathing_plan(), problem=problem))
        home.practice_requested.connect(
            lambda kind, practice_id, minutes, _: self._practise_at_home(
                kind, practice_id, minutes
            )
        )
        home.without_strap_requested.connect(
            lambda kind, practice_id, minutes, _: self._practise_at_home(
                kind, practice_id, minutes, Source()
            )
        )
        home.step_requested.connect(lambda step: self._try_step(rooms.own, step))
        home.help_requested.connect(self._help)
        home.open()

    def _begin_where_it_stood(self) -> None:
        if self._library is not None and self._library.recovered:
            self._offer_to_continue()
        else:
            self._show_first()

    def _offer_to_continue(self) -> None:
        from coherence_desktop.ui.clinic import today
        from coherence_desktop.ui.continue_page import ContinuePage
        from coherence_desktop.ui.continuing import plan_to_continue

        if self._library is None or self._rooms is None:
            return
        died = self._library.recovered[-1]
        try:
            plan = plan_to_continue(
                self._library, self._rooms.charts, died.session, self._ask_step, today=today()
            )
        except Problem as problem:
            self._ask_strap(breathing_plan(), problem=problem.message)
            return
        if plan is None:
            self._ask_strap(breathing_plan(), problem=died.message)
            return
        page = ContinuePage(self._theme, plan.title, died.message)
        page.go_on_chosen.connect(lambda: self._ask_strap(plan))
        page.leave_chosen.connect(self._show_first)
        self._window.show_page(page)

    # --- pages ---------------------------------------------------------------------------------

    def _show_first(self) -> None:
        if self._rooms is not None:
            self._choose_page(TODAY if self._rooms.home is not None else CLIENTS)

    def _choose_page(self, key: str) -> None:
        if self._rooms is None:
            return
        self._straps.stop()
        home = self._rooms.home
        if key == SETTINGS:
            self._window.show_page(self._settings, rail=SETTINGS)
        elif key == CLIENTS:
            self._rooms.clinic.show_clients()
        elif key == REVIEW:
            self._rooms.reviewing.show_sessions()
        elif key == PRACTISE:
            self._rooms.show_practise(self._practise)
        elif home is not None:
            home.show(key)

    def _help(self) -> None:
        from coherence_desktop.ui.help_window import HelpWindow

        contacts = () if self._rooms is None else self._rooms.contacts
        HelpWindow(self._theme, contacts, self._window).show()

    # --- a session -----------------------------------------------------------------------------

    def _practise(self, offer: "Offer") -> None:
        """Begin what was chosen from the list."""
        minutes = offer.duration_s / 60.0
        self._practise_at(offer.kind, offer.id, minutes, None)

    def _practise_at_home(
        self, kind: str, practice_id: str, minutes: float, source: Source | None = None
    ) -> None:
        """Begin what today's page offers: at once, with the strap that was used last."""
        if self._rooms is None or self._library is None:
            return
        self._rooms.client = self._rooms.own
        known = source or self._straps.known(self._library.sessions())
        self._practise_at(kind, practice_id, minutes, known)

    def _practise_at(
        self, kind: str, practice_id: str, minutes: float, source: Source | None
    ) -> None:
        """Begin a practice; without a source a strap is looked for first."""
        if self._rooms is None:
            return
        shown = self._store.now.minutes_shown
        plan = self._rooms.plan_of(kind, practice_id, minutes, minutes_shown=shown)
        if plan is None:
            self._rooms.show_practise(self._practise)
        elif source is None:
            self._ask_strap(plan)
        else:
            self._plan = plan
            self._start(source)

    def _ask_strap(self, plan: SessionPlan, *, problem: str = "", news: str = "") -> None:
        if self._library is None:
            return
        self._plan = plan
        self._straps.ask(self._library.sessions(), problem=problem, news=news)
        self._window.show_page(self._straps.page, rail=PRACTISE)

    def _start(self, source: Source) -> None:
        if self._library is None or self._runner.session is not None:
            return
        try:
            session = self._runner.start(self._plan, source, self._library)
        except Problem as problem:
            self._ask_strap(self._plan, problem=problem.message)
            return
        session.page.help_asked.connect(self._help)
        self._window.show_page(session.page)

    def _try_step(self, client: str, step: "Step") -> None:
        """Begin a trial: in the running session, or in a new one."""
        from coherence_desktop.ui.clinic import today
        from coherence_desktop.ui.trial_plan import exposure_plan

        if self._rooms is None:
            return
        charts = self._rooms.charts
        try:
            plan = exposure_plan(charts, client, self._ask_step, first=step, today=today())
        except Problem:
            self._show_first()
            return
        session = self._runner.session
        if session is None:
            self._ask_strap(plan)
        elif plan.first is not None:
            self._rooms.clinic.session_goes_on()
            self._runner.give(plan.first)
            self._window.show_page(session.page)

    def _ask_step(self, page: "HeldPage") -> None:
        if self._rooms is not None and self._runner.plan is not None:
            self._rooms.clinic.choose_step(self._runner.plan.client, page)

    def _session_over(self, plan: SessionPlan, session_id: str, sentence: str) -> None:
        if self._rooms is None:
            return
        self._rooms.clinic.session_goes_on()
        if self._rooms.home is not None:
            self._rooms.home.show_today()
        elif plan.client:
            self._rooms.reviewing.show_review(session_id)
        else:
            self._ask_strap(self._plan, news=sentence)

    # --- the end -------------------------------------------------------------------------------

    def _leave(self) -> None:
        self._opening.stop()
        self._straps.stop()
        self._runner.finish_now()
        if self._rooms is not None:
            self._rooms.finish()
        library, self._library = self._library, None
        if library is not None:
            library.close()


def _kept_in(library: Path) -> str:
    return f"Recordings are kept in {library}"
