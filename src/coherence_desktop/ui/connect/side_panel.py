"""How the strap sits, and the way to practise without one."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.connect.wearing_drawing import WearingDrawing
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.painting import crisp, rounded_box
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.rule import Rule

WIDTH_PX = 352
_TITLE = "How it sits"
_LEGEND = (
    ("pad", "The two ribbed pads lie on moist, bare\u00a0skin."),
    ("sensor", "The sensor sits in the middle, just under the chest."),
    ("snug", "Snug enough to stay when you breathe out fully. It should not hurt."),
)


class _LegendMark(QWidget):
    """The part of the drawing that a line of the legend is about."""

    def __init__(self, theme: Theme, part: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._part = part
        self.setFixedSize(18, 20)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the part."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        if self._part == "pad":
            rounded_box(painter, QRectF(1, 7, 16, 6), 3, color("breath"))
        elif self._part == "sensor":
            rounded_box(painter, QRectF(0, 5, 18, 10), 5, color("accent"))
        else:
            painter.fillRect(QRectF(2, 6, 14, 2), color("ink2"))
            painter.fillRect(QRectF(2, 12, 14, 2), color("ink2"))


class SidePanel(Panel):
    """Drawing, legend or the model's own hint, and *Practise without a strap*.

    Parameters
    ----------
    theme : Theme
    """

    without_strap_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self.setAccessibleName(_TITLE)
        self._drawing = WearingDrawing(theme)
        self._legend = QWidget()
        self._legend.setLayout(self._legend_rows(theme))
        self._title = Label(theme, _TITLE, 20, 600)
        self._hint = Label(theme, "", 14, wrap=True)
        self._hint.hide()
        button = Button(theme, "Practise without a strap", height=48, size_px=16)
        button.clicked.connect(self.without_strap_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 24)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addWidget(self._drawing)
        column.addSpacing(20)
        column.addWidget(self._legend)
        column.addWidget(self._hint)
        column.addStretch(1)
        column.addSpacing(16)
        column.addWidget(Rule(theme))
        column.addSpacing(16)
        column.addWidget(Label(theme, "No strap today?", 16, 600))
        words = "The breath guide works without one. There will be no heart data."
        column.addSpacing(4)
        column.addWidget(Label(theme, words, 14, token="ink2", wrap=True))
        column.addSpacing(12)
        column.addWidget(button)

    def set_hint(self, hint: str, *, chest: bool, title: str = _TITLE) -> None:
        """Show the hint of a model; without one, the legend of the drawing."""
        self._title.set_text(title)
        self.setAccessibleName(title)
        self._hint.set_text(hint)
        self._hint.setVisible(bool(hint))
        self._legend.setVisible(not hint)
        self._drawing.setVisible(chest)

    def _legend_rows(self, theme: Theme) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        for part, words in _LEGEND:
            row = QHBoxLayout()
            row.setSpacing(14)
            row.addWidget(_LegendMark(theme, part), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(theme, words, 14, wrap=True), 1)
            rows.addLayout(row)
        return rows
