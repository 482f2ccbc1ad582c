"""The bars at the top and the bottom of the live page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme


class Bar(QWidget):
    """A strip of ``surface`` with a line towards the page.

    Parameters
    ----------
    theme : Theme
    height : int
        In logical pixels, the line included.
    line_at_top : bool
        The page lies above it, not below.
    """

    def __init__(
        self, theme: Theme, height: int, *, line_at_top: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line_at_top = line_at_top
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the bar and draw its line."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("surface"))
        y = 0 if self._line_at_top else self.height() - 1
        painter.fillRect(0, y, self.width(), 1, self._theme.color("line"))
