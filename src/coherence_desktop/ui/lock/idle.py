"""Notices that nobody has touched keyboard, mouse or screen for a while."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_EVERY_MS = 5_000
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


class IdleWatch(QObject):
    """Watches the windows of the app, not the widgets in them: input comes to a window first.

    Parameters
    ----------
    clock : callable, optional
        Seconds that count on, for tests.
    """

    idle = Signal()
    """Nothing was touched for the time that was set; told again only after something was."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._after_s = 0.0
        self._touched_s = clock()
        self._told = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)

    def set_after(self, seconds: float) -> None:
        """Tell after so long; 0 never."""
        self._after_s = seconds
        self.touch()
        if seconds > 0:
            self._timer.start(_LOOK_EVERY_MS)
        else:
            self._timer.stop()

    def touch(self) -> None:
        """Begin to count anew, as after a touch."""
        self._touched_s = self._clock()
        self._told = False

    def look(self) -> None:
        """See how long it has been."""
        due = self._after_s > 0 and self._clock() - self._touched_s >= self._after_s
        if due and not self._told:
            self._told = True
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of input and let it pass."""
        if event.type() in _INPUT:
            self.touch()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if isinstance(window, QWindow):
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self.touch()
