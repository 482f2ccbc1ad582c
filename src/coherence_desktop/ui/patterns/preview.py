"""Two breaths of a pattern as a line: up, held, down, held."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.ui.patterns.words import parts
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

SHOWN_S = 24.0
"""So long a stretch is shown of every pattern: a slower one looks wider."""
_PAD_PX = 16
_FEET_PX = 24


class Preview(QWidget):
    """Draws the level of the breath over 24 s.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pattern: Pattern | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_pattern(self, pattern: Pattern | None) -> None:
        """Draw another pattern, or none."""
        if pattern != self._pattern:
            self._pattern = pattern
            self.setAccessibleName("" if pattern is None else parts(pattern))
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the line and its seconds."""
        return QSize(400, 176)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for any column."""
        return QSize(200, 176)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw trough, seconds and line."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        rounded_box(painter, QRectF(self.rect()), 12, color("sunken", 0.55))
        plot = QRectF(self.rect()).adjusted(_PAD_PX, _PAD_PX, -_PAD_PX, -_FEET_PX - 8)
        for second in range(0, round(SHOWN_S) + 1, 4):
            x = plot.left() + plot.width() * second / SHOWN_S
            painter.fillRect(QRectF(round(x), plot.top(), 1, plot.height()), color("line"))
            words = f"{second} s" if second == 0 else str(second)
            font = self._theme.font(12)
            left = x - text_width(font, words) / 2
            line_text(painter, font, color("ink3"), left, self.height() - 16, words)
        if self._pattern is None:
            return
        t = np.linspace(0.0, SHOWN_S, max(2, round(plot.width() / 2)))
        level = Pacer(self._pattern).level(t)
        along = plot.left() + plot.width() * t / SHOWN_S
        height = plot.bottom() - plot.height() * level
        line = QPolygonF(
            [QPointF(*at) for at in zip(along.tolist(), height.tolist(), strict=True)]
        )
        pen = QPen(color("breath"), 4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(line)
