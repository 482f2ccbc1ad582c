"""A table that can be read with the keyboard: cells with marks, long reasons over lines."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from coherence_desktop.ui.review.table_cells import (
    BETWEEN_PX,
    EDGE_PX,
    LINE_PX,
    MOST_LINES,
    ROW_PX,
    CellPainter,
    TableHeader,
    broken,
    cell_font,
    cell_room,
)
from coherence_desktop.ui.review.table_model import Index, TableModel
from coherence_desktop.ui.review.views import TableView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.widgets.scroll_area import bar_style

_STYLE = """
QTableView {{ background: transparent; border: none; outline: none; }}
QHeaderView {{ background: transparent; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; border: none; }}
"""


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
        self._model = TableModel(self)
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setItemDelegate(CellPainter(theme, self, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.setHorizontalHeader(TableHeader(theme, self, self))
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

    @property
    def current_row(self) -> int:
        """The row that stands out: the current one while it can be moved by key."""
        return self.currentIndex().row() if self.hasFocus() or self.picks else -1

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
        line_text(painter, font, color, EDGE_PX, 24, self.view.empty)

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

    def currentChanged(self, current: Index, previous: Index) -> None:
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
        edges = EDGE_PX * (place in (0, len(self.view.columns) - 1)) + BETWEEN_PX
        wanted = max(column.width_px, round(title) + edges + 8)
        return max(wanted, 88) if column.stretch else wanted

    def _row_height(self, row: int) -> int:
        lines = 1
        for place, cell in enumerate(self.view.rows[row].cells):
            room = cell_room(self.columnWidth(place), place, len(self.view.columns), cell)
            font = cell_font(self._theme, self.view.rows[row], cell, bold=False)
            if text_width(font, cell.text) > room:
                lines = max(lines, len(broken(cell.text, font, room)))
        return self._row_px + LINE_PX * (min(lines, MOST_LINES) - 1)

    def _restyle(self) -> None:
        self.setStyleSheet(_STYLE.format() + bar_style(self._theme))
        self.viewport().update()
