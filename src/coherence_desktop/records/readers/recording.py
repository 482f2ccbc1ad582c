"""A recording as all readers give it: intervals, their times, and where nothing is known."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording
from coherence_desktop.signal.breathing_movement import MovementBreathing

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]
Progress = Callable[[float], None]
"""Is told what share of a file has been read, from 0 to 1."""

MOST_BEATS = 10_000_000
"""A month of the fastest heart; more is no recording of one person."""

LONGEST_BEAT_S = 3.0


class Hole(NamedTuple):
    """A time of which nothing is known."""

    start_s: float
    end_s: float
    cause: str


@dataclass(frozen=True, eq=False)
class Recording:
    """Intervals of a recording, from whatever it holds.

    Attributes
    ----------
    rr_ms : ndarray, shape (n,), float64
        In the order of the recording; none of them bridges a gap.
    t_s : ndarray, shape (n,), float64
        Time of the beat that ends each interval, from the start of the recording.
    note : str
        How it was read, for people.
    gaps : tuple of Hole
        Where the recording itself says that it is interrupted.
    excluded, accepted : tuple of int
        Intervals that a person took out, or declared normal.
    told : mapping of int to str
        Intervals of which a person says what is wrong; see `artefacts.correct`.
    movement : MovementBreathing or None
        Breathing as the movement of the chest shows it.
    began : datetime or None
        When it began, as the file itself tells; local time where it has no zone.
    """

    rr_ms: FloatArray
    t_s: FloatArray
    note: str
    gaps: tuple[Hole, ...] = ()
    excluded: tuple[int, ...] = ()
    accepted: tuple[int, ...] = ()
    began: datetime | None = None
    told: Mapping[int, str] = field(default_factory=dict)
    movement: MovementBreathing | None = None


def of_beats(beats_s: ArrayLike, note: str, path: Path, gaps: Iterable[Hole] = ()) -> Recording:
    """Make a recording of the times of its beats, in ascending order.

    Raises
    ------
    UnreadableRecording
        If there are no two beats without a gap between them, or more than `MOST_BEATS`.
    """
    beats = np.array(beats_s, dtype=float, ndmin=1)
    if beats.size > MOST_BEATS:
        what = f"holds {beats.size:,} beats, which no recording of one person does. Split it."
        raise UnreadableRecording(path, Reason.TOO_LARGE, what)
    holes = tuple(sorted(gaps))
    bridged = np.searchsorted(beats, [(hole.start_s + hole.end_s) / 2 for hole in holes])
    kept = np.ones(beats.size, dtype=bool)
    kept[bridged[bridged < beats.size]] = False
    kept[:1] = False
    rr_ms = np.diff(beats, prepend=0.0)[kept] * 1000.0
    if not rr_ms.size:
        what = "holds no two heartbeats that follow each other. Choose another file."
        raise UnreadableRecording(path, Reason.EMPTY, what)
    return Recording(rr_ms, beats[kept], note, holes)


def enough_beats(beats_s: FloatArray, duration_s: float) -> bool:
    """Tell whether marks can be all beats of a recording: one every 3 s on average."""
    return beats_s.size > 1 and beats_s.size >= duration_s / LONGEST_BEAT_S
