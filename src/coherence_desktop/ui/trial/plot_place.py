"""Where the parts of a trial's plot lie: heart rate above, flags between, distress below."""

from dataclasses import dataclass

from PySide6.QtCore import QRect

from coherence_desktop.ui.trial.heart_range import HeartRange
from coherence_desktop.ui.trial.schedule import Schedule

LEFT_PX = 45
RIGHT_PX = 69
NAMES_TOP_PX = 10
NAMES_PX = 24
_TOP_PX = NAMES_TOP_PX + NAMES_PX + 8
_BOTTOM_PX = 31
_FLAGS_PX = 30
_PAD_PX = 5.0
_LANE_SHARE = 0.23
_LANE_LEAST_PX, _LANE_MOST_PX = 56.0, 90.0


@dataclass(frozen=True, slots=True)
class PlotPlace:
    """Lengths in logical pixels; heights count from the upper edge of ``plot``."""

    plot: QRect
    heart_px: float
    """Height of the heart's part."""
    flags_px: float
    """Upper edge of the row of flags."""
    none_px: float
    """Height of distress 0."""
    most_px: float
    """Height of distress 100."""

    @classmethod
    def within(cls, width: int, height: int) -> "PlotPlace":
        """Parts of a plot of some size."""
        plot = QRect(
            LEFT_PX,
            _TOP_PX,
            max(1, width - LEFT_PX - RIGHT_PX),
            max(1, height - _TOP_PX - _BOTTOM_PX),
        )
        tall = float(plot.height())
        lane = min(max(_LANE_SHARE * tall, _LANE_LEAST_PX), _LANE_MOST_PX)
        most = tall - _PAD_PX - lane
        heart = max(1.0, most - _FLAGS_PX)
        return cls(plot, heart, heart + 2.0, tall - _PAD_PX, most)

    def heart_y(self, bpm: float, scale: HeartRange) -> float:
        """Height of a heart rate."""
        return (scale.top - bpm) / (scale.top - scale.bottom) * self.heart_px

    def distress_y(self, value: float) -> float:
        """Height of a rating."""
        return self.none_px + (self.most_px - self.none_px) * value / 100.0

    def px_per_s(self, schedule: Schedule) -> float:
        """Pixels in a second of an axis."""
        return self.plot.width() / schedule.length_s
