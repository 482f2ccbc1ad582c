"""The breath guide: a disc that grows and shrinks with the breath that is asked for."""

from typing import Protocol

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt
from PySide6.QtGui import (
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.pacer import Breath, BreathPart, Pacer
from coherence_desktop.ui.client.backdrop import Backdrop
from coherence_desktop.ui.client.client_model import GuideState
from coherence_desktop.ui.client.geometry import Geometry
from coherence_desktop.ui.client.line_of_words import LineOfWords
from coherence_desktop.ui.client.look import BLEND_S, Look, light_of, look_of
from coherence_desktop.ui.client.shading import Shading
from coherence_desktop.ui.sound.dark_cover import NIGHT
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.frame_clock import FrameClock
from coherence_desktop.ui.widgets.painting import mixed

SEEN_PX = 0.25
"""A change of the radius below this is not painted: nobody sees it."""
STEPS = 8
"""Steps of the ring with reduced motion."""
_BLEND_FRAME_S = 0.05
_WORDS = {
    BreathPart.INHALE: "Breathe in",
    BreathPart.HOLD_IN: "Hold",
    BreathPart.EXHALE: "Breathe out",
    BreathPart.HOLD_OUT: "Hold",
}
_LOOKING = "Looking for your heartbeat"


class GuideSource(Protocol):
    """What the guide follows."""

    @property
    def pacer(self) -> Pacer | None:
        """The breath that is asked for; ``None`` for breathing freely."""
        ...

    def now(self) -> float:
        """Session time in seconds."""
        ...


def word_for(breath: Breath | None, *, begun: bool) -> str:
    """The one word on the screen.

    Parameters
    ----------
    breath : Breath or None
        Where in the breath one should be.
    begun : bool
        Whether the first breath has come.
    """
    if breath is None:
        return "Breathe freely"
    if breath.resting:
        return "Resting" if begun else "Ready"
    return _WORDS[breath.part]


class BreathGuide(QWidget):
    """Disc, bands, one word and the minutes left.

    Each frame asks for the breath of that moment and repaints only what looks different.

    Parameters
    ----------
    theme : Theme
    source : GuideSource
        Clock and pacer of the session.
    """

    def __init__(self, theme: Theme, source: GuideSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._source = source
        self._clock = FrameClock(parent=self)
        self._clock.frame.connect(self.advance)
        self._backdrop = Backdrop()
        self._shading = Shading()
        self._light = light_of(theme)
        self._geometry = Geometry(1, 1)
        self._state = GuideState.NO_BEAT
        self._level: int | None = None
        self._sound_only = False
        self._shape_shown = True
        self._left = ""
        self._word = LineOfWords(500, centered=True)
        self._corner = LineOfWords(400, centered=False)
        self._radius = 0.0
        self._steps = 0
        self._ease = QEasingCurve(QEasingCurve.Type.InOutSine)
        self._look = self._wanted()
        self._from = self._look
        self._to = self._look
        self._turned_s = -BLEND_S
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Breath guide")
        theme.changed.connect(self._restyle)

    @property
    def word(self) -> str:
        """The one word on the screen."""
        return self._word.text

    @property
    def corner_words(self) -> str:
        """What stands at the lower right."""
        return self._corner.text

    @property
    def look(self) -> Look:
        """Colour and bands as they are painted now."""
        return self._look

    @property
    def radius(self) -> float:
        """Radius of the disc as it was painted last, in logical pixels."""
        return self._radius

    @property
    def places(self) -> Geometry:
        """Where everything is."""
        return self._geometry

    def set_heart(self, state: GuideState, level: int | None) -> None:
        """Say what the heart is doing; colour and bands follow within 2 s."""
        self._state, self._level = state, level
        self._show_corner()
        wanted = self._wanted()
        if wanted != self._to:
            self._from, self._to = self._look, wanted
            self._turned_s = self._source.now()

    def set_left(self, words: str) -> None:
        """Show the time left, in words; empty for none."""
        self._left = words
        self._show_corner()

    def set_sound_only(self, sound_only: bool) -> None:  # noqa: FBT001 - a state
        """Draw nothing on a dark screen, or the guide again."""
        if sound_only != self._sound_only:
            self._sound_only = sound_only
            self.update()

    def set_shape_shown(self, shown: bool) -> None:  # noqa: FBT001 - a state
        """Draw disc and bands, or the words alone."""
        if shown != self._shape_shown:
            self._shape_shown = shown
            self.update()

    def advance(self) -> None:
        """Show the breath of this moment."""
        if self._sound_only:
            return
        now = self._source.now()
        pacer = self._source.pacer
        breath = pacer.at(now) if pacer is not None else None
        self._show_word(word_for(breath, begun=pacer is not None and now >= pacer.start_s))
        self._blend(now)
        level = breath.level if breath is not None else 0.0
        if not self._shape_shown:
            return
        if self._theme.reduced_motion:
            self._fill_ring(round(level * STEPS))
        else:
            self._move_disc(self._geometry.radius(level))

    def sizeHint(self) -> QSize:
        """The size of the drawing."""
        return QSize(1920, 1080)

    def showEvent(self, event: QShowEvent) -> None:
        """Breathe while seen."""
        super().showEvent(event)
        self.advance()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while not seen."""
        super().hideEvent(event)
        self._clock.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale everything."""
        super().resizeEvent(event)
        self._geometry = places = Geometry(max(1, self.width()), max(1, self.height()))
        middle, end = self.width() / 2, self.width() - places.margin
        self._word.place(self._theme, places.word_px, middle, places.word_baseline)
        self._corner.place(self._theme, places.corner_px, end, places.corner_baseline)
        self._show_corner()
        self._radius = 0.0
        self.advance()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is asked for: backdrop, disc, words."""
        painter = QPainter(self)
        if self._sound_only:
            painter.fillRect(event.rect(), NIGHT)
            return
        dirty = event.rect()
        box = self._geometry.box
        ground = self._theme.color("client_ground")
        if not self._shape_shown or not box.contains(dirty):
            painter.fillRect(dirty, ground)
        if self._shape_shown and box.intersects(dirty):
            ratio = self.devicePixelRatioF()
            backdrop = self._backdrop.pixmap(self._geometry, self._look, ground, ratio)
            painter.drawPixmap(box.topLeft(), backdrop)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_disc(painter)
            if self._theme.reduced_motion:
                self._paint_ring(painter)
        if self._word.box.intersects(dirty):
            self._word.paint(painter, self._theme.color("client_word"))
        if self._corner.box.intersects(dirty):
            self._corner.paint(painter, self._theme.color("client_quiet"))

    def _paint_disc(self, painter: QPainter) -> None:
        center, radius = self._geometry.center, self._radius
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.color)
        painter.drawEllipse(center, radius, radius)
        ratio = self.devicePixelRatioF()
        self._shading.paint(painter, center, radius, self._light, ratio)

    def _paint_ring(self, painter: QPainter) -> None:
        center, radius = self._geometry.center, self._geometry.ring_radius
        ring = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
        tone = self._look.color
        empty = mixed(self._theme.color("client_ground"), tone, self._look.field + 0.16)
        gap = 4.0
        for step in range(STEPS):
            pen = QPen(tone if step < self._steps else empty, self._geometry.ring_width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            start = 90.0 - step * 360.0 / STEPS - gap / 2
            painter.drawArc(ring, round(start * 16), -round((360.0 / STEPS - gap) * 16))

    def _show_word(self, word: str) -> None:
        if word != self._word.text:
            self.setAccessibleDescription(word)
            self.update(self._word.say(word))

    def _show_corner(self) -> None:
        words = _LOOKING if self._state is GuideState.NO_BEAT else self._left
        if words != self._corner.text:
            self.update(self._corner.say(words))

    def _move_disc(self, radius: float) -> None:
        if abs(radius - self._radius) < SEEN_PX:
            return
        larger = max(radius, self._radius)
        self._radius = radius
        self.repaint(self._geometry.around(larger))

    def _fill_ring(self, steps: int) -> None:
        still = self._geometry.still_radius
        if steps != self._steps or self._radius != still:
            self._steps, self._radius = steps, still
            self.update(self._geometry.around(self._geometry.field_radius))

    def _wanted(self) -> Look:
        level = self._level if self._state is not GuideState.NO_STRAP else None
        seen = self._state is GuideState.IN_CONTACT
        return look_of(self._theme, level, bands=seen)

    def _blend(self, now: float) -> None:
        if self._look == self._to:
            return
        share = 1.0 if self._theme.reduced_motion else (now - self._turned_s) / BLEND_S
        if share >= 1.0:
            self._look = self._to
        else:
            frame = _BLEND_FRAME_S / BLEND_S
            stepped = int(share / frame) * frame
            look = self._from.toward(self._to, self._ease.valueForProgress(stepped))
            if look == self._look:
                return
            self._look = look
        self.update(self._geometry.box)

    def _restyle(self) -> None:
        self._light = light_of(self._theme)
        self._look = self._from = self._to = self._wanted()
        self.update()
