"""Whether a stream of intervals tells each one once: their sum cannot outrun the clock.

Some senders repeat the last interval many times a second. Taken for beats, these would be of a
heart that nobody has. Intervals that are a little too long, by rounding or by a unit told wrongly,
run ahead as well, but never by more than a few in a hundred.
"""

from collections.abc import Sequence

from coherence_desktop.errors import Problem

AHEAD_S = 10.0
"""A strap's backlog may be told at once."""
STEADY_AHEAD_S = 3.0
STEADY_HELD_S = 6.0
"""Streams that announce a steady rate are the ones that repeat: so long they are only watched."""
TOO_LONG = 0.03
"""Part of an interval that is forgiven: 1/1024 s told as milliseconds are 0.024 too long."""
SPARE_S = 60.0
"""Time without intervals that may be made up for; what was before is forgotten."""


class RepeatsIntervals(Problem):
    """A stream from which beats cannot be told apart."""


class Credit:
    """Counts the time that intervals tell against the time that passes.

    Parameters
    ----------
    rate_hz : float
        Samples a second that the stream announces; 0 where they come as they happen.
    """

    def __init__(self, rate_hz: float) -> None:
        self._ahead_s = STEADY_AHEAD_S if rate_hz > 0 else AHEAD_S
        self._held_s = STEADY_HELD_S if rate_hz > 0 else 0.0
        self._held: list[tuple[float, float]] = []
        self._first_s: float | None = None
        self._last_s = 0.0
        self._lead_s = 0.0
        """By how much the intervals run ahead of the time; negative where time is left over."""

    def take(
        self, samples: Sequence[tuple[float, float, float | None]]
    ) -> list[tuple[float, float]]:
        """Take times, values and intervals in s; gives times and values that may be believed.

        Raises
        ------
        RepeatsIntervals
            If the intervals tell of more time than has passed.
        """
        for t, value, rr_s in samples:
            self._held.append((t, value))
            if self._first_s is None:
                self._first_s = t
            else:
                passed_s = t - self._last_s
                told_s = (rr_s or 0.0) * (1.0 - TOO_LONG)
                self._lead_s = max(self._lead_s - passed_s, -SPARE_S) + told_s
            self._last_s = t
            if self._lead_s > self._ahead_s:
                raise RepeatsIntervals(
                    "The stream repeats its intervals instead of telling each one once, so beats "
                    "cannot be told apart. Set its sender to one sample for each beat.",
                )
        if not self._held or self._first_s is None:
            return []
        if self._held[-1][0] - self._first_s < self._held_s:
            return []
        self._held_s = 0.0
        believed, self._held = self._held, []
        return believed
