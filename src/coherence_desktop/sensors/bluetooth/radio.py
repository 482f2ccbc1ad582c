"""One scan for all who listen: an adapter scans for a program once, whoever asks."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from coherence_desktop.sensors.bluetooth.failures import link_errors
from coherence_desktop.sensors.bluetooth.platform import scanner_arguments

if TYPE_CHECKING:
    from bleak import BleakScanner
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

Listener = Callable[["BLEDevice", "AdvertisementData"], None]

_PATIENCE_S = 3.0
"""A dead Bluetooth service may never answer that it started or stopped scanning."""


class Radio:
    """An adapter that scans while anybody listens.

    BlueZ answers a second scan of the same program with an error, and a search for a strap that
    broke off must not end the list of straps on another screen.
    """

    def __init__(self, adapter: str | None) -> None:
        self._adapter = adapter
        self._listeners: list[Listener] = []
        self._scanner: BleakScanner | None = None
        self._lock = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def heard_by(self, listener: Listener) -> AsyncIterator[None]:
        """Let a listener hear every advertisement while the context lasts.

        Raises
        ------
        Exception
            One of `link_errors`, if scanning cannot begin.
        """
        self._listeners.append(listener)
        try:
            async with self._lock:
                if self._scanner is None:
                    await self._start()
            yield
        finally:
            self._listeners.remove(listener)
            async with self._lock:
                if not self._listeners:
                    await self._stop()

    async def renew(self) -> None:
        """Scan anew, because a Bluetooth service that restarted has forgotten the scan."""
        async with self._lock:
            await self._stop()
            if self._listeners:
                await self._start()

    async def _start(self) -> None:
        from bleak import BleakScanner

        scanner = BleakScanner(detection_callback=self._hear, **scanner_arguments(self._adapter))
        starting = asyncio.create_task(scanner.start())
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            # BlueZ has been asked already and would scan on for as long as the program runs.
            await asyncio.wait({starting}, timeout=_PATIENCE_S)
            if not starting.done():
                starting.cancel()
            elif starting.exception() is None:
                self._scanner = scanner
                await self._stop()
            raise
        self._scanner = scanner

    async def _stop(self) -> None:
        scanner, self._scanner = self._scanner, None
        if scanner is not None:
            # What cannot be stopped has stopped already: the service or the adapter is gone.
            with contextlib.suppress(*link_errors()):
                async with asyncio.timeout(_PATIENCE_S):
                    await scanner.stop()

    def _hear(self, device: "BLEDevice", advertisement: "AdvertisementData") -> None:
        for listener in list(self._listeners):
            listener(device, advertisement)


_radios: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str | None, Radio]] = (
    WeakKeyDictionary()
)


def radio(adapter: str | None) -> Radio:
    """Give the radio of an adapter in the running event loop."""
    of_this_loop: dict[Any, Radio] = _radios.setdefault(asyncio.get_running_loop(), {})
    return of_this_loop.setdefault(adapter, Radio(adapter))
