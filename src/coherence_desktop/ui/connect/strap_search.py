"""Looks for straps in a thread of its own, for as long as the connect page is open."""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem

logger = logging.getLogger(__name__)

RETRY_S = 2.0


class StrapSearch(QObject):
    """A search that goes on by itself until `stop`, also when Bluetooth comes and goes.

    Parameters
    ----------
    parent : QObject, optional
    """

    found = Signal(list)
    """`FoundStrap`s in reach, strongest first."""
    failed = Signal(str)
    """A sentence; the search tries again by itself."""
    adapters = Signal(list)
    """`Adapter`s of this computer, where the system names them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._since_s: float | None = None

    @property
    def running_s(self) -> float | None:
        """For how long the search has been running; ``None``: it is not."""
        return None if self._since_s is None else time.monotonic() - self._since_s

    def start(self, adapter: str | None, batteries: Mapping[str, int]) -> None:
        """Begin, or begin anew."""
        self.stop()
        self._since_s = time.monotonic()
        ready = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(adapter, dict(batteries), ready), name="search", daemon=True
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

    def _run(
        self, adapter: str | None, batteries: Mapping[str, int], ready: threading.Event
    ) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._search(adapter, batteries, ready))

    async def _search(
        self, adapter: str | None, batteries: Mapping[str, int], ready: threading.Event
    ) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        ready.set()
        from coherence_desktop.sensors.bluetooth.scan import scan

        while True:
            powered = await self._tell_adapters()
            # Of several adapters bleak would take any, and not the same at each search.
            listening = adapter or next(iter(powered), None)
            try:
                async with contextlib.aclosing(scan(listening, batteries)) as lists:
                    async for straps in lists:
                        self.failed.emit("")
                        self.found.emit(straps)
            except Problem as problem:
                self.found.emit([])
                self.failed.emit(problem.message)
            await asyncio.sleep(RETRY_S)

    async def _tell_adapters(self) -> list[str]:
        """Tell the adapters; gives the names of those that are on."""
        from coherence_desktop.sensors.bluetooth.bluez import list_adapters

        try:
            adapters = await list_adapters()
        except Problem as problem:
            logger.info("adapters cannot be listed: %s", problem)
            return []
        self.adapters.emit(adapters)
        return [adapter.name for adapter in adapters if adapter.powered]
