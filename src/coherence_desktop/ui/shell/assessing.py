"""The way through an assessment: intro, plan, result, and the choice kept in the chart."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from coherence_desktop.chart import ResonanceChosen
from coherence_desktop.errors import Problem
from coherence_desktop.practice.assessments import Options
from coherence_desktop.practice.assessments.protocols import FINE, STEPPED
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.library import Library
from coherence_desktop.ui.assessment.intro_page import IntroPage
from coherence_desktop.ui.assessment.result_page import ResultPage
from coherence_desktop.ui.session.assessment_plan import assessment_plan
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow
from coherence_desktop.ui.worker import Worker


class AssessmentFlow(QObject):
    """Shows the pages of assessments and says what they ask for.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    library : Library
    charts : Charts
    now : callable
        The moment, in UTC.
    """

    plan_made = Signal(object)
    """A `SessionPlan` to begin with."""
    review_requested = Signal(str)
    """Id of a session."""
    left = Signal(str)
    """Go back to where this began; the id of the client, or empty."""
    chart_changed = Signal(str)
    """A choice was kept in the chart of the client with this id."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        library: Library,
        charts: Charts,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._library = library
        self._charts = charts
        self._now = now
        self._worker = Worker(self)
        self._intro: IntroPage | None = None
        self._result: ResultPage | None = None
        self._client = ""
        self._about = ""
        self._session = ""

    def show_intro(
        self,
        client: str = "",
        about: str = "",
        *,
        kind: str = STEPPED,
        around_per_min: float | None = None,
        rail: str = "",
    ) -> None:
        """Show what can be assessed.

        Parameters
        ----------
        client : str
            Id of the chart; empty for nobody in the list.
        about : str
            Who, in words.
        kind : str
            The assessment to begin with.
        around_per_min : float, optional
            Best rate so far, for the finer second pass.
        rail : str
            Entry of the rail that is lit.
        """
        self._client, self._about = client, about
        if self._intro is None:
            self._intro = IntroPage(self._theme)
            self._intro.begun.connect(self._plan)
            self._intro.back_requested.connect(lambda: self.left.emit(self._client))
        self._intro.open(about, kind, around_per_min)
        self._window.show_page(self._intro, rail=rail)

    def show_result(
        self,
        session_id: str,
        client: str = "",
        about: str = "",
        *,
        kept_per_min: float | None = None,
        rail: str = "",
    ) -> None:
        """Show what a session's assessment found.

        Parameters
        ----------
        session_id : str
        client, about, rail : str
            See `show_intro`.
        kept_per_min : float, optional
            Pace that the chart has already.
        """
        self._session, self._client, self._about = session_id, client, about
        if self._result is None:
            self._result = ResultPage(self._theme)
            self._result.rate_chosen.connect(self._keep)
            self._result.fine_asked.connect(self._ask_fine)
            self._result.review_requested.connect(
                lambda: self.review_requested.emit(self._session)
            )
            self._result.back_requested.connect(lambda: self.left.emit(self._client))
        self._result.open(
            lambda: self._library.events(session_id, raw=False),
            about=about,
            for_client=bool(client),
            kept_per_min=kept_per_min,
        )
        self._window.show_page(self._result, rail=rail)

    def _plan(self, kind: str, options: Options) -> None:
        self.plan_made.emit(assessment_plan(kind, options, self._client, self._about))

    def _ask_fine(self, rate_per_min: float) -> None:
        self.show_intro(self._client, self._about, kind=FINE, around_per_min=rate_per_min)

    def _keep(self, rate_per_min: float) -> None:
        page = self._result
        if page is None or not self._client:
            return
        client = self._client
        entry = ResonanceChosen(
            self._now().isoformat(),
            rate_per_min=rate_per_min,
            proposed_per_min=None if page.view is None else page.view.proposal_per_min,
            session_id=self._session,
        )
        self._worker.run(
            lambda: self._charts.append(client, entry),
            lambda _: self._kept(client, rate_per_min),
            self._not_kept,
        )

    def _kept(self, client: str, rate_per_min: float) -> None:
        if self._result is not None and client == self._client:
            self._result.show_kept(rate_per_min)
        self.chart_changed.emit(client)

    def _not_kept(self, problem: Problem) -> None:
        if self._result is not None:
            self._result.set_problem(f"{problem.message} The choice is not kept yet.")
