"""How well a strap's RR intervals agree with those between the R peaks of its ECG.

The two come on their own ways and at their own times, so the strap's beats are first moved as a
whole to where they fit best. Then each is matched with the R peak that is nearest, one with one.

References
----------
Bland, J. M., & Altman, D. G. (1986). Statistical methods for assessing agreement between two
methods of clinical measurement. The Lancet, 327(8476), 307-310. doi:10.1016/S0140-6736(86)90837-8
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import Absent, FloatArray

LARGEST_LAG_S = 6.0
"""Intervals arrive 0.4 to 3 s after their beats, by strap."""
MATCH_S = 0.15
"""Beats further apart than this are not the same one."""
LEAST_BEATS = 8
AGREES_MS = 10.0
"""A strap whose interval is this close is right: 130 samples a second tell R peaks to a few ms."""
_STEP_S = 0.02
_TELLING_BEATS = 400
"""Beats from the middle that are enough to find the lag."""


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Intervals and the beats that end them.

    Attributes
    ----------
    t_s : ndarray, shape (n,), float64
        Times of the beats in s, ascending.
    rr_ms : ndarray, shape (n,), float64
        Intervals that end at them; NaN where the beat before is not known.
    """

    t_s: FloatArray
    rr_ms: FloatArray

    @classmethod
    def of_peaks(
        cls, peaks_s: FloatArray, gaps: tuple[tuple[float, float], ...] = ()
    ) -> "Intervals":
        """Intervals between R peaks, but not across gaps (start and end in s)."""
        rr_ms = np.diff(peaks_s, prepend=np.nan) * 1000.0
        for start_s, end_s in gaps:
            over = (peaks_s[1:] > start_s) & (peaks_s[:-1] < end_s)
            rr_ms[1:][over] = np.nan
        return cls(peaks_s, rr_ms)


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """How two series of intervals agree.

    Attributes
    ----------
    lag_s : float
        How much later the strap's beats stand than the R peaks, on the whole.
    matched : ndarray, shape (n, 2), int
        Index of the R peak and of the strap's beat of each pair.
    t_s : ndarray, shape (m,), float64
        Times of the R peaks whose interval both know.
    mean_ms, difference_ms : ndarray, shape (m,), float64
        Of each such pair of intervals, the mean and how much longer the strap's is.
    only_ecg, only_strap : ndarray of int
        Beats that only one of them has, where both were recorded.
    """

    lag_s: float
    matched: NDArray[np.intp]
    t_s: FloatArray
    mean_ms: FloatArray
    difference_ms: FloatArray
    only_ecg: NDArray[np.intp]
    only_strap: NDArray[np.intp]

    @property
    def bias_ms(self) -> float:
        """Mean difference."""
        return float(self.difference_ms.mean())

    @property
    def limits_ms(self) -> tuple[float, float]:
        """Limits of agreement: 95 in 100 differences are expected between them."""
        spread = 1.96 * float(self.difference_ms.std(ddof=1))
        return self.bias_ms - spread, self.bias_ms + spread

    @property
    def median_absolute_ms(self) -> float:
        """Median size of a difference."""
        return float(np.median(np.abs(self.difference_ms)))

    @property
    def agreeing_percent(self) -> float:
        """Share of the intervals that differ by at most 10 ms."""
        return float(100.0 * np.mean(np.abs(self.difference_ms) <= AGREES_MS))


