"""A choice of one among many, opened as a list."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

_LIST_STYLE = """
QComboBox QAbstractItemView {{
    background: {surface}; color: {ink}; border: 1px solid {edge}; outline: none; padding: 4px;
    selection-background-color: {accent_soft}; selection-color: {ink};
}}
QComboBox QAbstractItemView::item {{ min-height: 40px; padding: 0 12px; }}
"""


class Select(QComboBox):
    """A box with the chosen option; Space or a click opens the list, arrows change it.

    Parameters
    ----------
    theme : Theme
    name : str
        What is chosen; the accessible name.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setFont(theme.font(14))
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        attach_focus_ring(self, theme, 8)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_options(self, options: Sequence[str], current: int) -> None:
        """Offer these options, without telling that one was chosen."""
        with QSignalBlocker(self):
            self.clear()
            self.addItems(list(options))
            self.setCurrentIndex(current)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as the longest option."""
        font = self._theme.font(14)
        widest = max(
            (text_width(font, self.itemText(index)) for index in range(self.count())), default=0.0
        )
        return QSize(round(widest) + 56, 40)

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, words and arrow."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        rounded_box(painter, QRectF(self.rect()), 8, color("surface"), color("edge"))
        middle = self.height() / 2
        line_text(painter, self._theme.font(14), color("ink"), 16, middle, self.currentText())
        pen = QPen(color("ink2"), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x = self.width() - 22
        tip = [(x - 4, middle - 2), (x, middle + 2), (x + 4, middle - 2)]
        painter.drawPolyline(QPolygonF([QPointF(*point) for point in tip]))

    def _restyle(self) -> None:
        tokens = self._theme.tokens
        self.setStyleSheet(
            _LIST_STYLE.format(
                surface=tokens.surface,
                ink=tokens.ink,
                edge=tokens.edge,
                accent_soft=tokens.accent_soft,
            )
        )
