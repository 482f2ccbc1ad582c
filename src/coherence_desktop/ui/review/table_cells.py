"""Paints the header and the cells of a table."""

from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from coherence_desktop.ui.review.table_model import Index
from coherence_desktop.ui.review.views import Cell, Row, TableView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp
from coherence_desktop.ui.widgets.quality_badge import QualityMark

ROW_PX = 28
HEADER_PX = 34
EDGE_PX = 16
BETWEEN_PX = 12
LINE_PX = 16
MOST_LINES = 4
_MARK_PX = 12
_MARK_GAP_PX = 8


class Shows(Protocol):
    """What a table tells those who paint it."""

    trial: int

    @property
    def view(self) -> TableView:
        """What is shown."""

    @property
    def current_row(self) -> int:
        """The row that stands out as the current one; -1 for none."""


class TableHeader(QHeaderView):
    """Titles of the columns; that of the chosen trial in ink."""

    def __init__(self, theme: Theme, table: "Shows", parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
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


class CellPainter(QStyledItemDelegate):
    """Draws a cell: rule, words, mark."""

    def __init__(self, theme: Theme, table: "Shows", parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, rule, mark and words."""
        theme, view = self._theme, self._table.view
        row, column = view.rows[index.row()], view.columns[index.column()]
        cell = row.cells[index.column()]
        box = QRectF(option.rect)
        painter.save()
        crisp(painter)
        current = index.row() == self._table.current_row
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
        if len(lines) > MOST_LINES:
            rest = " ".join(lines[MOST_LINES - 1 :])
            mode = Qt.TextElideMode.ElideRight
            lines = [*lines[: MOST_LINES - 1], metrics.elidedText(rest, mode, box.width())]
        top = box.center().y() - LINE_PX * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            x = box.right() - metrics.horizontalAdvance(line) if right else box.left()
            y = top + number * LINE_PX + metrics.capHeight() / 2
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
    left = EDGE_PX if place == 0 else BETWEEN_PX / 2
    right = EDGE_PX if place == columns - 1 else BETWEEN_PX / 2
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
