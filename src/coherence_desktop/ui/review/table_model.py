"""A table's cells as Qt wants them, words for screen readers included."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.review.views import Cell, TableView

Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """Hands the view's cells to Qt, words for screen readers included."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.view = TableView()

    def show(self, view: TableView) -> None:
        """Show another table."""
        self.beginResetModel()
        self.view = view
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Rows without the header."""
        return 0 if parent.isValid() else len(self.view.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Columns."""
        return 0 if parent.isValid() else len(self.view.columns)

    def cell(self, index: Index) -> Cell:
        """A cell by its place."""
        return self.view.rows[index.row()].cells[index.column()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Words, tip and spoken words of a cell."""
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
        """Title of a column."""
        across = orientation == Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.DisplayRole:
            return self.view.columns[section].title
        return None
