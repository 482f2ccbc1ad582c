"""Heart-rate variability in the time domain.

References
----------
Task Force of the ESC and NASPE (1996). Heart rate variability: standards of measurement. European
Heart Journal, 17(3), 354-381. doi:10.1093/oxfordjournals.eurheartj.a014868
Shaffer, F., & Ginsberg, J. P. (2017). An overview of heart rate variability metrics and norms.
Frontiers in Public Health, 5, 258. doi:10.3389/fpubh.2017.00258
Baevsky, R. M., & Chernikova, A. G. (2017). Heart rate variability analysis: physiological
foundations and main methods. Cardiometry, 10, 66-76. doi:10.12710/cardiometry.2017.10.6676
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import Absent, FloatArray, Measures

TRIANGULAR_BIN_MS = 1000.0 / 128.0
STRESS_BIN_MS = 50.0
GEOMETRIC_LEAST_S = 240.0
STRESS_LEAST_BEATS = 100

_WIDEST_MS = 10_000.0
"""Longer intervals share the last bin of a histogram."""


def time_domain(rr_ms: FloatArray, broken: NDArray[np.bool_] | None = None) -> Measures:
    """Time-domain measures of a series.

    Parameters
    ----------
    rr_ms : ndarray, shape (n,)
        RR intervals in ms.
    broken : ndarray of bool, shape (n,), optional
        True where something is missing before an interval: it makes no difference with the one
        before it.

    Returns
    -------
    dict of str to float or Absent
        ``mean_rr_ms mean_hr_bpm min_hr_bpm max_hr_bpm sdnn_ms rmssd_ms sdsd_ms pnn50_percent
        pnn20_percent cvnn cvsd median_rr_ms mad_rr_ms iqr_rr_ms hti tinn_ms stress_index``.
        Standard deviations have ddof 1; ``mad_rr_ms`` is the plain median absolute deviation;
        quartiles are linearly interpolated.
    """
    return {
        **_level(rr_ms),
        **_spread(rr_ms),
        **_steps(rr_ms, broken),
        **_geometry(rr_ms),
    }


def differences(rr_ms: FloatArray, broken: NDArray[np.bool_] | None) -> FloatArray:
    """Differences of intervals that follow each other, in ms."""
    steps = rr_ms[1:] - rr_ms[:-1]
    return steps if broken is None else steps[~broken[1:]]


def _level(rr: FloatArray) -> Measures:
    if rr.size == 0:
        none = Absent("no intervals")
        return dict.fromkeys(("mean_rr_ms", "mean_hr_bpm", "min_hr_bpm", "max_hr_bpm"), none)
    rate = 60000.0 / rr
    return {
        "mean_rr_ms": float(rr.mean()),
        "mean_hr_bpm": float(rate.mean()),
        "min_hr_bpm": float(rate.min()),
        "max_hr_bpm": float(rate.max()),
    }


def _spread(rr: FloatArray) -> Measures:
    if rr.size < 2:
        none = Absent(f"needs 2 intervals, has {rr.size}")
        return dict.fromkeys(("sdnn_ms", "cvnn", "median_rr_ms", "mad_rr_ms", "iqr_rr_ms"), none)
    sdnn = deviation(rr)
    ordered = np.sort(rr)
    median = _quantile(ordered, 0.5)
    away = np.abs(ordered - median)
    away.sort()
    return {
        "sdnn_ms": sdnn,
        "cvnn": sdnn / float(rr.mean()),
        "median_rr_ms": median,
        "mad_rr_ms": _quantile(away, 0.5),
        "iqr_rr_ms": _quantile(ordered, 0.75) - _quantile(ordered, 0.25),
    }


def _steps(rr: FloatArray, broken: NDArray[np.bool_] | None) -> Measures:
    steps = differences(rr, broken)
    if steps.size == 0:
        none = Absent("needs 2 intervals in a row")
        names = ("rmssd_ms", "sdsd_ms", "pnn50_percent", "pnn20_percent", "cvsd")
        return dict.fromkeys(names, none)
    size = np.abs(steps)
    rmssd = sqrt(float(steps @ steps) / steps.size)
    return {
        "rmssd_ms": rmssd,
        "sdsd_ms": deviation(steps) if steps.size > 1 else Absent("needs 3 intervals in a row"),
        "pnn50_percent": 100.0 * int(np.count_nonzero(size > 50.0)) / size.size,
        "pnn20_percent": 100.0 * int(np.count_nonzero(size > 20.0)) / size.size,
        "cvsd": rmssd / float(rr.mean()),
    }


def _geometry(rr: FloatArray) -> Measures:
    measures: Measures = {}
    seconds = float(rr.sum()) / 1000.0
    if seconds < GEOMETRIC_LEAST_S:
        short = Absent(f"needs {GEOMETRIC_LEAST_S:.0f} s of beats, has {seconds:.0f} s")
        measures["hti"] = measures["tinn_ms"] = short
    else:
        counts = _histogram(rr, TRIANGULAR_BIN_MS)
        measures["hti"] = rr.size / int(counts.max())
        measures["tinn_ms"] = _triangle_base(counts) * TRIANGULAR_BIN_MS
    if rr.size < STRESS_LEAST_BEATS:
        short = Absent(f"needs {STRESS_LEAST_BEATS} intervals, has {rr.size}")
        measures["stress_index"] = short
    else:
        measures["stress_index"] = _stress_index(rr)
    return measures


def _stress_index(rr: FloatArray) -> float | Absent:
    """Baevsky's index: AMo / (2 Mo MxDMn), with AMo in percent, Mo and MxDMn in s."""
    span_s = float(rr.max() - rr.min()) / 1000.0
    if span_s == 0.0:
        return Absent("the intervals do not vary")
    counts = _histogram(rr, STRESS_BIN_MS)
    fullest = int(np.argmax(counts))
    mode_s = (fullest + 0.5) * STRESS_BIN_MS / 1000.0
    return 100.0 * int(counts[fullest]) / rr.size / (2.0 * mode_s * span_s)


