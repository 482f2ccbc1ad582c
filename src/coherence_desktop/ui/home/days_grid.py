"""Twelve weeks of practice as a grid of days; each week a column."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.calendar_names import MONTHS
from coherence_desktop.practice.home.weeks import Weeks
from coherence_desktop.ui.home.weeks_panel import paint_day
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width

_LEFT_PX = 44.0
_NAMES = {0: "Mon", 2: "Wed", 4: "Fri", 6: "Sun"}
_LINES = 9
"""Dates, seven days, counts."""


class DaysGrid(QWidget):
    """Days of practice, week by week, with the count of each that has any under it.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._weeks: Weeks | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 176)
        theme.changed.connect(self.update)

    def show_weeks(self, weeks: Weeks) -> None:
        """Show other weeks."""
        self._weeks = weeks
        counts = ", ".join(str(week.practised) for week in weeks.weeks)
        self.setAccessibleName(f"Days of practice in each week: {counts}")
        self.update()

    def sizeHint(self) -> QSize:
        """Three letters for a week."""
        return QSize(560, 232)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw dates, days and counts."""
        if self._weeks is None:
            return
        painter = QPainter(self)
        crisp(painter)
        theme, weeks = self._theme, self._weeks.weeks
        small, quiet = theme.font(12), theme.color("ink2")
        across = (self.width() - _LEFT_PX - 8) / len(weeks)
        down = self.height() / _LINES
        for row, name in _NAMES.items():
            x = _LEFT_PX - 8 - text_width(small, name)
            line_text(painter, small, quiet, x, (row + 1.5) * down, name)
        x = _LEFT_PX - 8 - text_width(small, "days")
        line_text(painter, small, quiet, x, (_LINES - 0.5) * down, "days")
        for place, week in enumerate(weeks):
            x = _LEFT_PX + (place + 0.5) * across
            if (len(weeks) - 1 - place) % 2 == 0:
                monday = week.monday
                named = place == 0 or monday.day <= 14 or place == 1
                last = place == len(weeks) - 1
                month = f" {MONTHS[monday.month - 1][:3]}" if named else ""
                text = "this" if last else f"{monday.day}{month}"
                line_text(painter, small, quiet, x - text_width(small, text) / 2, down / 2, text)
            for row, day in enumerate(week.days):
                at = QPointF(x, (row + 1.5) * down)
                paint_day(painter, theme, at, day, today=day.day == self._weeks.today, scale=0.82)
            text = str(week.practised or "")
            x -= text_width(small, text) / 2
            line_text(painter, small, theme.color("ink"), x, (_LINES - 0.5) * down, text)
