"""Small painting helpers that several widgets share."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen


def crisp(painter: QPainter) -> None:
    """Turn on antialiasing for shapes and text."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)


def rounded_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 1.0,
) -> None:
    """Fill and outline a rounded box; the outline lies wholly inside ``rect``."""
    inset = width / 2 if border is not None else 0.0
    box = rect.adjusted(inset, inset, -inset, -inset)
    painter.setBrush(QBrush(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(border, width) if border is not None else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, radius - inset, radius - inset)


def text_width(font: QFont, text: str) -> float:
    """Advance width of one line, in logical pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def line_text(
    painter: QPainter, font: QFont, color: QColor, x: float, center_y: float, text: str
) -> float:
    """Draw one line whose capitals are centred on ``center_y``; give the x after it."""
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(QPointF(x, center_y + metrics.capHeight() / 2), text)
    return x + metrics.horizontalAdvance(text)


def mixed(base: QColor, over: QColor, share: float) -> QColor:
    """Colour between two others; ``share`` 0 gives ``base``, 1 gives ``over``."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        base.redF() * keep + over.redF() * share,
        base.greenF() * keep + over.greenF() * share,
        base.blueF() * keep + over.blueF() * share,
        base.alphaF() * keep + over.alphaF() * share,
    )
