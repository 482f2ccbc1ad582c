"""The whole session as a strip, with the brush that chooses what the plots below show."""

from enum import Enum, auto

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.review.overview_layers import paint_session
from coherence_desktop.ui.review.plot_parts import Across, Up, bpm_bounds
from coherence_desktop.ui.review.shown_keys import move_by_key
from coherence_desktop.ui.review.stretch import ZOOM_STEP, Shown
from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, rounded_box
from coherence_desktop.ui.words.values import clock

HEIGHT_PX = 120
_SIDE_PX = 21
_STRIP_TOP_PX = 33
_STRIP_BELOW_PX = 31
_TIMES_PX = 17
_GRIP_PX = 12
_REACH_PX = 9
_CLICK_PX = 4


class _Drag(Enum):
    """What the pointer holds."""

    NOTHING = auto()
    START = auto()
    END = auto()
    ALL = auto()
    NEW = auto()


class Overview(QWidget):
    """Heart rate of the whole session; drag or keys move the brush.

    Left and Right move it, Shift with them its end, Ctrl its start; Plus and Minus change its
    length; Home and End go to the ends of the session.

    Parameters
    ----------
    theme : Theme
    shown : Shown
        What the brush holds.
    """

    trial_pressed = Signal(int)

    def __init__(self, theme: Theme, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = shown
        self._review: Review | None = None
        self._ground = QPixmap()
        self._stale = True
        self._total_s = 0.0
        self._drag = _Drag.NOTHING
        self._pressed_x = 0.0
        self._grabbed_s = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT_PX)
        attach_focus_ring(self, theme, 12)
        theme.changed.connect(self._forget)
        shown.changed.connect(self._moved)
        self._moved()

    def show_review(self, review: Review) -> None:
        """Show another session."""
        self._review = review
        self._forget()

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(1320, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the page gets."""
        return QSize(320, HEIGHT_PX)

    def brush(self) -> QRectF:
        """Where the brush is drawn."""
        across = self._across()
        left, right = across.x(self._shown.start_s), across.x(self._shown.end_s)
        top = _STRIP_TOP_PX - 3.0
        return QRectF(left - 1, top, max(right - left + 2, 4.0), self._strip_height() + 6.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the ground anew."""
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the brush over the cached session."""
        ratio = self.devicePixelRatioF()
        if self._stale or self._ground.devicePixelRatio() != ratio:
            self._paint_ground(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        if self._review is None:
            return
        crisp(painter)
        color = self._theme.color
        box = self.brush()
        rounded_box(painter, box, 4, color("accent", 0.10), color("accent"), 2.0)
        for x in (box.left() + 1, box.right() - 1):
            grip = QRectF(x - _GRIP_PX / 2, box.center().y() - 14, _GRIP_PX, 28)
            rounded_box(painter, grip, 4, color("accent"))
            painter.setPen(QPen(color("on_accent"), 1))
            for line in (-1.5, 1.5):
                at = x + line
                painter.drawLine(QLineF(at, grip.center().y() - 5, at, grip.center().y() + 5))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an end, of the brush, or begin a new one."""
        if event.button() != Qt.MouseButton.LeftButton or self._review is None:
            return
        x = event.position().x()
        self._pressed_x = x
        self._grabbed_s = self._across().t(x) - self._shown.start_s
        self._drag = self._held_at(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        x = event.position().x()
        across = self._across()
        t = min(max(across.t(x), 0.0), self._shown.total_s)
        if self._drag is _Drag.START:
            self._shown.move_start(t)
        elif self._drag is _Drag.END:
            self._shown.move_end(t)
        elif abs(x - self._pressed_x) < _CLICK_PX and self._drag is not _Drag.NOTHING:
            return
        elif self._drag is _Drag.ALL:
            self._shown.move_to(across.t(x) - self._grabbed_s)
        elif self._drag is _Drag.NEW:
            other = across.t(self._pressed_x)
            self._shown.show(min(t, other), max(t, other))
        else:
            self._point_at(x)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press without a drag goes to the trial there, or brings the brush."""
        x = event.position().x()
        held, self._drag = self._drag, _Drag.NOTHING
        if held is _Drag.NEW and abs(x - self._pressed_x) < _CLICK_PX:
            t = self._across().t(x)
            trial = self._review.trial_at(t) if self._review is not None else None
            if trial is not None:
                self.trial_pressed.emit(trial.number)
            else:
                self._shown.move_to(t - self._shown.length_s / 2.0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of the session."""
        self._drag = _Drag.NOTHING
        self._shown.show(0.0, self._shown.total_s)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Shorter and longer around the pointer."""
        turn = event.angleDelta().y()
        if turn:
            factor = ZOOM_STEP ** (-turn / 120.0)
            self._shown.zoom(factor, self._across().t(event.position().x()))
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the brush or one of its ends."""
        if not move_by_key(self._shown, event):
            super().keyPressEvent(event)

    def _held_at(self, x: float) -> _Drag:
        box = self.brush()
        near = min(
            (abs(x - box.left()), _Drag.START), (abs(x - box.right()), _Drag.END), key=_first
        )
        if near[0] <= _REACH_PX:
            return near[1]
        if box.left() < x < box.right() and not self._shown.whole:
            return _Drag.ALL
        return _Drag.NEW

    def _point_at(self, x: float) -> None:
        shapes = {
            _Drag.START: Qt.CursorShape.SizeHorCursor,
            _Drag.END: Qt.CursorShape.SizeHorCursor,
            _Drag.ALL: Qt.CursorShape.OpenHandCursor,
        }
        self.setCursor(shapes.get(self._held_at(x), Qt.CursorShape.ArrowCursor))

    def _across(self) -> Across:
        return Across(0.0, self._shown.total_s, _SIDE_PX, max(1.0, self.width() - 2 * _SIDE_PX))

    def _strip_height(self) -> float:
        return self.height() - _STRIP_TOP_PX - _STRIP_BELOW_PX

    def _moved(self) -> None:
        if self._total_s != self._shown.total_s:
            self._total_s = self._shown.total_s
            self._stale = True
        start, end = clock(self._shown.start_s), clock(self._shown.end_s)
        self.setAccessibleName(f"Whole session; {start} to {end} is shown below")
        self.update()

    def _forget(self) -> None:
        self._stale = True
        self.update()

    def _paint_ground(self, ratio: float) -> None:
        self._ground = QPixmap(self.size() * ratio)
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(Qt.GlobalColor.transparent)
        self._stale = False
        painter = QPainter(self._ground)
        crisp(painter)
        if self._review is not None:
            review = self._review
            up = Up(*bpm_bounds(review.heart.bpm), _STRIP_TOP_PX, self._strip_height())
            times_px = self.height() - _TIMES_PX
            paint_session(painter, self._theme, review, self._across(), up, times_px)
        painter.end()


def _first(pair: tuple[float, _Drag]) -> float:
    return pair[0]
