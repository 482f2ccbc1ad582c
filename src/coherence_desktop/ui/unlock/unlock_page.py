"""The page before the library is open: first start, passphrase, or what keeps it shut."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.unlock.again_view import AgainView
from coherence_desktop.ui.unlock.first_view import FirstView
from coherence_desktop.ui.unlock.problem_title import title_of
from coherence_desktop.ui.unlock.problem_view import ProblemView
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.mark import Mark
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

_WIDE_PX, _NARROW_PX = 880, 560
_MARGIN_PX = 32


class UnlockPage(Page):
    """Asks for what opens the library; touches no file itself.

    Begins as the first start; `ask_passphrase` and `show_library_problem` show the other forms.

    Parameters
    ----------
    theme : Theme
    """

    passphrase_given = Signal(str)
    keyring_chosen = Signal()
    retry_requested = Signal()
    other_library_requested = Signal()
    restore_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._title = Label(theme, "", 40, 500, wrap=True)
        self._line = Label(theme, "", 20, token="ink2", wrap=True)
        self._foot = Label(theme, "", 14, token="ink2")
        self.restore = Button(theme, "Restore a back-up", ButtonKind.TEXT)
        self._first = FirstView(theme)
        self._again = AgainView(theme)
        self._problem = ProblemView(theme)
        self._views: tuple[FirstView | AgainView | ProblemView, ...] = (
            self._first,
            self._again,
            self._problem,
        )
        self._first.passphrase_given.connect(self.passphrase_given)
        self._first.keyring_chosen.connect(self.keyring_chosen)
        self._again.passphrase_given.connect(self.passphrase_given)
        self._problem.retry_requested.connect(self.retry_requested)
        self._problem.other_library_requested.connect(self.other_library_requested)
        self.restore.clicked.connect(self.restore_requested)
        self._lay_out()
        self.ask_first()

    @property
    def problem(self) -> str:
        """What is said to be wrong, if anything."""
        view = self._current()
        return view.words if isinstance(view, ProblemView) else view.problem

    def ask_first(self, *, keyring_available: bool = True) -> None:
        """Offer both ways to protect a new library."""
        self._first.set_keyring_available(keyring_available)
        title = "Only you open your recordings"
        line = "They are encrypted. Choose what opens them."
        if not keyring_available:
            title = "Protect your recordings"
            line = "They are encrypted. A passphrase of yours opens them."
        self._show(self._first, title, line)

    def ask_passphrase(self, library: Path | None = None) -> None:
        """Ask for the passphrase of a library that is there already."""
        self._again.clear()
        self._again.set_busy(False)
        title, line = "Welcome back", "Your recordings are locked. The passphrase opens them."
        self._show(self._again, title, line, str(library) if library else "")

    def show_wrong(self, sentence: str) -> None:
        """Say why what was given does not work; the field keeps the focus."""
        view = self._first if self._current() is self._first else self._again
        self.set_busy(False)
        view.show_problem(sentence)

    def show_library_problem(self, problem: Problem) -> None:
        """Say what keeps the library shut, and offer the ways on."""
        place = str(problem.value) if isinstance(problem.value, Path) else ""
        self._problem.set_problem(problem.message, place)
        self._show(self._problem, title_of(problem))

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state
        """Take nothing while the library is being opened or made."""
        self._first.set_busy(busy)
        self._again.set_busy(busy)
        self.restore.setDisabled(busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tries again where a problem is shown."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self._current() is self._problem:
            self.retry_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready to type."""
        super().showEvent(event)
        self._current().take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One way under the other where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _current(self) -> FirstView | AgainView | ProblemView:
        return next(view for view in self._views if not view.isHidden())

    def _show(
        self, view: FirstView | AgainView | ProblemView, title: str, line: str = "", foot: str = ""
    ) -> None:
        self.setAccessibleName(title)
        self._title.set_text(title)
        self._line.set_text(line)
        self._line.setVisible(bool(line))
        self._foot.set_text(foot)
        self._foot.setToolTip(foot)
        for other in self._views:
            other.setVisible(other is view)
        self.restore.setEnabled(True)
        self._fit()
        if self.isVisible():
            view.take_focus()

    def _fit(self) -> None:
        wide = self._current() is self._first and self._first.keyring_available
        room = self.width() - 2 * _MARGIN_PX
        self._content.setFixedWidth(max(280, min(room, _WIDE_PX if wide else _NARROW_PX)))
        margin = 32 if self.height() >= 860 else 20
        self._column.setContentsMargins(0, margin, 0, margin)
        self._first.set_stacked(room < _WIDE_PX - 100)

    def _lay_out(self) -> None:
        self._content = QWidget()
        self._column = column = QVBoxLayout(self._content)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(Mark(self.theme))
        column.addSpacing(24)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addWidget(self._line)
        column.addSpacing(32)
        for view in self._views:
            column.addWidget(view)
        column.addSpacing(16)
        column.addWidget(self._foot)
        column.addSpacing(8)
        column.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(3)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._content)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(self.theme, middle))
