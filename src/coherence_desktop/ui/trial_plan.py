"""Sessions of exposure: what they are to be, from a client's chart as it is now."""

from datetime import date
from typing import TYPE_CHECKING

from coherence_desktop.chart import Step
from coherence_desktop.events import TrialStarted
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import Exercises, load_exercises
from coherence_desktop.practice.exposure import ExposureSession
from coherence_desktop.practice.exposure.planning import trial_of
from coherence_desktop.practice.markers import load_markers
from coherence_desktop.practice.screening import Screening, load_screening
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.locations import own_content
from coherence_desktop.resources import assets
from coherence_desktop.ui.session_plan import SessionPlan
from coherence_desktop.ui.trial.page import TrialPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from coherence_desktop.ui.live.commands import SessionCommands
    from coherence_desktop.ui.live.session_page import SessionPage
    from coherence_desktop.ui.theme import Theme

TITLE = "Exposure"


def load_readiness() -> tuple[Exercises, Screening]:
    """Exercises and screening, the clinician's own ones with them."""
    screening = load_screening(extra=own_content("screening.toml"))
    exercises = load_exercises(extra=own_content("exercises"), concerns=screening.by_id)
    return exercises, screening


def exposure_plan(
    charts: Charts,
    client: str,
    ask_step: "Callable[[SessionPage], None]",
    *,
    first: Step | None = None,
    continuing: str = "",
    today: date,
) -> SessionPlan:
    """Plan trials for a client, with the exercises locked that wait for a sign-off.

    Parameters
    ----------
    charts : Charts
    client : str
        Id of the chart.
    ask_step : callable
        Called when someone wants to choose the next step, with the page of the session.
    first : Step, optional
        The step to begin with.
    continuing : str
        Id of the session to go on with.
    today : date

    Raises
    ------
    ClientGone
        If the client was deleted elsewhere.
    """
    chart = Chart.of(charts.entries(client))
    exercises, screening = load_readiness()
    locked = chart.locks(exercises.exercises, screening)
    about = f"Client {chart.name}" if chart.name else ""

    def make_page(theme: "Theme", session: "SessionCommands") -> "SessionPage":
        markers = load_markers(assets("trial_markers.toml"))
        page = TrialPage(theme, session, markers.markers, title=TITLE, about=about)
        page.next_step_asked.connect(lambda: ask_step(page))
        for problem in markers.problems:
            page.tell(problem.message)
        return page

    return SessionPlan(
        TITLE,
        lambda: ExposureSession(locked=locked),
        client,
        about,
        make_page,
        None if first is None else planned_trial(chart, first, today=today),
        continuing,
    )


def planned_trial(chart: Chart, step: Step, *, today: date) -> TrialStarted:
    """Plan the trial of a step as the chart has it now."""
    exercises, _ = load_readiness()
    return trial_of(step, exercises.by_id.get(step.exercise_id), chart, today=today)
