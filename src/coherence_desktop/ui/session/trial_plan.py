"""Sessions of exposure: what they are to be, from a client's chart as it is now."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from coherence_desktop.chart import Step
from coherence_desktop.errors import Problem
from coherence_desktop.events import AnyEvent, TrialStarted
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exposure import ExposureSession
from coherence_desktop.practice.exposure.planning import trial_of
from coherence_desktop.practice.home.plan import waiting_exercises
from coherence_desktop.practice.markers import load_markers
from coherence_desktop.practice.readiness import load_readiness
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.locations import own_content
from coherence_desktop.resources import assets
from coherence_desktop.ui.session.continuing import EXPOSURE
from coherence_desktop.ui.session.plan import SessionPlan
from coherence_desktop.ui.trial.page import TrialPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from coherence_desktop.ui.live.commands import SessionCommands
    from coherence_desktop.ui.live.held_page import HeldPage
    from coherence_desktop.ui.theme import Theme

EXERCISE_GONE = (
    "The file of this exercise cannot be used any more. Put it right, or choose another step."
)


class Locks(Mapping[str, str]):
    """Exercises of a client that wait, with the reason, as the chart had it when last read.

    Parameters
    ----------
    charts : Charts
    client : str
        Id of the chart.
    """

    def __init__(self, charts: Charts, client: str) -> None:
        self._charts, self._client = charts, client
        self._known: frozenset[str] = frozenset()
        self._locked: dict[str, str] = {}

    def __getitem__(self, exercise_id: str) -> str:
        return self._locked[exercise_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._locked)

    def __len__(self) -> int:
        return len(self._locked)

    def read(self) -> Chart:
        """Read the chart, the exercises and the screening as they are now.

        Raises
        ------
        ClientGone
            If the client was deleted elsewhere.
        """
        chart = Chart.of(self._charts.entries(self._client))
        exercises, screening = load_readiness(own_content())
        self._known = frozenset(exercises.by_id)
        self._locked = waiting_exercises(chart, exercises.exercises, screening)
        return chart

    def refuses(self, command: AnyEvent) -> str:
        """Why a trial may not start now; empty for one that may, and for every other command."""
        if not isinstance(command, TrialStarted):
            return ""
        with suppress(Problem):  # of a chart that cannot be read the last state holds
            self.read()
        exercise_id = command.exercise_id
        if exercise_id and exercise_id not in self._known:
            return EXERCISE_GONE
        return self._locked.get(exercise_id, "")


def exposure_plan(
    charts: Charts,
    client: str,
    ask_step: "Callable[[HeldPage], None]",
    *,
    first: Step | None = None,
    continuing: str = "",
    at_home: bool = False,
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
    at_home : bool
        Whether the page is for the person who tries the step alone.
    today : date

    Raises
    ------
    ClientGone
        If the client was deleted elsewhere.
    """
    locks = Locks(charts, client)
    chart = locks.read()
    about = f"Client {chart.name}" if chart.name else ""

    def make_home_page(theme: "Theme", session: "SessionCommands") -> "HeldPage":
        from coherence_desktop.ui.home.trial_page import HomeTrialPage

        page = HomeTrialPage(theme, session, locks.refuses)
        page.next_step_asked.connect(lambda: ask_step(page))
        return page

    def make_page(theme: "Theme", session: "SessionCommands") -> "HeldPage":
        markers = load_markers(assets("trial_markers.toml"))
        page = TrialPage(
            theme, session, markers.markers, title=EXPOSURE, about=about, refuses=locks.refuses
        )
        page.next_step_asked.connect(lambda: ask_step(page))
        for problem in markers.problems:
            page.tell(problem.message)
        return page

    return SessionPlan(
        EXPOSURE,
        lambda: ExposureSession(locked=locks),
        client,
        about,
        make_home_page if at_home else make_page,
        None if first is None else planned_trial(chart, first, today=today),
        continuing,
    )


def planned_trial(chart: Chart, step: Step, *, today: date) -> TrialStarted:
    """Plan the trial of a step as the chart has it now."""
    exercises, _ = load_readiness(own_content())
    return trial_of(step, exercises.by_id.get(step.exercise_id), chart, today=today)
