"""How well a strap is heard, in bars and a word."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.painting import rounded_box

_BARS = 4


class SignalStrength(StrEnum):
    """The word for a received signal strength."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"
    UNKNOWN = "not known yet"

    @classmethod
    def of(cls, rssi_dbm: float | None) -> "SignalStrength":
        """Word for a strength in dBm; from -67 strong, from -82 fair."""
        if rssi_dbm is None:
            return cls.UNKNOWN
        if rssi_dbm >= -67:
            return cls.STRONG
        return cls.FAIR if rssi_dbm >= -82 else cls.WEAK


_FILLED = {
    SignalStrength.STRONG: 4,
    SignalStrength.FAIR: 2,
    SignalStrength.WEAK: 1,
    SignalStrength.UNKNOWN: 0,
}


@dataclass(frozen=True, slots=True)
class Bars:
    """Four bars, as many filled as the strength is worth."""

    strength: SignalStrength
    width: int = 22
    height: int = 14

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, token: str | None) -> None:
        """Draw the bars, low to high."""
        color = theme.color(token or "accent")
        for bar in range(_BARS):
            tall = (0.3, 0.52, 0.76, 1.0)[bar] * rect.height()
            box = QRectF(rect.x() + bar * 5.6, rect.bottom() - tall, 4.4, tall)
            if bar < _FILLED[self.strength]:
                rounded_box(painter, box, 2, color)
            else:
                rounded_box(painter, box, 2, None, theme.color("ink3"), 1.0)


class SignalBars(GlyphView):
    """The bars as a widget.

    Parameters
    ----------
    theme : Theme
    strength : SignalStrength
    """

    def __init__(
        self, theme: Theme, strength: SignalStrength, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, Bars(strength), f"Signal {strength}", parent)

    def set_strength(self, strength: SignalStrength) -> None:
        """Show another strength."""
        self.set_glyph(Bars(strength))
        self.setAccessibleName(f"Signal {strength}")
