"""The light in the middle of the disc, painted once for many frames."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRadialGradient

SPAN = 0.05
"""The light serves discs up to this much larger than itself: nobody sees the two grey levels that
this can be off, and it costs a fifth of a gradient in each frame."""


class Shading:
    """A picture of light that fades from the middle of the disc to nothing at its edge.

    Laid over a disc in one plain tone it makes the gradient to that tone. It never reaches beyond
    the disc, so a disc that shrinks leaves none of it behind.
    """

    def __init__(self) -> None:
        self._radius = 0.0
        self._made_of: tuple[int, float, float] | None = None
        self._pixmap = QPixmap()

    def paint(
        self, painter: QPainter, center: QPointF, radius: float, light: QColor, ratio: float
    ) -> None:
        """Lay the light over a disc.

        Parameters
        ----------
        painter : QPainter
        center, radius : QPointF, float
            The disc, in logical pixels.
        light : QColor
            Colour in the middle, with how much of it there is.
        ratio : float
            Device pixels in a logical one.
        """
        made_of = (light.rgb(), light.alphaF(), ratio)
        shrunk = radius < self._radius
        if made_of != self._made_of or shrunk or radius > self._radius * (1.0 + SPAN):
            self._made_of = made_of
            self._radius = radius / (1.0 + SPAN) if shrunk else radius
            self._pixmap = _painted(self._radius, light, ratio)
        half = self._pixmap.deviceIndependentSize() / 2
        painter.drawPixmap(
            round(center.x() - half.width()), round(center.y() - half.height()), self._pixmap
        )


def _painted(radius: float, light: QColor, ratio: float) -> QPixmap:
    edge = max(2, 2 * round(radius * ratio))
    pixmap = QPixmap(edge, edge)
    pixmap.fill(Qt.GlobalColor.transparent)
    gone = QColor(light)
    gone.setAlphaF(0.0)
    gradient = QRadialGradient(QPointF(edge / 2, edge / 2), edge / 2)
    gradient.setColorAt(0.0, light)
    gradient.setColorAt(1.0, gone)
    painter = QPainter(pixmap)
    painter.fillRect(pixmap.rect(), gradient)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
