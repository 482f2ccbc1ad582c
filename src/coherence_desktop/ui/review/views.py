"""What the review's widgets show of a session: plain values, made by `loading`."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import Quality
from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.widgets.quality_badge import QualityLevel

FloatArray = NDArray[np.float64]

OPEN_END_S = float("inf")


@dataclass(frozen=True, slots=True)
class Band:
    """A phase as a band over time, in session seconds."""

    name: str
    label: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Flag:
    """A marker."""

    t: float
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Place:
    """A marker, phase or note that can be put right; ``was_s`` is where the log has it."""

    what: Literal["marker", "phase", "note"]
    was_s: float
    name: str
    """A marker's key, a phase's name, what `name_of_note` gives."""
    t: float
    label: str
    bound: bool = False
    """A phase of a trial: it can be moved, but neither renamed nor removed."""
    nth: int = 0
    """Which of those of the same kind, time and name it is, as in `Amended`."""

    @property
    def key(self) -> tuple[str, float, str, int]:
        """What stays the same when it is put right."""
        return self.what, self.was_s, self.name, self.nth


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating; ``trial`` is 0 outside of trials."""

    t: float
    scale: str
    value: float
    trial: int = 0


@dataclass(frozen=True, slots=True)
class NoteView:
    """Words that someone wrote, and where they belong."""

    t: float
    about: str
    text: str
    quoted: bool = False
    """The client's own words."""
    place: Place | None = None
    """Where it can be put right."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``level`` is the mark beside it, ``tip`` what hover tells."""

    text: str
    tip: str = ""
    level: QualityLevel | None = None
    quiet: bool = False
    """A reason in the place of a value."""
    news: bool = False
    """Plain bad news."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``t`` is the moment that it is about."""

    cells: tuple[Cell, ...]
    t: float | None = None
    leading: bool = False
    """Stands out: data quality."""
    heading: bool = False
    """Names the rows below it."""
    place: Place | None = None
    """What it tells of, where that can be put right."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    right: bool = False
    width_px: int = 0
    """Least width; 0 for what its words need."""
    stretch: int = 0
    trial: int = 0
    """Stands out while this trial is chosen."""
    quiet: bool = False
    """Written as labels are."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table, or the words in its place while it has no rows."""

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Heart rate of a trial on seconds from the start of induce, evenly sampled; NaN in gaps."""

    t_s: FloatArray
    bpm: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class TrialView:
    """One trial of the session."""

    number: int
    exercise_id: str
    exercise: str
    start_s: float
    end_s: float
    bands: tuple[Band, ...]
    ceiling_bpm: float | None
    quality: Quality
    aligned: Aligned | None
    """``None`` where nothing was induced."""
    induce_s: float | None

    def band(self, name: str) -> Band | None:
        """A phase by its name."""
        return next((band for band in self.bands if band.name == name), None)


@dataclass(frozen=True, slots=True)
class TrialPoint:
    """One trial in the course over sessions; what is absent is ``None``."""

    session: str
    """Date as it is written under the plot."""
    session_index: int
    trial: int
    exercise_id: str
    step: str
    """Planned length of the induction."""
    peak_distress: float | None = None
    mean_distress: float | None = None
    expected_likelihood: float | None = None
    likelihood_next: float | None = None
    occurred: str = ""
    confidence: float | None = None
    held_s: float | None = None
    fear: str = ""
    learned: str = ""
    here: bool = False
    """In the session that is reviewed."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """What the progress rule says."""

    heading: str
    why: str
    met: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """Coherence scores along the session; NaN where a gap breaks the line."""

    t_s: FloatArray
    score: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """A session as the review shows it."""

    title: str
    about: str
    duration_s: float
    heart: HeartCourse
    quality: Quality
    quality_words: str
    bands: tuple[Band, ...]
    trials: tuple[TrialView, ...]
    flags: tuple[Flag, ...]
    ratings: tuple[Rated, ...]
    notes: tuple[NoteView, ...]
    measures: TableView
    markers_table: TableView
    phases_table: TableView
    ratings_table: TableView
    sign_offs: TableView
    learned: TableView
    rule: RuleView | None
    """``None`` without trials, or while the client's other sessions are not read yet."""
    points: tuple[TrialPoint, ...] = field(default=())
    ecg: bool = False
    """Whether an ECG was recorded."""
    acceleration: bool = False
    """Whether the chest's acceleration was recorded."""

    def trial(self, number: int) -> TrialView | None:
        """A trial by its number."""
        return next((trial for trial in self.trials if trial.number == number), None)

    def trial_at(self, t: float) -> TrialView | None:
        """The trial that a moment lies in."""
        return next((trial for trial in self.trials if trial.start_s <= t < trial.end_s), None)
