"""Draws a figure on the page of a PDF."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen, QPolygonF

from coherence_desktop.ui.report.drawing import (
    Anchor,
    Box,
    Dots,
    Drawing,
    Form,
    Label,
    Line,
    Shape,
)
from coherence_desktop.ui.report.pdf_text import Type, ink

_BEFORE = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


def draw(
    painter: QPainter, drawing: Drawing, type_: Type, x: float, y: float, width: float
) -> None:
    """Draw a figure so wide, with its upper left corner there, in units of the page."""
    place = _Place(x, y, width / drawing.width, type_)
    for shape in drawing.shapes:
        _shape(painter, shape, place)


class _Place:
    """Where points of the figure are on the page."""

    def __init__(self, x: float, y: float, scale: float, type_: Type) -> None:
        self.left, self.top, self.scale, self.type = x, y, scale, type_

    def at(self, x: float, y: float) -> QPointF:
        return QPointF(self.left + x * self.scale, self.top + y * self.scale)

    def pen(self, token: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
        pen = QPen(ink(token), width * self.scale)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash:
            pen.setDashPattern([part / width for part in dash])
        return pen


def _shape(painter: QPainter, shape: Shape, place: _Place) -> None:
    match shape:
        case Box():
            corner = place.at(shape.x, shape.y)
            box = QRectF(corner, place.at(shape.x + shape.width, shape.y + shape.height))
            edge = place.pen(shape.edge, 0.6) if shape.edge else QPen(Qt.PenStyle.NoPen)
            painter.setPen(edge)
            painter.setBrush(ink(shape.fill))
            painter.drawRect(box)
        case Line():
            painter.setPen(place.pen(shape.ink, shape.width, shape.dash))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for run in shape.runs:
                points = [place.at(*point) for point in run]
                if len(points) == 2:
                    painter.drawLine(QLineF(*points))
                else:
                    painter.drawPolyline(QPolygonF(points))
        case Dots():
            _dots(painter, shape, place)
        case Label():
            _label(painter, shape, place)


def _dots(painter: QPainter, dots: Dots, place: _Place) -> None:
    ring = dots.form is Form.RING
    painter.setPen(place.pen(dots.ink, 0.9) if ring else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(QBrush(ink("surface" if ring else dots.ink)))
    radius = dots.radius * place.scale
    far = 1.3 * radius
    for point in dots.points:
        middle = place.at(*point)
        if dots.form is Form.DIAMOND:
            x, y = middle.x(), middle.y()
            corners = ((x, y - far), (x + far, y), (x, y + far), (x - far, y))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        else:
            painter.drawEllipse(middle, radius, radius)


def _label(painter: QPainter, label: Label, place: _Place) -> None:
    size = label.size * place.scale / place.type.units(1.0)
    font = place.type.font(round(size, 2), 600 if label.bold else 400)
    wide = QFontMetricsF(font).horizontalAdvance(label.text)
    point = place.at(label.x, label.y)
    painter.setPen(ink(label.ink))
    painter.setFont(font)
    painter.drawText(QPointF(point.x() - _BEFORE[label.anchor] * wide, point.y()), label.text)
