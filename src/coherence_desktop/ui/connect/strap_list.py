"""The list of straps in reach, or the words in its place."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.connect.strap_row import StrapRow
from coherence_desktop.ui.connect.view import FoundStrapView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.painting import crisp, rounded_box
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

_LEAST_PX = 248


class _Waves(QWidget):
    """Three arcs over a dot: something listens."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._listening = True
        self.setFixedSize(136, 84)
        theme.changed.connect(self.update)

    def set_listening(self, listening: bool) -> None:  # noqa: FBT001 - a state
        """Draw it in the accent, or quietly."""
        if listening != self._listening:
            self._listening = listening
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arcs, fainter with their distance."""
        token = "accent" if self._listening else "ink3"
        painter = QPainter(self)
        crisp(painter)
        foot = QPointF(68, 72)
        for radius, alpha in ((64.0, 0.35), (44.0, 0.62), (24.0, 0.92)):
            pen = QPen(self._theme.color(token, alpha), 3)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            box = QRectF(foot.x() - radius, foot.y() - radius, 2 * radius, 2 * radius)
            painter.drawArc(box, 0, 180 * 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(token))
        painter.drawEllipse(foot, 6.0, 6.0)


class _Frame(QWidget):
    """Rounds the corners of what scrolls below it and draws the border."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cover the corners with ground, then draw the border."""
        painter = QPainter(self)
        crisp(painter)
        box = QRectF(self.rect())
        outside = QPainterPath()
        outside.addRect(box)
        inside = QPainterPath()
        inside.addRoundedRect(box, PATIENT_RADIUS, PATIENT_RADIUS)
        painter.fillPath(outside.subtracted(inside), self._theme.color("ground"))
        rounded_box(painter, box, PATIENT_RADIUS, None, self._theme.color("line"))


class StrapList(Panel):
    """Rows of 112, own straps first, one of them selected.

    Rows keep their place while the search goes on, so that nothing moves under a finger.

    Parameters
    ----------
    theme : Theme
    """

    connect_requested = Signal(str)
    selection_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self.setAccessibleName("Straps in reach")
        self._rows: list[StrapRow] = []
        self._selected = ""
        self._connecting = ""
        self._waves = _Waves(theme)
        self._heading = Label(theme, "", 20, 600, align=Qt.AlignmentFlag.AlignHCenter)
        self._advice = Label(theme, "", 16, token="ink2", align=Qt.AlignmentFlag.AlignHCenter)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._scroll = ScrollArea(theme, self._content)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self._scroll)
        self._frame = _Frame(theme, self)
        self.setMinimumHeight(_LEAST_PX)

    @property
    def rows(self) -> Sequence[StrapRow]:
        """The rows from the top."""
        return tuple(self._rows)

    @property
    def selected(self) -> StrapRow | None:
        """The row that Enter is for."""
        return next((row for row in self._rows if row.strap.address == self._selected), None)

    def set_straps(self, straps: Sequence[FoundStrapView]) -> None:
        """Show these straps; those shown before stay where they are."""
        newer = {strap.address: strap for strap in straps}
        for row in [row for row in self._rows if row.strap.address not in newer]:
            self._rows.remove(row)
            row.hide()
            row.deleteLater()
        shown = set()
        for row in self._rows:
            shown.add(row.strap.address)
            row.set_strap(newer[row.strap.address])
        for strap in straps:
            if strap.address not in shown:
                self._add(strap)
        self._stack.setCurrentIndex(1 if self._rows else 0)
        self._frame.raise_()
        if self.selected is None and self._rows:
            self.select(self._rows[0].strap.address)

    def set_empty_words(self, heading: str, advice: str, *, listening: bool) -> None:
        """What stands in the list's place while it is empty."""
        self._waves.set_listening(listening)
        self._heading.set_text(heading)
        self._advice.set_text(advice)

    def set_connecting(self, address: str) -> None:
        """Say which strap is being connected; empty for none."""
        self._connecting = address
        for row in self._rows:
            row.set_connecting(row.strap.address == address)

    def select(self, address: str) -> None:
        """Select a strap."""
        self._selected = address
        for row in self._rows:
            row.set_selected(row.strap.address == address)
        self.selection_changed.emit()

    def step(self, rows: int) -> None:
        """Select the row that many below (or above) and give it keyboard focus."""
        if not self._rows:
            return
        current = self.selected
        index = self._rows.index(current) + rows if current is not None else 0
        row = self._rows[min(max(index, 0), len(self._rows) - 1)]
        self.select(row.strap.address)
        row.take_focus()
        self._scroll.ensureWidgetVisible(row, 0, 0)

    def sizeHint(self) -> QSize:
        """Room for two rows and a part of the third; the page gives what it has."""
        return QSize(840, _LEAST_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the border around all of it."""
        super().resizeEvent(event)
        self._frame.setGeometry(self.rect())

    def _add(self, strap: FoundStrapView) -> None:
        row = StrapRow(self.theme, strap)
        row.set_connecting(strap.address == self._connecting)
        row.connect_requested.connect(self.connect_requested)
        row.picked.connect(self.select)
        own = sum(other.strap.yours for other in self._rows)
        place = own if strap.yours else len(self._rows)
        self._rows.insert(place, row)
        self._column.insertWidget(place, row)
        if strap.yours and place == 0:
            self.select(strap.address)
        for before, after in zip(self._rows, self._rows[1:], strict=False):
            QWidget.setTabOrder(before.button, after.button)

    def _empty(self) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._waves, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        column.addWidget(self._heading)
        column.addSpacing(12)
        column.addWidget(self._advice)
        column.addStretch(1)
        return place
