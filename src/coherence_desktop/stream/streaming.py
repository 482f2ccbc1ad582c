"""Streams a session while it runs: a listener that only takes, and a thread that sends."""

import asyncio
import logging
import threading
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from coherence_desktop.events import Beat, Device, EcgChunk, Started
from coherence_desktop.lsl_network import LOOPBACK, is_loopback
from coherence_desktop.stream import network
from coherence_desktop.stream.clock import LslTime
from coherence_desktop.stream.description import Origin
from coherence_desktop.stream.samples import (
    ECG,
    Item,
    Samples,
    descriptions,
    device_of,
    ecg_description,
)
from coherence_desktop.stream.server import Outlet, Server

if TYPE_CHECKING:
    import socket

logger = logging.getLogger(__name__)

PAST_S = 1.0
"""What was heard this long before the streams began is of a session that is gone on with."""
WITHIN_S = 5.0


class Clock(Protocol):
    """The session's clock."""

    speed: float

    def now(self) -> float:
        """Session time now, in seconds."""


class Streaming:
    """Serves what happens in one session, on one network alone.

    The session time of each event is its time in the streams, on liblsl's clock: that of the
    beat, not of its arrival.

    Parameters
    ----------
    address : str
        IPv4 address of this computer in the network whose programs may listen; by default
        programs on this computer alone.

    Raises
    ------
    StreamAddressProblem
        If nothing can be served there.

    Examples
    --------
    >>> streaming = Streaming()  # doctest: +SKIP
    >>> running = RunningSession(..., stream=streaming.open)  # doctest: +SKIP
    >>> running.end()  # doctest: +SKIP
    >>> streaming.close()  # doctest: +SKIP
    """

    def __init__(self, address: str = LOOPBACK) -> None:
        self.address = network.checked(address)
        self._host = "localhost" if is_loopback(self.address) else self.address
        self._samples = Samples()
        self._origin = Origin()
        self._outlets: dict[str, Outlet] = {}
        self.session_id = ""
        self._server: Server | None = None
        self._adding: set[asyncio.Task[None]] = set()
        self._time: LslTime | None = None
        self._began_s = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = asyncio.Event()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._discovery: list[socket.socket] = network.open_discovery(self.address)
        self._doors: list[network.Door] = []
        try:
            for _ in descriptions(""):
                self._doors.append(network.open_door(self.address))
        except network.StreamAddressProblem:
            self._let_go()
            raise

    @property
    def ports(self) -> dict[str, int]:
        """Where each stream is served."""
        return {name: outlet.port for name, outlet in self._outlets.items()}

    @property
    def listeners(self) -> int:
        """How many feeds are taken now, all streams counted."""
        return sum(outlet.listeners for outlet in self._outlets.values())

    def open(self, session_id: str, clock: Clock) -> Callable[[Item], None]:
        """Begin to serve a session.

        Parameters
        ----------
        session_id : str
            Its id, without personal data; empty for one that is not kept.
        clock : Clock
            Its clock, compared once with that of the streams.

        Returns
        -------
        callable
            Takes each event and each snapshot of the session, from any thread; never waits.
        """
        self.session_id = session_id = session_id or uuid.uuid4().hex
        self._time = LslTime(clock.now, clock.speed)
        self._began_s = clock.now() - PAST_S
        self._origin.session["id"] = session_id
        for what, door in zip(descriptions(session_id), self._doors, strict=True):
            self._outlets[what.name] = Outlet(what, door, self._host, self._origin)
        self._doors.clear()
        self._thread = threading.Thread(target=self._run, name="streams", daemon=True)
        self._thread.start()
        self._ready.wait(WITHIN_S)
        return self.hear

    def hear(self, item: Item) -> None:
        """Take what happened, from any thread."""
        loop = self._loop
        heard_s = item.received_s if isinstance(item, Beat) else item.t
        if loop is None or heard_s < self._began_s:
            return
        try:
            loop.call_soon_threadsafe(self._send, item)
        except RuntimeError:  # closed between the look and the call
            logger.debug("what came after the end was not streamed")

    def close(self) -> None:
        """Send what was heard and close all streams."""
        loop = self._loop
        if self._thread is not None and loop is not None:
            loop.call_soon_threadsafe(self._closing.set)
            self._thread.join(WITHIN_S)
        self._thread = self._loop = None
        self._let_go()

    def _let_go(self) -> None:
        for door in self._doors:
            door.close()
        for one in self._discovery:
            one.close()

    # --- in the thread ----------------------------------------------------------------------

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except OSError:
            logger.exception("streaming ended")
        finally:
            self._ready.set()

    async def _main(self) -> None:
        self._server = server = Server(self.address, self._discovery)
        try:
            await server.open()
            for outlet in self._outlets.values():
                await server.add(outlet)
            self._loop = asyncio.get_running_loop()
            self._ready.set()
            await self._closing.wait()
        finally:
            await server.close()

    def _send(self, item: Item) -> None:
        match item:
            case Device():
                self._origin.device.update(device_of(item))
            case Started():
                self._origin.session.update(source=item.source, app_version=item.app_version)
            case EcgChunk() if ECG not in self._outlets:
                self._add_ecg(item.rate_hz)
            case _:
                pass
        if self._time is None:
            return
        for sample in self._samples.take(item):
            outlet = self._outlets.get(sample.stream)
            if outlet is not None:
                outlet.push(self._time.of(sample.t), sample.values)

    def _add_ecg(self, rate_hz: float) -> None:
        try:
            door = network.open_door(self.address)
        except network.StreamAddressProblem:
            logger.warning("no port is left for the ECG")
            return
        what = ecg_description(self.session_id, rate_hz)
        self._outlets[ECG] = outlet = Outlet(what, door, self._host, self._origin)
        if self._server is not None:
            task = asyncio.get_running_loop().create_task(self._server.add(outlet))
            self._adding.add(task)
            task.add_done_callback(self._adding.discard)
