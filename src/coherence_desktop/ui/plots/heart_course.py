"""Heart rate of a whole session, corrected with both sides of every beat known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.events import BeatKind, Gap
from coherence_desktop.signal.exposure import SessionBeats
from coherence_desktop.signal.results import Quality
from coherence_desktop.ui.plots.beat_track import GapSpan, Trace

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_NORMAL = str(BeatKind.NORMAL)


@dataclass(frozen=True, eq=False)
class HeartCourse:
    """Beats, corrections and gaps of a session, ready to be drawn and measured.

    Arrays of the corrected line have shape (n,), those of raw beats shape (m,).
    """

    t_s: FloatArray
    """Times of the corrected line's points."""
    rr_ms: FloatArray
    segment: NDArray[np.intp]
    """Unbroken stretch that each point belongs to."""
    corrected: BoolArray
    """True where a correction took the place of what was measured."""
    raw_t_s: FloatArray
    raw_rr_ms: FloatArray
    kinds: NDArray[np.str_]
    """What each raw interval was judged to be."""
    gaps: tuple[GapSpan, ...]
    owner: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, np.intp))
    """Raw beat that each point of the line stands for."""
    said: Mapping[int, BeatKind] = field(default_factory=dict)
    """What people said of raw beats, by their places."""

    @property
    def bpm(self) -> FloatArray:
        """Heart rate at each point of the line."""
        return np.asarray(60000.0 / self.rr_ms)

    def between(self, start_s: float, end_s: float) -> Trace:
        """Points from ``start_s`` to ``end_s``, with the one before and the one after."""
        part = self._part(self.t_s, start_s, end_s)
        starts = np.zeros(part.stop - part.start, dtype=np.bool_)
        starts[:1] = True
        segment = self.segment[part]
        starts[1:] = segment[1:] != segment[:-1]
        originals = self._originals(start_s, end_s)
        return Trace(
            self.t_s[part],
            60000.0 / self.rr_ms[part],
            self.corrected[part],
            np.zeros(len(starts), dtype=np.bool_),
            starts,
            *originals,
        )

    def inside(self, start_s: float, end_s: float) -> slice:
        """Points of the line whose intervals lie wholly within a stretch."""
        first = int(np.searchsorted(self.t_s - self.rr_ms / 1000.0, start_s - 1e-9))
        stop = int(np.searchsorted(self.t_s, end_s + 1e-9, side="right"))
        return slice(first, max(first, stop))

    def gaps_between(self, start_s: float, end_s: float) -> list[GapSpan]:
        """Gaps that reach into a stretch."""
        return [gap for gap in self.gaps if gap.end_s > start_s and gap.start_s < end_s]

    def quality(self, start_s: float, end_s: float) -> Quality:
        """How good the data of a stretch are."""
        first = int(np.searchsorted(self.raw_t_s, start_s))
        stop = int(np.searchsorted(self.raw_t_s, end_s, side="right"))
        kinds = self.kinds[first:stop]
        found, counts = np.unique(kinds[kinds != _NORMAL], return_counts=True)
        by_kind = dict(zip(found.tolist(), counts.tolist(), strict=True))
        return Quality(
            beats=stop - first,
            corrected=sum(by_kind.values()),
            by_kind=by_kind,
            gaps=len(self.gaps_between(start_s, end_s)),
            longest_clean_s=self._longest_clean(first, stop),
        )

    def nearest(self, t: float) -> int | None:
        """Place of the raw beat that is nearest to a moment."""
        if not self.raw_t_s.size:
            return None
        after = int(np.searchsorted(self.raw_t_s, t))
        around = [at for at in (after - 1, after) if 0 <= at < self.raw_t_s.size]
        return min(around, key=lambda at: abs(float(self.raw_t_s[at]) - t))

    def instead(self, place: int) -> tuple[float, ...]:
        """What stands for the interval of a raw beat, in ms; itself where it is normal."""
        first, stop = np.searchsorted(self.owner, (place, place + 1))
        return tuple(self.rr_ms[first:stop].tolist())

    def _longest_clean(self, first: int, stop: int) -> float:
        if stop <= first:
            return 0.0
        t, rr = self.raw_t_s[first:stop], self.raw_rr_ms[first:stop]
        apart = np.zeros(stop - first + 1, dtype=np.bool_)
        apart[0] = apart[-1] = True
        dirty = self.kinds[first:stop] != _NORMAL
        apart[:-1] |= dirty
        apart[1:] |= dirty
        apart[1:-1] |= np.diff(t) > rr[1:] / 1000.0 + 0.3
        bounds = np.flatnonzero(apart)
        lengths = t[bounds[1:] - 1] - (t[bounds[:-1]] - rr[bounds[:-1]] / 1000.0)
        lengths[dirty[bounds[:-1]]] = 0.0
        return float(lengths.max(initial=0.0))

    def _originals(self, start_s: float, end_s: float) -> tuple[FloatArray, FloatArray]:
        part = self._part(self.raw_t_s, start_s, end_s)
        judged = part.start + np.flatnonzero(self.kinds[part] != _NORMAL)
        wanted = judged[:, None] + np.array([-1, 0, 1])
        at = np.clip(wanted, 0, max(0, len(self.raw_t_s) - 1))
        if not judged.size:
            return np.empty((0, 3)), np.empty((0, 3))
        t, rr = self.raw_t_s[at], self.raw_rr_ms[at]
        apart = wanted != at
        apart[:, 0] |= t[:, 1] - t[:, 0] > rr[:, 1] / 1000.0 + 0.3
        apart[:, 2] |= t[:, 2] - t[:, 1] > rr[:, 2] / 1000.0 + 0.3
        return np.where(apart, np.nan, t), np.where(apart, np.nan, 60000.0 / rr)

    @staticmethod
    def _part(t: FloatArray, start_s: float, end_s: float) -> slice:
        first = max(0, int(np.searchsorted(t, start_s)) - 1)
        stop = min(len(t), int(np.searchsorted(t, end_s, side="right")) + 1)
        return slice(first, max(first, stop))


