"""The strap's own clock on the session's: a slow, robust line under late arrivals.

A frame may come late and never early. So the least late ones of each while tell how the two
clocks lie, and their course over minutes tells how one runs against the other. What is given moves
to that line slowly, so that the jitter of arrivals never becomes jitter of the signal.
"""

from collections import deque
from itertools import combinations
from statistics import median

BLOCK_S = 10.0
"""Of each such while the least late arrival counts."""
BLOCKS = 30
"""Whiles that the line is drawn through."""
TELLING_BLOCKS = 6
"""Fewer do not tell how fast the clock runs."""
LARGEST_RATE = 1e-3
SLEW = 2e-4
"""By how much of the time that passes the given time may be moved to the line."""
CATCH_UP_S = 20.0
"""In how long it would be there, were it not for `SLEW`."""
STEP_S = 0.5
"""An arrival this much before its time shows that the strap's clock was set."""
LATEST_S = 10.0
"""And so does one this much after it."""


class DeviceClock:
    """Session time of a moment on the strap's clock; both in seconds.

    Moments are given in order, each when its frame arrived.
    """

    def __init__(self) -> None:
        self._blocks: deque[tuple[float, float]] = deque(maxlen=BLOCKS)
        self._block_end_s = 0.0
        self._least: tuple[float, float] | None = None
        self._rate = 0.0
        self._at_s = 0.0
        self._offset_s = 0.0
        self._slope = 0.0

    def hear(self, arrival_s: float, device_s: float) -> bool:
        """Take note of an arrival; ``False`` if the clock was set, and everything begins anew."""
        seen_s = arrival_s - device_s
        if self._least is None:
            self.restart(seen_s, device_s)
            return True
        late_s = seen_s - self._offset_at(device_s)
        if not -STEP_S < late_s < LATEST_S:
            self.restart(seen_s, device_s)
            return False
        if device_s >= self._block_end_s:
            self._blocks.append(self._least)
            self._block_end_s = device_s + BLOCK_S
            self._least = (device_s, seen_s)
            self._rate = self._measured_rate()
        elif seen_s < self._least[1] + self._rate * (device_s - self._least[0]):
            self._least = (device_s, seen_s)
        self._steer(device_s)
        return True

    def restart(self, offset_s: float, device_s: float) -> None:
        """Begin anew, with what is to be added to the strap's time now."""
        self._blocks.clear()
        self._block_end_s = device_s + BLOCK_S
        self._least = (device_s, offset_s)
        self._rate = self._slope = 0.0
        self._at_s, self._offset_s = device_s, offset_s

    def settle(self) -> None:
        """Take the line as it is now at once; before anything was given."""
        if self._least is not None:
            self._offset_s = self._least[1]
            self._slope = 0.0

    def session_s(self, device_s: float) -> float:
        """Session time of a moment, near the last one heard of."""
        return device_s + self._offset_at(device_s)

    def _offset_at(self, device_s: float) -> float:
        return self._offset_s + self._slope * (device_s - self._at_s)

    def _steer(self, device_s: float) -> None:
        if device_s <= self._at_s:
            return
        self._offset_s, self._at_s = self._offset_at(device_s), device_s
        pull = (self._line_at(device_s) - self._offset_s) / CATCH_UP_S
        self._slope = self._rate + max(-SLEW, min(pull, SLEW))

    def _measured_rate(self) -> float:
        if len(self._blocks) < TELLING_BLOCKS:
            return 0.0
        slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(self._blocks, 2)]
        return max(-LARGEST_RATE, min(median(slopes), LARGEST_RATE))

    def _line_at(self, device_s: float) -> float:
        """The line at a moment: under the middle one of the least late arrivals."""
        least = [] if self._least is None else [self._least]
        known = [*self._blocks, *least] if len(self._blocks) < TELLING_BLOCKS else self._blocks
        brought = [seen_s + self._rate * (device_s - at_s) for at_s, seen_s in known]
        return min(brought) if len(brought) < TELLING_BLOCKS else median(brought)
