"""Coherence as one to three rings, so that it never rests on colour alone."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.glyph import GlyphView

WORDS = ("absent", "low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Ringed:
    """A dot in three rings, ``level`` of which are drawn in the accent (0: none yet)."""

    level: int
    size_px: int = 24

    @property
    def width(self) -> int:
        """Edge in logical pixels."""
        return self.size_px

    @property
    def height(self) -> int:
        """Edge in logical pixels."""
        return self.size_px

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, token: str | None) -> None:
        """Draw the rings, then the dot."""
        scale = self.size_px / 24
        full = theme.color(token or "accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in range(3):
            reached = ring < self.level
            color = full if reached else theme.color("line")
            painter.setPen(QPen(color, (1.5 if reached else 1.0) * scale))
            radius = (4.9 + 3.1 * ring) * scale
            painter.drawEllipse(rect.center(), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(full if self.level else theme.color("ink3"))
        painter.drawEllipse(rect.center(), 2.5 * scale, 2.5 * scale)


class Rings(GlyphView):
    """The rings as a widget.

    Parameters
    ----------
    theme : Theme
    level : int
        0 absent, 1 low, 2 medium, 3 high.
    size_px : int
        Edge in logical pixels.
    """

    def __init__(
        self, theme: Theme, level: int = 0, size_px: int = 24, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, Ringed(level, size_px), f"Coherence {WORDS[level]}", parent)
        self._size_px = size_px

    def set_level(self, level: int) -> None:
        """Show another level."""
        self.set_glyph(Ringed(level, self._size_px))
        self.setAccessibleName(f"Coherence {WORDS[level]}")
