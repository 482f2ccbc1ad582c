"""The days of the week, each on or off."""

from collections.abc import Collection

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from coherence_desktop.calendar_names import DAYS
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

_EDGE_PX = 40


class _Day(QAbstractButton):
    """One day; filled softly and bold when on."""

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, 8, lambda: self.rect().adjusted(2, 2, -2, -2))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A target that is easily met."""
        return QSize(_EDGE_PX, _EDGE_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter turns it as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the first letter."""
        painter = QPainter(self)
        crisp(painter)
        theme, on = self._theme, self.isChecked()
        fill = theme.color("accent_soft" if on else "surface")
        edge = theme.color("accent" if on else "edge" if self.isEnabled() else "line")
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        rounded_box(painter, box, 8, fill, edge, 1.5 if on else 1.0)
        font = theme.font(14, 600 if on else 400)
        letter = self.text()[:1]
        x = (self.width() - text_width(font, letter)) / 2
        color = theme.color("ink" if on else "ink2")
        line_text(painter, font, color, x, self.height() / 2, letter)


class DayToggles(QWidget):
    """Monday to Sunday.

    Parameters
    ----------
    theme : Theme
    name : str
        What the days are for.
    """

    chosen = Signal(object)
    """A tuple of the days that are on, Monday 1 to Sunday 7; none for every day."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons = [_Day(theme, day, self) for day in DAYS]
        for day, button in zip(DAYS, self.buttons, strict=True):
            button.setAccessibleName(f"{name}: {day}")
            button.clicked.connect(self._tell)
            row.addWidget(button)

    @property
    def days(self) -> tuple[int, ...]:
        """Days that are on."""
        on = tuple(place for place, button in enumerate(self.buttons, 1) if button.isChecked())
        return () if len(on) == len(self.buttons) else on

    def set_days(self, days: Collection[int]) -> None:
        """Turn these on; none of them stands for every day."""
        for place, button in enumerate(self.buttons, 1):
            button.setChecked(not days or place in days)

    def _tell(self) -> None:
        self.chosen.emit(self.days)
        self.set_days(self.days)
