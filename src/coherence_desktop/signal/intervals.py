"""What every measure asks of RR intervals and of the beats that end them."""

from typing import SupportsFloat

import numpy as np
from numpy.typing import ArrayLike

from coherence_desktop.signal.results import FloatArray

SHORTEST_MS = 0.01
LONGEST_MS = 86_400_000.0
"""One day. Beyond these two a number is no interval between heartbeats, whatever its source."""

GAP_S = 5.0
"""Beats further apart than this have a gap between them that no measure bridges."""

HIDDEN_BEAT_S = 0.25
"""A jump of the beat times beyond their intervals that could hide a beat (240 beats a minute)."""


class InvalidIntervals(ValueError):
    """A series that is no series of RR intervals.

    Attributes
    ----------
    value : object
        The value that was refused.
    index : int or None
        Where it stands in the series, from 0.
    """

    def __init__(self, message: str, value: object, index: int | None = None) -> None:
        super().__init__(message)
        self.value = value
        self.index = index


def as_rr(rr_ms: ArrayLike) -> FloatArray:
    """Check RR intervals and give them back as an array.

    Parameters
    ----------
    rr_ms : array_like, shape (n,)
        RR intervals in ms, in order; none at all is allowed.

    Returns
    -------
    ndarray, shape (n,)
        The same intervals as float64.

    Raises
    ------
    InvalidIntervals
        If the series is not one-dimensional, or holds a value that is not a number between
        `SHORTEST_MS` and `LONGEST_MS`.
    """
    try:
        rr = np.asarray(rr_ms, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidIntervals(f"RR intervals must be numbers: {error}", rr_ms) from None
    if rr.ndim != 1:
        raise InvalidIntervals(
            f"RR intervals must be one series; got an array of shape {rr.shape}", rr.shape
        )
    good = (rr >= SHORTEST_MS) & (rr <= LONGEST_MS)
    if not good.all():
        index = int(np.argmin(good))
        raise InvalidIntervals(_refusal(index, rr[index]), float(rr[index]), index)
    return rr


def as_beat_times(t_s: ArrayLike, rr_ms: FloatArray) -> FloatArray:
    """Check the times of the beats that end the intervals.

    Parameters
    ----------
    t_s : array_like, shape (n,)
        Seconds, strictly increasing; may jump where beats are missing.
    rr_ms : ndarray, shape (n,)
        The intervals that end at these beats.

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    InvalidIntervals
        If there is not one time for each interval, or the times do not increase.
    """
    t = np.asarray(t_s, dtype=np.float64)
    if t.shape != rr_ms.shape:
        raise InvalidIntervals(
            f"each interval needs the time of its beat: {rr_ms.size} intervals, "
            f"times of shape {t.shape}",
            t.shape,
        )
    if not np.isfinite(t).all():
        index = int(np.argmin(np.isfinite(t)))
        raise InvalidIntervals(f"the time of beat {index} is {t[index]}", float(t[index]), index)
    steps = np.diff(t)
    if not (steps > 0).all():
        index = int(np.argmin(steps > 0)) + 1
        raise InvalidIntervals(
            f"beat {index} at {t[index]} s is not after the one before it ({t[index - 1]} s)",
            float(t[index]),
            index,
        )
    return t


def beat_times(rr_ms: FloatArray) -> FloatArray:
    """Times of the beats in s when the first interval starts at zero, shape (n,)."""
    return np.cumsum(rr_ms) / 1000.0


def breaks(t_s: FloatArray, rr_ms: FloatArray) -> FloatArray:
    """Seconds missing before each beat, shape (n,): 0 where the chain of intervals is whole.

    Time is missing where a beat comes later than its interval after the one before it, by more
    than could hide a beat. Nothing is missing before the first.
    """
    missing = np.zeros(t_s.size)
    if t_s.size > 1:
        jump = np.diff(t_s) - rr_ms[1:] / 1000.0
        missing[1:] = np.where(jump > HIDDEN_BEAT_S, jump, 0.0)
    return missing


def check_interval(t: SupportsFloat, rr_ms: SupportsFloat) -> tuple[float, float]:
    """Check one beat of a live stream; gives back its time and interval.

    Raises
    ------
    InvalidIntervals
        If the time is not finite or the interval is none.
    """
    time, rr = float(t), float(rr_ms)
    if not SHORTEST_MS <= rr <= LONGEST_MS:
        raise InvalidIntervals(_refusal(None, rr), rr)
    if not abs(time) < float("inf"):
        raise InvalidIntervals(f"the time of a beat is {time}", time)
    return time, rr


def _refusal(index: int | None, value: float) -> str:
    which = "an interval" if index is None else f"interval {index}"
    return (
        f"{which} is {value:g} ms; an RR interval is a number from {SHORTEST_MS} ms "
        f"to {LONGEST_MS:.0f} ms"
    )
