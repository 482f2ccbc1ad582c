"""Says at each beat that is not as measured what it is judged to be, where there is room."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.review.beat_words import ACCEPTED, short_kind, told_by_hand
from coherence_desktop.ui.review.plot_parts import DOTS_FROM_PX_PER_S, Across, Up
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import line_text, text_width

_HALF_PX = 4.0
_ABOVE_PX = 15.0
_BETWEEN_PX = 8.0


def paint_kinds(
    painter: QPainter, theme: Theme, heart: HeartCourse, across: Across, up: Up
) -> None:
    """Name the kind of each judged beat; a cross is taken out, a ring accepted by hand."""
    if across.px_per_s < DOTS_FROM_PX_PER_S:
        return
    first, stop = np.searchsorted(heart.raw_t_s, (across.start_s, across.end_s))
    judged = {first + int(at) for at in np.flatnonzero(heart.kinds[first:stop] != "normal")}
    judged |= {place for place in heart.said if first <= place < stop}
    font, free_px = theme.font(12, 500), across.left_px
    for place in sorted(judged):
        x = across.x(float(heart.raw_t_s[place]))
        y = up.y(60000.0 / float(heart.raw_rr_ms[place]))
        y = min(max(y, up.top_px + _HALF_PX), up.bottom_px - _HALF_PX)
        word = short_kind(heart, place)
        if place in heart.said and not told_by_hand(heart, place):
            _paint_said(painter, theme, x, y, accepted=word == ACCEPTED)
        wide = text_width(font, word)
        left = min(x - wide / 2, across.right_px - wide)
        if left < free_px:
            continue
        free_px = left + wide + _BETWEEN_PX
        middle = y - _ABOVE_PX if y - _ABOVE_PX - 8 > up.top_px else y + _ABOVE_PX
        ground = theme.color("surface", 0.85)
        painter.fillRect(QRectF(left - 3, middle - 8, wide + 6, 16), ground)
        line_text(painter, font, theme.color("ink2"), left, middle, word)


def _paint_said(painter: QPainter, theme: Theme, x: float, y: float, *, accepted: bool) -> None:
    painter.setPen(QPen(theme.color("ink"), 1.75, c=Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if accepted:
        painter.drawEllipse(QPointF(x, y), _HALF_PX + 2.5, _HALF_PX + 2.5)
        return
    painter.drawLine(QLineF(x - _HALF_PX, y - _HALF_PX, x + _HALF_PX, y + _HALF_PX))
    painter.drawLine(QLineF(x - _HALF_PX, y + _HALF_PX, x + _HALF_PX, y - _HALF_PX))
