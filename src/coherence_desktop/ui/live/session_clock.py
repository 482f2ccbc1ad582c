"""The session's clock: time since the start, and of how much."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.live.value_row import font_cap
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.words.values import clock

_GAP_PX = 9
_HEIGHT_PX = 36


class SessionClock(QWidget):
    """Minutes and seconds, large, and the planned time on the same line.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._time = clock(0.0)
        self._total = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_time(0.0, None)

    def show_time(self, t: float, total_s: float | None) -> None:
        """Show ``t`` of ``total_s`` seconds, or of an open time."""
        time, total = clock(t), "" if total_s is None else f"of {clock(total_s)}"
        if (time, total) == (self._time, self._total):
            return
        wider = (len(time), len(total)) != (len(self._time), len(self._total))
        self._time, self._total = time, total
        self.setAccessibleName(f"Session clock {time} {total}".strip())
        if wider:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for both, the same for all times of equal length."""
        wide = text_width(self._theme.font(28, 600), self._time)
        if self._total:
            wide += _GAP_PX + text_width(self._theme.font(14), self._total)
        return QSize(round(wide) + 1, _HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both on one baseline."""
        painter = QPainter(self)
        crisp(painter)
        theme, middle = self._theme, self.height() / 2
        large, quiet = theme.font(28, 600), theme.font(14)
        x = line_text(painter, large, theme.color("ink"), 0, middle, self._time)
        y = middle + (font_cap(large) - font_cap(quiet)) / 2
        line_text(painter, quiet, theme.color("ink2"), x + _GAP_PX, y, self._total)
