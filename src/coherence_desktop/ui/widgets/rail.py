"""The rail that opens the pages of the app."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.mark import paint_mark
from coherence_desktop.ui.widgets.painting import (
    crisp,
    line_text,
    rounded_box,
    text_width,
)

WIDTH_PX = 88
_ENTRY = QSize(72, 64)
_RADIUS = 12


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One page: its key, its label and the name of its icon."""

    key: str
    label: str
    icon: str


class _EntryButton(QPushButton):
    """Icon 24 over label 12, on the accent's soft tone where its page is open."""

    def __init__(self, theme: Theme, entry: RailEntry, parent: QWidget) -> None:
        super().__init__(entry.label, parent)
        self._theme = theme
        self.entry = entry
        self.setAccessibleName(entry.label)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedSize(_ENTRY)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        attach_focus_ring(self, theme, _RADIUS)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw fill, icon and label."""
        painter = QPainter(self)
        crisp(painter)
        theme = self._theme
        opened = self.isChecked()
        if opened:
            rounded_box(painter, QRectF(self.rect()), _RADIUS, theme.color("accent_soft"))
        strong = opened or self.underMouse()
        icon = Icon(self.entry.icon, 24, "ink" if strong else "ink2")
        icon.paint(painter, theme, QRectF(24, 10, 24, 24), None)
        font = theme.font(12, 600 if opened else 400)
        x = (self.width() - text_width(font, self.entry.label)) / 2
        color = theme.color("ink" if strong else "ink2")
        line_text(painter, font, color, x, 46, self.entry.label)


class Rail(QWidget):
    """Entries for the pages that exist; arrows move between them.

    Parameters
    ----------
    theme : Theme
    entries : sequence of RailEntry
        From the top; only what works.
    current : str
        Key of the open page.
    """

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        entries: Sequence[RailEntry],
        current: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedWidth(WIDTH_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Pages")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 88, 8, 16)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self._buttons: list[_EntryButton] = []
        self.set_entries(entries)
        self.set_current(current)
        theme.changed.connect(self.update)

    def set_entries(self, entries: Sequence[RailEntry]) -> None:
        """Show other entries, from the top."""
        for button in self._buttons:
            self._column.removeWidget(button)
            button.deleteLater()
        self._buttons = [_EntryButton(self._theme, entry, self) for entry in entries]
        for place, button in enumerate(self._buttons):
            self._column.insertWidget(place, button)
            button.clicked.connect(self._clicked)

    @property
    def current(self) -> str:
        """Key of the open page."""
        opened = (button.entry.key for button in self._buttons if button.isChecked())
        return next(opened, "")

    def set_current(self, key: str) -> None:
        """Show which page is open."""
        for button in self._buttons:
            if button.entry.key == key:
                button.setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, mark of the app and the line beside the page."""
        painter = QPainter(self)
        color = self._theme.color
        painter.fillRect(self.rect(), color("ground"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), color("line"))
        crisp(painter)
        paint_mark(painter, self._theme, QPointF(WIDTH_PX / 2, 42))

    def _clicked(self) -> None:
        self.chosen.emit(self.current)
