"""The field that filters the list of sessions."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.forms.line_entry import TextField
from coherence_desktop.ui.theme import Theme

_LIST_KEYS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)
_HINT = "Name, kind, 2026-11, 2026-10..2026-11"


class SessionFilterField(TextField):
    """Writes the filter; keys of the list go on to the page.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Filter", _HINT, parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down, Enter are the page's; so are Space, Del and Esc before anything is written."""
        leaving = event.key() == Qt.Key.Key_Escape
        about_the_row = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Delete) or leaving
        if event.key() in _LIST_KEYS or (about_the_row and not self.text()):
            event.ignore()
        elif leaving:
            self.clear()
        else:
            super().keyPressEvent(event)


def commanding(event: QKeyEvent) -> bool:
    """Whether a key is held with Ctrl, Alt or Meta, and so writes nothing."""
    held = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return bool(event.modifiers() & held)
