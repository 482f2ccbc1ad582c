"""One line of words on the patient's screen, laid out once."""

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from coherence_desktop.ui.theme import Theme

_ROOM_PX = 4.0


class LineOfWords:
    """Words at a baseline, centred on a point or ending at it.

    Parameters
    ----------
    weight : int
        400 or 500.
    centered : bool
        Whether the anchor is the middle of the line; else it is its right end.
    """

    def __init__(self, weight: int, *, centered: bool) -> None:
        self._weight = weight
        self._centered = centered
        self._font = QFont()
        self._anchor = 0.0
        self._baseline = 0.0
        self._at = QPoint()
        self.text = ""
        self.box = QRect()

    def place(self, theme: Theme, size_px: int, anchor: float, baseline: float) -> None:
        """Set size and place, in logical pixels."""
        self._font = theme.font(size_px, self._weight)
        self._anchor, self._baseline = anchor, baseline
        self.say(self.text)

    def say(self, text: str) -> QRect:
        """Change the words; give the box of old and new ones."""
        before = self.box
        self.text = text
        metrics = QFontMetricsF(self._font)
        width = metrics.horizontalAdvance(text)
        left = self._anchor - (width / 2 if self._centered else width)
        top = self._baseline - metrics.ascent()
        self._at = QPoint(round(left), round(self._baseline))
        box = QRectF(left - _ROOM_PX, top, width + 2 * _ROOM_PX, metrics.height())
        self.box = box.toAlignedRect() if text else QRect()
        return before.united(self.box)

    def paint(self, painter: QPainter, color: QColor) -> None:
        """Draw the words."""
        painter.setFont(self._font)
        painter.setPen(color)
        painter.drawText(self._at, self.text)
