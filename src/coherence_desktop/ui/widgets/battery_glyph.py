"""A strap's battery as a drawing and as words."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.painting import rounded_box

LOW_PERCENT = 20
_UNKNOWN = "not known yet"


def battery_words(percent: int | None) -> str:
    """The charge in words; a low one says so: ``"18 %, low"``."""
    if percent is None:
        return _UNKNOWN
    return f"{percent} %, low" if percent <= LOW_PERCENT else f"{percent} %"


@dataclass(frozen=True, slots=True)
class Battery:
    """A battery filled to ``percent``; dashed where the charge is not known."""

    percent: int | None = None
    width: int = 22
    height: int = 12

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, token: str | None) -> None:
        """Draw case, charge and contact."""
        color = theme.color(token or "ink2")
        case = QRectF(rect.x(), rect.y(), rect.width() - 3, rect.height())
        if self.percent is None:
            pen = QPen(theme.color(token or "ink3"), 1.25)
            pen.setDashPattern([2.4, 1.8])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(case.adjusted(0.75, 0.75, -0.75, -0.75), 2, 2)
            return
        rounded_box(painter, case, 3, None, color, 1.5)
        charge = case.adjusted(3, 3, -3, -3)
        charge.setWidth(max(1.0, charge.width() * min(100, max(0, self.percent)) / 100))
        rounded_box(painter, charge, 1, color)
        contact = QRectF(case.right() + 1, rect.center().y() - 2.5, 2, 5)
        rounded_box(painter, contact, 1, color)


class BatteryGlyph(GlyphView):
    """The battery as a widget.

    Parameters
    ----------
    theme : Theme
    percent : int, optional
        Charge, where it is known.
    """

    def __init__(
        self, theme: Theme, percent: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, Battery(percent), f"Battery {battery_words(percent)}", parent)

    def set_percent(self, percent: int | None) -> None:
        """Show another charge."""
        self.set_glyph(Battery(percent))
        self.setAccessibleName(f"Battery {battery_words(percent)}")
