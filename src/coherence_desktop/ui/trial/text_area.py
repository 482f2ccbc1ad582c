"""A few lines of a trial to write in."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.forms.own_words import OwnWords
from coherence_desktop.ui.theme import Theme


class TextArea(OwnWords):
    """Someone's own words: Enter goes on to the next control, Shift+Enter begins a line.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    name : str
        Accessible name.
    hint : str
        Quiet words while it is empty.
    lines : int
        How many lines are seen at least.
    """

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        name: str,
        hint: str = "",
        lines: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, hint, clock=clock, parent=parent)
        self.setMinimumHeight(20 * lines + 24)

    def sizeHint(self) -> QSize:
        """Room for its lines."""
        return QSize(240, self.minimumHeight())

    def _take_enter(self, event: QKeyEvent) -> bool:
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.focusNextChild()
            return True
        return False
