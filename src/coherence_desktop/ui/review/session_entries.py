"""The sessions of a library as the list shows them; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from coherence_desktop.events import AnyEvent, PracticeStarted, amended
from coherence_desktop.practice.exposure.measured import beats_of
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.records.summary import SessionState, SessionSummary
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.signal.results import Quality
from coherence_desktop.ui.plots.heart_course import heart_course
from coherence_desktop.ui.review.session_filter import passes
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.review.words import count_word, quality_tip, untitled
from coherence_desktop.ui.widgets.quality_badge import QualityLevel
from coherence_desktop.ui.words.dates import long_date, short_date
from coherence_desktop.ui.words.values import length

KINDS = {
    "breathing": "Breathing",
    "assessment": "Assessment",
    "exposure": "Exposure",
    "compassion": "Compassion",
}
"""What is practised, by the word that the log has for it."""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What only the log of a session tells."""

    kind: str
    quality: Quality
    tip: str
    """Counts behind the quality."""
    trials: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEntry:
    """One session of the list; ``facts`` come when its log has been read."""

    id: str
    client: str
    title: str
    started: datetime
    duration_s: float
    beats: int
    state: SessionState
    whole_until: datetime
    source: str = ""
    facts: SessionFacts | None = None
    problem: str = ""
    """Why the log cannot be read."""

    @classmethod
    def of(cls, summary: SessionSummary, client: str = "") -> Self:
        """From the library's list; ``client`` is the name that is shown."""
        return cls(
            id=summary.id,
            client=client,
            title=summary.title,
            started=summary.started,
            duration_s=summary.duration_s,
            beats=summary.beats,
            state=summary.state,
            whole_until=summary.whole_until,
            source=summary.source,
        )

    def with_facts(self, facts: SessionFacts) -> Self:
        """The same with what its log tells."""
        return replace(self, facts=facts)

    @property
    def unread(self) -> bool:
        """Whether what its log tells is still to come."""
        return self.facts is None and not self.problem

    @property
    def what(self) -> str:
        """What was practised."""
        kind = self.facts.kind if self.facts is not None else ""
        trials = self.facts.trials if self.facts is not None else 0
        named = self.title or kind or untitled(self.source)
        if trials:
            return f"{named}, {count_word(trials, 'trial')}"
        return named if not kind or kind in named else f"{kind}: {named}"

    @property
    def ended(self) -> str:
        """How the recording ended, where that is worth saying."""
        if self.state is SessionState.RECOVERED:
            return f"Ended without closing, whole up to {self.whole_until:%H:%M:%S}"
        return "Still recording" if self.state is SessionState.RUNNING else ""

    def matches(self, text: str) -> bool:
        """Whether all parts of a filter fit it; see `passes`."""
        held = " ".join(
            (
                self.client,
                self.what,
                self.facts.kind if self.facts is not None else "",
                long_date(self.started),
                f"{self.started:%Y-%m-%d %H:%M}",
                self.ended,
            )
        )
        return passes(text, held, self.started.date())


def facts_of(log: Sequence[AnyEvent]) -> SessionFacts:
    """Read a log for what the list shows of it."""
    events = amended(log)
    line = timeline(events)
    heart = heart_course(beats_of(events, line.t, line.rr_ms, line.gaps), line.gaps)
    quality = heart.quality(0.0, line.duration_s)
    trials = trials_of(events)
    kinds = [event.kind for event in events if isinstance(event, PracticeStarted)]
    kind = KINDS.get(kinds[-1], kinds[-1]) if kinds else "Exposure" if trials else ""
    return SessionFacts(kind, quality, quality_tip(quality, list(heart.gaps)), len(trials))


def sessions_table(entries: Sequence[SessionEntry], empty: str, marked: str = "") -> TableView:
    """Sessions as rows; the one with the id ``marked`` stands out and says so."""
    columns = (
        Column("Date", width_px=272),
        Column("Client", width_px=120, stretch=1),
        Column("What", width_px=200, stretch=2),
        Column("Length", right=True, width_px=96),
        Column("", width_px=12),
        Column("Data quality", width_px=176),
        Column("Ended", width_px=192, stretch=2),
    )
    return TableView(columns, tuple(_row(one, marked) for one in entries), empty)


def _row(entry: SessionEntry, marked: str) -> Row:
    date = f"{short_date(entry.started, year=True, weekday=True)}, {entry.started:%H:%M}"
    rounded = entry.duration_s if entry.duration_s < 60 else 60 * round(entry.duration_s / 60)
    chosen = entry.id == marked
    return Row(
        (
            Cell(f"{date}, marked" if chosen else date),
            Cell(entry.client) if entry.client else Cell("no client", quiet=True),
            Cell(entry.what),
            Cell(length(rounded)),
            Cell(""),
            _quality(entry),
            Cell(entry.ended, news=True) if entry.ended else Cell("recorded whole", quiet=True),
        ),
        leading=chosen,
    )


def _quality(entry: SessionEntry) -> Cell:
    if not entry.beats:
        return Cell("no beats", quiet=True)
    if entry.problem:
        return Cell("cannot be read", entry.problem, news=True)
    if entry.facts is None:
        return Cell("being read", quiet=True)
    percent = entry.facts.quality.corrected_percent
    return Cell(f"{percent:.1f} % corrected", entry.facts.tip, QualityLevel.of(percent))
