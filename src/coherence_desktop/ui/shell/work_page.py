"""The page while the library is closed for work on the whole of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.progress_bar import ProgressBar
from coherence_desktop.ui.widgets.quiet_page import QuietPage


class WorkPage(QuietPage):
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
        super().__init__(theme, title, "The library is closed meanwhile.", parent=parent)
        self.bar = ProgressBar(theme, title)
        self.cancel = Button(theme, "Cancel", height=48, size_px=16)
        self.go_on = Button(theme, "Go on", ButtonKind.PRIMARY, cap="Enter", height=48, size_px=16)
        self.go_on.hide()
        self.cancel.clicked.connect(self.cancel_requested)
        self.go_on.clicked.connect(self.go_on_requested)
        self.body.addWidget(self.bar)
        self.body.addSpacing(24)
        self.body.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.cancel)

    @property
    def words(self) -> str:
        """What is said."""
        return self.line.text()

    def end(self, title: str, words: str) -> None:
        """Say how it ended."""
        self.set_title(title)
        self.line.set_text(words)
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
