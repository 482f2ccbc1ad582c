"""The keyboard of a trial: what a key asks for beyond what it asks for on every live page."""

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_MAIN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TrialAct(Enum):
    """What a key asks of a trial."""

    STOP = auto()
    NEXT = auto()
    EXTEND = auto()
    MAIN = auto()
    """The page's main action: it depends on the phase."""


def trial_act_of(event: QKeyEvent) -> TrialAct | None:
    """What a key press asks of a trial; a key that is held asks once."""
    if event.isAutoRepeat() or event.modifiers() & _MODIFIED:
        return None
    if event.key() == Qt.Key.Key_Escape:
        return TrialAct.STOP
    if event.key() == Qt.Key.Key_Right:
        return TrialAct.NEXT
    if event.key() in _MAIN:
        return TrialAct.MAIN
    return TrialAct.EXTEND if event.text() == "+" else None
