"""Brings what happens in a session to the window, in order and without either waiting."""

from collections import deque

from PySide6.QtCore import QObject, Signal

from coherence_desktop.acquisition.thread import Item
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.ui.worker import window_post


class Feed(QObject):
    """Filled from any thread, drained by the window.

    Parameters
    ----------
    parent : QObject, optional
    """

    arrived = Signal()
    """Something came while there was nothing; delivered in the window's thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._post = window_post()
        self._items: deque[Item | RecorderState] = deque()

    def put(self, item: Item | RecorderState) -> None:
        """Add an item; from any thread."""
        first = not self._items
        self._items.append(item)
        if first:
            self._post(self, self._tell)

    def _tell(self) -> None:
        self.arrived.emit()

    def drain(self) -> list[Item | RecorderState]:
        """Take all there is, oldest first."""
        items: list[Item | RecorderState] = []
        while self._items:
            items.append(self._items.popleft())
        return items
