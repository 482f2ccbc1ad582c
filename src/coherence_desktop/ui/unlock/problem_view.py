"""A library that does not open: what happened, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel


class ProblemView(Panel):
    """Plain words and the ways on.

    Parameters
    ----------
    theme : Theme
    """

    retry_requested = Signal()
    other_library_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self._words = Label(theme, "", 16, wrap=True)
        self._place = Label(theme, "", 14, token="ink2")
        self._retry = Button(
            theme, "Try again", ButtonKind.PRIMARY, cap="Enter", height=48, size_px=16
        )
        other = Button(theme, "Choose another library", height=48, size_px=16)
        self._retry.clicked.connect(self.retry_requested)
        other.clicked.connect(self.other_library_requested)
        ways = QHBoxLayout()
        ways.setSpacing(16)
        ways.addWidget(self._retry)
        ways.addWidget(other)
        ways.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(0)
        icon = GlyphView(theme, Icon("library", 32))
        column.addWidget(icon, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(16)
        column.addWidget(self._words)
        column.addSpacing(8)
        column.addWidget(self._place)
        column.addSpacing(24)
        column.addLayout(ways)

    @property
    def words(self) -> str:
        """What happened."""
        return self._words.text()

    def set_problem(self, words: str, place: str) -> None:
        """Say what happened, and where the library is."""
        self._words.set_text(words)
        self._place.set_text(place)
        self._place.setToolTip(place)
        self._place.setVisible(bool(place))

    def take_focus(self) -> None:
        """Enter tries again."""
        self._retry.setFocus(Qt.FocusReason.OtherFocusReason)
