"""Splits a series of intervals where something is missing."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coherence_desktop.signal.intervals import GAP_S, InvalidIntervals, breaks
from coherence_desktop.signal.results import FloatArray


def broken_before(t_s: FloatArray, rr_ms: FloatArray) -> NDArray[np.bool_]:
    """Find where a beat comes so late after the one before it that something is missing.

    Parameters
    ----------
    t_s, rr_ms : ndarray, shape (n,)
        Beats in s and the intervals that end at them in ms.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    return breaks(t_s, rr_ms) > 0.0


def new_segment(segment: ArrayLike, size: int) -> NDArray[np.bool_]:
    """Find where another segment begins than that of the interval before.

    Parameters
    ----------
    segment : array_like of int, shape (size,)
        Number of the unbroken stretch each interval belongs to.
    size : int
        Number of intervals.

    Returns
    -------
    ndarray of bool, shape (size,)

    Raises
    ------
    InvalidIntervals
        If there is not one segment number for each interval.
    """
    number = np.asarray(segment)
    if number.shape != (size,):
        raise InvalidIntervals(
            f"each interval needs its segment: {size} intervals, segments of shape {number.shape}",
            number.shape,
        )
    begins = np.zeros(size, dtype=np.bool_)
    begins[1:] = number[1:] != number[:-1]
    return begins


def unbroken(rr_ms: FloatArray, broken: NDArray[np.bool_]) -> list[slice]:
    """Stretches in which each interval follows the one before it.

    Intervals of over 5 s are gaps: they end a stretch and belong to none.
    """
    gap = rr_ms > 1000.0 * GAP_S
    return _between(gap, broken)


def without_long_gap(t_s: FloatArray, rr_ms: FloatArray) -> list[slice]:
    """Stretches in which no two beats are more than 5 s apart; shorter breaks are bridged."""
    gap = rr_ms > 1000.0 * GAP_S
    apart = np.zeros(gap.size, dtype=np.bool_)
    apart[1:] = np.diff(t_s) > GAP_S
    return _between(gap, apart)


def longest(t_s: FloatArray, stretches: list[slice]) -> slice:
    """The stretch that lasts longest, the first of equals; empty if there is none."""
    if not stretches:
        return slice(0, 0)
    return max(stretches, key=lambda part: seconds(t_s, part))


def seconds(t_s: FloatArray, part: slice) -> float:
    """Time from the first beat of a stretch to the last."""
    return float(t_s[part.stop - 1] - t_s[part.start]) if part.stop > part.start else 0.0


def _between(gap: NDArray[np.bool_], cut_before: NDArray[np.bool_]) -> list[slice]:
    """Runs of intervals that are no gaps, cut before some of them."""
    inside = ~gap
    starts, stops = inside.copy(), inside.copy()
    follows = inside[1:] & inside[:-1] & ~cut_before[1:]
    starts[1:] &= ~follows
    stops[:-1] &= ~follows
    pairs = zip(np.flatnonzero(starts), np.flatnonzero(stops), strict=True)
    return [slice(int(start), int(last) + 1) for start, last in pairs]
