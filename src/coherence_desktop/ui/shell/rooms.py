"""The rooms of the app once the library is open: clinic, review, home, and what is on offer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.records.keeping.deleting import KeptCharts
from coherence_desktop.ui.home.clock import Now, here_now
from coherence_desktop.ui.places import CLIENTS, PRACTISE, PROGRESS, TODAY
from coherence_desktop.ui.session.plan import SessionPlan
from coherence_desktop.ui.shell.clinic import Clinic
from coherence_desktop.ui.shell.handing_over import HandingOver
from coherence_desktop.ui.shell.reviewing import Reviewing
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coherence_desktop.chart import Contact
    from coherence_desktop.practice.catalogue import Offer
    from coherence_desktop.practice.chart_view import Chart
    from coherence_desktop.practice.pattern import Pattern
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.home.home import Home
    from coherence_desktop.ui.patterns.page import PatternsPage
    from coherence_desktop.ui.shell.assessing import AssessmentFlow
    from coherence_desktop.ui.shell.practise_page import PractisePage


class Rooms(QObject):
    """Holds what shows the pages of an open library.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    library : Library
    now : callable, optional
        The moment, on the clock of this computer.

    Attributes
    ----------
    home : Home or None
        Pages at home; ``None`` in the clinic.
    client : str
        Id of the chart of whoever practises next; empty for nobody in the list.
    """

    breathing_requested = Signal(str, float)
    """Id of a pattern, and minutes."""
    plan_made = Signal(object)
    """A `SessionPlan` to begin with."""
    left = Signal(str)
    """Back to the client with this id, or to where everything begins."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        library: "Library",
        parent: QObject | None = None,
        *,
        now: Now = here_now,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._library = library
        self._now = now
        self.charts = KeptCharts(library)
        self.clinic = Clinic(theme, window, library, self.charts, self)
        self.reviewing = Reviewing(theme, window, library, self.charts, self)
        self.clinic.review_requested.connect(self.reviewing.show_review)
        self.reviewing.steps_requested.connect(self.clinic.show_steps)
        self.clinic.hand_over_requested.connect(self._hand_over)
        self.clinic.take_requested.connect(self._take)
        self.handing_over = HandingOver(theme, window, library, self, now=now)
        self._assessments: AssessmentFlow | None = None
        self.home: Home | None = None
        self.client = ""
        self._practise: PractisePage | None = None
        self._patterns: PatternsPage | None = None

    def make_home(self) -> "Home":
        """Make the pages of a person who practises alone; `Home.open` comes next."""
        from coherence_desktop.ui.home.home import Home

        shown = (self._theme, self._window, self._library, self.charts)
        home = self.home = Home(*shown, self, now=self._now)
        files = self.handing_over
        home.plan_requested.connect(lambda: files.open_plan(home.show_today, TODAY))
        home.share_requested.connect(lambda: files.bring_sessions(home.show_progress, PROGRESS))
        return home

    @property
    def own(self) -> str:
        """Id of one's own chart, at home."""
        desk = None if self.home is None else self.home.desk
        return "" if desk is None else desk.client_id

    @property
    def contacts(self) -> "Sequence[Contact]":
        """People to call, at home."""
        return () if self.home is None else self.home.contacts

    def show_practise(self, chosen: "Callable[[Offer], None]", client: str = "") -> None:
        """Show what can be practised; ``chosen`` takes what is.

        Parameters
        ----------
        chosen : callable
        client : str
            Id of the chart of the client who practises; by default one's own, or nobody's.
        """
        from coherence_desktop.practice.catalogue import load_catalogue
        from coherence_desktop.records.locations import own_content
        from coherence_desktop.ui.shell.practise_page import PractisePage

        if self._practise is None:
            self._practise = PractisePage(self._theme)
            self._practise.chosen.connect(chosen)
            self._practise.patterns_requested.connect(self._show_patterns)
        self.client = client or self.own
        catalogue = load_catalogue(own_content())
        problem = " ".join(problem.message for problem in catalogue.problems)
        self._practise.show_offers(catalogue.offers, self._about() if client else "", problem)
        self._window.show_page(self._practise, rail=CLIENTS if client else PRACTISE)

    def _show_patterns(self) -> None:
        from coherence_desktop.records.locations import own_content
        from coherence_desktop.ui.patterns.own_patterns import OwnPatterns
        from coherence_desktop.ui.patterns.page import PatternsPage

        if self._patterns is None:
            page = self._patterns = PatternsPage(self._theme, OwnPatterns(own_content("patterns")))
            page.pattern_chosen.connect(self._pattern_chosen)
            page.back_requested.connect(lambda: self._window.page_chosen.emit(PRACTISE))
        self._patterns.show_patterns()
        self._window.show_page(self._patterns, rail=PRACTISE)

    def _pattern_chosen(self, pattern: "Pattern", minutes: float) -> None:
        current = None if self._patterns is None else self._patterns.current
        if current is not None and current.pattern == pattern:
            self.breathing_requested.emit(current.id, minutes)

    def plan_of(
        self, kind: str, practice_id: str, minutes: float, *, minutes_shown: bool
    ) -> SessionPlan | None:
        """Plan a practice for `client`."""
        from coherence_desktop.practice.home.plan import agreed_pace, agreed_pattern
        from coherence_desktop.ui.session.practice_plans import plan_of

        chart = self._chart()
        rate, pattern = None, None
        if chart is not None:
            agreed = chart.plan if self.home is not None else None
            pattern = agreed_pattern(agreed, kind, practice_id)
            rate = agreed_pace(agreed, kind, practice_id, chart.resonance_rate)
        return plan_of(
            kind,
            practice_id,
            minutes,
            self._library,
            client="" if chart is None else self.client,
            about="" if self.home is not None else self._about(),
            rate_per_min=rate,
            pattern=pattern,
            at_home=self.home is not None,
            minutes_shown=minutes_shown,
        )

    def _hand_over(self, client_id: str) -> None:
        back = self.clinic.show_client
        self.handing_over.hand_plan_over(client_id, lambda: back(client_id), CLIENTS)

    def _take(self, client_id: str) -> None:
        back = self.clinic.show_client
        self.handing_over.take_sessions(client_id, lambda: back(client_id), CLIENTS)

    def show_assessment(self, kind: str) -> None:
        """Show what an assessment is, for `client`."""
        self._flow().show_intro(self.client, self._about(), kind=kind, rail=PRACTISE)

    def show_assessment_result(self, session_id: str, plan: SessionPlan) -> None:
        """Show what an assessment found."""
        self.client = plan.client
        chart = self._chart()
        kept = None if chart is None else chart.resonance_rate
        self._flow().show_result(session_id, plan.client, plan.about, kept_per_min=kept)

    def _flow(self) -> "AssessmentFlow":
        from coherence_desktop.ui.shell.assessing import AssessmentFlow

        if self._assessments is None:
            flow = AssessmentFlow(
                self._theme, self._window, self._library, self.charts, parent=self
            )
            flow.plan_made.connect(self.plan_made)
            flow.review_requested.connect(self.reviewing.show_review)
            flow.left.connect(self.left)
            self._assessments = flow
        return self._assessments

    def finish(self) -> None:
        """Write what waits; the library is about to be closed."""
        self.clinic.finish()
        self.reviewing.finish()
        if self.home is not None:
            self.home.finish()

    def _about(self) -> str:
        chart = self._chart()
        return f"Client {chart.name}" if chart is not None and chart.name else ""

    def _chart(self) -> "Chart | None":
        """Chart of who practises; ``None`` for nobody, or somebody deleted elsewhere."""
        from coherence_desktop.practice.chart_view import Chart

        if not self.client:
            return None
        try:
            return Chart.of(self.charts.entries(self.client))
        except Problem:
            return None
