"""A table that can be read with the keyboard: cells with marks, long reasons over lines."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from coherence_desktop.ui.review.views import Cell, Row, TableView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.widgets.quality_badge import QualityMark
from coherence_desktop.ui.widgets.scroll_area import bar_style

ROW_PX = 28
HEADER_PX = 34
_EDGE_PX = 16
_BETWEEN_PX = 12
_MARK_PX = 12
_MARK_GAP_PX = 8
_LINE_PX = 16
_MOST_LINES = 4
_Index = QModelIndex | QPersistentModelIndex
_STYLE = """
QTableView {{ background: transparent; border: none; outline: none; }}
QHeaderView {{ background: transparent; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; border: none; }}
"""


class _Model(QAbstractTableModel):
    """Hands the view's cells to Qt, words for screen readers included."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = TableView()

    def show(self, view: TableView) -> None:
        self.beginResetModel()
        self.view = view
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.view.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.view.columns)

    def cell(self, index: _Index) -> Cell:
        return self.view.rows[index.row()].cells[index.column()]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{cell.text}, {cell.level}" if cell.level is not None else cell.text
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        across = orientation == Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.DisplayRole:
            return self.view.columns[section].title
        return None


class DataTable(QTableView):
    """Shows a `TableView`; arrows move from row to row, Enter tells which moment it is about.

    Left and Right belong to the page.

    Parameters
    ----------
    theme : Theme
    name : str
        What the table holds, for screen readers.
    row_px : int
        Least height of a row.
    picks : bool
        One row is always picked, as in a list to choose from.
    """

    moment_chosen = Signal(float)
    row_chosen = Signal(int)
    picked = Signal(int)

    def __init__(
        self,
        theme: Theme,
        name: str,
        row_px: int = ROW_PX,
        *,
        picks: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row_px = row_px
        self.picks = picks
        self.trial = 0
        self._model = _Model(self)
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setItemDelegate(_Cells(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.setHorizontalHeader(_Header(theme, self))
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.doubleClicked.connect(self._chosen)
        attach_focus_ring(self, theme, 8)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def view(self) -> TableView:
        """What is shown."""
        return self._model.view

    def show_view(self, view: TableView) -> None:
        """Show another table, from its beginning if it has other columns."""
        kept = self.verticalScrollBar().value() if view.columns == self.view.columns else 0
        at = self.currentIndex().row()
        self._model.show(view)
        self.horizontalHeader().setVisible(bool(view.rows))
        self.setAccessibleDescription("" if view.rows else view.empty)
        self._lay_out()
        self.verticalScrollBar().setValue(kept)
        if kept and 0 <= at < len(view.rows):
            self.setCurrentIndex(self._model.index(at, 0))

    def set_trial(self, number: int) -> None:
        """Let the column of a trial stand out."""
        if number == self.trial:
            return
        self.trial = number
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        for place, column in enumerate(self.view.columns):
            if column.trial == number and self.view.rows:
                self.scrollTo(self._model.index(max(self.currentIndex().row(), 0), place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the row's moment; sideways keys are the page's."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._chosen(self.currentIndex())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0, 0))
        elif key in (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        ):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.view.rows:
            last = len(self.view.rows) - 1 if key == Qt.Key.Key_End else 0
            self.setCurrentIndex(self._model.index(last, 0))
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, or the words in the place of a table without rows."""
        super().paintEvent(event)
        if self.view.rows or not self.view.empty:
            return
        painter = QPainter(self.viewport())
        crisp(painter)
        font, color = self._theme.font(14), self._theme.color("ink2")
        line_text(painter, font, color, _EDGE_PX, 24, self.view.empty)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room among the columns."""
        super().resizeEvent(event)
        self._lay_out()

    def _chosen(self, index: QModelIndex) -> None:
        self.row_chosen.emit(index.row())
        t = self.view.rows[index.row()].t
        if t is not None:
            self.moment_chosen.emit(t)

    def pick(self, row: int) -> None:
        """Make a row the current one and bring it into view."""
        if 0 <= row < len(self.view.rows):
            self.setCurrentIndex(self._model.index(row, 0))
            self.scrollTo(self._model.index(row, 0))

    def visible_rows(self) -> range:
        """Rows that can be seen now."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = len(self.view.rows) - 1 if last < 0 else last
        return range(max(first, 0), last + 1 if self.view.rows else 0)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which row is current, and draw all of it as such."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid():
            self.picked.emit(current.row())

    def _lay_out(self) -> None:
        columns = self.view.columns
        if not columns:
            return
        least = [self._least(place) for place in range(len(columns))]
        fits = sum(least) <= self.viewport().width()
        bars = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(
            bars.ScrollBarAlwaysOff if fits else bars.ScrollBarAsNeeded
        )
        spare = max(0, self.viewport().width() - sum(least))
        shares = sum(column.stretch for column in columns)
        for place, column in enumerate(columns):
            width = least[place] + (spare * column.stretch // shares if shares else 0)
            self.setColumnWidth(place, width)
        for row in range(len(self.view.rows)):
            self.setRowHeight(row, self._row_height(row))

    def _least(self, place: int) -> int:
        column = self.view.columns[place]
        title = text_width(self._theme.font(12, 600), column.title)
        edges = _EDGE_PX * (place in (0, len(self.view.columns) - 1)) + _BETWEEN_PX
        wanted = max(column.width_px, round(title) + edges + 8)
        return max(wanted, 88) if column.stretch else wanted

    def _row_height(self, row: int) -> int:
        lines = 1
        for place, cell in enumerate(self.view.rows[row].cells):
            room = cell_room(self.columnWidth(place), place, len(self.view.columns), cell)
            font = cell_font(self._theme, self.view.rows[row], cell, bold=False)
            if text_width(font, cell.text) > room:
                lines = max(lines, len(broken(cell.text, font, room)))
        return self._row_px + _LINE_PX * (min(lines, _MOST_LINES) - 1)

    def _restyle(self) -> None:
        self.setStyleSheet(_STYLE.format() + bar_style(self._theme))
        self.viewport().update()


class _Header(QHeaderView):
    """Titles of the columns; that of the chosen trial in ink."""

    def __init__(self, theme: Theme, table: DataTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme
        self._table = table
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        theme.changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(0, HEADER_PX)

    def paintSection(self, painter: QPainter, rect: object, logicalIndex: int) -> None:  # noqa: N803
        """Draw a title over its rule."""
        view = self._table.view
        column = view.columns[logicalIndex]
        box = QRectF(rect)  # type: ignore[call-overload]
        painter.save()
        crisp(painter)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        bold = column.trial != 0 and column.trial == self._table.trial
        painter.setFont(self._theme.font(12, 600 if bold else 400))
        painter.setPen(self._theme.color("ink" if bold else "ink2"))
        inner = inside(box, logicalIndex, len(view.columns))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), column.title)
        painter.restore()


class _Cells(QStyledItemDelegate):
    """Draws a cell: rule, words, mark."""

    def __init__(self, theme: Theme, table: DataTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, view = self._theme, self._table.view
        row, column = view.rows[index.row()], view.columns[index.column()]
        cell = row.cells[index.column()]
        box = QRectF(option.rect)
        painter.save()
        crisp(painter)
        live = self._table.hasFocus() or self._table.picks
        current = live and index.row() == self._table.currentIndex().row()
        if current:
            painter.fillRect(box, theme.color("accent_soft"))
        elif row.leading:
            painter.fillRect(box, theme.color("sunken", 0.5))
        painter.setPen(QPen(theme.color("line"), 1))
        base = box.adjusted(0, 0, 0, -0.5)
        painter.drawLine(base.bottomLeft(), base.bottomRight())
        inner = inside(box, index.column(), len(view.columns))
        if cell.level is not None and not cell.quiet:
            left = inner.right() - _MARK_PX if column.right else inner.left()
            mark = QRectF(left, box.center().y() - 6, _MARK_PX, _MARK_PX)
            QualityMark(cell.level, _MARK_PX).paint(painter, theme, mark, None)
        if column.right:
            inner.setRight(inner.right() - _mark_room(cell))
        else:
            inner.setLeft(inner.left() + _mark_room(cell))
        bold = column.trial != 0 and column.trial == self._table.trial
        font = cell_font(theme, row, cell, bold=bold)
        quiet = cell.quiet or column.quiet
        token = "ink2" if quiet and not row.leading else "note" if cell.news else "ink"
        painter.setFont(font)
        painter.setPen(theme.color(token))
        self._draw(painter, font, inner, cell.text, right=column.right)
        painter.restore()

    @staticmethod
    def _draw(painter: QPainter, font: QFont, box: QRectF, text: str, *, right: bool) -> None:
        metrics = QFontMetricsF(font)
        lines = broken(text, font, box.width())
        if len(lines) > _MOST_LINES:
            rest = " ".join(lines[_MOST_LINES - 1 :])
            mode = Qt.TextElideMode.ElideRight
            lines = [*lines[: _MOST_LINES - 1], metrics.elidedText(rest, mode, box.width())]
        top = box.center().y() - _LINE_PX * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            x = box.right() - metrics.horizontalAdvance(line) if right else box.left()
            y = top + number * _LINE_PX + metrics.capHeight() / 2
            painter.drawText(round(x), round(y), line)


def cell_font(theme: Theme, row: Row, cell: Cell, *, bold: bool) -> QFont:
    """Font of a cell."""
    if cell.quiet:
        return theme.font(12)
    if row.heading:
        return theme.font(12, 600)
    return theme.font(14, 600 if bold else 500 if row.leading else 400)


def inside(box: QRectF, place: int, columns: int) -> QRectF:
    """Where the words of a cell may stand."""
    left = _EDGE_PX if place == 0 else _BETWEEN_PX / 2
    right = _EDGE_PX if place == columns - 1 else _BETWEEN_PX / 2
    return box.adjusted(left, 0, -right, 0)


def cell_room(width: float, place: int, columns: int, cell: Cell) -> float:
    """Pixels that the words of a cell have."""
    inner = inside(QRectF(0, 0, width, ROW_PX), place, columns).width()
    return inner - _mark_room(cell)


def _mark_room(cell: Cell) -> float:
    """Marks stand in a column of their own beside the words."""
    return _MARK_PX + _MARK_GAP_PX if cell.level is not None else 0.0


def broken(text: str, font: QFont, room: float) -> list[str]:
    """Lines of a text in some width."""
    if QFontMetricsF(font).horizontalAdvance(text) <= room:
        return [text]
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    lines = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, room))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return lines
