"""Paints distress in a lane of its own: dashed steps from rating to rating, with diamonds."""

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from coherence_desktop.ui.plots.scroll_strip import Stretch
from coherence_desktop.ui.plots.text_line import TextLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.model import TrialModel
from coherence_desktop.ui.trial.plot_place import PlotPlace

WIDTH_PX = 2.5
DASH = [7 / WIDTH_PX, 4 / WIDTH_PX]
DIAMOND_PX = 6.0
_NUMBER_BELOW_PX = 15.0
_NUMBER_BESIDE_PX = 11.0


class DistressLane:
    """The ratings of a trial.

    Parameters
    ----------
    theme : Theme
    model : TrialModel
    """

    def __init__(self, theme: Theme, model: TrialModel) -> None:
        self._theme = theme
        self._model = model
        self._number = TextLine(theme.font(12, 600))

    def paint(self, painter: QPainter, at: Stretch, place: PlotPlace) -> None:
        """Paint steps, diamonds and values of all ratings."""
        ratings = self._model.distress
        points = [QPointF(at.x(r.t), place.distress_y(r.value)) for r in ratings]
        painter.setPen(self.pen())
        for before, after in pairwise(points):
            corner = QPointF(after.x(), before.y())
            painter.drawLine(QLineF(before, corner))
            painter.drawLine(QLineF(corner, after))
        free_px = -1e9
        ink = self._theme.color("ink")
        for point, rating in zip(points, ratings, strict=True):
            paint_diamond(painter, self._theme, point)
            words = f"{rating.value:.0f}"
            x = point.x() + _NUMBER_BESIDE_PX
            below = point.y() + _NUMBER_BELOW_PX
            y = below if below + 5.0 < place.none_px else point.y() - _NUMBER_BELOW_PX
            if x >= free_px:
                self._number.draw(painter, ink, x, y, words)
                free_px = x + self._number.width(words) + 2.0

    def pen(self) -> QPen:
        """Pen of the steps."""
        pen = QPen(self._theme.color("distress"), WIDTH_PX)
        pen.setDashPattern(DASH)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def paint_diamond(painter: QPainter, theme: Theme, center: QPointF) -> None:
    """Draw a rating around a point, clear of what lies under it."""
    reach = DIAMOND_PX
    corners = (QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0))
    painter.setPen(QPen(theme.color("surface"), 1.5))
    painter.setBrush(theme.color("distress"))
    painter.drawPolygon(QPolygonF([center + corner for corner in corners]))