def heart_course(
    beats: SessionBeats | None,
    gaps: Sequence[Gap] = (),
    said: Mapping[int, BeatKind] | None = None,
) -> HeartCourse:
    """Lay out the corrected beats of a session for plots.

    Parameters
    ----------
    beats : SessionBeats or None
        ``None`` if the session has none.
    gaps : sequence of Gap
        That the log tells of.
    said : mapping of int to BeatKind, optional
        What people said of single beats.
    """
    spans = tuple(GapSpan(gap.start_s, gap.end_s, gap.cause) for gap in gaps)
    if beats is None:
        nothing, none = np.empty(0), np.empty(0, dtype=np.bool_)
        no_kinds = np.empty(0, dtype="<U1")
        places = np.empty(0, dtype=np.intp)
        return HeartCourse(nothing, nothing, places, none, nothing, nothing, no_kinds, spans)
    correction = beats.correction
    counts = np.fromiter((len(instead) for instead in correction.corrected), np.intp)
    return HeartCourse(
        t_s=correction.t_s,
        rr_ms=correction.rr_ms,
        segment=correction.segment,
        corrected=np.repeat(correction.kinds != _NORMAL, counts),
        raw_t_s=beats.raw_t_s,
        raw_rr_ms=beats.raw_rr_ms,
        kinds=correction.kinds,
        gaps=_with_long_intervals(spans, beats),
        owner=np.repeat(np.arange(len(counts)), counts),
        said=said or {},
    )


def _with_long_intervals(spans: tuple[GapSpan, ...], beats: SessionBeats) -> tuple[GapSpan, ...]:
    """Gaps that the log tells of, and intervals that are too long to be one beat."""
    found = list(spans)
    for at in np.flatnonzero(beats.correction.kinds == str(BeatKind.GAP)).tolist():
        end_s = float(beats.raw_t_s[at])
        start_s = end_s - float(beats.raw_rr_ms[at]) / 1000.0
        if not any(gap.end_s > start_s and gap.start_s < end_s for gap in spans):
            found.append(GapSpan(start_s, end_s, "interval_too_long"))
    return tuple(sorted(found, key=lambda gap: gap.start_s))
