"""Which stretch of session time a plot shows, and where each moment lies on it."""

import math
from dataclasses import dataclass
from enum import Enum

BEHIND_S = 80.0
AHEAD_S = 20.0
LONG_BEHIND_S = 180.0
_TICKS = (
    (300, 60),
    (600, 120),
    (900, 180),
    (1200, 300),
    (1800, 300),
    (2700, 600),
    (3600, 600),
    (5400, 900),
    (7200, 1800),
    (10800, 1800),
    (14400, 3600),
    (21600, 3600),
    (28800, 7200),
    (43200, 7200),
    (86400, 14400),
)


class Span(Enum):
    """How much of the session the tachogram shows."""

    SHORT = "80 s"
    LONG = "3 min"
    ALL = "All"


def session_scale(t: float) -> tuple[float, float]:
    """Length of an axis from 0 that holds ``t`` seconds, and the step of its ticks, in seconds."""
    for span_s, tick_s in _TICKS:
        if t <= span_s:
            return float(span_s), float(tick_s)
    days = math.ceil(t / 86400)
    return 86400.0 * days, 14400.0 * days


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Session time on a row of pixels.

    Moments are snapped to the device's pixels, so that scrolling is a copy and never a blur.
    """

    left_s: float
    """Session time at the left edge."""
    now_s: float
    """The moment called now, on a device pixel."""
    px_per_s: float
    width_px: float

    @classmethod
    def at(cls, span: Span, now_s: float, width_px: float, dpr: float = 1.0) -> "TimeAxis":
        """Axis of a plot ``width_px`` wide at ``now_s``."""
        if span is Span.ALL:
            length_s, _ = session_scale(now_s + AHEAD_S)
            px_per_s = width_px / length_s
            return cls(0.0, _snap(now_s, px_per_s * dpr), px_per_s, width_px)
        behind_s = BEHIND_S if span is Span.SHORT else LONG_BEHIND_S
        px_per_s = width_px / (behind_s + AHEAD_S)
        steps_per_s = px_per_s * dpr
        now_s = _snap(now_s, steps_per_s)
        return cls(now_s - _snap(behind_s, steps_per_s), now_s, px_per_s, width_px)

    @property
    def right_s(self) -> float:
        """Session time at the right edge."""
        return self.left_s + self.width_px / self.px_per_s

    @property
    def now_x(self) -> float:
        """Pixels from the left edge to now."""
        return self.x(self.now_s)

    def x(self, t: float) -> float:
        """Pixels from the left edge to ``t``."""
        return (t - self.left_s) * self.px_per_s


def _snap(t: float, steps_per_s: float) -> float:
    return math.floor(t * steps_per_s + 0.5) / steps_per_s
