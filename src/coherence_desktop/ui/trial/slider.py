"""A rating on a straight scale: a trough, a knob, and what its ends mean."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.forms.rating_line import Measure, RatingLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width

_MEASURE = Measure(head_px=24, track_px=36, feet_px=16, knob_px=12.0)


class ScaleSlider(RatingLine):
    """A scale from 0 to ``maximum``; empty until someone rates.

    Arrows move it by 1, PageUp and PageDown by 10 (by 1 where it ends at 10); a digit sets tenths.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    title : str
        What is rated.
    maximum : int
    unit : str
        Behind the value.
    ends : tuple of str
        What the ends of the scale mean.
    token : str
        Colour of the filled part.
    """

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        title: str,
        maximum: int = 100,
        *,
        unit: str = "",
        ends: tuple[str, str] = ("", ""),
        token: str = "ink2",
        parent: QWidget | None = None,
    ) -> None:
        measure = _MEASURE if any(ends) else replace(_MEASURE, feet_px=0)
        super().__init__(theme, clock, maximum, measure, token=token, parent=parent)
        self._title = title
        self._unit = unit
        self._ends = ends
        self._between = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tell()

    def set_between(self, words: str) -> None:
        """Say something quiet between the ends."""
        if words != self._between:
            self._between = words
            self.update()

    def minimumSizeHint(self) -> QSize:
        """The scale may become narrow."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw title, value, track and ends."""
        painter = QPainter(self)
        crisp(painter)
        theme, color = self._theme, self._theme.color
        middle = _MEASURE.head_px / 2
        line_text(painter, theme.font(14), color("ink2"), 0, middle, self._title)
        self._paint_value(painter, middle)
        self._paint_track(painter)
        self._paint_ends(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set the value."""
        if not self.rating.take_key(event, sideways=True):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The key 0 may be let go."""
        self.rating.take_key_release(event)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key held elsewhere is not held here."""
        super().focusOutEvent(event)
        self.rating.let_go()

    def _paint_value(self, painter: QPainter, middle: float) -> None:
        theme, value = self._theme, self.rating.value
        if value is None:
            font, words = theme.font(14), "not rated yet"
            x = self.width() - text_width(font, words)
            line_text(painter, font, theme.color("ink3"), x, middle, words)
            return
        bold, plain = theme.font(20, 600), theme.font(14)
        wide = text_width(bold, str(value))
        after = text_width(plain, self._unit) + 5 if self._unit else 0.0
        x = line_text(
            painter, bold, theme.color("ink"), self.width() - wide - after, middle, str(value)
        )
        if self._unit:
            line_text(painter, plain, theme.color("ink2"), x + 5, middle + 1.5, self._unit)

    def _paint_ends(self, painter: QPainter) -> None:
        if not any(self._ends):
            return
        theme, font = self._theme, self._theme.font(12)
        y = self._feet_y()
        low, high = self._ends
        quiet = theme.color("ink3")
        after = line_text(painter, font, quiet, 0, y, low)
        before = self.width() - text_width(font, high)
        line_text(painter, font, quiet, before, y, high)
        wide = text_width(font, self._between)
        x = (self.width() - wide) / 2
        if self._between and after + 8 < x and x + wide + 8 < before:
            line_text(painter, font, theme.color("ink2"), x, y, self._between)

    def _tell(self) -> None:
        value = self.rating.value
        words = "not rated yet" if value is None else f"{value} {self._unit}".strip()
        self.setAccessibleName(f"{self._title}: {words}")
