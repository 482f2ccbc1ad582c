"""The light in the middle of the disc, painted once for many frames."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRadialGradient

STEP = 0.04
"""The light is painted anew when the disc has become this much larger or smaller: that moves it
by one grey level at most, and costs a fifth of a gradient in each frame."""


class Shading:
    """A picture of light that fades from the middle of the disc to nothing at its edge.

    Laid over a disc in one plain tone it makes the gradient to that tone.
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
        if made_of != self._made_of or abs(radius - self._radius) > STEP * self._radius:
            self._made_of, self._radius = made_of, radius
            self._pixmap = _painted(radius, light, ratio)
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
