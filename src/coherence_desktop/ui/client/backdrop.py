"""The still part of the patient's screen: ground, reach field and bands, painted once."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from coherence_desktop.ui.client.geometry import Geometry
from coherence_desktop.ui.client.look import Look
from coherence_desktop.ui.widgets.painting import mixed


class Backdrop:
    """A cached picture of the box around the bands.

    It is painted anew only when size, look, ground or screen change.
    """

    def __init__(self) -> None:
        self._made_of: tuple[Geometry, Look, int, float] | None = None
        self._pixmap = QPixmap()

    def pixmap(self, geometry: Geometry, look: Look, ground: QColor, ratio: float) -> QPixmap:
        """The picture; its upper left corner belongs at that of ``geometry.box``."""
        wanted = (geometry, look, ground.rgb(), ratio)
        if wanted != self._made_of:
            self._made_of = wanted
            self._pixmap = _painted(geometry, look, ground, ratio)
        return self._pixmap


def _painted(geometry: Geometry, look: Look, ground: QColor, ratio: float) -> QPixmap:
    box = geometry.box
    edge = QSize(round(box.width() * ratio), round(box.height() * ratio))
    pixmap = QPixmap(edge)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(ground)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    center = geometry.center - QPointF(box.topLeft())
    rings = zip(
        (geometry.field_radius, *geometry.band_radii), (look.field, *look.bands), strict=True
    )
    for radius, share in reversed(list(rings)):
        if share > 0.0:
            painter.setBrush(mixed(ground, look.color, share))
            painter.drawEllipse(center, radius, radius)
    painter.end()
    return pixmap