def _histogram(rr: FloatArray, bin_ms: float) -> NDArray[np.intp]:
    """Counts in bins whose edges are multiples of the width."""
    return np.bincount((np.minimum(rr, _WIDEST_MS) / bin_ms).astype(np.intp))


def _triangle_base(counts: NDArray[np.intp]) -> float:
    """Base of the triangle that fits a histogram best, in bins.

    The apex stands on the fullest bin; each foot is the bin, left or right of it, that leaves
    the least sum of squares between the triangle and the counts.
    """
    apex = int(np.argmax(counts))
    left = _foot(counts[apex::-1])
    right = _foot(counts[apex:])
    return float(left + right)


def _foot(side: NDArray[np.intp]) -> int:
    """Distance from the apex of the foot that fits one side of a histogram best.

    The squared error is expanded into sums over all bins up to a foot, which running totals give
    for every foot at once.
    """
    height = float(side[0])
    count = np.append(side[1:], 0).astype(np.float64)
    step = np.arange(1.0, count.size + 1.0)
    inside = np.cumsum(count) - count
    moment = np.cumsum(count * step) - count * step
    overlap = height * (inside - moment / step)
    area = height * height * (step - 1.0) * (2.0 * step - 1.0) / (6.0 * step)
    return int(np.argmin(area - 2.0 * overlap)) + 1


def deviation(x: FloatArray) -> float:
    """Standard deviation with ddof 1."""
    away = x - x.mean()
    return sqrt(float(away @ away) / (x.size - 1))


def _quantile(ordered: FloatArray, share: float) -> float:
    """Quantile of sorted values, interpolated linearly."""
    at = share * (ordered.size - 1)
    below = int(at)
    above = min(below + 1, ordered.size - 1)
    return float(ordered[below] + (at - below) * (ordered[above] - ordered[below]))
