"""One text in the list of what a person has written."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from coherence_desktop.records.writings import Writing
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, mixed, rounded_box

HEIGHT_PX = 80
_RADIUS = 12
_PADDING = 20


class WritingRow(QAbstractButton):
    """What it is, of which day, and how it begins.

    Parameters
    ----------
    theme : Theme
    writing : Writing
    heading : str
    """

    def __init__(
        self, theme: Theme, writing: Writing, heading: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.writing = writing
        self._heading = heading
        self._begins = " ".join(writing.text.split())
        self.setText(heading)
        self.setCheckable(True)
        self.setAccessibleName(f"{heading}: {self._begins[:60]}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, _RADIUS)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(320, HEIGHT_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; arrows belong to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.click()
        else:
            event.ignore()

    def nextCheckState(self) -> None:
        """A press opens; only opening another one closes."""
        self.setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and both lines."""
        painter = QPainter(self)
        crisp(painter)
        theme, color = self._theme, self._theme.color
        fill = color("accent_soft") if self.isChecked() else color("surface")
        if self.underMouse():
            fill = mixed(fill, color("ink"), 0.04)
        border = color("accent") if self.isChecked() else color("edge")
        rounded_box(painter, QRectF(self.rect()), _RADIUS, fill, border)
        line_text(painter, theme.font(16, 500), color("ink"), _PADDING, 28, self._heading)
        font = theme.font(14)
        room = self.width() - 2 * _PADDING
        begins = QFontMetricsF(font).elidedText(self._begins, Qt.TextElideMode.ElideRight, room)
        line_text(painter, font, color("ink2"), _PADDING, 54, begins)
