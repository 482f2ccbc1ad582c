"""Looks for straps in a thread of its own, for as long as the connect page is open."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping

from PySide6.QtCore import Signal

from coherence_desktop.errors import Problem
from coherence_desktop.ui.connect.searching import RETRY_S, Searching

logger = logging.getLogger(__name__)


class StrapSearch(Searching):
    """A search that goes on by itself until `stop`, also when Bluetooth comes and goes.

    It finds `FoundStrap`s, strongest first.
    """

    adapters = Signal(list)
    """`Adapter`s of this computer, where the system names them."""

    def start(self, adapter: str | None, batteries: Mapping[str, int]) -> None:
        """Begin, or begin anew."""
        self.begin(self._search(adapter, dict(batteries)))

    async def _search(self, adapter: str | None, batteries: Mapping[str, int]) -> None:
        from coherence_desktop.sensors.bluetooth.scan import scan

        while True:
            powered = await self._tell_adapters()
            # Of several adapters bleak would take any, and not the same at each search.
            listening = adapter or next(iter(powered), None)
            try:
                async with contextlib.aclosing(scan(listening, batteries)) as lists:
                    async for straps in lists:
                        self.tell("failed", "")
                        self.tell("found", straps)
            except Problem as problem:
                self.tell("found", [])
                self.tell("failed", problem.message)
            await asyncio.sleep(RETRY_S)

    async def _tell_adapters(self) -> list[str]:
        """Tell the adapters; gives the names of those that are on."""
        from coherence_desktop.sensors.bluetooth.bluez import list_adapters

        try:
            adapters = await list_adapters()
        except Problem as problem:
            logger.info("adapters cannot be listed: %s", problem)
            return []
        self.tell("adapters", adapters)
        return [adapter.name for adapter in adapters if adapter.powered]
