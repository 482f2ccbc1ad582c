"""The key that stops the exposure at once: large, calm, always in the same place."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.painting import rounded_box

HEIGHT_PX = 120
LOW_PX = 96
"""In a low window."""


@dataclass(frozen=True, slots=True)
class Square:
    """A filled square."""

    size_px: int = 16

    @property
    def width(self) -> int:
        """Edge in logical pixels."""
        return self.size_px

    @property
    def height(self) -> int:
        """Edge in logical pixels."""
        return self.size_px

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, token: str | None) -> None:
        """Draw the square."""
        rounded_box(painter, rect, 3, theme.color(token or "ink"))


class StopButton(Button):
    """Stop now.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "Stop now",
            ButtonKind.STOP,
            cap="Esc",
            cap_px=36,
            glyph=Square(),
            height=HEIGHT_PX,
            size_px=28,
            radius=16,
            parent=parent,
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_low(low=False)

    def set_low(self, *, low: bool) -> None:
        """Take less room, or all that is wanted."""
        self.setFixedHeight(LOW_PX if low else HEIGHT_PX)
