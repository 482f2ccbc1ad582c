"""Python's garbage is collected in the thread of the window, and nowhere else."""

import gc
import linecache

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500
SOON_MS = 300
"""After a page was changed: what is new has been painted, and what is old let go of."""


class Collecting(QObject):
    """Collects garbage at an even rate, as Python would have, but always in this thread.

    Python collects in whichever thread happens to allocate. A page of the window that became
    garbage would be taken down by the thread of the sensor or of the disk, while its timers run
    in the window's: Qt then calls an object that is gone. Nor may it stay long: where Qt has
    taken something down, PySide gives out what is left of it for the next thing in its place.

    Parameters
    ----------
    parent : QObject, optional
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(gc.collect)

    def begin(self) -> None:
        """From now on here."""
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """As Python likes, again."""
        self._timer.stop()
        self._soon.stop()
        gc.enable()

    def collect_soon(self) -> None:
        """Collect everything in a moment, because a page has gone."""
        self._soon.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due."""
        limits = gc.get_threshold()
        due = [g for g, count in enumerate(gc.get_count()) if count > limits[g]]
        if due:
            gc.collect(max(due))
        # PySide reads the source of each module imported after it, and Python keeps all of them.
        linecache.clearcache()


def settle() -> None:
    """Collect all there is, and look no more at what stays: a full collection is over at once.

    For the length of a session, in which no frame may come late.
    """
    gc.collect()
    gc.freeze()


def unsettle() -> None:
    """Look at everything again."""
    gc.unfreeze()
