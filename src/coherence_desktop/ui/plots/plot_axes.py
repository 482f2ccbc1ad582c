"""Axes of the tachogram: heart rate at the left, time below."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from coherence_desktop.ui.plots.bpm_range import STEP_BPM, BpmRange
from coherence_desktop.ui.plots.time_axis import Span, TimeAxis, session_scale
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.words.values import MINUS, clock

_TICK_S = {Span.SHORT: 15.0, Span.LONG: 30.0}
_GAP_PX = 8
_BELOW_PX = 15
"""From the plot's lower edge to the middle of the words under it."""


def paint_rates(
    painter: QPainter, theme: Theme, scale: BpmRange, plot: QRect, grid: list[float]
) -> None:
    """Write every second grid line's heart rate at the left of the plot."""
    if scale.low is None:
        return
    crisp(painter)
    font = theme.font(12)
    for line, y in enumerate(grid):
        if line % 2 == 0:
            text = f"{scale.low + STEP_BPM * line:.0f}"
            x = plot.x() - _GAP_PX - text_width(font, text)
            line_text(painter, font, theme.color("ink3"), x, plot.y() + y, text)


def paint_times(painter: QPainter, theme: Theme, span: Span, axis: TimeAxis, plot: QRect) -> None:
    """Write *now*, and the times that do not come too close to it."""
    crisp(painter)
    middle = plot.bottom() + float(_BELOW_PX)
    bold, font = theme.font(12, 600), theme.font(12)
    half = text_width(bold, "now") / 2
    now_x = plot.x() + axis.now_x
    line_text(painter, bold, theme.color("ink"), now_x - half, middle, "now")
    for t, text in ticks(span, axis):
        wide = text_width(font, text)
        x = plot.x() + axis.x(t)
        inside = plot.x() - 16 <= x - wide / 2 and x + wide / 2 <= plot.right() + 12
        if inside and abs(x - now_x) > half + wide / 2 + _GAP_PX:
            line_text(painter, font, theme.color("ink3"), x - wide / 2, middle, text)


def ticks(span: Span, axis: TimeAxis) -> list[tuple[float, str]]:
    """Session times that are written, with their words: from now, or from the start."""
    step_s = _TICK_S.get(span)
    if step_s is None:
        length_s, step_s = session_scale(axis.right_s - 1e-6)
        return [(n * step_s, clock(n * step_s)) for n in range(int(length_s / step_s) + 1)]
    found = []
    for n in range(-int((axis.now_s - axis.left_s) / step_s), 2):
        if n:
            sign = MINUS if n < 0 else "+"
            found.append((axis.now_s + n * step_s, f"{sign}{abs(n) * step_s:.0f} s"))
    return found
