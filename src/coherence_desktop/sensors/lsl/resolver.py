"""Asks which streams there are, over and over, on one network alone."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable
from typing import Self

from coherence_desktop.sensors.lsl import network
from coherence_desktop.sensors.lsl.info import FullInfo, StreamInfo, parse_full_info, parse_info
from coherence_desktop.sensors.lsl.protocol import (
    EVERY_STREAM,
    NotUnderstood,
    parse_stream_answer,
    stream_question,
)

ASK_S = 0.5
GONE_AFTER_S = 3.0
"""A stream that did not answer for this long has left."""
ANSWER_WITHIN_S = 5.0
LONGEST_INFO = 1 << 20


class Resolver:
    """Knows the streams that answer; an asynchronous context.

    Parameters
    ----------
    address : str
        IPv4 address of this computer in the network to look in.

    Raises
    ------
    LslProblem
        On entering, if this computer has no such address now.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._query_id = str(secrets.randbelow(1 << 62))
        self._heard: dict[str, tuple[StreamInfo, float]] = {}
        self._transport: asyncio.DatagramTransport | None = None
        self._asking: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to ask."""
        opened = network.asking_socket(self._address)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Answers(self._take), sock=opened
        )
        self._transport = transport
        port = opened.getsockname()[1]
        question = stream_question(EVERY_STREAM, port, self._query_id)
        self._asking = asyncio.create_task(self._ask(question))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)
        if self._transport is not None:
            self._transport.close()
            await asyncio.sleep(0)

    def streams(self) -> list[StreamInfo]:
        """Streams that answered just now, those first that were first heard."""
        now = time.monotonic()
        return [info for info, heard_s in self._heard.values() if now - heard_s < GONE_AFTER_S]

    async def _ask(self, question: bytes) -> None:
        while self._transport is not None:
            for where in network.asked(self._address):
                self._transport.sendto(question, where)
            await asyncio.sleep(ASK_S)

    def _take(self, raw: bytes, host: str) -> None:
        try:
            info = parse_info(parse_stream_answer(raw, self._query_id), host)
        except NotUnderstood:
            return
        # A stream may answer by several ways; the first one is kept.
        known = self._heard.get(info.uid, (info, 0.0))[0]
        self._heard[info.uid] = known, time.monotonic()


async def ask_full_info(info: StreamInfo, address: str) -> FullInfo:
    """Ask a stream about its channels and its device.

    Parameters
    ----------
    info : StreamInfo
    address : str
        IPv4 address of this computer to ask from.

    Raises
    ------
    OSError
        If it does not answer; `TimeoutError` is one.
    NotUnderstood
        If its answer is none.
    """
    async with asyncio.timeout(ANSWER_WITHIN_S):
        reader, writer = await asyncio.open_connection(
            info.address, info.data_port, local_addr=(address, 0)
        )
        try:
            writer.write(b"LSL:fullinfo\r\n")
            raw = b""
            while more := await reader.read(1 << 16):
                raw += more
                if len(raw) > LONGEST_INFO:
                    raise NotUnderstood("a description without end")
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
    return parse_full_info(raw, info.channels)


class _Answers(asyncio.DatagramProtocol):
    def __init__(self, take: Callable[[bytes, str], None]) -> None:
        self._take = take

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take an answer."""
        self._take(data, addr[0])

    def error_received(self, exc: Exception) -> None:
        """Nobody listens at that port."""
