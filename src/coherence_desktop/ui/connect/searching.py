"""A search in a thread of its own, for as long as the connect page is open."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Coroutine

from PySide6.QtCore import QObject, Signal

from coherence_desktop.ui.worker import window_post

RETRY_S = 2.0


class Searching(QObject):
    """Runs a search until `stop`; a search finds what there is and tells by signals.

    Parameters
    ----------
    parent : QObject, optional
    """

    found = Signal(list)
    """What is in reach."""
    failed = Signal(str)
    """A sentence, empty once it goes well again; the search tries again by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._since_s: float | None = None
        self._post = window_post()

    @property
    def running_s(self) -> float | None:
        """For how long the search has been running; ``None``: it is not."""
        return None if self._since_s is None else time.monotonic() - self._since_s

    def begin(self, search: Coroutine[None, None, None]) -> None:
        """Begin, or begin anew."""
        self.stop()
        self._since_s = time.monotonic()
        ready = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(search, ready), name="search", daemon=True
        )
        self._thread.start()
        ready.wait()

    def stop(self, timeout_s: float = 3.0) -> None:
        """Stop; the radio is free when this returns."""
        thread, self._thread, self._since_s = self._thread, None, None
        if thread is None:
            return
        loop, task = self._loop, self._task
        if loop is not None and task is not None and not loop.is_closed():
            with contextlib.suppress(RuntimeError):  # it ended by itself in between
                loop.call_soon_threadsafe(task.cancel)
        thread.join(timeout_s)

    def tell(self, signal: str, value: object) -> None:
        """Tell by the signal of this name, from the thread of the search."""
        self._post(self, self._emit, signal, value)

    def _emit(self, signal: str, value: object) -> None:
        getattr(self, signal).emit(value)

    def _run(self, search: Coroutine[None, None, None], ready: threading.Event) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._main(search, ready))

    async def _main(self, search: Coroutine[None, None, None], ready: threading.Event) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        ready.set()
        await search
