"""The patient's screen in a trial: one instruction, a slow ring of time, and a dial to touch."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.dial import DistressDial
from coherence_desktop.ui.trial.dial_painting import DialLook
from coherence_desktop.ui.widgets.painting import mixed

STEPS = 240
"""Steps of the ring: it never moves by more than one and a half degrees."""
_HEIGHT_PX = 1080.0
_WORD_PX, _LEAST_PX = 64.0, 40.0
_RING_PX, _RING_RADIUS_PX = 8.0, 430.0
_TEXT_PX = 560.0
"""Half the width of the instruction's lines inside the ring."""
_DIAL_SCALE = 2.4
_DIAL_TOP_PX = 300.0
_MARGIN_PX = 64.0
_LOOK = DialLook(
    word="client_word",
    quiet="client_quiet",
    label="client_quiet",
    trough="line",
    knob="client_ground",
    numbers=False,
    anchor_px=17,
    under_px=17,
)


class ExposureScreen(QWidget):
    """No heart rate, no ceiling, no seconds.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    """

    def __init__(
        self, theme: Theme, clock: Callable[[], float], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ""
        self._step: int | None = None
        self.dial = DistressDial(theme, clock, _LOOK, parent=self)
        self.dial.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.dial.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Instruction")
        theme.changed.connect(self.update)

    @property
    def words(self) -> str:
        """The one instruction."""
        return self._words

    @property
    def ring_share(self) -> float | None:
        """How much of the ring is filled; ``None`` where there is none."""
        return None if self._step is None else self._step / STEPS

    def show_phase(self, words: str, share: float | None) -> None:
        """Show an instruction, and how much of its time is over; the same costs nothing."""
        step = None if share is None else round(share * STEPS)
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(words)
            self.update()
        if step != self._step:
            self._step = step
            self.update()

    def show_dial(self, shown: bool) -> None:  # noqa: FBT001 - a state
        """Show the dial, or the instruction alone."""
        if shown != self.dial.isVisibleTo(self):
            self.dial.setVisible(shown)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale everything."""
        super().resizeEvent(event)
        scale = self._scale()
        top = round(_DIAL_TOP_PX * scale)
        self.dial.set_scale(_DIAL_SCALE * scale)
        self.dial.setMinimumSize(1, 1)
        below = round(self.height() - top - _MARGIN_PX / 2 * scale)
        self.dial.setGeometry(QRect(0, top, self.width(), below))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, ring and words."""
        painter = QPainter(self)
        theme, scale = self._theme, self._scale()
        ground = theme.color("client_ground")
        painter.fillRect(event.rect(), ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        with_dial = self.dial.isVisibleTo(self)
        if not with_dial:
            self._paint_ring(painter)
        size = max(_WORD_PX * scale, min(_LEAST_PX, self.height() / 14))
        painter.setFont(theme.font(round(size * (0.8 if with_dial else 1.0)), 500))
        painter.setPen(theme.color("client_word"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self._text_box(with_dial=with_dial), int(flags), self._words)

    def _paint_ring(self, painter: QPainter) -> None:
        if self._step is None:
            return
        theme, scale = self._theme, self._scale()
        radius = _RING_RADIUS_PX * scale
        center = QPointF(self.width() / 2, self.height() / 2)
        box = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
        tone = theme.color("disc_high")
        pen = QPen(mixed(theme.color("client_ground"), tone, 0.16), _RING_PX * scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box)
        if self._step:
            pen.setColor(mixed(theme.color("client_ground"), tone, 0.7))
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, -round(360 * 16 * self._step / STEPS))

    def _text_box(self, *, with_dial: bool) -> QRectF:
        scale = self._scale()
        if with_dial:
            margin = _MARGIN_PX * scale
            tall = (_DIAL_TOP_PX - _MARGIN_PX) * scale
            return QRectF(margin, margin / 2, self.width() - 2 * margin, tall)
        half = _TEXT_PX * scale if self._step is None else _RING_RADIUS_PX * 0.86 * scale
        half = min(half, self.width() / 2 - 8)
        return QRectF(self.width() / 2 - half, 0, 2 * half, self.height())

    def _scale(self) -> float:
        return min(self.height() / _HEIGHT_PX, self.width() / 1400.0)
