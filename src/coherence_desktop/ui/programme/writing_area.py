"""Room for a person's own words, with nothing around them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.forms.own_words import OwnWords
from coherence_desktop.ui.theme import Theme


class WritingArea(OwnWords):
    """Large lines to write in; Ctrl+Enter goes on.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    name : str
        Accessible name.
    hint : str
        Quiet words while it is empty.
    one_line : bool
        A sentence: Enter goes on, as nobody breaks a line in it.
    """

    going_on = Signal()

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        name: str,
        hint: str = "",
        *,
        one_line: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme,
            name,
            hint,
            clock=clock,
            size_px=20,
            radius_px=12,
            padding="14px 18px",
            parent=parent,
        )
        self._one_line = one_line
        self.setMinimumHeight(64 if one_line else 176)
        if one_line:
            self.setMaximumHeight(96)

    def _take_enter(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and (control or self._one_line):
            self.going_on.emit()
            return True
        return False
