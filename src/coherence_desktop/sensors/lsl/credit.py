"""Whether a stream of intervals tells each one once: their sum cannot outrun the clock.

Some senders repeat the last interval many times a second. Taken for beats, these would be of a
heart that nobody has.
"""

from collections.abc import Sequence

from coherence_desktop.errors import Problem

AHEAD_S = 10.0
"""A strap's backlog may be told at once."""
STEADY_AHEAD_S = 3.0
STEADY_HELD_S = 6.0
"""Streams that announce a steady rate are the ones that repeat: so long they are only watched."""


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
        self._told_s = 0.0

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
                self._told_s += rr_s or 0.0
            if self._told_s - (t - self._first_s) > self._ahead_s:
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
