"""Streams that are announced but do not send, or say what nobody understands."""

import asyncio
import contextlib
import socket
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from coherence_desktop.events import Beat, Link, LinkState
from coherence_desktop.lsl_network import LOOPBACK, PORTS
from coherence_desktop.sensors.lsl import scan as scanning
from coherence_desktop.sensors.lsl import sensor
from coherence_desktop.sensors.sensor import SessionClock

WITHIN_S = 30.0
CHANNELS = b"<desc><channels><channel><label>RR</label></channel></channels></desc>"
UNKNOWN = b'<?xml version="1.0" encoding="foo"?><info>' + CHANNELS + b"</info>"
TWO_BYTES = b'<?xml version="1.0" encoding="shift_jis"?><info>' + CHANNELS + b"</info>"
GARBLED = [UNKNOWN, TWO_BYTES, b"", b"\xff\xfe\x00", b"<info>"]


class Announcing(asyncio.DatagramProtocol):
    """Answers whoever asks for streams, and keeps silent when asked for the time."""

    def __init__(self, described: bytes) -> None:
        self._described = described

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if data.startswith(b"LSL:shortinfo"):
            _, query_id = data.split(b"\r\n")[2].split()
            self._transport.sendto(query_id + b"\r\n" + self._described, addr)


@asynccontextmanager
async def announced(name: str, told: Callable[[], bytes] | None) -> AsyncIterator[None]:
    """Announce a stream that tells this of its channels; with ``None`` it takes no connection."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(told())
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    server = await asyncio.start_server(answer, LOOPBACK, 0) if told else None
    with socket.socket() as refusing:
        refusing.bind((LOOPBACK, 0))
        at = server.sockets[0] if server else refusing
        described = (
            f"<info><name>{name}</name><type>RR</type><channel_count>1</channel_count>"
            f"<channel_format>double64</channel_format><uid>{uuid.uuid4()}</uid>"
            f"<hostname>lab-pc</hostname><v4data_port>{at.getsockname()[1]}</v4data_port>"
            f"<v4service_port>{PORTS[-1]}</v4service_port></info>"
        ).encode()
        transport = await _answering(Announcing(described))
        try:
            yield
        finally:
            transport.close()
            if server:
                server.close()
                await server.wait_closed()


async def _answering(protocol: Announcing) -> asyncio.DatagramTransport:
    for port in PORTS:
        with contextlib.suppress(OSError):
            transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
                lambda: protocol, local_addr=(LOOPBACK, port)
            )
            return transport
    raise OSError("no port is free")


@asynccontextmanager
async def listening(name: str) -> AsyncIterator[list]:
    heard: list = []
    running = asyncio.create_task(sensor.LslSensor(name).run(SessionClock(), heard.append))
    try:
        yield heard
        assert not running.done(), "the sensor ended by itself"
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not true():
            await asyncio.sleep(0.02)


def failures(heard: list) -> list[Link]:
    return [one for one in heard if isinstance(one, Link) and one.state is LinkState.FAILED]


@pytest.fixture
def name() -> str:
    """A name that no other test's stream has."""
    return f"belt {uuid.uuid4().hex[:8]}"


@pytest.fixture(autouse=True)
def impatient(monkeypatch) -> None:
    """Try again sooner than one would."""
    monkeypatch.setattr(sensor, "PAUSE_S", 0.1)
    monkeypatch.setattr(scanning, "AGAIN_S", 0.05)


async def test_a_stream_that_takes_no_connection_is_said_to_answer_and_not_to_send(name):
    async with announced(name, None), listening(name) as heard:
        await until(lambda: failures(heard))
        (told,) = failures(heard)
        assert f"The stream {name} answers, but does not send." in told.message
        assert "firewall" in told.message


async def test_one_attempt_that_fails_is_not_told_yet(name, monkeypatch):
    monkeypatch.setattr(sensor, "PAUSE_S", 60.0)
    asked = 0

    def told() -> bytes:
        nonlocal asked
        asked += 1
        return UNKNOWN

    async with announced(name, told), listening(name) as heard:
        await until(lambda: asked)
        await asyncio.sleep(0.2)
        assert failures(heard) == []


async def test_a_stream_that_is_not_understood_ends_nothing_and_another_is_heard(name, lsl_outlet):
    answers = iter(GARBLED * 100)
    async with listening(name) as heard:
        async with announced(name, lambda: next(answers)):
            await until(lambda: failures(heard))
            assert "not in a way that is understood" in failures(heard)[0].message
        lsl_outlet(name, [500.0] * 40)
        await until(lambda: sum(isinstance(one, Beat) for one in heard) >= 3)


async def test_streams_that_are_not_understood_do_not_end_the_list_of_the_others(name, lsl_outlet):
    asked = 0

    def told() -> bytes:
        nonlocal asked
        asked += 1
        return GARBLED[asked % len(GARBLED)]

    lists: list[list[str]] = []

    async def listing() -> None:
        async with contextlib.aclosing(scanning.scan(LOOPBACK)) as found:
            async for streams in found:
                lists.append([one.info.name for one in streams])

    async with announced("garbled", told):
        search = asyncio.create_task(listing())
        await until(lambda: search.done() or asked > 2 * len(GARBLED))
        lsl_outlet(name, [500.0] * 40)
        await until(lambda: search.done() or name in lists[-1])
        assert not search.done(), "the search ended by itself"
        search.cancel()
        await asyncio.gather(search, return_exceptions=True)
    assert not any("garbled" in names for names in lists)
