"""The corrected beats of a session, and where none are known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.artefacts import Correction, correct
from coherence_desktop.signal.artefacts.outcome import GAP, LONGEST_INTERVAL_MS, NORMAL
from coherence_desktop.signal.results import FloatArray

Span = tuple[float, float]
"""Start and end in session seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class SessionBeats:
    """Beats of a whole session, raw and corrected.

    Corrected over the whole session, so that a trial's first beats have neighbours too.
    """

    raw_t_s: FloatArray
    """Times of the raw beats in s, shape (n,)."""
    raw_rr_ms: FloatArray
    correction: Correction
    known_gaps: tuple[Span, ...]
    """Where the strap is known to have lost beats, in s."""

    @classmethod
    def of(
        cls,
        t_s: FloatArray,
        rr_ms: FloatArray,
        gaps: Sequence[Span] = (),
        *,
        excluded: Iterable[int] = (),
        accepted: Iterable[int] = (),
        told: Mapping[int, str] | None = None,
    ) -> "SessionBeats":
        """Correct the beats of a session.

        Parameters
        ----------
        t_s, rr_ms : ndarray, shape (n,)
            Final times of the beats in s, and the intervals that end with them in ms.
        gaps : sequence of (float, float)
            Start and end in s of times without known beats.
        excluded, accepted : iterable of int
            Intervals that a person took out, or declared normal.
        told : mapping of int to str, optional
            Kinds of fault that a person told of; see `artefacts.correct`.

        Raises
        ------
        ValueError
            If these are no intervals, or their times do not fit; see `artefacts.correct`.
        """
        t, rr = np.asarray(t_s, dtype=float), np.asarray(rr_ms, dtype=float)
        found = correct(rr, t=t, gaps=gaps, excluded=excluded, accepted=accepted, told=told)
        return cls(t, rr, found, tuple(gaps))

    @property
    def t_s(self) -> FloatArray:
        """Times of the corrected beats in s, shape (m,)."""
        return self.correction.t_s

    @property
    def rr_ms(self) -> FloatArray:
        """Corrected intervals in ms, shape (m,)."""
        return self.correction.rr_ms

    @property
    def segment(self) -> NDArray[np.intp]:
        """Which unbroken stretch each corrected interval belongs to, shape (m,)."""
        return self.correction.segment

    def within(self, start_s: float, end_s: float) -> slice:
        """Corrected intervals that lie wholly in a span of time."""
        first = np.searchsorted(self.t_s - self.rr_ms / 1000.0, start_s - 1e-6, side="left")
        last = np.searchsorted(self.t_s, end_s + 1e-6, side="right")
        return slice(int(first), max(int(first), int(last)))

    def kinds(self, start_s: float, end_s: float) -> NDArray[np.str_]:
        """What the raw intervals that end in a span of time are judged to be."""
        first, last = np.searchsorted(self.raw_t_s, (start_s, end_s), side="right")
        return self.correction.kinds[first:last]

    def corrected_percent(self, start_s: float, end_s: float) -> float:
        """Share of the raw intervals of a span that are not normal, NaN if it has none."""
        kinds = self.kinds(start_s, end_s)
        return 100.0 * float(np.mean(kinds != NORMAL)) if kinds.size else float("nan")

    def gaps(self, start_s: float, end_s: float) -> tuple[Span, ...]:
        """Where a span of time has no known beats: what the strap lost, or silence of over 3 s."""
        silent = self._silence(start_s, end_s)
        lost = [
            (max(start, start_s), min(end, end_s))
            for start, end in self.known_gaps
            if end > start_s and start < end_s
        ]
        merged: list[Span] = []
        for start, end in sorted([*silent, *lost]):
            if merged and start <= merged[-1][1] + 1e-3:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return tuple(merged)

    def _silence(self, start_s: float, end_s: float) -> list[Span]:
        """Stretches of over 3 s that no interval but a gap covers."""
        real = self.correction.kinds != GAP
        ends = self.raw_t_s[real]
        begins = ends - self.raw_rr_ms[real] / 1000.0
        inside = (ends > start_s) & (begins < end_s)
        edges_before = np.concatenate([[start_s], ends[inside]])
        edges_after = np.concatenate([begins[inside], [end_s]])
        long = np.flatnonzero(edges_after - edges_before > LONGEST_INTERVAL_MS / 1000.0)
        return [(float(edges_before[k]), float(edges_after[k])) for k in long]


def practised_s(start_s: float, end_s: float, pauses: Sequence[Span]) -> float:
    """Length of a span without the pauses in it, in s."""
    paused = sum(max(0.0, min(end, end_s) - max(start, start_s)) for start, end in pauses)
    return max(0.0, end_s - start_s - paused)
