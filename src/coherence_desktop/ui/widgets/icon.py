"""Line icons from ``assets/icons``, tinted with a theme colour."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from coherence_desktop.resources import assets
from coherence_desktop.ui.theme import Theme

_STROKE = "#000000"


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return assets("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def tinted(name: str, color: str, size_px: int, ratio: float) -> QPixmap:
    """Pixmap of an icon in one colour.

    Parameters
    ----------
    name : str
        File name in ``assets/icons`` without its ending.
    color : str
        Hex colour that takes the place of black.
    size_px : int
        Edge in logical pixels.
    ratio : float
        Device pixels in a logical one.

    Raises
    ------
    FileNotFoundError
        There is no such icon.
    """
    renderer = QSvgRenderer(QByteArray(_source(name).replace(_STROKE, color).encode()))
    edge = round(size_px * ratio)
    pixmap = QPixmap(edge, edge)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@dataclass(frozen=True, slots=True)
class Icon:
    """A line icon as a glyph: ``Icon("strap")``, ``Icon("note", 20, "accent")``."""

    name: str
    size_px: int = 24
    token: str = "ink2"

    @property
    def width(self) -> int:
        """Edge in logical pixels."""
        return self.size_px

    @property
    def height(self) -> int:
        """Edge in logical pixels."""
        return self.size_px

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, token: str | None) -> None:
        """Draw the icon at the corner of ``rect``."""
        color = theme.color(token or self.token).name()
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect.topLeft(), tinted(self.name, color, self.size_px, ratio))


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled disc, e.g. the state of the recording."""

    token: str = "accent"
    size_px: int = 10

    @property
    def width(self) -> int:
        """Diameter in logical pixels."""
        return self.size_px

    @property
    def height(self) -> int:
        """Diameter in logical pixels."""
        return self.size_px

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, token: str | None) -> None:
        """Draw the disc."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(token or self.token))
        painter.drawEllipse(rect)
