"""A choice of one among a few, side by side in one box."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

TARGET_PX = 40
_RADIUS = 8
_PADDING = 12


class _Segment(QRadioButton):
    """One option; only its words and its fill, the box belongs to the control."""

    def __init__(self, theme: Theme, text: str, group: str, parent: "SegmentedControl") -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._control = parent
        self.setAccessibleName(f"{group}: {text}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        attach_focus_ring(self, theme, _RADIUS, self.drawn)
        theme.changed.connect(self.update)

    def drawn(self) -> QRect:
        """The part of the target that is drawn."""
        height = self._control.drawn_height
        return QRect(0, (self.height() - height) // 2, self.width(), height)

    def hitButton(self, pos: object) -> bool:
        """All of the target can be pressed."""
        return True

    def sizeHint(self) -> QSize:
        """As wide as the words in their heavier weight, so that choosing moves nothing."""
        font = self._theme.font(self._control.size_px, 600)
        return QSize(round(text_width(font, self.text())) + 2 * _PADDING, TARGET_PX)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, on the accent's soft tone where chosen."""
        painter = QPainter(self)
        crisp(painter)
        theme = self._theme
        chosen = self.isChecked()
        if chosen:
            outline = QPainterPath()
            left = -self.x()
            box = self.drawn()
            whole = QRectF(left, box.y(), self._control.width(), box.height())
            outline.addRoundedRect(whole.adjusted(1, 1, -1, -1), _RADIUS - 1, _RADIUS - 1)
            painter.setClipPath(outline)
            painter.fillRect(self.rect(), theme.color("accent_soft"))
            painter.setClipping(False)
        font = theme.font(self._control.size_px, 600 if chosen else 400)
        color = theme.color("ink" if chosen or self.underMouse() else "ink2")
        x = (self.width() - text_width(font, self.text())) / 2
        line_text(painter, font, color, x, self.height() / 2, self.text())


class SegmentedControl(QWidget):
    """Options in one box; arrows move between them, Tab reaches the chosen one.

    Parameters
    ----------
    theme : Theme
    options : sequence of str
    current : int
        Index of the chosen option; -1 for none.
    name : str
        What is chosen, for the accessible name of each option.
    drawn_height : int
        Height of the box; the target around it stays 40 high.
    size_px : int
        Size of the words.
    """

    chosen = Signal(int)

    def __init__(
        self,
        theme: Theme,
        options: Sequence[str],
        current: int = 0,
        *,
        name: str,
        drawn_height: int = 24,
        size_px: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.drawn_height = drawn_height
        self.size_px = size_px
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._segments = [_Segment(theme, option, name, self) for option in options]
        for index, segment in enumerate(self._segments):
            row.addWidget(segment)
            segment.setChecked(index == current)
            segment.toggled.connect(self._toggled)
        theme.changed.connect(self.update)

    @property
    def current(self) -> int:
        """Index of the chosen option; -1 while nothing was chosen."""
        chosen = (i for i, segment in enumerate(self._segments) if segment.isChecked())
        return next(chosen, -1)

    def set_current(self, index: int) -> None:
        """Choose an option."""
        self._segments[index].setChecked(True)

    def clear(self) -> None:
        """Choose none, as for a question that was not answered."""
        for segment in self._segments:
            segment.setAutoExclusive(False)
            segment.setChecked(False)
            segment.setAutoExclusive(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box around all options."""
        painter = QPainter(self)
        crisp(painter)
        top = (self.height() - self.drawn_height) / 2
        box = QRectF(0, top, self.width(), self.drawn_height)
        color = self._theme.color
        rounded_box(painter, box, _RADIUS, color("surface"), color("edge"))

    def _toggled(self, checked: bool) -> None:  # noqa: FBT001 - a Qt slot
        if checked:
            self.chosen.emit(self.current)
