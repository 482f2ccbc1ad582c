"""Reads from a library what a report is made from; private texts only if they were asked for."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from coherence_desktop.errors import Problem
from coherence_desktop.events import AccelerationChunk, AnyEvent, WritingKept
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.questionnaires import load_questionnaires
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.library import Library
from coherence_desktop.records.locations import own_content
from coherence_desktop.records.problems import ClientGone, SessionNotFound
from coherence_desktop.records.session_movement import breathing_of_movement
from coherence_desktop.records.summary import SessionSummary
from coherence_desktop.records.writings import Writing, Writings
from coherence_desktop.signal.breathing_movement import MovementBreathing
from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.sources import CourseSource, SessionSource
from coherence_desktop.ui.review.sources import SessionHead


class NoCourse(Problem):
    """A session belongs to no client, so that there is no course."""

    def __init__(self, session_id: str) -> None:
        super().__init__(
            "This session belongs to no client, so that there is no course to report. "
            "Make a report of the session alone.",
            session_id,
        )


def session_source(
    library: Library, session_id: str, choices: Choices, today: date | None = None
) -> SessionSource:
    """Read one session with what the chart has on it.

    Raises
    ------
    SessionNotFound, LibraryProblem
        If there is none with exactly this id, or it cannot be read.
    """
    sessions = library.sessions()
    summary = next((one for one in sessions if one.id == session_id), None)
    if summary is None:
        raise SessionNotFound(session_id)
    chart = _chart(library, summary.client)
    events = library.events(session_id, raw=False)
    kept = {event.writing_id for event in events if isinstance(event, WritingKept)}
    writings = [one for one in _writings(library, summary.client, choices) if one.id in kept]
    return SessionSource(
        head=_heads(sessions, summary.client, chart.name).get(
            session_id, SessionHead.of(summary, chart.name)
        ),
        events=events,
        client_id=summary.client,
        sign_offs=chart.sign_offs,
        writings=writings,
        today=today,
        movement=_movement(library, session_id, events),
    )


def _movement(
    library: Library, session_id: str, events: Sequence[AnyEvent]
) -> MovementBreathing | None:
    if not any(isinstance(event, AccelerationChunk) for event in events):
        return None
    return breathing_of_movement(library.stream(session_id))


def course_source(
    library: Library, session_id: str, choices: Choices, today: date
) -> CourseSource:
    """Read what there is of all sessions of the client that a session belongs to.

    Raises
    ------
    NoCourse
        If it belongs to none.
    SessionNotFound, LibraryProblem
        If there is no session with exactly this id, or something cannot be read.
    """
    sessions = library.sessions()
    summary = next((one for one in sessions if one.id == session_id), None)
    if summary is None:
        raise SessionNotFound(session_id)
    if not summary.client:
        raise NoCourse(session_id)
    return client_source(library, summary.client, choices, today, sessions)


def client_source(
    library: Library,
    client_id: str,
    choices: Choices,
    today: date,
    sessions: Sequence[SessionSummary] | None = None,
) -> CourseSource:
    """Read what there is of all sessions of a client, but for their logs.

    Raises
    ------
    LibraryProblem
        If something cannot be read.
    """
    chart = _chart(library, client_id)
    known = load_questionnaires(extra=own_content("questionnaires")).by_id

    def read(session_id: str) -> Sequence[AnyEvent]:
        return library.events(session_id, raw=False)

    def title(questionnaire_id: str) -> str:
        one = known.get(questionnaire_id)
        return one.name if one is not None else questionnaire_id

    def band(questionnaire_id: str, total: float) -> str:
        one = known.get(questionnaire_id)
        return one.band_of(total) if one is not None else ""

    listed = library.sessions() if sessions is None else sessions
    return CourseSource(
        client_id=client_id,
        chart=chart,
        heads=tuple(_heads(listed, client_id, chart.name).values()),
        read=read,
        today=today,
        writings=_writings(library, client_id, choices),
        titles=title,
        bands=band,
    )


def _chart(library: Library, client_id: str) -> Chart:
    # A client who was deleted leaves the sessions as they are.
    with suppress(ClientGone):
        return Chart.of(Charts(library).entries(client_id)) if client_id else Chart()
    return Chart()


def _heads(
    sessions: Sequence[SessionSummary], client_id: str, name: str
) -> dict[str, SessionHead]:
    """Sessions of a client by their ids, in the order of time, with their numbers."""
    ours = [one for one in sessions if client_id and one.client == client_id]
    ordered = sorted(ours, key=lambda one: one.started_utc)
    return {
        one.id: SessionHead.of(one, name, number) for number, one in enumerate(ordered, start=1)
    }


def _writings(library: Library, client_id: str, choices: Choices) -> list[Writing]:
    wanted = [
        kind
        for part, kind in ((Include.LETTERS, "letter"), (Include.JOURNAL, "journal"))
        if choices.has(part)
    ]
    if not (client_id and wanted):
        return []
    return [one for one in Writings(library, client_id).all() if one.kind in wanted]
