"""The beats of a session as the tachogram draws them: corrected, provisional, broken at gaps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.events import Beat, BeatJudged, BeatKind, Gap, Realigned
from coherence_desktop.ui.plots.buffers import GrowingArray

PROVISIONAL_BEATS = 2
"""Beats at the end that the artefact detector may still judge differently."""
CHAIN_SLACK_S = 0.3
"""A beat further from the one before than its interval and this much starts a new line."""

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_AS_MEASURED = frozenset({BeatKind.NORMAL, BeatKind.ACCEPTED})
_NOT_JOINED = frozenset({BeatKind.GAP, BeatKind.EXCLUDED})


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Points of the tachogram in a stretch of time; all arrays have shape (n,) but the originals.

    ``starts`` is true where the line begins anew. ``original_*`` are the measured values that a
    correction replaced, shape (m, 3): the beat before, the beat itself, the beat after; NaN for a
    neighbour that it is not joined to.
    """

    t_s: FloatArray
    bpm: FloatArray
    corrected: BoolArray
    provisional: BoolArray
    starts: BoolArray
    original_t_s: FloatArray
    original_bpm: FloatArray


@dataclass(frozen=True, slots=True)
class GapSpan:
    """A stretch without known beats, in session seconds."""

    start_s: float
    end_s: float
    cause: str

    @property
    def length_s(self) -> float:
        """Seconds without beats."""
        return self.end_s - self.start_s


class BeatTrack:
    """Beats, judgements and gaps; appending is amortised, so a day costs no more per beat."""

    def __init__(self) -> None:
        self._t = GrowingArray()
        self._rr_ms = GrowingArray()
        self._judged = GrowingArray(np.bool_)
        self._judgements: dict[int, BeatJudged] = {}
        self.gaps: list[GapSpan] = []

    def __len__(self) -> int:
        return len(self._t)

    @property
    def last_t(self) -> float | None:
        """Time of the newest beat."""
        return self._t.last if len(self._t) else None

    @property
    def last_bpm(self) -> float | None:
        """Heart rate of the newest interval as measured."""
        return 60000.0 / self._rr_ms.last if len(self._t) else None

    def beat(self, event: Beat) -> float:
        """Take a new beat; returns the time from which the trace looks different."""
        self._t.append(event.t)
        self._rr_ms.append(event.rr_ms)
        self._judged.append(False)
        return self._before(len(self._t) - 1 - PROVISIONAL_BEATS)

    def judged(self, event: BeatJudged) -> float | None:
        """Take a judgement; returns where the trace changes, None for a beat not known."""
        if not 0 <= event.index < len(self._t):
            return None
        if event.kind in _AS_MEASURED:
            if self._judgements.pop(event.index, None) is None:
                return None
            self._judged.values[event.index] = False
        else:
            self._judgements[event.index] = event
            self._judged.values[event.index] = True
        return self._before(event.index)

    def gap(self, event: Gap) -> float:
        """Take a gap; returns where the trace changes."""
        self.gaps.append(GapSpan(event.start_s, event.end_s, event.cause))
        return event.start_s

    def realigned(self, event: Realigned) -> float:
        """Shift what is known from ``from_s`` on; returns where the trace changes."""
        t = self._t.values
        t[np.searchsorted(t, event.from_s) :] += event.shift_s
        self.gaps = [_realigned_gap(gap, event) for gap in self.gaps]
        return event.from_s - abs(event.shift_s)

    def between(self, start_s: float, end_s: float) -> Trace:
        """Points from ``start_s`` to ``end_s``, with the one before and the one after."""
        t = self._t.values
        first = max(0, int(np.searchsorted(t, start_s)) - 1)
        stop = min(len(t), int(np.searchsorted(t, end_s, side="right")) + 1)
        return self._trace(first, stop)

    def _before(self, index: int) -> float:
        index = max(index, 0)
        return float(self._t.values[max(index - 1, 0)] - self._rr_ms.values[index] / 1000.0)

    def _trace(self, first: int, stop: int) -> Trace:
        t = self._t.values[first:stop]
        rr_ms = self._rr_ms.values[first:stop]
        judged = np.flatnonzero(self._judged.values[first:stop])
        provisional = np.arange(first, stop) >= len(self._t) - PROVISIONAL_BEATS
        starts = self._starts(t, rr_ms)
        if not judged.size:
            nothing = np.empty((0, 3))
            corrected = np.zeros(len(t), dtype=np.bool_)
            bpm = 60000.0 / rr_ms
            return Trace(t.copy(), bpm, corrected, provisional, starts, nothing, nothing)
        found = [self._judgements[first + int(at)] for at in judged]
        counts = np.ones(len(t), dtype=np.intp)
        counts[judged] = [len(event.corrected_ms) for event in found]
        owner = np.repeat(np.arange(len(t)), counts)
        opens = np.cumsum(counts) - counts
        line_t, line_rr = t[owner], rr_ms[owner]
        corrected = np.zeros(len(owner), dtype=np.bool_)
        line_starts = np.zeros(len(owner) + 1, dtype=np.bool_)
        line_starts[np.minimum(opens[starts], len(owner))] = True
        for at, event in zip(judged, found, strict=True):
            here = slice(opens[at], opens[at] + counts[at])
            parts = np.asarray(event.corrected_ms)
            line_rr[here] = parts
            line_t[here] = t[at] - (parts.sum() - np.cumsum(parts)) / 1000.0
            corrected[here] = True
            if event.kind in _NOT_JOINED:
                line_starts[opens[at] + counts[at]] = True
        return Trace(
            line_t,
            60000.0 / line_rr,
            corrected,
            provisional[owner],
            line_starts[:-1],
            *_with_neighbours(judged, t, 60000.0 / rr_ms, starts),
        )

    def _starts(self, t: FloatArray, rr_ms: FloatArray) -> BoolArray:
        starts = np.zeros(len(t), dtype=np.bool_)
        if not len(t):
            return starts
        starts[0] = True
        starts[1:] = np.diff(t) > rr_ms[1:] / 1000.0 + CHAIN_SLACK_S
        for gap in self.gaps:
            after = int(np.searchsorted(t, gap.start_s + 1e-6, side="right"))
            if after < len(t):
                starts[after] = True
        return starts


def _with_neighbours(
    judged: NDArray[np.intp], t: FloatArray, bpm: FloatArray, starts: BoolArray
) -> tuple[FloatArray, FloatArray]:
    wanted = judged[:, None] + np.array([-1, 0, 1])
    at = np.clip(wanted, 0, len(t) - 1)
    apart = wanted != at
    apart[:, 0] |= starts[judged]
    apart[:, 2] |= starts[at[:, 2]]
    return np.where(apart, np.nan, t[at]), np.where(apart, np.nan, bpm[at])


def _realigned_gap(gap: GapSpan, event: Realigned) -> GapSpan:
    """A gap moves with the beats on either side of it."""
    if gap.end_s < event.from_s:
        return gap
    start_s = gap.start_s + (event.shift_s if gap.start_s >= event.from_s else 0.0)
    return GapSpan(start_s, max(start_s, gap.end_s + event.shift_s), gap.cause)
