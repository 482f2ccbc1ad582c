"""Steps of exposure that are released for home, to choose the next one from."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import Step
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

_WORDS = "The ones your clinician released for home, the easiest first. None of them is a must."
_WIDTH_PX = 640


class StepsPage(Page):
    """A button for each step, and a way back.

    Parameters
    ----------
    theme : Theme
    """

    chosen = Signal(object)
    """The `Step` to try."""
    back_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Which step")
        self.steps: list[Button] = []
        self.back = Button(theme, "Back", ButtonKind.TEXT, cap="Esc", size_px=16)
        self.back.clicked.connect(self.back_requested)
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        held = QWidget()
        held.setMaximumWidth(_WIDTH_PX)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        column.addWidget(Label(theme, "Which step?", 40, 500))
        column.addWidget(Label(theme, _WORDS, 20, token="ink2", wrap=True))
        column.addLayout(self._list)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        content = QWidget()
        across = QHBoxLayout(content)
        across.setContentsMargins(64, 56, 64, 48)
        across.addWidget(held, 1)
        across.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(theme, content))

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps."""
        while self.steps:
            button = self.steps.pop()
            self._list.removeWidget(button)
            button.hide()
            button.deleteLater()
        for step in steps:
            dose = f", {step.duration_s:g} s" if step.duration_s is not None else ""
            how = f", {step.variant}" if step.variant else ""
            button = Button(self.theme, f"{step.title}{dose}{how}", height=56, size_px=16)
            button.clicked.connect(partial(self.chosen.emit, step))
            self.steps.append(button)
            self._list.addWidget(button)
        for before, after in zip(self.steps, [*self.steps[1:], self.back], strict=False):
            QWidget.setTabOrder(before, after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys to the first step."""
        super().showEvent(event)
        (self.steps[0] if self.steps else self.back).setFocus(Qt.FocusReason.OtherFocusReason)
