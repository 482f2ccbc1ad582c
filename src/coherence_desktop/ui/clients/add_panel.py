"""The form that begins a client's chart."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.words.dates import (
    date_words,
    read_local_date_of_birth,
    today_here,
    years_between,
)

WIDTH_PX = 352
_WHY = (
    "A code is enough. With a date of birth, the heart-rate ceiling of a trial follows from the "
    "age; it can be set by hand as well."
)


class AddPanel(Panel):
    """Name or code, and a date of birth if it is known.

    Parameters
    ----------
    theme : Theme
    is_taken : callable
        Whether somebody goes by a name already.
    today : callable
        The day.
    """

    wanted = Signal(str, object)
    """A name, and a date of birth or ``None``."""

    def __init__(
        self,
        theme: Theme,
        is_taken: Callable[[str], bool],
        today: Callable[[], date] = today_here,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Add a client")
        self._is_taken = is_taken
        self._today = today
        self._warned = ""
        self.name = Field(theme, "Name or code")
        self.born = Field(theme, "Date of birth, optional", "1984-05-07 or 7 May 1984")
        self.button = Button(theme, "Add client", ButtonKind.PLAIN, cap="Ctrl N")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(16)
        column.addWidget(Label(theme, "Add a client", 16, 600))
        column.addWidget(self.name)
        column.addWidget(self.born)
        column.addWidget(Label(theme, _WHY, 12, token="ink2", wrap=True))
        column.addWidget(self.button)
        column.addStretch(1)
        self.button.clicked.connect(self.ask)
        for field in (self.name, self.born):
            field.line.returnPressed.connect(self.ask)
        self.born.kept.connect(self._show_born)
        self.name.line.textEdited.connect(lambda: self.name.say(""))

    def begin(self) -> None:
        """Be ready to write."""
        self.name.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask(self) -> None:
        """Tell what was written if a chart can begin with it; otherwise say what is missing."""
        name = self.name.text
        if not name:
            self.name.say("A client needs a name or a code.")
            self.begin()
            return
        if self._is_taken(name) and self._warned != name:
            self._warned = name
            self.name.say(f"There is a client {name} already. Add once more to have two.")
            self.begin()
            return
        try:
            born = read_local_date_of_birth(self.born.text, self._today())
        except Problem as problem:
            self.born.say(problem.message)
            self.born.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.wanted.emit(name, born)

    def clear(self) -> None:
        """Be empty for the next one."""
        self._warned = ""
        for field in (self.name, self.born):
            field.line.clear()
            field.set_text("")
            field.say("")

    def _show_born(self, text: str) -> None:
        today = self._today()
        try:
            born = read_local_date_of_birth(text, today)
        except Problem as problem:
            self.born.say(problem.message)
            return
        self.born.say("")
        if born is not None:
            self.born.set_text(date_words(born))
            self.born.line.setToolTip(f"{years_between(born, today)} years")
