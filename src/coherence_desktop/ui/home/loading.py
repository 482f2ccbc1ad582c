"""Reads what the pages at home show, for a worker thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coherence_desktop.calendar_names import DAYS
from coherence_desktop.events import AnyEvent, PracticeStarted
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import Exercise
from coherence_desktop.practice.home.plan import day_words, waiting_exercises
from coherence_desktop.practice.home.weeks import LEAST_S, Done
from coherence_desktop.practice.readiness import load_readiness
from coherence_desktop.practice.screening import Screening
from coherence_desktop.records.locations import own_content
from coherence_desktop.records.summary import SessionState, SessionSummary
from coherence_desktop.ui.home.source import Sessions
from coherence_desktop.ui.home.wave import wave_of

NOT_LIVED = ("simulation", "replay")
"""Sources of sessions in which nobody practised."""
_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was practised so far.

    Attributes
    ----------
    done : tuple of Done
        All practices, the newest first; those of today with what they were.
    last : str
        Id of the last session with beats; empty if there is none.
    wave_words : str
        What its wave shows.
    strap : str
        Name of the strap that was used last.
    battery_percent : int or None
        Its charge then.
    strap_day : date or None
        When that was.
    exercises, screening
        What a step may have to wait for.
    """

    done: tuple[Done, ...] = ()
    last: str = ""
    wave_words: str = ""
    strap: str = ""
    battery_percent: int | None = None
    strap_day: date | None = None
    exercises: tuple[Exercise, ...] = ()
    screening: Screening | None = None

    def locks(self, chart: Chart) -> dict[str, str]:
        """Sentence for each exercise that waits, by its id."""
        if self.screening is None:
            return {}
        return waiting_exercises(chart, self.exercises, self.screening)


def lived(sessions: Sequence[SessionSummary]) -> list[SessionSummary]:
    """Sessions in which somebody practised, and which are over."""
    return [
        one
        for one in sessions
        if one.source not in NOT_LIVED and one.state is not SessionState.RUNNING
    ]


def done_of(session: SessionSummary) -> Done:
    """What a summary tells of a practice; the day is that of the place where it was recorded."""
    return Done(session.started.date(), session.duration_s)


def practised_in(events: Sequence[AnyEvent]) -> PracticeStarted | None:
    """What was practised first in a session."""
    return next((event for event in events if isinstance(event, PracticeStarted)), None)


def read_history(source: Sessions, today: date) -> History:
    """Read summaries of all sessions, and the logs of those of today and of the last one.

    Raises
    ------
    LibraryProblem
        If the library cannot be read.
    """
    sessions = lived(source.sessions())
    logs: dict[str, list[AnyEvent]] = {}

    def log(session: SessionSummary) -> list[AnyEvent]:
        if session.id not in logs:
            logs[session.id] = source.events(session.id, raw=False)
        return logs[session.id]

    done = []
    for session in sessions:
        one = done_of(session)
        began = practised_in(log(session)) if one.day == today else None
        if began is not None:
            one = replace(one, kind=began.kind, practice_id=began.practice_id)
        done.append(one)
    with_beats = (one for one in sessions if one.beats and one.duration_s >= LEAST_S)
    last = next(with_beats, None)
    worn = next((one for one in sessions if one.source == "strap" and one.device_name), None)
    exercises, screening = load_readiness(own_content())
    history = History(done=tuple(done), exercises=exercises.exercises, screening=screening)
    if last is not None:
        began = practised_in(log(last))
        day = last.started.date()
        breathed = began is None or began.kind == "breathing"
        history = replace(
            history,
            last=last.id,
            wave_words=f"Your heart {when(day, today)}{', as you breathed' if breathed else ''}",
        )
    if worn is not None:
        history = replace(
            history,
            strap=worn.device_name,
            battery_percent=worn.battery_percent,
            strap_day=worn.started.date(),
        )
    return history


def read_wave(source: Sessions, session_id: str) -> tuple[float, ...]:
    """Heart rate of a session, 0 to 1; empty without a session or a long enough stretch.

    Raises
    ------
    LibraryProblem
        If the library cannot be read.
    """
    return wave_of(source.events(session_id, raw=False)) if session_id else ()


def when(day: date, today: date) -> str:
    """A day of the past as people say it: ``today``, ``yesterday``, ``on Thursday``."""
    ago = (today - day).days
    if ago <= 0:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    return f"on {DAYS[day.weekday()]}" if ago < _WEEK else f"on {day_words(day)}"
