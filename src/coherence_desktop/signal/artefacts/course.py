"""The predictable course of a tachogram: its bounds, and how far intervals stray from it."""

import numpy as np

from coherence_desktop.signal.results import FloatArray

WINDOW = 64
HOP = 16
SCALE_QUANTILE = 0.6
STEEPEST = 0.15
"""Largest change from beat to beat that a trend is trusted to continue, as a part of itself."""
PRIOR_INNOVATION = 0.03
"""Innovation that is assumed where too few beats were seen, as a part of the interval."""
FEWEST_INNOVATIONS = 16


def innovations(rr_ms: FloatArray) -> FloatArray:
    """Distance of each interval from the mean of its two neighbours.

    These are halved second differences: a breathing wave, however large, is small in them.

    Parameters
    ----------
    rr_ms : array, shape (n,)
        Intervals in ms, ``n >= 3``.

    Returns
    -------
    array, shape (n - 2,)
        Absolute distances in ms.
    """
    distance: FloatArray = np.abs(rr_ms[1:-1] - (rr_ms[:-2] + rr_ms[2:]) / 2)
    return distance


def innovation_scale(rr_ms: FloatArray) -> FloatArray:
    """How far intervals around each one usually stray from their neighbours' mean.

    Parameters
    ----------
    rr_ms : array, shape (n,)
        Intervals in ms.

    Returns
    -------
    array, shape (n,)
        The 0.6 quantile of `innovations` over 64 beats, every 16 beats, interpolated.
    """
    n = len(rr_ms)
    if n < 3:
        return np.full(n, PRIOR_INNOVATION * float(rr_ms.mean()) if n else np.nan)
    strays = innovations(rr_ms)
    if n <= WINDOW:
        return np.full(n, scale_of(strays, float(np.median(rr_ms))))
    starts = (
        np.arange(0, len(strays) - WINDOW + 1, HOP) if len(strays) > WINDOW else np.zeros(1, int)
    )
    width = min(WINDOW, len(strays))
    windows = np.lib.stride_tricks.sliding_window_view(strays, width)[starts]
    rank = int(SCALE_QUANTILE * width)
    scale = np.partition(windows, rank, axis=1)[:, rank]
    return np.interp(np.arange(n), starts + 1 + width / 2, scale)


def scale_of(strays: FloatArray, level_ms: float) -> float:
    """Innovation scale of one window; a prior stands in while there are few innovations."""
    missing = FEWEST_INNOVATIONS - len(strays)
    if missing > 0:
        strays = np.concatenate([strays, np.full(missing, PRIOR_INNOVATION * level_ms)])
    rank = int(SCALE_QUANTILE * len(strays))
    return float(np.partition(strays, rank)[rank])


def envelope(
    a2: FloatArray, a1: FloatArray, b1: FloatArray, b2: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Bounds between which an interval is on course, from two intervals on either side.

    Both neighbours are extended by their own slopes, so that a jump that stays up and the steep
    flank of a slow breath lie inside.

    Parameters
    ----------
    a2, a1, b1, b2 : array
        Intervals in ms before (``a2``, then ``a1``) and after (``b1``, then ``b2``); nan where
        there is none.

    Returns
    -------
    low, high : array
        In ms; nan only where all four are nan.
    """
    from_before = a1 + np.clip(a1 - a2, -STEEPEST * a1, STEEPEST * a1)
    from_after = b1 + np.clip(b1 - b2, -STEEPEST * b1, STEEPEST * b1)
    low = np.fmin(np.fmin(a1, b1), np.fmin(from_before, from_after))
    high = np.fmax(np.fmax(a1, b1), np.fmax(from_before, from_after))
    return low, high


def roughness(rows: FloatArray) -> FloatArray:
    """Sum of `innovations` along each row, in ms; those that need a nan count nothing.

    Parameters
    ----------
    rows : array, shape (k, n)
        Intervals in ms.

    Returns
    -------
    array, shape (k,)
    """
    strays = np.abs(rows[:, 1:-1] - (rows[:, :-2] + rows[:, 2:]) / 2)
    total: FloatArray = np.nansum(strays, axis=1)
    return total
