"""Session time on the clock of the Lab Streaming Layer."""

import time
from collections.abc import Callable

local_clock = time.perf_counter
"""The clock that liblsl calls ``local_clock`` on this computer, in seconds."""

_TRIES = 16


class LslTime:
    """Maps session time to `local_clock`, by one comparison that is kept.

    Parameters
    ----------
    now : callable
        Session time now, in seconds.
    speed : float
        Session seconds per second.
    local : callable
        The clock to map to.
    """

    def __init__(
        self,
        now: Callable[[], float],
        speed: float = 1.0,
        local: Callable[[], float] = local_clock,
    ) -> None:
        self._speed = speed
        shortest_s = float("inf")
        for _ in range(_TRIES):
            before_s, session_s, after_s = local(), now(), local()
            if after_s - before_s < shortest_s:
                shortest_s = after_s - before_s
                self._local_s = (before_s + after_s) / 2
                self._session_s = session_s

    def of(self, t: float) -> float:
        """Time on `local_clock` of session time ``t``."""
        return self._local_s + (t - self._session_s) / self._speed
