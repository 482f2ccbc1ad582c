"""The ground that a page stands on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.theme import Theme


class Page(QWidget):
    """A plain area in the colour of the window; it takes the keys that no control wants.

    Parameters
    ----------
    theme : Theme
    token : str
        Colour of the ground.
    """

    def __init__(self, theme: Theme, token: str = "ground", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = token
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    @property
    def theme(self) -> Theme:
        """The look."""
        return self._theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill what is asked for."""
        QPainter(self).fillRect(event.rect(), self._theme.color(self._ground))
