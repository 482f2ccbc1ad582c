"""What a course report needs of each session, read one log at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from coherence_desktop.events import Started
from coherence_desktop.practice.exposure.measured import MeasuredTrial, beats_of, measured
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.signal.intervals import InvalidIntervals
from coherence_desktop.signal.measures import analyze
from coherence_desktop.signal.results import Absent, Quality
from coherence_desktop.ui.plots.heart_course import HeartCourse, heart_course
from coherence_desktop.ui.report.choices import Choices
from coherence_desktop.ui.report.document import Quote
from coherence_desktop.ui.report.session_parts import notes_of, practice_words
from coherence_desktop.ui.report.sources import CourseSource
from coherence_desktop.ui.review.sources import SessionHead
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.widgets.quality_badge import QualityLevel
from coherence_desktop.ui.words.dates import short_date
from coherence_desktop.ui.words.values import length

Progress = Callable[[float], None]

NOT_LIVED = {"simulation": "simulated", "replay": "replay"}
"""Sources of sessions in which nobody practised, and what is said of them."""


@dataclass(frozen=True, slots=True, eq=False)
class CourseSession:
    """One session of a course."""

    head: SessionHead
    what: str
    source: str
    duration_s: float
    quality: Quality
    gap_s: float
    coherence: float | Absent
    """Median score."""
    trials: tuple[MeasuredTrial, ...]
    notes: tuple[Quote, ...]

    @property
    def lived(self) -> bool:
        """Whether somebody practised in it."""
        return self.source not in NOT_LIVED


def read_sessions(
    source: CourseSource, choices: Choices, progress: Progress
) -> list[CourseSession]:
    """Read all sessions; ``progress`` is told the share that is done and may raise to stop."""
    # Notes are chosen one by one within a session; of a course there are all or none.
    choices = replace(choices, notes=frozenset())
    found = []
    for place, head in enumerate(source.heads):
        progress(place / len(source.heads))
        found.append(_read(source, head, choices))
    return found


def sessions_table(sessions: list[CourseSession]) -> TableView:
    """Sessions as rows, with how good their data are."""
    columns = (
        Column("Date"),
        Column("What", stretch=1),
        Column("Length", right=True),
        Column("Corrected", right=True),
        Column("Missing", right=True),
        Column("Coherence", right=True),
        Column("Trials", right=True),
    )
    return TableView(columns, tuple(map(_row, sessions)), "There is no session yet.")


def _read(source: CourseSource, head: SessionHead, choices: Choices) -> CourseSession:
    events = source.read(head.id)
    line = timeline(events)
    beats = beats_of(events, line.t, line.rr_ms, line.gaps)
    heart = heart_course(beats, line.gaps)
    started = next((event for event in events if isinstance(event, Started)), None)
    trials = measured(trials_of(events), beats)
    names = dict.fromkeys(one.trial.started.exercise_name for one in trials)
    return CourseSession(
        head=head,
        what=", ".join(names) or practice_words(events, head.title) or "Session",
        source=started.source if started is not None else "",
        duration_s=line.duration_s,
        quality=heart.quality(0.0, line.duration_s),
        gap_s=sum(gap.length_s for gap in heart.gaps),
        coherence=_coherence(heart),
        trials=trials,
        notes=tuple(notes_of(events, choices)),
    )


def _coherence(heart: HeartCourse) -> float | Absent:
    if not heart.t_s.size:
        return Absent("no beats")
    try:
        found = analyze(heart.rr_ms, heart.t_s, segment=heart.segment, entropy=False)
    except InvalidIntervals:
        return Absent("no beats that can be measured")
    return found.coherence["score_median"]


def _row(session: CourseSession) -> Row:
    started = session.head.started
    what = session.what
    if not session.lived:
        what += f" ({NOT_LIVED[session.source]})"
    minutes = (
        session.duration_s if session.duration_s < 60 else 60 * round(session.duration_s / 60)
    )
    percent = session.quality.corrected_percent
    corrected = Cell("no beats", quiet=True)
    if session.quality.beats:
        corrected = Cell(f"{percent:.1f} %", level=QualityLevel.of(percent))
    coherence = Cell("absent", quiet=True)
    if not isinstance(session.coherence, Absent):
        coherence = Cell(f"{session.coherence:.0f}")
    return Row(
        (
            Cell(short_date(started, year=True) if started is not None else ""),
            Cell(what),
            Cell(length(minutes)),
            corrected,
            Cell(length(session.gap_s) if session.gap_s else ""),
            coherence,
            Cell(str(len(session.trials)) if session.trials else ""),
        )
    )
