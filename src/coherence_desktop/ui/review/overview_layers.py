"""Paints what the brush moves over: trials or phases, the trace, gaps and marks of a session."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from coherence_desktop.ui.plots.text_line import TextLine
from coherence_desktop.ui.review.plot_parts import (
    Across,
    Up,
    band_color,
    paint_times,
    paint_trace,
)
from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.words.values import clock

_NAMES_PX = 20


def paint_session(
    painter: QPainter, theme: Theme, review: Review, across: Across, up: Up, times_px: float
) -> None:
    """Draw a whole session, with round times on a line of their own."""
    _paint_parts(painter, theme, review, across, up)
    for gap in review.heart.gaps:
        left = across.x(gap.start_s)
        wide = max(1.0, across.x(gap.end_s) - left)
        painter.fillRect(QRectF(left, up.top_px, wide, up.height_px), theme.color("surface"))
    painter.save()
    strip = QRectF(across.left_px, up.top_px, across.width_px, up.height_px)
    painter.setClipRect(strip.adjusted(-1, -1, 1, 1))
    whole = review.heart.between(0.0, review.duration_s)
    paint_trace(painter, theme, whole, across, up, 1.25)
    painter.restore()
    painter.setPen(QPen(theme.color("ink2"), 1.5))
    marks = np.array([flag.t for flag in review.flags])
    for x in across.xs(marks).tolist():
        painter.drawLine(QPointF(x, up.bottom_px - 5), QPointF(x, up.bottom_px))
    paint_times(painter, theme, across, times_px, clock, least_px=128.0)


def _paint_parts(painter: QPainter, theme: Theme, review: Review, across: Across, up: Up) -> None:
    """Trials as boxes with their phases in them; a session without trials as its phases."""
    line = TextLine(theme.font(12, 500))
    quiet = TextLine(theme.font(12))
    boxes = [(t.start_s, t.end_s, f"Trial {t.number}") for t in review.trials]
    if not boxes:
        boxes = [(b.start_s, b.end_s, b.label) for b in review.bands]
    if not boxes:
        boxes = [(0.0, review.duration_s, "")]
    before = 0.0
    for start_s, end_s, name in boxes:
        left, right = across.x(start_s), min(across.x(end_s), across.right_px)
        room = left - across.x(before)
        if review.trials and room > quiet.width("rest") + 12:
            x = across.x(before) + (room - quiet.width("rest")) / 2
            quiet.draw(painter, theme.color("ink2"), x, _NAMES_PX, "rest")
        before = end_s
        box = QRectF(left, up.top_px, max(right - left, 1.0), up.height_px)
        painter.fillRect(box, theme.color("sunken", 0.55))
        if right - left > 24:
            text = line.elided(name, right - left - 6)
            line.draw(painter, theme.color("ink"), left, _NAMES_PX, text)
    for trial in review.trials:
        for band in trial.bands:
            if band.name in ("induce", "stay"):
                left, right = across.x(band.start_s), across.x(band.end_s)
                box = QRectF(left, up.top_px, right - left, up.height_px)
                painter.fillRect(box, theme.color("surface"))
                painter.fillRect(box, band_color(theme, band.name))
