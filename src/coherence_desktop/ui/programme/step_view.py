"""What all views of a step share, and the column in which a person reads and answers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coherence_desktop.practice.programme_state import ProgrammeState
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

COLUMN_PX = 776


class StepView(QWidget):
    """One step on the page.

    Parameters
    ----------
    theme : Theme
    """

    given = Signal(object)
    """What a person gave, as an event for the record."""
    going_on = Signal()
    left = Signal()
    """The control with the keyboard gave it back to the page."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def entry(self) -> QWidget | None:
        """The control that takes the keyboard first; ``None`` if that is the page."""
        return None

    def settle(self) -> None:
        """Let everything that was begun count now."""

    def show_state(self, state: ProgrammeState) -> None:
        """Show what is recorded."""

    def advance(self, now: float) -> None:
        """Let time pass."""


class ReadingView(StepView):
    """A title, paragraphs, and whatever is asked below them.

    Parameters
    ----------
    theme : Theme
    title : str
    words : tuple of str
        Paragraphs.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        words: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(16)
        self.rows.addStretch(1)
        self.heading = Label(theme, title, 40, 500, wrap=True)
        self.rows.addWidget(self.heading)
        self.rows.addSpacing(8)
        for paragraph in words:
            self.rows.addWidget(Label(theme, paragraph, 20, token="ink2", wrap=True))
        column = QWidget()
        column.setMaximumWidth(COLUMN_PX)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column.setLayout(self.rows)
        self.rows.setContentsMargins(4, 4, 4, 4)  # the focus ring's room
        content = QWidget()
        centred = QHBoxLayout(content)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(column, 1000)
        centred.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(theme, content))
