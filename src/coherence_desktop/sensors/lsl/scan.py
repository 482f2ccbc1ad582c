"""Lists the streams of heartbeats in reach, live."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import NamedTuple

from coherence_desktop.sensors.lsl import network
from coherence_desktop.sensors.lsl.beats import NoHeartInStream, Reading
from coherence_desktop.sensors.lsl.info import StreamInfo
from coherence_desktop.sensors.lsl.inlet import reading
from coherence_desktop.sensors.lsl.protocol import NotUnderstood
from coherence_desktop.sensors.lsl.resolver import Resolver, ask_full_info

logger = logging.getLogger(__name__)

UPDATE_S = 0.25
AGAIN_S = 2.0


class FoundStream(NamedTuple):
    """A stream of RR intervals or heart rates that answered."""

    info: StreamInfo
    reading: Reading


async def scan(address: str) -> AsyncGenerator[list[FoundStream], None]:
    """List streams of heartbeats, again whenever one came or left.

    Each stream is asked once what its channels are; one without a heart is not listed.

    Parameters
    ----------
    address : str
        IPv4 address of this computer in the network to look in.

    Raises
    ------
    LslProblem
        If there is no such address.
    """
    asking: dict[str, asyncio.Task[Reading | None]] = {}
    told: list[FoundStream] | None = None
    address = network.checked(address)
    try:
        async with Resolver(address) as resolver:
            while True:
                infos = resolver.streams()
                for info in infos:
                    if info.uid not in asking:
                        asking[info.uid] = asyncio.create_task(_ask(info, address))
                found = [
                    FoundStream(info, known)
                    for info in infos
                    if asking[info.uid].done() and (known := asking[info.uid].result()) is not None
                ]
                if found != told:
                    told = found
                    yield found
                await asyncio.sleep(UPDATE_S)
    finally:
        for task in asking.values():
            task.cancel()
        await asyncio.gather(*asking.values(), return_exceptions=True)


async def _ask(info: StreamInfo, address: str) -> Reading | None:
    """What a stream brings, asked until it says; ``None`` where that is no heart."""
    while True:
        try:
            return reading(info, await ask_full_info(info, address))
        except NoHeartInStream:
            return None
        except (OSError, NotUnderstood) as error:
            logger.info("the stream %s did not say what it brings: %s", info.name, error)
            await asyncio.sleep(AGAIN_S)
