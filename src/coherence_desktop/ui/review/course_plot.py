"""A rating of every trial across sessions, grouped by session."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.review.plot_parts import Up
from coherence_desktop.ui.review.rating_lane import diamond
from coherence_desktop.ui.review.views import TrialPoint
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width

_LEFT_PX = 32.0
_TITLE_PX = 22.0
_RIGHT_PX = 68.0
_BELOW_PX = 20.0
_LINE_PX = 14.0


@dataclass(frozen=True, slots=True)
class Series:
    """One measure of trials, and the form in which it is drawn."""

    name: str
    value: Callable[[TrialPoint], float | None]
    token: str
    dashed: bool = False


class CoursePlot(QWidget):
    """Small plot of one or two measures, trial by trial; lines do not run across sessions.

    Parameters
    ----------
    theme : Theme
    title, unit : str
    series : sequence of Series
        The first is filled, the second hollow.
    most : float, optional
        Upper end of the scale; by default a round number above all values.
    rule : float, optional
        Bound of the progress rule.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        unit: str,
        series: Sequence[Series],
        most: float | None = 100.0,
        rule: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title, self._unit = title, unit
        self._series = tuple(series)
        self._most = most
        self._rule = rule
        self._points: tuple[TrialPoint, ...] = ()
        self._dates = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 84)
        theme.changed.connect(self.update)

    def show_points(self, points: Sequence[TrialPoint], rule: float | None = None) -> None:
        """Show other trials."""
        self._points = tuple(points)
        self._rule = rule
        told = []
        for series in self._series:
            values = [series.value(point) for point in self._points]
            words = ", ".join("absent" if v is None else f"{v:.0f}" for v in values)
            told.append(f"{series.name} {words}")
        self.setAccessibleName(f"{self._title}, {self._unit}: {'; '.join(told)}")
        self.update()

    def sizeHint(self) -> QSize:
        """A quarter of the panel."""
        return QSize(420, 140)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sessions as bands, then the measures."""
        painter = QPainter(self)
        crisp(painter)
        theme = self._theme
        x = line_text(painter, theme.font(12, 600), theme.color("ink"), 0, 9, self._title)
        line_text(painter, theme.font(12), theme.color("ink2"), x + 6, 9, self._unit)
        up = Up(0.0, self._top(), _TITLE_PX, max(8.0, self.height() - _TITLE_PX - _BELOW_PX))
        width = max(1.0, self.width() - _LEFT_PX - _RIGHT_PX)
        self._paint_ground(painter, up, width)
        names: list[tuple[float, Series]] = []
        for series in reversed(self._series):
            last = self._paint_series(painter, series, up, width)
            if last is not None:
                names.append((last, series))
        self._paint_names(painter, names, up, width)

    def _top(self) -> float:
        if self._most is not None:
            return self._most
        values = [series.value(point) for series in self._series for point in self._points]
        most = max((value for value in values if value is not None), default=0.0)
        return next((top for top in (30, 60, 120, 180, 300, 600, 1200) if top > most), 3600.0)

    def _x(self, place: int, width: float) -> float:
        return _LEFT_PX + (place + 0.5) * width / max(1, len(self._points))

    def _paint_ground(self, painter: QPainter, up: Up, width: float) -> None:
        theme = self._theme
        font = theme.font(12)
        place = 0
        taken = -1e9
        for number, (_, group) in enumerate(groupby(self._points, key=_session)):
            points = list(group)
            left = self._x(place, width) - 0.5 * width / len(self._points)
            span = len(points) * width / len(self._points)
            if number % 2 == 0:
                box = QRectF(left, up.top_px - 2, span, up.height_px + 4)
                painter.fillRect(box, theme.color("sunken", 0.5))
            text = points[0].session
            wide = text_width(font, text)
            x = left + (span - wide) / 2
            if x > taken:
                line_text(painter, font, theme.color("ink3"), x, up.bottom_px + 12, text)
                taken = x + wide + 8
            place += len(points)
        top = self._top()
        for value in (0.0, top / 2.0, top):
            y = up.line(value)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QLineF(_LEFT_PX, y, _LEFT_PX + width, y))
            text = f"{value:.0f}"
            wide = text_width(font, text)
            line_text(painter, font, theme.color("ink3"), _LEFT_PX - 6 - wide, y, text)
        if self._rule is not None:
            y = up.line(self._rule)
            pen = QPen(theme.color("ink2"), 1.5)
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.drawLine(QLineF(_LEFT_PX, y, _LEFT_PX + width, y))

    def _paint_series(
        self, painter: QPainter, series: Series, up: Up, width: float
    ) -> float | None:
        """Draw one measure; gives where its last value lies."""
        color = self._theme.color(series.token)
        values = [series.value(point) for point in self._points]
        pen = QPen(color, 1.75 if series.dashed else 2.25)
        if series.dashed:
            pen.setDashPattern([3, 2])
        places = list(enumerate(self._points))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for _, group in groupby(places, key=lambda pair: _session(pair[1])):
            known = [(place, values[place]) for place, _ in group]
            line = [QPointF(self._x(p, width), up.y(v)) for p, v in known if v is not None]
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(line))
        last: float | None = None
        for place, value in enumerate(values):
            if value is None:
                continue
            x, last = self._x(place, width), up.y(value)
            if series.dashed:
                painter.setPen(QPen(color, 2))
                painter.setBrush(self._theme.color("surface"))
                painter.drawEllipse(QPointF(x, last), 3.5, 3.5)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawPolygon(diamond(x, last, 5.5))
        return last

    def _paint_names(
        self, painter: QPainter, names: list[tuple[float, Series]], up: Up, width: float
    ) -> None:
        """Write each measure's name where its line ends, without overlap."""
        theme = self._theme
        x = _LEFT_PX + width + 8
        told = [
            (y, s.name, 400 if s.dashed else 600, "ink2" if s.dashed else "ink") for y, s in names
        ]
        if self._rule is not None:
            told.append((up.y(self._rule), "rule", 400, "ink2"))
        told.sort()
        places = _apart([y for y, *_ in told], up.top_px + 2, up.bottom_px)
        for place, (_, name, weight, token) in zip(places, told, strict=True):
            line_text(painter, theme.font(12, weight), theme.color(token), x, place, name)


def _apart(places: list[float], top: float, bottom: float) -> list[float]:
    """Places from above to below, moved so far that words on them do not touch."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + _LINE_PX if moved else top))
    limit = bottom
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = min(moved[at], limit)
        limit = moved[at] - _LINE_PX
    return moved


def _session(point: TrialPoint) -> int:
    return point.session_index
