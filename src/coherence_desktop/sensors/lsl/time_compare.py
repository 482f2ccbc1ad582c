"""Compares the clock of a stream with the one here, over and over."""

import asyncio
import time
from typing import Self

from coherence_desktop.sensors.lsl.info import StreamInfo
from coherence_desktop.sensors.lsl.protocol import (
    NotUnderstood,
    best_offset,
    parse_time_answer,
    time_question,
)

local_clock = time.perf_counter
"""The finest clock of this computer, in seconds; liblsl's on the same computer."""

QUESTIONS = 8
APART_S = 0.02
PATIENCE_S = 0.15
AGAIN_S = 5.0


class TimeCompare:
    """How far the clock here is ahead of a stream's; an asynchronous context.

    Each comparison asks several times and keeps the answer with the shortest way, as liblsl does.

    Parameters
    ----------
    info : StreamInfo
    address : str
        IPv4 address of this computer to ask from.
    """

    def __init__(self, info: StreamInfo, address: str) -> None:
        self._info = info
        self._address = address
        self._wave = 0
        self._answers: list[tuple[float, float]] = []
        self._transport: asyncio.DatagramTransport | None = None
        self._repeating: asyncio.Task[None] | None = None
        self._known = asyncio.Event()
        self.ahead_s = 0.0
        self.answered_s = local_clock()
        """When it answered last, on `local_clock`."""

    async def __aenter__(self) -> Self:
        """Begin to ask; `known` waits for the first comparison."""
        where = (self._info.address, self._info.service_port)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Answers(self), local_addr=(self._address, 0), remote_addr=where
        )
        self._transport = transport
        self._repeating = asyncio.create_task(self._repeat())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Ask no more."""
        if self._repeating is not None:
            self._repeating.cancel()
            await asyncio.gather(self._repeating, return_exceptions=True)
        if self._transport is not None:
            self._transport.close()
            await asyncio.sleep(0)

    async def known(self) -> None:
        """Wait for the first comparison."""
        await self._known.wait()

    def take(self, raw: bytes) -> None:
        """Take an answer that comes just now."""
        back_s = local_clock()
        try:
            wave, asked_s, heard_s, answered_s = parse_time_answer(raw)
        except NotUnderstood:
            return
        if wave == self._wave:
            way_s = (back_s - asked_s) - (answered_s - heard_s)
            ahead_s = ((asked_s - heard_s) + (back_s - answered_s)) / 2
            self._answers.append((way_s, ahead_s))
            self.answered_s = back_s

    async def _repeat(self) -> None:
        while self._transport is not None:
            self._wave += 1
            self._answers = []
            for _ in range(QUESTIONS):
                self._transport.sendto(time_question(self._wave, local_clock()))
                await asyncio.sleep(APART_S)
            await asyncio.sleep(PATIENCE_S)
            ahead_s = best_offset(self._answers)
            if ahead_s is not None:
                self.ahead_s = ahead_s
                self._known.set()
                await asyncio.sleep(AGAIN_S)


class _Answers(asyncio.DatagramProtocol):
    def __init__(self, compare: TimeCompare) -> None:
        self._compare = compare

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002
        """Take an answer."""
        self._compare.take(data)

    def error_received(self, exc: Exception) -> None:
        """Nobody is there now."""
