"""A list of painted rows, of which only those in sight cost anything."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box
from coherence_desktop.ui.widgets.scroll_area import bar_style

Index = QModelIndex | QPersistentModelIndex
RADIUS = 8
_NOWHERE = QModelIndex()
_SPOKEN = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)
_STYLE = "QListView { background: transparent; outline: none; }"


class Rows(QAbstractListModel):
    """Rows of any kind, with the words that a screen reader says for each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []
        self._words: list[str] = []

    @property
    def rows(self) -> Sequence[Any]:
        """From the top."""
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[Any], words: Sequence[str]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows, self._words = list(rows), list(words)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for its painter, its words for everyone else."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self._rows[index.row()]
        if role in _SPOKEN:
            return self._words[index.row()]
        return None


class RowPainter(QStyledItemDelegate):
    """Paints a row; override `paint_row`.

    Parameters
    ----------
    theme : Theme
    height : int
        Of each row, in logical pixels.
    """

    def __init__(self, theme: Theme, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._height = height

    @property
    def focused(self) -> bool:
        """Whether the list has the keys."""
        around = self.parent()
        return isinstance(around, QWidget) and around.hasFocus()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows have one height."""
        return QSize(0, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the fill of the selected row, the rule under it, and the row."""
        painter.save()
        crisp(painter)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        box = QRectF(rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            fill = box.adjusted(0, 1, 0, -2)
            rounded_box(painter, fill, RADIUS, self.theme.color("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            fill = box.adjusted(0, 1, 0, -2)
            rounded_box(painter, fill, RADIUS, self.theme.color("sunken", 0.6))
        rule = QRectF(box.left(), box.bottom() - 1, box.width(), 1)
        painter.fillRect(rule, self.theme.color("line"))
        row = index.data(Qt.ItemDataRole.UserRole)
        self.paint_row(painter, box, row, index.row(), selected=selected)
        painter.restore()

    def paint_row(
        self,
        painter: QPainter,
        box: QRectF,
        row: Any,  # noqa: ANN401 - each list has its own kind
        place: int,
        *,
        selected: bool,
    ) -> None:
        """Draw what the row says."""
        raise NotImplementedError

    def words(
        self,
        painter: QPainter,
        text: str,
        x: float,
        middle: float,
        width: float,
        *,
        size_px: int = 14,
        weight: int = 400,
        token: str = "ink",
    ) -> float:
        """Draw one line, cut with dots where it must be; give the x after it."""
        font = self.theme.font(size_px, weight)
        return line_text(painter, font, self.theme.color(token), x, middle, cut(font, text, width))


def cut(font: QFont, text: str, width: float) -> str:
    """Cut a text with dots to a width."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))


class RowList(QListView):
    """The list; arrows select, Enter opens.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name.
    painter : RowPainter
    click_opens : bool
        One click opens; otherwise it only selects and two open.
    """

    opened = Signal(int)
    selected = Signal(int)

    def __init__(
        self,
        theme: Theme,
        name: str,
        painter: RowPainter,
        *,
        click_opens: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = Rows(self)
        self._quiet = False
        painter.setParent(self)
        self.setModel(self._rows)
        self.setItemDelegate(painter)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalScrollBar().setSingleStep(28)
        self.viewport().setAutoFillBackground(False)
        attach_focus_ring(self, theme, RADIUS)
        activation = self.clicked if click_opens else self.doubleClicked
        activation.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().currentChanged.connect(self._tell)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def rows(self) -> Sequence[Any]:
        """What is shown, from the top."""
        return self._rows.rows

    @property
    def current(self) -> int:
        """The selected row, or -1."""
        return self.currentIndex().row()

    def set_rows(self, rows: Sequence[Any], words: Sequence[str], current: int = -1) -> None:
        """Show other rows, and select one of them without telling."""
        self._quiet = True
        scrolled = self.verticalScrollBar().value()
        self._rows.set_rows(rows, words)
        if 0 <= current < len(rows):
            self.setCurrentIndex(self._rows.index(current))
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scrolled)
        self._quiet = False

    def select(self, row: int) -> None:
        """Select a row and bring it in sight."""
        if 0 <= row < len(self._rows.rows):
            self.setCurrentIndex(self._rows.index(row))
            self.scrollTo(self._rows.index(row))

    def step(self, by: int) -> None:
        """Select the row that many below, or above."""
        count = len(self._rows.rows)
        if count:
            self.select(min(max(self.current + by, 0), count - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters belong to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current >= 0:
                self.opened.emit(self.current)
        elif event.text().strip() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _tell(self, index: QModelIndex) -> None:
        if not self._quiet:
            self.selected.emit(index.row())

    def _restyle(self) -> None:
        self.setStyleSheet(_STYLE + bar_style(self._theme))
