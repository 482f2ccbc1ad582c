"""A dark screen with nothing on it, for closed eyes."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

NIGHT = QColor("#101413")


class DarkCover(QWidget):
    """Covers the whole of a widget; keys go on to what it covers, a click uncovers it.

    Parameters
    ----------
    covered : QWidget
    """

    opened = Signal()
    """It was clicked: somebody wants to see again."""

    def __init__(self, covered: QWidget) -> None:
        super().__init__(covered)
        self._covered = covered
        self.setAccessibleName("Eyes closed, sound only")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        covered.installEventFilter(self)
        self.hide()

    def set_dark(self, dark: bool) -> None:  # noqa: FBT001 - a state
        """Cover everything, or uncover it."""
        if dark:
            self.setGeometry(self._covered.rect())
            self.raise_()
        self.setVisible(dark)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is covered."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Somebody wants to see again."""
        self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing but the dark."""
        QPainter(self).fillRect(event.rect(), NIGHT)
