"""The live page's keyboard: which key asks for what."""

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Act(Enum):
    """What a key asks for; `LETTER` may be a named marker's."""

    SLOWER = auto()
    FASTER = auto()
    MARK = auto()
    NOTE = auto()
    PAUSE = auto()
    END = auto()
    DARK = auto()
    PATIENT_SCREEN = auto()
    SOUND = auto()
    EYES_CLOSED = auto()
    HELP = auto()
    LETTER = auto()


_WITH_CTRL = {Qt.Key.Key_E: Act.END, Qt.Key.Key_D: Act.DARK}
_KEYS = {
    Qt.Key.Key_Return: Act.MARK,
    Qt.Key.Key_Enter: Act.MARK,
    Qt.Key.Key_F1: Act.HELP,
    Qt.Key.Key_F8: Act.SOUND,
    Qt.Key.Key_F9: Act.EYES_CLOSED,
    Qt.Key.Key_F11: Act.PATIENT_SCREEN,
}
_LETTERS = {"M": Act.MARK, "N": Act.NOTE, "P": Act.PAUSE}
_BRACKETS = {"[": Act.SLOWER, "]": Act.FASTER}
"""By what they write: on many layouts they need a modifier."""
_COMMANDING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def act_of(event: QKeyEvent) -> Act | None:
    """What a key press asks for; a key held down repeats only the pacer's steps."""
    if event.text() in _BRACKETS:
        return _BRACKETS[event.text()]
    if event.isAutoRepeat():
        return None
    key = Qt.Key(event.key())
    if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
        return _WITH_CTRL.get(key)
    if event.modifiers() & _COMMANDING:
        return None
    if key in _KEYS:
        return _KEYS[key]
    letter = letter_of(event)
    return _LETTERS.get(letter, Act.LETTER if letter else None)


def letter_of(event: QKeyEvent) -> str:
    """Letter that a key writes, as a capital; empty if it writes none."""
    text = event.text().upper()
    return text if len(text) == 1 and text.isalpha() else ""
