"""Paints ratings in a lane of their own: each held until the next, its value beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from coherence_desktop.ui.review.plot_parts import Across, Up
from coherence_desktop.ui.review.views import Rated, Review
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import line_text, text_width

DISTRESS = "distress"
_LINES = (0.0, 50.0, 100.0)
_HALF_PX = 6.0


def paint_rating_scale(
    painter: QPainter, theme: Theme, across: Across, up: Up, name: str = DISTRESS
) -> None:
    """Grid lines with their values, and the name at the right."""
    font, color = theme.font(12), theme.color("line")
    for value in _LINES:
        y = up.line(value)
        painter.setPen(QPen(color, 1))
        painter.drawLine(QLineF(across.left_px, y, across.right_px, y))
        text = f"{value:.0f}"
        x = across.left_px - 8 - text_width(font, text)
        line_text(painter, font, theme.color("ink3"), x, y, text)
    bold = theme.font(12, 600)
    line_text(painter, bold, theme.color("distress"), across.right_px + 8, up.line(100.0), name)


def paint_ratings(
    painter: QPainter,
    theme: Theme,
    ratings: Sequence[tuple[Rated, float]],
    across: Across,
    up: Up,
) -> None:
    """Draw ratings; with each goes the time until which it is held."""
    color = theme.color("distress")
    pen = QPen(color, 2.5)
    pen.setDashPattern([7 / 2.5, 4 / 2.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath()
    until: float | None = None
    for rated, held_s in ratings:
        at = QPointF(across.x(rated.t), up.y(rated.value))
        if until is not None and abs(until - rated.t) < 1e-6:
            path.lineTo(at)
        else:
            path.moveTo(at)
        path.lineTo(across.x(held_s), at.y())
        until = held_s
    painter.save()
    painter.setClipRect(
        QRectF(across.left_px, up.top_px - 12, across.width_px, up.height_px + 24),
        Qt.ClipOperation.IntersectClip,
    )
    painter.drawPath(path)
    painter.restore()
    _paint_points(painter, theme, [rated for rated, _ in ratings], across, up)


def diamond(x: float, y: float, half: float = _HALF_PX) -> QPolygonF:
    """The form of a rating."""
    corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    return QPolygonF([QPointF(*corner) for corner in corners])


def _paint_points(
    painter: QPainter, theme: Theme, ratings: Sequence[Rated], across: Across, up: Up
) -> None:
    font = theme.font(12, 600)
    taken_px = float("-inf")
    for number, rated in enumerate(ratings):
        x, y = across.x(rated.t), up.y(rated.value)
        painter.setPen(QPen(theme.color("surface"), 1.5))
        painter.setBrush(theme.color("distress"))
        painter.drawPolygon(diamond(x, y, _HALF_PX + 0.75))
        text = f"{rated.value:.0f}"
        wide = text_width(font, text)
        following = across.x(ratings[number + 1].t) if number + 1 < len(ratings) else x + 1e6
        left = x + 9
        if left < taken_px or left + wide > min(following - 4, across.right_px + 4):
            continue
        below = y + 12 if y + 6 < up.bottom_px else y - 11
        line_text(painter, font, theme.color("ink"), left, below, text)
        taken_px = left + wide + 4


def held_ratings(review: Review) -> list[tuple[Rated, float]]:
    """Ratings of distress with the time until which each holds: the next, or the trial's end."""
    rated = [one for one in review.ratings if one.scale == DISTRESS]
    held = []
    for number, one in enumerate(rated):
        trial = review.trial(one.trial)
        until = trial.end_s if trial is not None else one.t
        following = rated[number + 1] if number + 1 < len(rated) else None
        if following is not None and following.trial == one.trial and one.trial:
            until = following.t
        held.append((one, max(until, one.t)))
    return held
