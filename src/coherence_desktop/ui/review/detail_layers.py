"""Paints what lies around the heart-rate line: grid, phases, ceiling, flags, cursor."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from coherence_desktop.ui.plots.text_line import TextLine
from coherence_desktop.ui.review.plot_parts import Across, Up, band_color, bpm_lines
from coherence_desktop.ui.review.views import Band, Flag, TrialView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

LANE_PX = 24.0
FLAG_LANE_PX = 30.0
_FLAG_PX = 20.0
_LONGEST_FLAG_PX = 160.0


def paint_grid(painter: QPainter, theme: Theme, across: Across, heart: Up) -> None:
    """Lines of heart rate with their values at the left and the unit at the right."""
    font = theme.font(12)
    crisp(painter)
    for bpm in bpm_lines(heart):
        y = heart.line(bpm)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QLineF(across.left_px, y, across.right_px, y))
        text = f"{bpm:.0f}"
        x = across.left_px - 8 - text_width(font, text)
        line_text(painter, font, theme.color("ink3"), x, y, text)
    y = heart.line(bpm_lines(heart)[-1])
    line_text(painter, theme.font(12, 600), theme.color("heart"), across.right_px + 8, y, "bpm")


def paint_lane(painter: QPainter, theme: Theme, bands: Sequence[Band], across: Across) -> None:
    """Phases by name above the plot."""
    line = TextLine(theme.font(12, 500))
    for band in bands:
        left = max(across.x(band.start_s), across.left_px)
        right = min(across.x(band.end_s), across.right_px)
        if right - left < 2:
            continue
        box = QRectF(left + 0.5, 0, right - left - 1, LANE_PX)
        rounded_box(painter, box, 4, band_color(theme, band.name))
        room = box.width() - 8
        if room < 14:
            continue
        text = line.elided(band.label, room)
        x = box.center().x() - line.width(text) / 2
        line.draw(painter, theme.color("ink"), x, LANE_PX / 2, text)


def paint_ceilings(
    painter: QPainter, theme: Theme, trials: Sequence[TrialView], across: Across, heart: Up
) -> None:
    """The agreed heart rate of each trial as a dashed line over its length."""
    font = theme.font(12)
    for trial in trials:
        left = max(across.x(trial.start_s), across.left_px)
        right = min(across.x(trial.end_s), across.right_px)
        if trial.ceiling_bpm is None or right <= left:
            continue
        y = heart.line(trial.ceiling_bpm)
        pen = QPen(theme.color("ink2"), 2)
        pen.setDashPattern([5, 2.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QLineF(left, y, right, y))
        words = f"ceiling {trial.ceiling_bpm:.0f} bpm"
        wide = text_width(font, words)
        if right - left < wide + 40:
            continue
        box = QRectF(left + 12, y - 9, wide + 12, 18)
        rounded_box(painter, box, 4, theme.color("surface"))
        line_text(painter, font, theme.color("ink"), box.left() + 6, y, words)


def paint_flags(
    painter: QPainter,
    theme: Theme,
    flags: Sequence[Flag],
    across: Across,
    heart: Up,
    bottom_px: float,
) -> None:
    """Markers in a lane under the heart rate, each with a dotted pole through the plot."""
    line = TextLine(theme.font(12, 500))
    reach_s = _LONGEST_FLAG_PX / across.px_per_s
    near = [f for f in flags if across.start_s - reach_s <= f.t <= across.end_s]
    top = heart.bottom_px + 6.0
    pole = QPen(theme.color("ink2"), 1.5)
    pole.setDashPattern([2 / 1.5, 3 / 1.5])
    pole.setCapStyle(Qt.PenCapStyle.FlatCap)
    for number, flag in enumerate(near):
        x = round(across.x(flag.t))
        painter.setPen(pole)
        painter.drawLine(QLineF(x + 0.5, heart.top_px, x + 0.5, top))
        painter.drawLine(QLineF(x + 0.5, top + _FLAG_PX, x + 0.5, bottom_px))
        room = _LONGEST_FLAG_PX
        if number + 1 < len(near):
            room = min(room, across.x(near[number + 1].t) - x - 4.0)
        words = line.elided(flag.label, room - 18.0) if room >= 30.0 else ""
        if words:
            box = QRectF(x + 0.5, top + 0.5, line.width(words) + 18.0, _FLAG_PX - 1)
            rounded_box(painter, box, 0, theme.color("surface"), theme.color("ink2"))
            line.draw(painter, theme.color("ink"), x + 11, top + _FLAG_PX / 2, words)
        painter.fillRect(QRectF(x - 1, top, 4, _FLAG_PX), theme.color("ink2"))


def paint_nothing(painter: QPainter, theme: Theme, across: Across, heart: Up) -> None:
    """Words in the place of a line."""
    font, words = theme.font(14), "No beats were recorded."
    x = across.left_px + (across.width_px - text_width(font, words)) / 2
    middle = heart.top_px + heart.height_px / 2
    line_text(painter, font, theme.color("ink2"), x, middle, words)


def paint_cursor(
    painter: QPainter, theme: Theme, x: float, words: str, across: Across, heart: Up, bottom: float
) -> None:
    """A line through the plot, and what is there in words if there are any."""
    x = round(x) + 0.5
    painter.setPen(QPen(theme.color("ink"), 1.5))
    painter.drawLine(QLineF(x, heart.top_px - 4, x, bottom))
    if not words:
        return
    font = theme.font(12, 500)
    wide = text_width(font, words) + 16
    left = x + 6 if x + 6 + wide < across.right_px else x - 6 - wide
    box = QRectF(left, heart.bottom_px - 24, wide, 20)
    rounded_box(painter, box, 4, theme.color("ink"))
    line_text(painter, font, theme.color("surface"), left + 8, box.center().y(), words)
