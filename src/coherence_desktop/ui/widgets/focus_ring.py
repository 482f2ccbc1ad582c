"""The ring around the control that has keyboard focus."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from coherence_desktop.ui.theme import Theme

WIDTH_PX = 2
GAP_PX = 2
_REACH = WIDTH_PX + GAP_PX
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_KEEPS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """A 2 px accent ring, 2 px outside its control; seen for keyboard focus only.

    One lies over each window. It takes no clicks and its mask leaves the control itself out.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._theme = theme
        self._radius = 8.0
        self._target: QWidget | None = None
        self._box: Callable[[], QRect] | None = None
        self._followed: list[QWidget] = []
        theme.changed.connect(self.update)

    @property
    def target(self) -> QWidget | None:
        """The control that the ring is around, if it is shown."""
        return self._target

    def show_around(self, target: QWidget, radius: float, box: Callable[[], QRect] | None) -> None:
        """Move the ring to a control and follow it."""
        self.leave()
        self._target, self._radius, self._box = target, radius, box
        widget: QWidget | None = target
        while widget is not None and widget is not self.window():
            widget.installEventFilter(self)
            self._followed.append(widget)
            widget = widget.parentWidget()
        self._place()

    def leave(self) -> None:
        """Hide the ring."""
        for widget in self._followed:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._followed.clear()
        self._target = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the control when it, or anything it lies in, moves."""
        if event.type() in _FOLLOWED:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), WIDTH_PX))
        half = WIDTH_PX / 2
        radius = self._radius + GAP_PX + half
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        box = self._box() if self._box else target.rect()
        corner = target.mapTo(self.window(), box.topLeft())
        outer = QRect(corner, box.size()).adjusted(-_REACH, -_REACH, _REACH, _REACH)
        if outer != self.geometry() or self.mask().isEmpty():
            self.setGeometry(outer)
            inside = QRect(QPoint(_REACH, _REACH), box.size())
            corners = round(self._radius * 0.3)
            inside.adjust(corners, corners, -corners, -corners)
            self.setMask(QRegion(self.rect()) - QRegion(inside))
        self.raise_()
        self.show()


class _Watcher(QObject):
    """Shows and hides the ring of the window as its control gains and loses focus."""

    def __init__(
        self, theme: Theme, control: QWidget, radius: float, box: Callable[[], QRect] | None
    ) -> None:
        super().__init__(control)
        self._theme = theme
        self._control = control
        self._radius = radius
        self._box = box
        self._shown = False
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            if event.reason() in _KEYBOARD or (event.reason() in _KEEPS and self._shown):
                self._shown = True
                ring_of(self._control, self._theme).show_around(
                    self._control, self._radius, self._box
                )
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._shown = self._shown and event.reason() in _KEEPS
            ring_of(self._control, self._theme).leave()
        return False


def ring_of(control: QWidget, theme: Theme) -> FocusRing:
    """The ring of the window that a control lies in, made at first use."""
    window = control.window()
    ring = window.findChild(FocusRing, "focus_ring", Qt.FindChildOption.FindDirectChildrenOnly)
    return ring or FocusRing(theme, window)


def attach_focus_ring(
    control: QWidget,
    theme: Theme,
    radius: float = 8.0,
    box: Callable[[], QRect] | None = None,
) -> None:
    """Give a control the ring for keyboard focus.

    Parameters
    ----------
    control : QWidget
        Anything that can take focus.
    theme : Theme
    radius : float
        Corner radius of the control itself, in logical pixels.
    box : callable, optional
        The drawn part of the control in its own coordinates, where that is not all of it.
    """
    _Watcher(theme, control, radius, box)
