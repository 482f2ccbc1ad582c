"""The predictable course of a tachogram: its bounds, and how far intervals stray from it."""

import numpy as np

from coherence_desktop.signal.results import FloatArray

SCALE_WINDOW = 64
SCALE_FACTOR = 1.25
"""Times the median: robust against one fault in ten, and like the 0.6 quantile without faults."""
PRIOR_INNOVATION = 0.03
"""Innovation that is assumed where too few beats were seen, as a part of the interval."""
FEWEST_INNOVATIONS = 16
RANGE_WINDOW = 61
"""Beats that the usual range is taken from: several breaths, however slow."""
BELOW_QUARTILE, ABOVE_QUARTILE = (1.0, 0.1), (1.5, 0.15)
"""How far the usual range reaches past the quartiles: in interquartile ranges, in medians."""
HOP = 16
LEVEL_SHARE_IN_UNIT = 0.01


def innovations(rr_ms: FloatArray) -> FloatArray:
    """Distance of each interval from the mean of its two neighbours.

    These are halved second differences: a breathing wave, however large, is small in them.

    Parameters
    ----------
    rr_ms : array, shape (..., n)
        Intervals in ms.

    Returns
    -------
    array, shape (..., n - 2)
        Absolute distances in ms.
    """
    distance: FloatArray = np.abs(rr_ms[..., 1:-1] - (rr_ms[..., :-2] + rr_ms[..., 2:]) / 2)
    return distance


def roughness(rows: FloatArray) -> FloatArray:
    """Sum of `innovations` along each row, in ms; those that need a nan count nothing.

    Beyond the first and the last known interval the course is taken to go on level, so that what
    a fault does to its only neighbour counts too.

    Parameters
    ----------
    rows : array, shape (k, n)
        Intervals in ms.

    Returns
    -------
    array, shape (k,)
    """
    unknown = np.isnan(rows)
    if unknown.any():
        rows = rows.copy()
        before_first = unknown[:, :-1] & ~unknown[:, 1:]
        after_last = unknown[:, 1:] & ~unknown[:, :-1]
        rows[:, :-1][before_first] = rows[:, 1:][before_first]
        rows[:, 1:][after_last] = rows[:, :-1][after_last]
    strays = innovations(rows)
    total: FloatArray = np.where(np.isnan(strays), 0.0, strays).sum(axis=-1)
    return total


def innovation_scale(rr_ms: FloatArray) -> FloatArray:
    """How far intervals around each one usually stray from their neighbours' mean.

    Parameters
    ----------
    rr_ms : array, shape (n,)
        Intervals in ms.

    Returns
    -------
    array, shape (n,)
        In ms: 1.25 times the median of `innovations` over 64 beats, every 16 beats, interpolated.
    """
    n = len(rr_ms)
    strays = innovations(rr_ms) if n >= 3 else np.empty(0)
    if len(strays) <= SCALE_WINDOW:
        return np.full(n, _scale_of_few(strays, rr_ms))
    rank = SCALE_WINDOW // 2
    centres, (middle,) = _ranked(strays, SCALE_WINDOW, [rank])
    scale: FloatArray = SCALE_FACTOR * np.interp(np.arange(n), centres + 1, middle)
    return scale


def usual_range(rr_ms: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Bounds that no healthy interval near each one is likely to leave.

    Parameters
    ----------
    rr_ms : array, shape (n,)
        Intervals in ms.

    Returns
    -------
    low, high : array, shape (n,)
        In ms, from the quartiles of 61 beats, every 16 beats, interpolated. They widen with the
        breathing wave, so that the steep flanks and peaks of slow breathing lie inside.
    """
    n = len(rr_ms)
    width = min(RANGE_WINDOW, n)
    if not n:
        return rr_ms, rr_ms
    ranks = [width // 4, width // 2, width - 1 - width // 4]
    centres, (lower, median, upper) = _ranked(rr_ms, width, ranks)
    spread = upper - lower
    low = lower - BELOW_QUARTILE[0] * spread - BELOW_QUARTILE[1] * median
    high = upper + ABOVE_QUARTILE[0] * spread + ABOVE_QUARTILE[1] * median
    places = np.arange(n)
    return np.interp(places, centres, low), np.interp(places, centres, high)


def envelope(
    a2: FloatArray, a1: FloatArray, b1: FloatArray, b2: FloatArray, steepest: float
) -> tuple[FloatArray, FloatArray]:
    """Bounds between which an interval is on course, from two intervals on either side.

    Both neighbours are extended by their own slopes, so that a jump that stays up and the steep
    flank of a slow breath lie inside.

    Parameters
    ----------
    a2, a1, b1, b2 : array
        Intervals in ms before (``a2``, then ``a1``) and after (``b1``, then ``b2``); nan where
        there is none.
    steepest : float
        Largest change that a slope is trusted to continue, as a part of the interval.

    Returns
    -------
    low, high : array
        In ms; nan only where all four are nan.
    """
    from_before = a1 + np.clip(a1 - a2, -steepest * a1, steepest * a1)
    from_after = b1 + np.clip(b1 - b2, -steepest * b1, steepest * b1)
    low = np.fmin(np.fmin(a1, b1), np.fmin(from_before, from_after))
    high = np.fmax(np.fmax(a1, b1), np.fmax(from_before, from_after))
    return low, high


def _scale_of_few(strays: FloatArray, rr_ms: FloatArray) -> float:
    """Scale of one short window; a prior stands in while there are few innovations."""
    missing = FEWEST_INNOVATIONS - len(strays)
    if missing > 0 and len(rr_ms):
        prior = PRIOR_INNOVATION * float(np.median(rr_ms))
        strays = np.concatenate([strays, np.full(missing, prior)])
    return SCALE_FACTOR * float(np.median(strays)) if len(strays) else np.nan


def _ranked(values: FloatArray, width: int, ranks: list[int]) -> tuple[FloatArray, FloatArray]:
    """Order statistics of sliding windows: their centres, and one row for each rank."""
    starts = np.arange(0, len(values) - width + 1, HOP)
    windows = np.lib.stride_tricks.sliding_window_view(values, width)[starts]
    statistics: FloatArray = np.partition(windows, ranks, axis=1)[:, ranks].T
    return np.asarray(starts + (width - 1) / 2, dtype=np.float64), statistics
