"""A switch: on or off, in effect at once."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

_TRACK = QSize(36, 20)
_GAP = 10
_HEIGHT_PX = 40


class Switch(QCheckBox):
    """A track with a knob and a tick when on, and its words; Space and Enter turn it.

    Parameters
    ----------
    theme : Theme
    text : str
        What is on or off; also the accessible name.
    """

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, 8, lambda: self.rect().adjusted(0, 6, 0, -6))
        theme.changed.connect(self.update)

    def hitButton(self, pos: object) -> bool:
        """All of the target can be pressed."""
        return True

    def sizeHint(self) -> QSize:
        """Room for the track and the words."""
        words = text_width(self._theme.font(14), self.text())
        return QSize(round(_TRACK.width() + _GAP + words) + 1, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter turns it as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, knob and words."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        on, usable = self.isChecked(), self.isEnabled()
        middle = self.height() / 2
        track = QRectF(0, middle - _TRACK.height() / 2, _TRACK.width(), _TRACK.height())
        radius = track.height() / 2
        if on:
            rounded_box(painter, track, radius, color("accent" if usable else "ink3"))
        else:
            edge = color("edge" if usable else "line")
            rounded_box(painter, track, radius, color("surface"), edge, 1.5)
        knob = QPointF(track.right() - radius if on else track.left() + radius, middle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("on_accent" if on else "edge" if usable else "line"))
        painter.drawEllipse(knob, 6.5, 6.5)
        if on:
            pen = QPen(color("accent" if usable else "ink3"), 1.8)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            bend = knob + QPointF(-0.6, 2.4)
            painter.drawLine(knob + QPointF(-2.8, 0.2), bend)
            painter.drawLine(bend, knob + QPointF(3.0, -2.2))
        token = "ink" if usable else "ink3"
        x = track.right() + _GAP
        line_text(painter, self._theme.font(14), color(token), x, middle, self.text())
