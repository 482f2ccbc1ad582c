"""A rating as a person at home gives it: a place on a line, and no number."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.practice.programme_steps import Scale
from coherence_desktop.ui.forms.rating_line import Measure, RatingLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width

_MEASURE = Measure(head_px=32, track_px=48, feet_px=20, knob_px=14.0)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}
_LEAPS = {Qt.Key.Key_PageDown: -2, Qt.Key.Key_PageUp: 2}
"""In tenths of the scale."""


class GentleScale(RatingLine):
    """A line from one end to the other; empty until someone rates.

    Arrows move it, PageUp and PageDown by a fifth, Home and End to the ends, a digit to a tenth.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    scale : Scale
    """

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        scale: Scale,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme, clock, scale.maximum, _MEASURE, token="accent", edge="edge", parent=parent
        )
        self.scale = scale
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tell()

    def minimumSizeHint(self) -> QSize:
        """The line may be short."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        crisp(painter)
        theme, color = self._theme, self._theme.color
        middle = _MEASURE.head_px / 2
        line_text(painter, theme.font(20, 500), color("ink"), 0, middle, self.scale.title)
        self._paint_track(painter)
        font, quiet, y = theme.font(16), color("ink2"), self._feet_y()
        line_text(painter, font, quiet, 0, y, self.scale.low)
        high = self.width() - text_width(font, self.scale.high)
        line_text(painter, font, quiet, high, y, self.scale.high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set it by key; other keys belong to the page."""
        wanted = self._wanted(event)
        if wanted is None:
            super().keyPressEvent(event)
        else:
            self.rating.move(wanted)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is set counts."""
        super().focusOutEvent(event)
        self.rating.settle()

    def _wanted(self, event: QKeyEvent) -> int | None:
        key, tenth = Qt.Key(event.key()), self.scale.maximum // 10
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        value = self.rating.value
        at = self.scale.maximum // 2 if value is None else value
        if key in _STEPS:
            return at + _STEPS[key] * max(1, tenth // 2)
        if key in _LEAPS:
            return at + _LEAPS[key] * tenth
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return 0 if key == Qt.Key.Key_Home else self.scale.maximum
        return int(event.text()) * tenth if event.text().isdecimal() else None

    def _tell(self) -> None:
        value = self.rating.value
        said = "not said yet" if value is None else f"{value} of {self.scale.maximum}"
        ends = f"from {self.scale.low} to {self.scale.high}" if self.scale.low else ""
        self.setAccessibleName(f"{self.scale.title}: {said}")
        self.setAccessibleDescription(ends)
