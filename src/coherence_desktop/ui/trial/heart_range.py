"""The heart-rate range of a trial's plot: holds ceiling and data, and only ever widens."""

import math

STEP_BPM = 20.0
PATIENCE_S = 5.0
_LOW_BPM, _HIGH_BPM = 60.0, 140.0
_BELOW_BPM, _ABOVE_BPM = 8.0, 8.0
_FARTHEST_BPM = (20.0, 240.0)


class HeartRange:
    """Outer grid lines of the plot, in bpm.

    It moves in steps of 20 bpm, and only after 5 s outside.
    """

    def __init__(self) -> None:
        self.low = _LOW_BPM
        self.high = _HIGH_BPM
        self._outside_since: float | None = None

    @property
    def bottom(self) -> float:
        """Heart rate at the lower edge."""
        return self.low - _BELOW_BPM

    @property
    def top(self) -> float:
        """Heart rate at the upper edge."""
        return self.high + _ABOVE_BPM

    def begin(self, ceiling_bpm: float | None) -> None:
        """Start a trial anew, with room for its ceiling."""
        self.low, self.high = _LOW_BPM, _HIGH_BPM
        self._outside_since = None
        if ceiling_bpm is not None:
            self.high = max(self.high, _up(ceiling_bpm - _ABOVE_BPM / 2))

    def update(self, t: float, least: float, most: float) -> bool:
        """Consider the extremes of the trial at ``t``; true when the range moved."""
        lowest, highest = _FARTHEST_BPM
        low = min(self.low, max(lowest, _down(least + _BELOW_BPM)))
        high = max(self.high, min(highest, _up(most - _ABOVE_BPM)))
        if (low, high) == (self.low, self.high):
            self._outside_since = None
            return False
        if self._outside_since is None:
            self._outside_since = t
        if t - self._outside_since < PATIENCE_S:
            return False
        self.low, self.high = low, high
        self._outside_since = None
        return True


def _down(bpm: float) -> float:
    return STEP_BPM * math.floor(bpm / STEP_BPM)


def _up(bpm: float) -> float:
    return STEP_BPM * math.ceil(bpm / STEP_BPM)
