"""A connection to one stream: its samples, at times of this computer."""

import asyncio
import contextlib
import math
from collections.abc import Sequence
from typing import Self

from coherence_desktop.sensors.lsl.beats import Reading, reading_of
from coherence_desktop.sensors.lsl.info import FullInfo, StreamInfo
from coherence_desktop.sensors.lsl.protocol import (
    NotUnderstood,
    Samples,
    feed_request,
    parse_feed_header,
)
from coherence_desktop.sensors.lsl.resolver import ANSWER_WITHIN_S, ask_full_info
from coherence_desktop.sensors.lsl.time_compare import TimeCompare, local_clock

SILENT_S = 15.0
"""Without a sample and without an answer for longer, the sender is gone unsaid."""
_LOOK_S = 1.0
_AT_ONCE = 1 << 16

Values = Sequence[tuple[float, float]]


class StreamLost(Exception):
    """The stream does not answer, broke off, or sends what is not understood."""


class StreamGarbled(StreamLost):
    """The stream answers, or sends, what is not understood."""


def reading(info: StreamInfo, full: FullInfo) -> Reading:
    """Find what a stream brings.

    Raises
    ------
    NoHeartInStream
        If there are neither RR intervals nor heart rates in it.
    """
    return reading_of(info.name, info.kind, full.labels, full.kinds, full.units)


class Inlet:
    """A connection to one stream; an asynchronous context.

    Parameters
    ----------
    info : StreamInfo
    address : str
        IPv4 address of this computer to connect from.

    Raises
    ------
    StreamLost
        On entering and from `pull`.
    NoHeartInStream
        On entering.
    """

    def __init__(self, info: StreamInfo, address: str) -> None:
        self._info = info
        self._address = address
        self._stack = contextlib.AsyncExitStack()
        self._heard_s = local_clock()

    async def __aenter__(self) -> Self:
        """Connect; the clocks have been compared once when this returns."""
        async with contextlib.AsyncExitStack() as stack:
            try:
                await self._open(stack)
            except (NotUnderstood, asyncio.LimitOverrunError) as error:
                raise StreamGarbled(str(error)) from error
            except (OSError, EOFError) as error:
                raise StreamLost(str(error)) from error
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let go of the stream."""
        await self._stack.aclose()

    async def pull(self) -> Values:
        """Wait for samples: times on `local_clock`, and values; those that came at once together.

        Raises
        ------
        StreamLost
            When the stream is gone.
        """
        while True:
            try:
                async with asyncio.timeout(_LOOK_S):
                    raw = await self._reader.read(_AT_ONCE)
            except TimeoutError:
                if local_clock() - max(self._heard_s, self._time.answered_s) > SILENT_S:
                    raise StreamLost("silent") from None
                continue
            except OSError as error:
                raise StreamLost(str(error)) from error
            if not raw:
                raise StreamLost("closed")
            try:
                rows = self._samples.feed(raw)
            except NotUnderstood as error:
                raise StreamGarbled(str(error)) from error
            if rows:
                self._heard_s = local_clock()
                ahead_s, channel = self._time.ahead_s, self.reading.channel
                return [(t + ahead_s, _number(row[channel])) for t, row in rows]

    async def _open(self, stack: contextlib.AsyncExitStack) -> None:
        info = self._info
        full = await ask_full_info(info, self._address)
        self.reading = reading(info, full)
        self.manufacturer, self.model = full.manufacturer, full.model
        self._time = await stack.enter_async_context(TimeCompare(info, self._address))
        async with asyncio.timeout(ANSWER_WITHIN_S):
            await self._time.known()
            self._reader, writer = await asyncio.open_connection(
                info.address, info.data_port, local_addr=(self._address, 0)
            )
            stack.push_async_callback(_close, writer)
            writer.write(feed_request(info.uid, info.form))
            order = parse_feed_header(await self._reader.readuntil(b"\r\n\r\n"))
        self._samples = Samples(info.form, info.channels, order, info.rate_hz)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


def _number(value: float | str) -> float:
    try:
        return float(value)
    except ValueError:
        return math.nan
