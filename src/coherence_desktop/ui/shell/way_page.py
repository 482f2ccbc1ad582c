"""First start: who the app is for on this computer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.preferences import Way
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

_HOME = (
    "For yourself. Opens on today's practice: one clear next thing, and nothing to keep up with."
)
_CLINIC = (
    "For work with clients. Opens on the list of clients, with exposure, review and every number."
)
_LATER = "This can be changed later in Settings, with the passphrase."
_STACKED_PX = 900
_WIDTH_PX = 1000


class WayPage(Page):
    """Two ways to start, side by side.

    Parameters
    ----------
    theme : Theme
    """

    chosen = Signal(object)
    """A `Way`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("How the app is used here")
        self.home = Button(theme, "At home", ButtonKind.PRIMARY, height=48, size_px=16)
        self.clinic = Button(theme, "In the clinic", height=48, size_px=16)
        self.home.clicked.connect(lambda: self.chosen.emit(Way.HOME))
        self.clinic.clicked.connect(lambda: self.chosen.emit(Way.CLINIC))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.addWidget(self._panel("today", "At home", _HOME, self.home), 1)
        self._columns.addWidget(self._panel("clients", "In the clinic", _CLINIC, self.clinic), 1)
        held = QWidget()
        held.setMaximumWidth(_WIDTH_PX)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(theme, "Where will you use it?", 40, 500))
        column.addSpacing(32)
        column.addLayout(self._columns)
        column.addSpacing(24)
        column.addWidget(Label(theme, _LATER, 14, token="ink2", wrap=True))
        content = QWidget()
        middle = QVBoxLayout(content)
        middle.setContentsMargins(64, 64, 64, 64)
        middle.addStretch(1)
        middle.addWidget(held)
        middle.setAlignment(held, Qt.AlignmentFlag.AlignHCenter)
        held.setMinimumWidth(560)
        middle.addStretch(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(theme, content))
        self.setFocusProxy(self.home)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One way under the other, where there is little room."""
        super().resizeEvent(event)
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if self.width() < _STACKED_PX else right)

    def _panel(self, icon: str, heading: str, words: str, button: Button) -> Panel:
        panel = Panel(self.theme, PATIENT_RADIUS)
        column = QVBoxLayout(panel)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(0)
        mark = GlyphView(self.theme, Icon(icon, 32, "accent"))
        column.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(16)
        column.addWidget(Label(self.theme, heading, 20, 600))
        column.addSpacing(8)
        column.addWidget(Label(self.theme, words, 16, token="ink2", wrap=True))
        column.addStretch(1)
        column.addSpacing(24)
        column.addWidget(button)
        return panel
