"""What the four pages of handing over have in common."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.ui.handover.files import FileDialogs, FileQuestions
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.worker import Worker

_WIDEST_PX = 1160
_STACKED_BELOW_PX = 1000
BUSY = "A moment. With a passphrase this takes some seconds, on purpose."


class HandoverPage(Page):
    """A title, a kind line, panels one below the other, one main action, and how it went.

    Parameters
    ----------
    theme : Theme
    title, words : str
    action : str
        What the main button says.
    files : FileQuestions, optional
        Asks for files.
    """

    back_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        words: str,
        action: str,
        *,
        files: FileQuestions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName(title)
        self.files: FileQuestions = files or FileDialogs()
        self._action = action
        self._leads_back = False
        self.busy = False
        self._worker = Worker(self)
        self.main = Button(theme, action, ButtonKind.PRIMARY, cap="Enter", height=56, size_px=16)
        self.back = Button(theme, "Back", ButtonKind.TEXT, cap="Esc")
        self.problem = Notice(theme)
        self.done = Notice(theme, good=True)
        self._waiting = Label(theme, "", 14, token="ink2", wrap=True)
        self._words = Label(theme, words, 16, token="ink2", wrap=True)
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        for side in (self.left, self.right):
            side.setSpacing(16)
            self._columns.addLayout(side, 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(24)
        self._row.addWidget(self.main)
        self._row.addWidget(self.back)
        self._row.addStretch(1)
        held = QWidget()
        held.setMaximumWidth(_WIDEST_PX)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(theme, title, 40, 500))
        column.addSpacing(8)
        column.addWidget(self._words)
        column.addSpacing(24)
        column.addLayout(self._columns)
        column.addSpacing(16)
        column.addWidget(self.problem)
        column.addWidget(self.done)
        column.addWidget(self._waiting)
        column.addSpacing(16)
        column.addLayout(self._row)
        column.addStretch(1)
        content = QWidget()
        around = QHBoxLayout(content)
        around.setContentsMargins(64, 40, 64, 24)
        around.addWidget(held, 1)
        around.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._scroll = ScrollArea(theme, content)
        whole.addWidget(self._scroll)
        self._waiting.hide()
        self.back.clicked.connect(self.back_requested)
        self.main.clicked.connect(self._press)

    @property
    def ready(self) -> bool:
        """Whether there is something that the main button can be pressed for."""
        return True

    def act(self) -> None:
        """Do what the main button says."""
        raise NotImplementedError

    def lead_back(self, words: str | None) -> None:
        """Let the main button go back, in these words; with ``None`` it does its work again."""
        self._leads_back = words is not None
        self.main.set_text(words or self._action)

    def set_words(self, words: str) -> None:
        """Say another kind line."""
        self._words.set_text(words)

    def add_action(self, button: Button) -> None:
        """Put a further button beside the main one."""
        self._row.insertWidget(1, button)

    def tell_problem(self, words: str) -> None:
        """Say what is wrong, where it is seen."""
        self.done.set_text(None)
        self.problem.set_text(words)
        self._show(self.problem)

    def tell_done(self, words: str) -> None:
        """Say what went well."""
        self.problem.set_text(None)
        self.done.set_text(words)
        self._show(self.done)

    def in_background(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Problem], None] | None = None,
        *,
        told: bool = True,
    ) -> None:
        """Do something that takes time; meanwhile the page takes nothing."""
        self.busy = True
        self.problem.set_text(None)
        self.done.set_text(None)
        self._waiting.set_text(BUSY)
        self._waiting.setVisible(told)
        if told:
            # Otherwise the focus goes on to "Back", where a second Enter would leave.
            self.setFocus()
            self.main.setDisabled(True)

        def over() -> None:
            self.busy = False
            self._waiting.hide()
            self.main.setEnabled(self.ready)

        def well(answer: Any) -> None:  # noqa: ANN401 - whatever the work gives
            over()
            done(answer)

        def badly(problem: Problem) -> None:
            over()
            (failed or (lambda one: self.tell_problem(one.message)))(problem)

        self._worker.run(work, well, badly)

    def arrange(self, *controls: QWidget) -> None:
        """Let Tab come to these controls in this order, then to the actions."""
        order = [*controls, self.main, self.back]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
        for side in (self.left, self.right):
            side.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the top, with no control chosen."""
        super().showEvent(event)
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column below the other where there is little room."""
        super().resizeEvent(event)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if self.width() < _STACKED_BELOW_PX else across)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; Enter is the main button."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A field passes its Enter on after it has answered to it.
            if not isinstance(self.focusWidget(), QLineEdit):
                self.main.click()
        else:
            super().keyPressEvent(event)

    def _press(self) -> None:
        if self._leads_back:
            self.back_requested.emit()
        else:
            self.act()

    def _show(self, widget: QWidget) -> None:
        self._scroll.ensureWidgetVisible(widget, 0, 120)
