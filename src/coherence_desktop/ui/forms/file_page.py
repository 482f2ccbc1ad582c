"""A page on which somebody chooses what is written to files, and sees how far that is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.job import FileJob
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.progress_bar import ProgressBar
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

_STACKED_BELOW_PX = 1000


class FilePage(Page):
    """Two columns of choices with a button below them; a subclass says what they are.

    A subclass makes its choices, gives them to `lay_out`, and begins the work in `start` after
    `begin`. Ctrl+Enter starts it; Esc cancels work that goes on, otherwise it goes back.

    Parameters
    ----------
    theme : Theme
    what : str
        What is made, in one word, such as ``export``.
    go, again, done : str
        Words of the buttons that start, that replace what is there, and that open the outcome;
        the last two as they are read aloud.
    """

    back_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        what: str,
        *,
        go: str,
        again: str,
        done: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName(what.capitalize())
        self._what = what
        self._choices: tuple[QWidget, ...] = ()
        self._columns = QHBoxLayout()
        self.running = FileJob(self)
        self.about = Label(theme, "", 14, 400, "ink2")
        self.back = Button(theme, "back", ButtonKind.QUIET, cap="Esc", cap_first=True)
        self.back.setAccessibleName("Back")
        self.folder = Field(theme, "Folder")
        self.choose_folder = Button(theme, "Choose")
        self.choose_folder.setAccessibleName("Choose a folder")
        self.go = Button(theme, go, ButtonKind.PRIMARY, cap="Ctrl Enter", height=48)
        self.cancel = Button(theme, "Cancel", cap="Esc", height=48)
        self.bar = ProgressBar(theme, f"Progress of the {what}")
        self.problem = Notice(theme, radius=12)
        self.replace = Button(theme, "Replace")
        self.replace.setAccessibleName(again)
        self.problem.add_action(self.replace)
        self.result = Notice(theme, radius=12, good=True)
        self.open = Button(theme, done.partition(" the ")[0])
        self.open.setAccessibleName(done)
        self.result.add_action(self.open)
        self._connect()

    @property
    def ready(self) -> bool:
        """Whether there is something to write."""
        return True

    @property
    def into(self) -> Path:
        """The folder that is chosen."""
        return Path(self.folder.text).expanduser()

    def start(self, *, replace: bool = False) -> None:
        """Begin to write what is chosen."""
        raise NotImplementedError

    def begin(self) -> bool:
        """Clear what was said of the last time; whether work can start."""
        if self.running.runs or not self.ready:
            return False
        if not self.folder.text:
            self.folder.say("Name a folder.")
            return False
        self.folder.say("")
        self.problem.set_text(None)
        self.result.set_text(None)
        self.replace.hide()
        self.bar.set_share(0.0)
        return True

    def show_idle(self) -> None:
        """Say nothing, and let choose; unless work goes on."""
        if not self.running.runs:
            self.problem.set_text(None)
            self.result.set_text(None)
            self.set_busy(busy=False)

    def set_busy(self, *, busy: bool) -> None:
        """Take no choices while files are written."""
        for panel in self._choices:
            panel.setEnabled(not busy)
        self.bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.cancel.setEnabled(busy)
        self.go.setVisible(not busy)
        self.go.setEnabled(self.ready)
        if busy:
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_written(self, words: str) -> None:
        """Say what was written."""
        self.result.set_text(words)
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_path(self, path: Path) -> None:
        """Show a file or a folder in the system's own way."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def failed_words(self, problem: Problem) -> tuple[str, bool]:
        """What to say of a problem, and whether replacing is the way on."""
        return problem.message, False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter starts; Esc cancels, otherwise it goes back."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand one below the other where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < _STACKED_BELOW_PX
        kind = QBoxLayout.Direction
        self._columns.setDirection(kind.TopToBottom if stacked else kind.LeftToRight)

    def panel(self, title: str, *parts: QWidget) -> Panel:
        """A panel with a title over its parts."""
        panel = Panel(self.theme)
        column = QVBoxLayout(panel)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(0)
        column.addWidget(Label(self.theme, title, 16, 600))
        column.addSpacing(4)
        for part in parts:
            column.addWidget(part)
        return panel

    def beside(self, field: QWidget, button: QWidget) -> QWidget:
        """A field with its button at its right."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 8, 0, 4)
        line.setSpacing(12)
        line.addWidget(field, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def lay_out(
        self, left: Sequence[QWidget], right: Sequence[QWidget], *, go_right: bool
    ) -> None:
        """Put panels into two columns, and what starts the work below one of them."""
        self._choices = (*left, *right)
        sides = []
        for panels in (left, right):
            side = QVBoxLayout()
            side.setSpacing(16)
            for panel in panels:
                side.addWidget(panel)
            sides.append(side)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.go)
        below.addWidget(self.bar, 1)
        below.addWidget(self.cancel)
        below.addStretch(0)
        sides[go_right].addLayout(below)
        sides[go_right].addWidget(self.problem)
        sides[go_right].addWidget(self.result)
        content = QWidget()
        self._columns.setContentsMargins(32, 0, 32, 32)
        self._columns.setSpacing(16)
        content.setLayout(self._columns)
        for side in sides:
            side.addStretch(1)
            self._columns.addLayout(side, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        whole.addWidget(ScrollArea(self.theme, content), 1)

    def _head(self) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(self.theme, self._what.capitalize(), 20, 500))
        words.addWidget(self.about)
        top = QWidget()
        line = QHBoxLayout(top)
        line.setContentsMargins(32, 16, 32, 16)
        line.setSpacing(16)
        line.addLayout(words, 1)
        line.addWidget(self.back)
        return top

    def _leave(self) -> None:
        if self.running.runs:
            self.cancel.setEnabled(False)
            self.running.cancel()
        else:
            self.back_requested.emit()

    def _cancelled(self) -> None:
        self.set_busy(busy=False)
        self.problem.set_text(f"The {self._what} was cancelled. Nothing was written.")

    def _failed(self, problem: Problem) -> None:
        self.set_busy(busy=False)
        words, replacing = self.failed_words(problem)
        self.replace.setVisible(replacing)
        self.problem.set_text(words)
        self.problem.setToolTip(problem.message)

    def _ask_folder(self) -> None:
        title = "Choose a folder"
        chosen = QFileDialog.getExistingDirectory(self.window(), title, self.folder.text)
        if chosen:
            self.folder.set_text(chosen)

    def _connect(self) -> None:
        self.back.clicked.connect(self._leave)
        self.cancel.clicked.connect(self._leave)
        self.choose_folder.clicked.connect(self._ask_folder)
        self.go.clicked.connect(lambda: self.start())
        self.replace.clicked.connect(lambda: self.start(replace=True))
        self.running.progressed.connect(self.bar.set_share)
        self.running.cancelled.connect(self._cancelled)
        self.running.failed.connect(self._failed)


def documents() -> Path:
    """Where files are written to if nobody chose a folder."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place)) / "Coherence Desktop"
