"""After the app died in a session: go on with it, or leave it as it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel

_WHAT = (
    "Everything up to then is kept. If you go on, the time in between stays a gap; nothing is "
    "made up for it."
)
_WIDTH_PX = 776


class ContinuePage(Page):
    """One question with two answers; Enter goes on, Esc leaves it.

    Parameters
    ----------
    theme : Theme
    title : str
        What was practised.
    message : str
        How the session ended.
    """

    go_on_chosen = Signal()
    leave_chosen = Signal()

    def __init__(
        self, theme: Theme, title: str, message: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("A session that ended without closing")
        self.message = message
        self.go_on = Button(
            theme, "Go on with it", ButtonKind.PRIMARY, cap="Enter", height=48, size_px=16
        )
        self.leave = Button(theme, "Leave it as it is", cap="Esc", height=48, size_px=16)
        self.go_on.clicked.connect(self.go_on_chosen)
        self.leave.clicked.connect(self.leave_chosen)
        panel = Panel(theme, PATIENT_RADIUS)
        panel.setMaximumWidth(_WIDTH_PX)
        panel.setMinimumWidth(min(_WIDTH_PX, 560))
        column = QVBoxLayout(panel)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(16)
        column.addWidget(Label(theme, title, 28, 500))
        column.addWidget(Label(theme, message, 16, wrap=True))
        column.addWidget(Label(theme, _WHAT, 16, token="ink2", wrap=True))
        answers = QHBoxLayout()
        answers.setSpacing(16)
        answers.setContentsMargins(0, 16, 0, 0)
        answers.addWidget(self.go_on)
        answers.addWidget(self.leave)
        answers.addStretch(1)
        column.addLayout(answers)
        middle = QVBoxLayout(self)
        middle.setContentsMargins(64, 64, 64, 64)
        middle.addStretch(1)
        middle.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(2)
        self.setFocusProxy(self.go_on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on with the session, Esc leaves it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on_chosen.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave_chosen.emit()
        else:
            super().keyPressEvent(event)
