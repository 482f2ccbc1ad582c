"""Serves streams on one address: to those who ask what there is, and to those who listen."""

import asyncio
import contextlib
import logging
import socket
import uuid
from collections.abc import Callable
from typing import cast

from coherence_desktop.lsl_network import PORTS, is_loopback
from coherence_desktop.stream import network, protocol
from coherence_desktop.stream.clock import local_clock
from coherence_desktop.stream.description import (
    Description,
    Origin,
    Place,
    as_text,
    full_info,
    info,
)
from coherence_desktop.stream.query import UnknownQuery, matches

logger = logging.getLogger(__name__)

LONGEST_REQUEST = 16384
REQUEST_WITHIN_S = 10.0
UNREAD_BYTES = 1 << 20
"""A listener who leaves more than this unread is let go; it may come again."""
MOST_LISTENERS = 64
CLOSE_WITHIN_S = 1.0


class Outlet:
    """One stream that is served.

    Parameters
    ----------
    what : Description
    door : Door
        Where; taken over.
    host : str
        What to call this computer.
    origin : Origin
        Told as it is at the moment of asking.
    """

    def __init__(self, what: Description, door: network.Door, host: str, origin: Origin) -> None:
        self._what = what
        self._door = door
        self._origin = origin
        self._place = Place(host, door.port, str(uuid.uuid4()), local_clock())
        self._info = info(what, self._place)
        self._short = as_text(self._info)
        self._listeners: set[asyncio.StreamWriter] = set()
        self._guests = 0
        self._server: asyncio.Server | None = None
        self._questions: asyncio.DatagramTransport | None = None

    @property
    def port(self) -> int:
        """Where it is served."""
        return self._place.port

    @property
    def listeners(self) -> int:
        """How many take its samples now."""
        return len(self._listeners)

    async def open(self) -> None:
        """Begin to serve."""
        self._server = await asyncio.start_server(
            self._serve, sock=self._door.data, limit=LONGEST_REQUEST
        )
        self._questions, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: Questions(lambda: [self]), sock=self._door.questions
        )

    async def close(self) -> None:
        """Send what is left and close."""
        if self._questions is not None:
            self._questions.close()
        if self._server is not None:
            self._server.close()
        for listener in self._listeners:
            listener.close()
        with contextlib.suppress(TimeoutError, OSError):
            async with asyncio.timeout(CLOSE_WITHIN_S):
                for listener in list(self._listeners):
                    await listener.wait_closed()
        self._door.close()

    def push(self, local_s: float, values: protocol.Values) -> None:
        """Send a sample to all who listen, without waiting for any."""
        if not self._listeners:
            return
        raw = protocol.sample(self._what.format, local_s, values)
        for listener in self._listeners:
            if listener.transport.get_write_buffer_size() > UNREAD_BYTES:
                listener.transport.abort()
            elif not listener.is_closing():
                listener.write(raw)

    def answer(self, request: protocol.ShortInfoRequest) -> bytes | None:
        """Answer a question for streams, if it is for this one."""
        try:
            asked_for = matches(request.query, self._info)
        except UnknownQuery as error:
            logger.info("a query for streams was not understood: %s", error)
            return None
        return protocol.short_info_reply(request, self._short) if asked_for else None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._guests += 1
        try:
            if self._guests <= MOST_LISTENERS:
                await self._answer_guest(reader, writer)
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
            logger.debug("a listener of %s went without a word", self._what.name)
        finally:
            self._guests -= 1
            self._listeners.discard(writer)
            writer.close()

    async def _answer_guest(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        async with asyncio.timeout(REQUEST_WITHIN_S):
            first = await _line(reader)
            if first == "LSL:shortinfo":
                request = protocol.ShortInfoRequest(await _line(reader), 0, "")
                if self.answer(request) is not None:
                    writer.write(self._short)
                return
            if first == "LSL:fullinfo":
                writer.write(as_text(full_info(self._what, self._place, self._origin)))
                return
            headers = []
            while line := await _line(reader):
                headers.append(line)
        try:
            wanted = protocol.parse_feed_request(first, headers)
        except protocol.NotUnderstood:
            writer.write(protocol.refusal(505, "Version not supported"))
            return
        if wanted.uid not in ("", self._place.uid):
            writer.write(protocol.refusal(404, "Not found"))
            return
        channels = len(self._what.channels)
        writer.write(protocol.feed_reply(self._place.uid, self._what.format, channels))
        if wanted.buffer_length > 0:
            self._listeners.add(writer)
            while await reader.read(LONGEST_REQUEST):
                pass


class Questions(asyncio.DatagramProtocol):
    """Answers datagrams for some outlets.

    Parameters
    ----------
    outlets : callable
        Gives those that are served now.
    passed_on_to : tuple of (str, int)
        Where questions for streams are told again.
    replies : callable, optional
        Gives what sends the replies; by default they leave where the questions came.
    """

    def __init__(
        self,
        outlets: Callable[[], list[Outlet]],
        passed_on_to: tuple[tuple[str, int], ...] = (),
        replies: Callable[[], asyncio.DatagramTransport] | None = None,
    ) -> None:
        self._outlets = outlets
        self._passed_on_to = passed_on_to
        self._replies = replies
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the socket."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer one datagram."""
        heard_s = local_clock()
        transport = self._transport if self._replies is None else self._replies()
        if transport is None:
            return
        try:
            request = protocol.parse_datagram(data)
        except protocol.NotUnderstood:
            return
        if isinstance(request, protocol.TimeRequest):
            transport.sendto(protocol.time_reply(request, heard_s, local_clock()), addr)
            return
        own = {outlet.port for outlet in self._outlets()}
        for outlet in self._outlets():
            reply = outlet.answer(request)
            if reply is not None:
                transport.sendto(reply, (addr[0], request.port))
        for other in self._passed_on_to:
            if other[1] not in own:
                transport.sendto(data, other)

    def error_received(self, exc: Exception) -> None:
        """Nobody is there any more: nothing to do."""


class Server:
    """All that is served at one address.

    Parameters
    ----------
    address : str
        As `network.checked` gave it.
    discovery : list of socket
        From `network.open_discovery`; taken over.

    Notes
    -----
    All programs that stream share the loopback's discovery port, and a question arrives at one of
    them: it passes it on to the ports of the others.
    """

    def __init__(self, address: str, discovery: list[socket.socket]) -> None:
        self._address = address
        self._discovery = discovery
        self._outlets: list[Outlet] = []
        self._transports: list[asyncio.DatagramTransport] = []

    async def open(self) -> None:
        """Begin to answer those who ask for streams."""
        loopback = is_loopback(self._address)
        ports = PORTS
        loop = asyncio.get_running_loop()
        if not loopback:
            speaker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            speaker.bind((self._address, 0))
            speaker.settimeout(0.0)
            speaking, _ = await loop.create_datagram_endpoint(
                asyncio.DatagramProtocol, sock=speaker
            )
            self._transports.append(speaking)
        for one in self._discovery:
            transport, _ = await loop.create_datagram_endpoint(
                lambda: Questions(
                    lambda: self._outlets,
                    tuple((self._address, port) for port in ports) if loopback else (),
                    None if loopback else lambda: self._transports[0],
                ),
                sock=one,
            )
            self._transports.append(transport)

    async def add(self, outlet: Outlet) -> None:
        """Serve one more stream."""
        await outlet.open()
        self._outlets.append(outlet)

    async def close(self) -> None:
        """Close everything, after all is sent."""
        for transport in self._transports:
            transport.close()
        await asyncio.gather(*(outlet.close() for outlet in self._outlets))
        await asyncio.sleep(0)


async def _line(reader: asyncio.StreamReader) -> str:
    return (await reader.readuntil(b"\n")).decode("utf-8", "replace").strip()
