"""The drawing of the distress dial: an arc of 240 degrees that fills from the left."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import line_text, text_width

START_DEG = 210.0
SPAN_DEG = 240.0
THICK_PX = 24.0
_LARGEST_PX = 132.0
_BELOW_PX = 32.0
_LABELS_FROM_PX = 104.0
"""Radius from which every ten has its number."""
_ENDS_FROM_PX = 84.0
"""Radius from which its middle and its ends have theirs."""
_LARGE_VALUE_FROM_PX = 96.0


@dataclass(frozen=True, slots=True)
class DialLook:
    """Colours of a dial, as tokens."""

    word: str = "ink"
    quiet: str = "ink3"
    label: str = "ink2"
    trough: str = "sunken"
    knob: str = "surface"
    numbers: bool = True
    """Whether the scale is written inside the arc."""
    anchor_px: int = 12
    under_px: int = 14


@dataclass(frozen=True, slots=True)
class DialPlace:
    """Where the dial lies in its widget, in logical pixels.

    ``scale`` is 1 on the clinician's page and more where it is read from afar.
    """

    center: QPointF
    radius: float
    scale: float

    @classmethod
    def within(cls, width: float, height: float, scale: float = 1.0) -> "DialPlace":
        """Place in a widget of some size."""
        thick, below = THICK_PX * scale, _BELOW_PX * scale
        knob = 4.0 * scale
        across = (width - thick - 48.0 * scale) / 2.0
        tall = (height - thick - knob - below) / 1.5
        radius = max(24.0, min(across, tall, _LARGEST_PX * scale))
        free = max(0.0, height - (1.5 * radius + thick + knob + below))
        top = free / 2.0 + knob + thick / 2.0
        return cls(QPointF(width / 2.0, top + radius), radius, scale)

    @property
    def thick(self) -> float:
        """Width of the arc."""
        return THICK_PX * self.scale

    def point(self, share: float, radius: float | None = None) -> QPointF:
        """Point at a share of the arc, 0 to 1."""
        angle = math.radians(START_DEG - SPAN_DEG * share)
        reach = self.radius if radius is None else radius
        return self.center + QPointF(reach * math.cos(angle), -reach * math.sin(angle))

    def share(self, at: QPointF, before: float | None = None) -> float | None:
        """Share of the arc that a point asks for; ``None`` too near the middle.

        A point in the gap below asks for the end nearer to ``before``, or to itself.
        """
        x, y = at.x() - self.center.x(), self.center.y() - at.y()
        if math.hypot(x, y) < 0.5 * self.radius:
            return None
        gone = (START_DEG - math.degrees(math.atan2(y, x))) % 360.0
        if gone <= SPAN_DEG:
            share = gone / SPAN_DEG
            jumped = before is not None and abs(share - before) > 0.6
            return (1.0 if (before or 0.0) > 0.5 else 0.0) if jumped else share
        if before is not None:
            return 1.0 if before > 0.5 else 0.0
        return 1.0 if x > 0 else 0.0


def paint_dial(
    painter: QPainter, theme: Theme, place: DialPlace, value: int | None, look: DialLook
) -> None:
    """Draw arc, knob, numbers and anchors; an unset dial is an empty arc that says so."""
    _paint_arc(painter, theme, place, value, look)
    _paint_numbers(painter, theme, place, look)
    scale, center = place.scale, place.center
    if value is None:
        font = theme.font(round(16 * scale), 500)
        _centred(painter, theme, "not rated yet", center, look.label, font)
        return
    large = place.radius >= _LARGE_VALUE_FROM_PX * scale
    size = round((64 if large else 40) * scale)
    lift = (6.0 if large else 4.0) * scale
    _centred(
        painter, theme, str(value), center - QPointF(0, lift), look.word, theme.font(size, 600)
    )
    below = center + QPointF(0, size * 0.62)
    _centred(painter, theme, "of 100", below, look.label, theme.font(round(look.under_px * scale)))


def _paint_arc(
    painter: QPainter, theme: Theme, place: DialPlace, value: int | None, look: DialLook
) -> None:
    radius = place.radius
    box = QRectF(place.center.x() - radius, place.center.y() - radius, 2 * radius, 2 * radius)
    pen = QPen(theme.color(look.trough), place.thick, c=Qt.PenCapStyle.RoundCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawArc(box, round(16 * START_DEG), -round(16 * SPAN_DEG))
    if value is None:
        return
    distress = theme.color("distress")
    pen.setColor(distress)
    painter.setPen(pen)
    painter.drawArc(box, round(16 * START_DEG), -round(16 * SPAN_DEG * value / 100))
    painter.setPen(QPen(distress, 4.0 * place.scale))
    painter.setBrush(theme.color(look.knob))
    knob = place.thick / 2.0 + 3.0 * place.scale
    painter.drawEllipse(place.point(value / 100), knob, knob)


def _paint_numbers(painter: QPainter, theme: Theme, place: DialPlace, look: DialLook) -> None:
    scale = place.scale
    plain, bold = theme.font(round(12 * scale)), theme.font(round(12 * scale), 600)
    every = 10 if place.radius >= _LABELS_FROM_PX * scale else 50
    roomy = place.radius >= _ENDS_FROM_PX * scale
    written = range(0, 101, every) if look.numbers and roomy else ()
    inside = place.radius - place.thick / 2.0 - 14.0 * scale
    for number in written:
        ends = number % 50 == 0
        token = look.word if ends else look.label
        at = place.point(number / 100, inside - (4.0 * scale if number == 100 else 0.0))
        _centred(painter, theme, str(number), at, token, bold if ends else plain)
    low = place.thick / 2.0 + (9.0 + look.anchor_px / 2) * scale
    for share, words in ((0.0, "none"), (1.0, "strongest")):
        at = place.point(share) + QPointF((4.0 if share else -4.0) * scale, low)
        font = theme.font(round(look.anchor_px * scale), 500)
        _centred(painter, theme, words, at, look.label, font)


def _centred(
    painter: QPainter, theme: Theme, text: str, at: QPointF, token: str, font: QFont
) -> None:
    x = at.x() - text_width(font, text) / 2
    line_text(painter, font, theme.color(token), x, at.y(), text)
