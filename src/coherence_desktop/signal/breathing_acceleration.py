"""Breathing as the chest moves: its rate and how clear it is, from acceleration along three axes.

Breathing tilts the strap, so gravity swings a little along its axes. Means over a quarter of a
second leave out most of the beats; the direction in which the rest swings most, in the range of
breathing, is looked at; the highest peak of its spectrum times frequency, which takes out the fall
of slow movement, is the rate. Its clarity is the share of that weighted power from 0.05 to 1 Hz
that is around the peak: a person who moves about lowers it. White noise, and noise whose power
falls as frequency rises, stayed below 0.6 in 600 windows each; breaths of uneven length above 0.8.

References
----------
Liu, G.-Z., Guo, Y.-W., Zhu, Q.-S., Huang, B.-Y., & Wang, L. (2011). Estimation of respiration rate
from three-dimensional acceleration data based on body sensor network. Telemedicine and e-Health,
17(9), 705-711. doi:10.1089/tmj.2011.0022
"""

import numpy as np

from coherence_desktop.signal.raw_samples import IntArray
from coherence_desktop.signal.results import Absent, BreathingRate, FloatArray

WINDOW_S = 32.0
BIN_HZ = 4.0
BINS = 128
LOWEST_HZ, HIGHEST_HZ = 0.05, 0.7
CLEAR = 0.7
"""Clarity from which a window's rate is believed."""
CLOSE_HZ = 0.0625
"""Half the width of one wave in a spectrum of 32 s."""
STILL_MG = 0.5
"""A chest that swings less than this (root mean square) is not seen to breathe."""
MOST_ABSENT = 2
"""Bins in a row that a line may be drawn across: half a second."""

_PADDED = 1024
_F_HZ: FloatArray = np.arange(float(_PADDED // 2 + 1)) * BIN_HZ / _PADDED
_BREATH = (_F_HZ >= LOWEST_HZ) & (_F_HZ <= HIGHEST_HZ)
_TOTAL = (_F_HZ >= LOWEST_HZ) & (_F_HZ <= 1.0)
_TAPER: FloatArray = np.hanning(BINS + 1)[:-1]


def breathing_from_bins(mg: FloatArray) -> BreathingRate | Absent:
    """Breathing rate of one window.

    Parameters
    ----------
    mg : ndarray, shape (128, 3)
        Mean acceleration of each quarter of a second along x, y and z, in thousandths of g; NaN
        where there was none.

    Returns
    -------
    BreathingRate or Absent
        Absent where acceleration is missing, or no wave stands out.
    """
    filled = _filled(mg)
    if filled is None:
        return Absent("needs 32 s of acceleration without a gap")
    steps = np.arange(BINS) - (BINS - 1) / 2
    level = filled - filled.mean(axis=0)
    level = level - np.outer(steps, steps @ level / (steps @ steps))
    spectra = np.fft.rfft(level * _TAPER[:, None], _PADDED, axis=0)
    inside = spectra[_BREATH] * np.sqrt(_F_HZ[_BREATH])[:, None]
    direction = np.linalg.eigh(np.real(inside.conj().T @ inside))[1][:, -1]
    power = np.abs(spectra @ direction) ** 2
    mean_square = 2.0 * float(power[_BREATH].sum()) / (_PADDED * float((_TAPER**2).sum()))
    if mean_square < STILL_MG**2:
        return Absent("the chest is not seen to move")
    weighted = power * _F_HZ
    peak = int(np.argmax(np.where(_BREATH, weighted, 0.0)))
    near = _TOTAL & (np.abs(_F_HZ - _F_HZ[peak]) <= CLOSE_HZ)
    clarity = float(weighted[near].sum() / weighted[_TOTAL].sum())
    if clarity < CLEAR:
        return Absent("no clear breath in the chest's movement")
    return BreathingRate(_summit(power, peak), clarity, "acceleration")


class AccelerationWindow:
    """The last 32 s of acceleration, as means over quarters of a second."""

    def __init__(self) -> None:
        self._sums = np.zeros((BINS + 1, 3))
        self._counts = np.zeros(BINS + 1)
        self._newest: int | None = None
        self._rate_hz = 0.0

    def add(self, t: float, rate_hz: float, mg: IntArray) -> None:
        """Take samples that follow each other.

        Parameters
        ----------
        t : float
            Time of the first in s; not before samples that were taken already.
        rate_hz : float
        mg : ndarray, shape (n, 3)
            In thousandths of g.
        """
        if not len(mg):
            return
        self._rate_hz = rate_hz
        at = np.floor((t + np.arange(len(mg)) / rate_hz) * BIN_HZ).astype(np.int64)
        self._move_to(int(at[-1]))
        kept = at > at[-1] - len(self._counts)
        places = at[kept] % len(self._counts)
        np.add.at(self._sums, places, mg[kept])
        np.add.at(self._counts, places, 1.0)

    def breathing(self, now_s: float | None = None) -> BreathingRate | Absent:
        """Breathing rate of the 32 s before the newest quarter of a second.

        Parameters
        ----------
        now_s : float, optional
            Session time, to have it go absent while no acceleration comes.
        """
        if self._newest is None:
            return Absent("no acceleration")
        silence_s = 0.0 if now_s is None else now_s - (self._newest + 1) / BIN_HZ
        if silence_s > 5.0:
            return Absent(f"no acceleration for {int(silence_s)} s")
        order = np.arange(self._newest - BINS, self._newest) % len(self._counts)
        counts = self._counts[order, None]
        enough = counts >= self._rate_hz / BIN_HZ / 2
        means = self._sums[order] / np.where(counts, counts, 1.0)
        return breathing_from_bins(np.where(enough, means, np.nan))

    def _move_to(self, newest: int) -> None:
        """Empty the places of the bins that begin."""
        size = len(self._counts)
        before = newest - size if self._newest is None else self._newest
        if newest <= before:
            return
        fresh = np.arange(max(before + 1, newest - size + 1), newest + 1) % size
        self._sums[fresh] = 0.0
        self._counts[fresh] = 0.0
        self._newest = newest


def _filled(mg: FloatArray) -> FloatArray | None:
    """Draw lines across the loss of a few bins; ``None`` where more is lost."""
    absent = ~np.isfinite(mg).all(axis=1)
    if not absent.any():
        return mg
    edges = np.flatnonzero(np.diff(absent, prepend=False, append=False))
    if (edges[1::2] - edges[::2]).max() > MOST_ABSENT:
        return None
    index = np.arange(len(mg))
    lines = [np.interp(index, index[~absent], mg[~absent, axis]) for axis in range(3)]
    return np.column_stack(lines)


def _summit(power: FloatArray, peak: int) -> float:
    """Rate in Hz at the summit of a peak, by a parabola through its highest three bins."""
    before, top, after = (float(power[peak + step]) for step in (-1, 0, 1))
    bend = before - 2.0 * top + after
    shift = 0.5 * (before - after) / bend if bend < 0.0 else 0.0
    return float(_F_HZ[peak] + max(-0.5, min(shift, 0.5)) * BIN_HZ / _PADDED)
