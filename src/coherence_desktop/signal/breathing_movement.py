"""Breathing as the chest moves, over a whole recording: a window of 32 s every 5 s.

Each window is judged as `breathing_acceleration` judges the newest one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from coherence_desktop.signal.breathing_acceleration import (
    BIN_HZ,
    BINS,
    CLEAR,
    MOST_ABSENT,
    WINDOW_S,
    breathing_from_bins,
)
from coherence_desktop.signal.raw_samples import IntArray
from coherence_desktop.signal.results import Absent, BreathingRate, FloatArray

STEP_S = 5.0
FEWEST_CLEAR = 0.1
"""Share of the windows that must show the breath clearly for a rate to be given."""
_STEP = round(STEP_S * BIN_HZ)
_NO_WINDOW = Absent("needs 32 s of acceleration without a gap")


@dataclass(frozen=True, slots=True, eq=False)
class MovementBreathing:
    """Breathing rate window by window.

    Attributes
    ----------
    t_s : ndarray, shape (n,)
        Ends of the windows in s.
    rate_hz, clarity : ndarray, shape (n,)
        NaN where acceleration was missing, or the chest was not clearly seen to breathe.
    """

    t_s: FloatArray
    rate_hz: FloatArray
    clarity: FloatArray
    missing: np.ndarray[tuple[int], np.dtype[np.bool_]]
    """Windows without 32 s of acceleration."""

    def between(self, start_s: float, end_s: float) -> BreathingRate | Absent:
        """Median rate of the clear windows that lie wholly in a stretch.

        Parameters
        ----------
        start_s, end_s : float

        Returns
        -------
        BreathingRate or Absent
            Absent where fewer than a tenth of the windows are clear.
        """
        inside = (self.t_s >= start_s + WINDOW_S - 1e-6) & (self.t_s <= end_s + 1e-6)
        whole = inside & ~self.missing
        clear = whole & (self.clarity >= CLEAR)
        if not whole.any():
            return _NO_WINDOW
        if np.count_nonzero(clear) < FEWEST_CLEAR * np.count_nonzero(whole):
            return Absent("no clear breath in the chest's movement")
        rate_hz, clarity = np.median(self.rate_hz[clear]), np.median(self.clarity[clear])
        return BreathingRate(float(rate_hz), float(clarity), "acceleration")


def movement_breathing(chunks: Iterable[tuple[float, float, IntArray]]) -> MovementBreathing:
    """Breathing of a whole recording.

    Parameters
    ----------
    chunks : iterable of (t, rate_hz, mg)
        Time of the first sample in s, samples a second, and samples of shape (n, 3) in
        thousandths of g, in the order of time.
    """
    mg = _bins(chunks)
    ends = np.arange(BINS, len(mg) + 1, _STEP)
    rate_hz, clarity = np.full(ends.size, np.nan), np.full(ends.size, np.nan)
    missing = np.zeros(ends.size, np.bool_)
    for at, end in enumerate(ends.tolist()):
        window = mg[end - BINS : end]
        missing[at] = _lost(window)
        found = breathing_from_bins(window)
        if isinstance(found, BreathingRate):
            rate_hz[at], clarity[at] = found.rate_hz, found.clarity
    return MovementBreathing(ends / BIN_HZ, rate_hz, clarity, missing)


def _lost(window_mg: FloatArray) -> bool:
    """Whether more is missing in a window than a line may be drawn across."""
    absent = np.isnan(window_mg[:, 0]).astype(np.int8)
    return bool((np.convolve(absent, np.ones(MOST_ABSENT + 1, np.int8)) > MOST_ABSENT).any())


def _bins(chunks: Iterable[tuple[float, float, IntArray]]) -> FloatArray:
    """Mean of each quarter of a second from 0, shape (n, 3); NaN where most is absent."""
    sums, counts = np.zeros((0, 3)), np.zeros(0)
    known = 0
    lowest_hz = np.inf
    for t, rate_hz, mg in chunks:
        at = np.floor((t + np.arange(len(mg)) / rate_hz) * BIN_HZ).astype(np.int64)
        mg, at = mg[at >= 0], at[at >= 0]
        if not at.size:
            continue
        lowest_hz = min(lowest_hz, rate_hz)
        if at[-1] >= len(counts):
            size = max(2 * len(counts), int(at[-1]) + 1)
            sums = np.concatenate([sums, np.zeros((size - len(sums), 3))])
            counts = np.concatenate([counts, np.zeros(size - len(counts))])
        np.add.at(sums, at, mg)
        np.add.at(counts, at, 1.0)
        known = max(known, int(at[-1]) + 1)
    sums, counts = sums[:known], counts[:known]
    enough = counts >= lowest_hz / BIN_HZ / 2
    return np.where(enough[:, None], sums / np.where(counts, counts, 1.0)[:, None], np.nan)