def compare(rr_from_ecg: Intervals, rr_from_strap: Intervals) -> Agreement | Absent:
    """Compare a strap's intervals with those of the ECG that it recorded.

    Parameters
    ----------
    rr_from_ecg, rr_from_strap : Intervals
        On one clock, as each is known; the constant delay of one against the other is found.

    Returns
    -------
    Agreement or Absent
        Absent where too few beats are in both.
    """
    ecg_s, strap_s = rr_from_ecg.t_s, rr_from_strap.t_s
    few = Absent(f"needs {LEAST_BEATS} beats in the ECG and from the strap at the same time")
    if min(ecg_s.size, strap_s.size) < LEAST_BEATS:
        return few
    lag_s = _lag(rr_from_ecg, rr_from_strap)
    moved_s = strap_s - lag_s
    matched = _matched(ecg_s, moved_s)
    of_ecg, of_strap = matched[:, 0], matched[:, 1]
    ecg_ms, strap_ms = rr_from_ecg.rr_ms[of_ecg], rr_from_strap.rr_ms[of_strap]
    if not len(matched):
        return few
    known = np.isfinite(ecg_ms) & np.isfinite(strap_ms)
    known[0] = False
    known[1:] &= (np.diff(of_ecg) == 1) & (np.diff(of_strap) == 1)
    if known.sum() < LEAST_BEATS:
        return few
    begin = max(ecg_s[0], moved_s[0]) - MATCH_S
    end = min(ecg_s[-1], moved_s[-1]) + MATCH_S
    return Agreement(
        lag_s,
        matched,
        ecg_s[of_ecg][known],
        (ecg_ms[known] + strap_ms[known]) / 2,
        strap_ms[known] - ecg_ms[known],
        _left(ecg_s, of_ecg, begin, end),
        _left(moved_s, of_strap, begin, end),
    )


def _lag(ecg: Intervals, strap: Intervals) -> float:
    """How much later the strap's beats are, where most fall on R peaks with the same interval."""
    near = (strap.t_s > ecg.t_s[0] - LARGEST_LAG_S) & (strap.t_s < ecg.t_s[-1] + LARGEST_LAG_S)
    where = np.flatnonzero(near)
    where = where[max(0, (where.size - _TELLING_BEATS) // 2) :][:_TELLING_BEATS]
    some = Intervals(strap.t_s[where], strap.rr_ms[where])
    if not where.size:
        return 0.0
    lags = np.arange(-LARGEST_LAG_S, LARGEST_LAG_S + _STEP_S, _STEP_S)
    score = np.array([_misfit(ecg, some, lag) for lag in lags])
    rough = float(lags[int(np.argmin(score))])
    pairs = _matched(ecg.t_s, strap.t_s - rough)
    if not pairs.size:
        return rough
    return float(np.median(strap.t_s[pairs[:, 1]] - ecg.t_s[pairs[:, 0]]))


def _misfit(ecg: Intervals, strap: Intervals, lag_s: float) -> float:
    """Mean misfit of time and interval to the nearest R peak, each counted to a limit."""
    nearest = _nearest(ecg.t_s, strap.t_s - lag_s)
    late_s = np.minimum(np.abs(strap.t_s - lag_s - ecg.t_s[nearest]), MATCH_S)
    apart_s = np.abs(strap.rr_ms - ecg.rr_ms[nearest]) / 1000.0
    return float(np.mean(late_s + np.fmin(apart_s, MATCH_S)))


def _nearest(among_s: FloatArray, t_s: FloatArray) -> NDArray[np.intp]:
    after = np.clip(np.searchsorted(among_s, t_s), 1, among_s.size - 1)
    before = after - 1
    return np.where(t_s - among_s[before] <= among_s[after] - t_s, before, after)


def _matched(ecg_s: FloatArray, strap_s: FloatArray) -> NDArray[np.intp]:
    """Pairs that are each other's nearest."""
    to_ecg, to_strap = _nearest(ecg_s, strap_s), _nearest(strap_s, ecg_s)
    index = np.arange(strap_s.size)
    both = (to_strap[to_ecg] == index) & (np.abs(ecg_s[to_ecg] - strap_s) <= MATCH_S)
    return np.column_stack([to_ecg[both], index[both]])


def _left(
    t_s: FloatArray, taken: NDArray[np.intp], begin_s: float, end_s: float
) -> NDArray[np.intp]:
    left = (t_s >= begin_s) & (t_s <= end_s)
    left[taken] = False
    return np.flatnonzero(left)
