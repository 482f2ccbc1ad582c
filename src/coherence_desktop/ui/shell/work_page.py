"""The page while the library is closed for work on the whole of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.mark import Mark
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.progress_bar import ProgressBar

_WIDTH_PX = 560


class WorkPage(Page):
    """How far it is and a way to stop; then how it ended and a way on.

    Parameters
    ----------
    theme : Theme
    title : str
        What is done.
    """

    cancel_requested = Signal()
    go_on_requested = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName(title)
        self._title = Label(theme, title, 40, 500, wrap=True)
        self._words = Label(theme, "The library is closed meanwhile.", 16, token="ink2", wrap=True)
        self.bar = ProgressBar(theme, title)
        self.cancel = Button(theme, "Cancel", height=48, size_px=16)
        self.go_on = Button(theme, "Go on", ButtonKind.PRIMARY, cap="Enter", height=48, size_px=16)
        self.go_on.hide()
        self.cancel.clicked.connect(self.cancel_requested)
        self.go_on.clicked.connect(self.go_on_requested)
        content = QWidget()
        content.setMaximumWidth(_WIDTH_PX)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 32, 0, 32)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(Mark(theme))
        column.addSpacing(24)
        column.addWidget(self._title)
        column.addSpacing(8)
        column.addWidget(self._words)
        column.addSpacing(32)
        column.addWidget(self.bar)
        column.addSpacing(24)
        column.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 0, 32, 0)
        row.addStretch(1)
        row.addWidget(content, 4)
        row.addStretch(1)
        self.setFocusProxy(self.cancel)

    @property
    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def end(self, title: str, words: str) -> None:
        """Say how it ended."""
        self.setAccessibleName(title)
        self._title.set_text(title)
        self._words.set_text(words)
        self.bar.hide()
        self.cancel.hide()
        self.go_on.show()
        self.setFocusProxy(self.go_on)
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on once it is done."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not self.go_on.isHidden():
            self.go_on.click()
        else:
            super().keyPressEvent(event)
