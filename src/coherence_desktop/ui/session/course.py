"""From a plan to a running session: which strap, the page, and its end."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.ui.connect.strap_choice import Source, StrapChoice
from coherence_desktop.ui.places import PRACTISE
from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.session.plan import SessionPlan, breathing_plan
from coherence_desktop.ui.session.runner import SessionRunner
from coherence_desktop.ui.sound.cues import Cue
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from coherence_desktop.events import AnyEvent
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.session.live_session import LiveSession


ONE_AT_A_TIME = "This session still runs. End it before another one begins."


class SessionCourse(QObject):
    """Runs one planned session at a time.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    store : PreferenceStore

    Attributes
    ----------
    library : Library or None
        Where sessions are kept, once it is open.
    """

    over = Signal(object, str, str)
    """The `SessionPlan`, the id of the session that was kept, and a sentence about it."""
    help_asked = Signal()
    left = Signal(str)
    """No strap was chosen after all; id of the client it was for, or empty."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        store: PreferenceStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._plan = breathing_plan()
        self.library: Library | None = None
        self._straps = StrapChoice(theme, store, self)
        self._runner = SessionRunner(theme, store, self)
        self._straps.chosen.connect(lambda source: self.begin(self._plan, source))
        self._straps.left.connect(self._leave)
        self._runner.over.connect(self.over)

    @property
    def session(self) -> "LiveSession | None":
        """The session that runs, if any."""
        return self._runner.session

    @property
    def plan(self) -> SessionPlan | None:
        """Plan of the session that runs."""
        return self._runner.plan

    def ask_strap(self, plan: SessionPlan, *, problem: str = "", news: str = "") -> None:
        """Show the straps; the one that is chosen begins the plan.

        While a session runs, its page is shown instead: one ends before another begins.
        """
        if self.library is None:
            return
        if self._runner.session is not None:
            self._runner.session.page.tell(ONE_AT_A_TIME)
            self.show_page()
            return
        self._plan = plan
        self._straps.ask(self.library.sessions(), problem=problem, news=news)
        self._window.show_page(self._straps.page, rail=PRACTISE)

    def ask_strap_again(self, news: str) -> None:
        """Show the straps with what was planned last, and a sentence."""
        self.ask_strap(self._plan, news=news)

    def begin_with_known(self, plan: SessionPlan) -> None:
        """Begin at once with the strap that was used last; where there is none, ask."""
        known = None if self.library is None else self._straps.known(self.library.sessions())
        if known is None:
            self.ask_strap(plan)
        else:
            self.begin(plan, known)

    def begin(self, plan: SessionPlan, source: Source) -> None:
        """Begin a session and show its page."""
        if self.library is None or self._runner.session is not None:
            return
        self._straps.stop()
        try:
            session = self._runner.start(plan, source, self.library)
        except Problem as problem:
            self.ask_strap(plan, problem=problem.message)
            return
        session.page.help_asked.connect(self.help_asked)
        self.show_page()
        if plan.sound_only:
            session.page.cue_switched.emit(Cue.EYES_CLOSED)

    def show_page(self) -> None:
        """Show the page of the running session."""
        if self._runner.session is not None:
            self._window.show_page(self._runner.session.page)

    def give(self, command: "AnyEvent") -> None:
        """Give the running session a command, now."""
        self._runner.give(command)

    def stop_searching(self) -> None:
        """Search for straps no more."""
        self._straps.stop()

    def _leave(self) -> None:
        self._straps.stop()
        self.left.emit(self._plan.client)

    def finish_now(self) -> None:
        """End what runs and wait: the window is being closed."""
        self._straps.stop()
        self._runner.finish_now()
        self.library = None
