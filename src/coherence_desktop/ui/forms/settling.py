"""A rating while it is being set: it moves freely, and counts once it has come to rest."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

SETTLE_MS = 700
"""Without a further change for this long, a value set by key or wheel has come to rest."""
HOLD_MS = 500
"""The key 0 held for this long means 100."""

_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}
_SIDEWAYS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Settling(QObject):
    """The value of a rating, from 0 to ``maximum`` in whole steps; unset at first.

    Every value that comes to rest is told once, with the time of the last change before that: the
    same value again is a rating too.

    Parameters
    ----------
    clock : callable
        Session time, in seconds.
    maximum : int
    """

    changed = Signal()
    rated = Signal(float, float)
    """A value that came to rest, and its session time in seconds."""

    def __init__(
        self, clock: Callable[[], float], maximum: int = 100, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.maximum = maximum
        self._clock = clock
        self._value: int | None = None
        self._pending = False
        self._t = 0.0
        self._rest = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._rest.timeout.connect(self.settle)
        self._hold = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._hold.timeout.connect(lambda: self.move(self.maximum))

    @property
    def value(self) -> int | None:
        """What is shown; ``None`` while nothing was rated."""
        return self._value

    @property
    def pending(self) -> bool:
        """Whether the value has not come to rest yet."""
        return self._pending

    def show(self, value: float | None) -> None:
        """Take over what is recorded, unless someone is just setting another value."""
        whole = None if value is None else self._bounded(value)
        if not self._pending and whole != self._value:
            self._value = whole
            self.changed.emit()

    def move(self, value: float, *, resting: bool = True) -> None:
        """Set a value; with ``resting`` it counts unless it changes again soon."""
        self._value = self._bounded(value)
        self._pending = True
        self._t = self._clock()
        if resting:
            self._rest.start()
        else:
            self._rest.stop()
        self.changed.emit()

    def step(self, by: int) -> None:
        """Move by some steps; from 0 where nothing was rated."""
        self.move((self._value or 0) + by)

    def settle(self) -> None:
        """Let the value count now, if it has not yet."""
        self._rest.stop()
        self._hold.stop()
        if self._pending and self._value is not None:
            self._pending = False
            self.rated.emit(float(self._value), self._t)

    def take_key(self, event: QKeyEvent, *, sideways: bool = False) -> bool:
        """Act on a key press that sets a value; true if it was one.

        Parameters
        ----------
        event : QKeyEvent
        sideways : bool
            Left and Right move the value too.
        """
        if event.modifiers() & _MODIFIED:
            return False
        key = Qt.Key(event.key())
        by = _STEPS.get(key, _SIDEWAYS.get(key) if sideways else None)
        if by is not None:
            self.step(by if self.maximum > 10 else max(-1, min(1, by)))
            return True
        text = event.text()
        if len(text) != 1 or text not in "0123456789":
            return False
        if not event.isAutoRepeat():
            self._take_digit(int(text))
        return True

    def take_key_release(self, event: QKeyEvent) -> None:
        """The key 0 is no longer held."""
        if event.key() == Qt.Key.Key_0 and not event.isAutoRepeat():
            self.let_go()

    def let_go(self) -> None:
        """No key is held any more."""
        self._hold.stop()

    def _take_digit(self, digit: int) -> None:
        self.move(digit * self.maximum // 10)
        if digit == 0:
            self._hold.start()
        else:
            self._hold.stop()

    def _bounded(self, value: float) -> int:
        return round(min(max(value, 0.0), float(self.maximum)))
