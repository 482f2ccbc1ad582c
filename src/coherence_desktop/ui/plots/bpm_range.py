"""The tachogram's heart-rate range: moves in steps of 10 bpm, and only after 5 s outside."""

import math

STEP_BPM = 10.0
PATIENCE_S = 5.0
MARGIN_BPM = 4.0
"""Shown above and below the outer grid lines."""
FIRST_SPAN_BPM = 60.0
LEAST_SPAN_BPM = 40.0
SLACK_BPM = 20.0
"""A range this much wider than the data on one side is worth narrowing."""


class BpmRange:
    """Lower and upper grid line of the plot, in bpm; unknown before the first beat."""

    def __init__(self) -> None:
        self.low: float | None = None
        self.high: float | None = None
        self._outside_since: float | None = None

    @property
    def known(self) -> bool:
        """Whether there has been a beat to choose a range by."""
        return self.low is not None

    @property
    def bottom(self) -> float:
        """Heart rate at the bottom edge of the plot."""
        return (self.low or 0.0) - MARGIN_BPM

    @property
    def top(self) -> float:
        """Heart rate at the top edge of the plot."""
        return (self.high or 0.0) + MARGIN_BPM

    def update(self, t: float, least: float, most: float) -> bool:
        """Consider the extremes of what is shown at ``t``; true when the range moved."""
        if self.low is None or self.high is None:
            self.low, self.high = _around(least, most, FIRST_SPAN_BPM)
            return True
        fits = (
            self.low - MARGIN_BPM <= least <= self.low + SLACK_BPM
            and self.high - SLACK_BPM <= most <= self.high + MARGIN_BPM
        )
        wanted = self._wanted(least, most)
        if fits or wanted == (self.low, self.high):
            self._outside_since = None
            return False
        if self._outside_since is None:
            self._outside_since = t
        if t - self._outside_since < PATIENCE_S:
            return False
        self.low, self.high = wanted
        self._outside_since = None
        return True

    def _wanted(self, least: float, most: float) -> tuple[float, float]:
        low = STEP_BPM * math.floor(least / STEP_BPM)
        high = STEP_BPM * math.ceil(most / STEP_BPM)
        if high - low < LEAST_SPAN_BPM:
            return _around(least, most, LEAST_SPAN_BPM)
        return low, high


def _around(least: float, most: float, span: float) -> tuple[float, float]:
    middle = (least + most) / 2.0
    low = STEP_BPM * round((middle - span / 2.0) / STEP_BPM)
    low = max(low, 0.0)
    return low, max(low + span, STEP_BPM * math.ceil(most / STEP_BPM))
