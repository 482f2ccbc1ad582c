"""Plans to go on with a session whose process died, from its log."""

from typing import TYPE_CHECKING

from coherence_desktop.events import PacerChange, Phase, PracticeStarted, Started
from coherence_desktop.practice.breathing import Breathing
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import ClientGone
from coherence_desktop.records.summary import SessionSummary
from coherence_desktop.ui.session.plan import SessionPlan

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from coherence_desktop.events import AnyEvent
    from coherence_desktop.ui.live.held_page import HeldPage

EXPOSURE = "Exposure"
"""Title of sessions of exposure, by which one is known that died in its first second."""


def plan_to_continue(
    library: Library,
    charts: Charts,
    session: SessionSummary,
    ask_step: "Callable[[HeldPage], None]",
    *,
    at_home: bool = False,
    today: "date",
) -> SessionPlan | None:
    """Plan what the session was; ``None`` if it cannot be gone on with.

    Parameters
    ----------
    library : Library
    charts : Charts
    session : SessionSummary
        It died.
    ask_step : callable
        See `exposure_plan`.
    at_home : bool
        See `exposure_plan`.
    today : date

    Raises
    ------
    LibraryProblem
        If the log cannot be read.
    """
    log = library.events(session.id, raw=False)
    started = next((event for event in log if isinstance(event, PracticeStarted)), None)
    title = next((event.title for event in log if isinstance(event, Started)), "")
    kind = "breathing" if started is None else started.kind
    if started is None and title == EXPOSURE:
        kind = "exposure"
    if kind == "exposure":
        from coherence_desktop.ui.session.trial_plan import exposure_plan

        try:
            return exposure_plan(
                charts,
                session.client,
                ask_step,
                continuing=session.id,
                at_home=at_home,
                today=today,
            )
        except ClientGone:
            return None
    if kind == "compassion" and started is not None:
        from coherence_desktop.ui.session.programme_plan import practice_of, programme_plan

        practice = practice_of(started.practice_id)
        if practice is None:
            return None
        return programme_plan(practice, library, session.client, continuing=session.id)
    if kind == "assessment":
        from coherence_desktop.ui.session.assessment_plan import continued_plan

        return continued_plan(log, session.id, session.client)
    if kind == "breathing":
        return SessionPlan(
            title or "Breathing",
            lambda: _breathing(log),
            session.client,
            continuing=session.id,
        )
    return None


def _breathing(log: "list[AnyEvent]") -> Breathing:
    """Breathing as it was begun; the rest of the log brings it to where it was."""
    pace = next((event for event in log if isinstance(event, PacerChange)), None)
    planned_s = next((event.target_s for event in log if isinstance(event, Phase)), None)
    return Breathing(None if pace is None else Pattern.of(pace), planned_s)
