"""Four weeks of practice as dots; no streak, no goal line."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.calendar_names import MONTHS
from coherence_desktop.practice.home.weeks import Day, Weeks
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel

_DAYS = "MTWTFSS"
_HEADER_PX = 32
_ROW_PX = 38
_LEGEND_PX = 44
_LABEL_PX = 68
_DONE, _REST, _AHEAD, _TODAY = 11.0, 5.0, 4.0, 12.0


def paint_day(
    painter: QPainter,
    theme: Theme,
    at: QPointF,
    day: Day,
    *,
    today: bool,
    scale: float = 1.0,
) -> None:
    """Draw one day: a filled disc where it was practised, a ring around today."""
    color = theme.color
    if today:
        painter.setPen(QPen(color("accent"), 2))
        painter.setBrush(color("surface"))
        painter.drawEllipse(at, _TODAY * scale, _TODAY * scale)
    painter.setPen(QPen(color("surface"), 0))
    if day.practised:
        radius = _DONE - 3 if today else _DONE
        token = color("accent")
    elif today:
        radius, token = 2.0, color("accent")
    elif day.ahead:
        radius, token = _AHEAD, color("line")
    else:
        radius, token = _REST, color("ink3", 0.5)
    painter.setBrush(token)
    painter.drawEllipse(at, radius * scale, radius * scale)


class Dots(QWidget):
    """The days of some weeks, a week in each row.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._weeks: Weeks | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_weeks(self, weeks: Weeks) -> None:
        """Show other weeks."""
        self._weeks = weeks
        told = "; ".join(
            f"week of {week.monday.day} {MONTHS[week.monday.month - 1]}: {week.practised} days"
            for week in weeks.weeks
        )
        self.setAccessibleName(f"Days of practice. {told}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for each week, the names of the days and what the forms mean."""
        rows = len(self._weeks.weeks) if self._weeks is not None else 4
        return QSize(340, _HEADER_PX + rows * _ROW_PX + _LEGEND_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, days and legend."""
        if self._weeks is None:
            return
        painter = QPainter(self)
        crisp(painter)
        theme = self._theme
        small, quiet = theme.font(12), theme.color("ink2")
        step = min(44.0, (self.width() - _LABEL_PX - 12) / len(_DAYS))
        left = _LABEL_PX + step / 2 - 4
        for place, name in enumerate(_DAYS):
            x = left + place * step - text_width(small, name) / 2
            line_text(painter, small, quiet, x, _HEADER_PX / 2 - 4, name)
        for row, week in enumerate(self._weeks.weeks):
            y = _HEADER_PX + (row + 0.5) * _ROW_PX - 4
            last = row == len(self._weeks.weeks) - 1
            monday = week.monday
            name = "this week" if last else f"{monday.day} {MONTHS[monday.month - 1][:3]}"
            x = _LABEL_PX - 12 - text_width(small, name)
            line_text(painter, small, quiet, x, y, name)
            for place, day in enumerate(week.days):
                at = QPointF(left + place * step, y)
                paint_day(painter, theme, at, day, today=day.day == self._weeks.today)
        self._paint_legend(painter, _HEADER_PX + len(self._weeks.weeks) * _ROW_PX + 18.0)

    def _paint_legend(self, painter: QPainter, y: float) -> None:
        theme = self._theme
        color, small = theme.color, theme.font(12)
        x = 0.0
        for name in ("practised", "rested", "today"):
            at = QPointF(x + 7, y)
            if name == "today":
                painter.setPen(QPen(color("accent"), 2))
                painter.setBrush(color("surface"))
                painter.drawEllipse(at, 6.5, 6.5)
            else:
                painter.setPen(QPen(color("surface"), 0))
                painter.setBrush(color("accent") if name == "practised" else color("ink3", 0.5))
                radius = 7.0 if name == "practised" else 5.0
                painter.drawEllipse(at, radius, radius)
            x = line_text(painter, small, color("ink2"), x + 22, y, name) + 16


class WeeksPanel(Panel):
    """The last four weeks, their count, and a kind sentence.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self.setAccessibleName("Your last four weeks")
        self.dots = Dots(theme)
        self._headline = Label(theme, "", 16, 600)
        self._words = Label(theme, "", 16, token="ink2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(0)
        column.addWidget(Label(theme, "Your last four weeks", 20, 600))
        column.addSpacing(20)
        column.addWidget(self.dots)
        column.addSpacing(16)
        column.addWidget(self._headline)
        column.addWidget(self._words)
        column.addStretch(1)

    @property
    def headline(self) -> str:
        """The count of days."""
        return self._headline.text()

    def show_weeks(self, weeks: Weeks) -> None:
        """Show other weeks."""
        self.dots.show_weeks(weeks)
        self._headline.set_text(weeks.headline)
        self._words.set_text(weeks.words)
