"""A font that measures each text once, for words that are drawn many times a second."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

_REMEMBERED = 128


class TextLine:
    """Draws single lines in one font.

    Parameters
    ----------
    font : QFont
    """

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._half_cap = self._metrics.capHeight() / 2
        self._widths: dict[str, float] = {}
        self._elided: dict[tuple[str, int], str] = {}

    def width(self, text: str) -> float:
        """Advance width, in logical pixels."""
        wide = self._widths.get(text)
        if wide is None:
            if len(self._widths) >= _REMEMBERED:
                self._widths.clear()
            wide = self._widths[text] = self._metrics.horizontalAdvance(text)
        return wide

    def elided(self, text: str, room_px: float) -> str:
        """The text, cut with dots where it is wider than the room."""
        if self.width(text) <= room_px:
            return text
        key = (text, int(room_px))
        cut = self._elided.get(key)
        if cut is None:
            if len(self._elided) >= _REMEMBERED:
                self._elided.clear()
            mode = Qt.TextElideMode.ElideRight
            cut = self._elided[key] = self._metrics.elidedText(text, mode, key[1])
        return cut

    def draw(self, painter: QPainter, color: QColor, x: float, center_y: float, text: str) -> None:
        """Draw a line whose capitals are centred on ``center_y``."""
        painter.setFont(self._font)
        painter.setPen(color)
        painter.drawText(QPointF(x, center_y + self._half_cap), text)
