"""Looks for streams of heartbeats in a thread of its own, while the connect page is open."""

import asyncio
import contextlib

from coherence_desktop.errors import Problem
from coherence_desktop.ui.connect.searching import RETRY_S, Searching


class StreamSearch(Searching):
    """A search that goes on by itself until `stop`, also when the network comes and goes.

    It finds `FoundStream`s.
    """

    def start(self, address: str) -> None:
        """Begin, or begin anew, in the network in which this computer has this address."""
        self.begin(self._search(address))

    async def _search(self, address: str) -> None:
        from coherence_desktop.sensors.lsl.scan import scan

        while True:
            try:
                async with contextlib.aclosing(scan(address)) as lists:
                    async for streams in lists:
                        self.tell("failed", "")
                        self.tell("found", streams)
            except Problem as problem:
                self.tell("found", [])
                self.tell("failed", problem.message)
            await asyncio.sleep(RETRY_S)
