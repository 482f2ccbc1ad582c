"""The one next thing, and the two quiet ones beside it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from coherence_desktop.ui.programme.step_view import COLUMN_PX
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind


class Actions(QWidget):
    """Go on, go back, pause; large where a person moves on, quiet where time does.

    Parameters
    ----------
    theme : Theme
    """

    going_on = Signal()
    going_back = Signal()
    pausing = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.main = Button(
            theme,
            "Continue",
            ButtonKind.PRIMARY,
            cap="Enter",
            height=80,
            size_px=28,
            cap_px=36,
            radius=12,
        )
        self.main.setFixedWidth(336)
        self.early = Button(theme, "Go on now", ButtonKind.TEXT, cap="Enter", size_px=16)
        self.back = Button(theme, "Back", ButtonKind.TEXT, cap="←", size_px=16)
        self.pause = Button(theme, "Pause", ButtonKind.TEXT, cap="P", size_px=16)
        self.main.clicked.connect(self.going_on)
        self.early.clicked.connect(self.going_on)
        self.back.clicked.connect(self.going_back)
        self.pause.clicked.connect(self.pausing)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inner = QWidget()
        inner.setMaximumWidth(COLUMN_PX)
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(4, 4, 4, 4)
        self._row.setSpacing(32)
        self._row.addStretch(0)
        for button in (self.main, self.back, self.pause, self.early):
            self._row.addWidget(button)
        self._row.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(inner, 1000)
        whole.addStretch(1)
        self.show_step(timed=False, done=False, first=True, writing=False, paused=False)

    def show_step(
        self, *, timed: bool, done: bool, first: bool, writing: bool, paused: bool
    ) -> None:
        """Offer what makes sense in a step.

        Parameters
        ----------
        timed : bool
            It moves on by itself.
        done : bool
            The last step is behind.
        first : bool
            Nothing is before it.
        writing : bool
            Enter belongs to the text.
        paused : bool
            The practice rests.
        """
        self.main.set_text("Finish" if done else "Continue")
        self.main.set_cap("Ctrl Enter" if writing else "Enter")
        self.main.setVisible(not timed)
        self.early.setVisible(timed)
        self.pause.setVisible(timed)
        self.pause.set_text("Resume" if paused else "Pause")
        self.back.setVisible(not first)
        self._row.setStretch(0, 1 if timed else 0)
