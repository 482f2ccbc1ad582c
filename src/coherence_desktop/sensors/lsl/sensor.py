"""A stream of RR intervals or heart rates of the Lab Streaming Layer as a source of events."""

import asyncio
import math
import time
from collections.abc import Callable, Sequence

from coherence_desktop.events import AnyEvent, Device, Link, LinkState
from coherence_desktop.lsl_network import LOOPBACK
from coherence_desktop.sensors.lsl import network
from coherence_desktop.sensors.lsl.beats import LslBeats, NoHeartInStream
from coherence_desktop.sensors.lsl.info import StreamInfo
from coherence_desktop.sensors.lsl.inlet import Inlet, StreamGarbled, StreamLost
from coherence_desktop.sensors.lsl.resolver import Resolver
from coherence_desktop.sensors.lsl.time_compare import local_clock
from coherence_desktop.sensors.sensor import Emit, SessionClock

LOOK_S = 0.1
SETTLE_S = 0.3
"""So long after the first answer, others of the same name have answered, too."""
NOT_FOUND_AFTER_S = 10.0
PAUSE_S = 1.0
IN_VAIN = 2
"""After so many attempts without any connection it is told what hinders."""
_TRIES = 16

Wanted = Callable[[StreamInfo], bool]


class LslSensor:
    """A stream that is looked for, listened to, and found again as often as it takes.

    Times are those of the stream, brought to this computer's clock by comparing the two while it
    runs, and from there to the session's clock by one comparison that is kept.

    Parameters
    ----------
    name : str
        Name or source id of the stream.
    address : str
        IPv4 address of this computer in the network to look in; by default only streams of this
        computer are found.
    stream : StreamInfo, optional
        The very stream, where it was chosen from a list; it is known again when it is served
        again.

    Raises
    ------
    LslProblem
        If the address is none.
    """

    def __init__(
        self, name: str, address: str = LOOPBACK, stream: StreamInfo | None = None
    ) -> None:
        self._address = network.checked(address)
        self._name = name
        self._stream = stream

    async def run(self, clock: SessionClock, emit: Emit) -> None:
        """Emit events until cancelled; then the connection is closed and the last gap told.

        Raises
        ------
        RepeatsIntervals
            If no beats can be made of what the stream sends.
        """
        run = _Run(self._name, self._stream, self._address, clock, emit)
        try:
            await run.go_on()
        finally:
            run.end()


class _Run:
    """One run of a sensor."""

    def __init__(
        self,
        name: str,
        stream: StreamInfo | None,
        address: str,
        clock: SessionClock,
        emit: Emit,
    ) -> None:
        self._name = name
        self._stream = stream
        self._address = address
        self._clock = clock
        self._emit = emit
        self._ahead_s = _ahead()
        self._said: tuple[LinkState, str] | None = None
        self._beats: LslBeats | None = None
        self._in_vain = 0

    async def go_on(self) -> None:
        self._say(LinkState.SEARCHING)
        while True:
            try:
                info = await self._find()
                await self._listen_to(info)
            except NoHeartInStream as problem:
                self._say(LinkState.FAILED, "no_heart", problem.message)
            except network.LslProblem as problem:
                self._say(self._searching, "no_network", problem.message)
            except StreamLost as lost:
                if self._said == (LinkState.CONNECTED, ""):
                    self._broke_off()
                elif self._beats is None:
                    self._not_reached(garbled=isinstance(lost, StreamGarbled))
            await asyncio.sleep(PAUSE_S)

    def end(self) -> None:
        if self._beats is not None:
            self._tell(self._beats.close(self._clock.now()))
        self._say(LinkState.ENDED)

    async def _find(self) -> StreamInfo:
        began_s = time.monotonic()
        answered_s: float | None = None
        async with Resolver(self._address) as resolver:
            while True:
                await asyncio.sleep(LOOK_S)
                now = time.monotonic()
                found = [one for one in resolver.streams() if self._wants(one)]
                if self._stream in found:
                    found = [one for one in found if one == self._stream]
                if not found:
                    answered_s = None
                    if now - began_s > NOT_FOUND_AFTER_S:
                        self._not_found()
                    continue
                answered_s = now if answered_s is None else answered_s
                if now - answered_s < SETTLE_S:
                    continue
                if len(found) == 1:
                    return found[0]
                message = (
                    f"{len(found)} streams are called {self._name}. End all but one of them, "
                    "or give them source ids of their own."
                )
                self._say(LinkState.FAILED, "ambiguous", message)

    def _wants(self, info: StreamInfo) -> bool:
        if self._stream is not None:
            return info.again(self._stream)
        return self._name in (info.name, info.source_id)

    async def _listen_to(self, info: StreamInfo) -> None:
        async with Inlet(info, self._address) as inlet:
            self._connected(info, inlet)
            at = self._clock.at
            while True:
                samples = await inlet.pull()
                placed = [(at(local_s + self._ahead_s), value) for local_s, value in samples]
                if self._beats is not None:
                    self._tell(self._beats.receive(self._clock.now(), placed))

    def _connected(self, info: StreamInfo, inlet: Inlet) -> None:
        if self._beats is None or self._beats.reading != inlet.reading:
            now = self._clock.now()
            if self._beats is not None:
                self._tell(self._beats.close(now))
            self._beats = LslBeats(inlet.reading, info.rate_hz)
            # The id is no address: by addresses straps are connected again.
            self._emit(
                Device(
                    now,
                    name=info.name,
                    address="",
                    manufacturer=inlet.manufacturer,
                    hardware=inlet.model,
                    serial=info.source_id,
                )
            )
        self._say(LinkState.CONNECTED)

    def _broke_off(self) -> None:
        if self._beats is not None:
            self._tell(self._beats.lost(self._clock.now(), "stream_lost"))
        message = f"The stream {self._name} broke off. It is looked for; recording goes on."
        self._say(LinkState.RECONNECTING, "stream_lost", message)

    def _not_reached(self, *, garbled: bool) -> None:
        self._in_vain += 1
        if self._in_vain < IN_VAIN:
            return
        if garbled:
            message = (
                f"The stream {self._name} answers, but not in a way that is understood. Look at "
                "the program that sends it."
            )
            self._say(LinkState.FAILED, "not_understood", message)
            return
        message = (
            f"The stream {self._name} answers, but does not send. Look at the firewall of the "
            "computer that sends it, and at the program there."
        )
        self._say(LinkState.FAILED, "does_not_send", message)

    def _not_found(self) -> None:
        if self._said is not None and self._said[1] == "stream_lost":
            return
        message = f"No stream is called {self._name} yet. Start it, or look at its name again."
        self._say(self._searching, "not_found", message)

    @property
    def _searching(self) -> LinkState:
        return LinkState.SEARCHING if self._beats is None else LinkState.RECONNECTING

    def _say(self, state: LinkState, reason: str = "", message: str = "") -> None:
        if self._said != (state, reason):
            self._said = (state, reason)
            self._emit(Link(self._clock.now(), state, reason, message))

    def _tell(self, events: Sequence[AnyEvent]) -> None:
        for event in events:
            self._emit(event)


def _ahead() -> float:
    """Measure how far the monotonic clock is ahead of `local_clock`."""
    shortest_s, ahead_s = math.inf, 0.0
    for _ in range(_TRIES):
        before_s, local_s, after_s = time.monotonic(), local_clock(), time.monotonic()
        if after_s - before_s < shortest_s:
            shortest_s = after_s - before_s
            ahead_s = (before_s + after_s) / 2 - local_s
    return ahead_s
