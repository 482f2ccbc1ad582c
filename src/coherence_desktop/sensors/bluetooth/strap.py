"""A heart rate strap over Bluetooth as a source of events, which never gives up on its strap."""

import asyncio
import contextlib
import random
from typing import TYPE_CHECKING

import msgspec

from coherence_desktop.events import (
    AnyEvent,
    Battery,
    Beat,
    Contact,
    Device,
    HeartRate,
    Link,
    LinkState,
)
from coherence_desktop.sensors.beat_clock import BeatClock
from coherence_desktop.sensors.bluetooth.connection import Connection, connected
from coherence_desktop.sensors.bluetooth.failures import (
    NO_BEAT_YET,
    NOT_BACK_YET,
    RATES_ONLY,
    LinkProblem,
    LinkReason,
    explain,
    link_errors,
)
from coherence_desktop.sensors.bluetooth.search import Wanted, find, find_connected
from coherence_desktop.sensors.raw import NOTHING_RAW, RawSignals
from coherence_desktop.sensors.sensor import Emit, SessionClock

if TYPE_CHECKING:
    from coherence_desktop.sensors.bluetooth.raw_streams import RawStreams


class Timing(msgspec.Struct, frozen=True):
    """How patient a strap's link is, in seconds."""

    search_s: float = 10.0
    """Listening for the strap before saying that it is not in reach."""
    first_pause_s: float = 0.2
    """Pause before the first new attempt; doubled for each that fails."""
    longest_pause_s: float = 5.0
    jitter: float = 0.2
    """Pauses differ by up to this share, so that two apps do not keep step."""
    silence_s: float = 5.0
    """Silence that means a lost link, or `silence_beats`, whichever is longer."""
    silence_beats: float = 4.0
    first_packet_s: float = 10.0
    """Silence from the start of a connection that means a lost link."""
    no_beat_s: float = 5.0
    """Time from connecting after which it is said that no beat came."""
    watch_s: float = 0.25
    battery_s: float = 300.0
    """From one reading of the battery to the next."""


class Pauses:
    """Lengths of the pauses between attempts."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._next_s = timing.first_pause_s

    def reset(self) -> None:
        """Begin with a short one again."""
        self._next_s = self._timing.first_pause_s

    def next(self) -> float:
        """Length of the next pause in seconds."""
        pause_s = self._next_s
        self._next_s = min(2 * pause_s, self._timing.longest_pause_s)
        jitter = self._timing.jitter
        return pause_s * random.uniform(1 - jitter, 1 + jitter)  # noqa: S311 - no secret


class StrapSensor:
    """A strap that is found, connected, watched, and found again as often as it takes.

    Parameters
    ----------
    name_or_address : str
        Address, name, or the words its name begins with. Once found, only that strap is meant.
    adapter : str, optional
        Adapter to use, e.g. ``hci0``; without one the system chooses.
    timing : Timing, optional
        How patient to be.
    raw : RawSignals, optional
        What it shall stream beside its beats, where it can; without it, nothing.

    Notes
    -----
    It never ends by itself. What goes wrong is told by `Link` events: ``SEARCHING`` before the
    first connection, ``RECONNECTING`` after it, ``FAILED`` where trying again is of no use before
    somebody has done what the message says; it tries again all the same.
    """

    def __init__(
        self,
        name_or_address: str,
        adapter: str | None = None,
        timing: Timing | None = None,
        raw: RawSignals = NOTHING_RAW,
    ) -> None:
        self._wanted = Wanted(name_or_address)
        self._adapter = adapter
        self._timing = timing or Timing()
        self._raw = raw

    async def run(self, clock: SessionClock, emit: Emit) -> None:
        """Emit events until cancelled; then the connection is closed and the last gap told."""
        session = _Session(self._wanted, self._adapter, self._timing, clock, emit)
        if self._raw:
            session.stream(self._raw)
        try:
            await session.run()
        finally:
            session.close()


class _Session:
    """One run of a sensor."""

    def __init__(
        self,
        wanted: Wanted,
        adapter: str | None,
        timing: Timing,
        clock: SessionClock,
        emit: Emit,
    ) -> None:
        self._wanted = wanted
        self._adapter = adapter
        self._timing = timing
        self._clock = clock
        self._emit = emit
        self._beats = BeatClock()
        self._pauses = Pauses(timing)
        self._said: tuple[LinkState, str] | None = None
        self._rated = self._without_contact = False
        self._device: Device | None = None
        self._battery: int | None = None
        self._was_connected = False
        self._look_at_connected = True
        self._last_rr_s = 0.0
        self._beats_here = 0
        """Beats of the connection that is."""
        self._raw: RawStreams | None = None

    def stream(self, wanted: RawSignals) -> None:
        """Have raw signals streamed as well."""
        from coherence_desktop.sensors.bluetooth.raw_streams import RawStreams

        self._raw = RawStreams(wanted, self._clock, self._emit, self._say_of_raw)

    async def run(self) -> None:
        self._say(LinkState.SEARCHING)
        while True:
            try:
                await self._one_link()
            except link_errors() as error:
                self._fail(explain(error))
            await asyncio.sleep(self._pauses.next())

    def close(self) -> None:
        self._tell(self._beats.close(self._clock.now()))
        self._say(LinkState.ENDED)

    async def _one_link(self) -> None:
        """Find, connect and listen; ends only by an exception."""
        device = None
        if self._look_at_connected:
            self._look_at_connected = False
            device = await find_connected(self._wanted, self._adapter)
        if device is None:
            device = await find(self._wanted, self._adapter, self._timing.search_s)
        if not self._was_connected:
            self._say(LinkState.CONNECTING)
        async with connected(device, self._adapter) as connection:
            self._beats_here = 0
            await connection.hear_heart_rate(self._hear)
            self._wanted.keep_to(device.address)
            self._was_connected = True
            self._say(LinkState.CONNECTED)
            since_s = self._clock.now()
            await self._introduce(connection)
            raw = (
                contextlib.nullcontext() if self._raw is None else self._raw.streaming(connection)
            )
            async with raw:
                await self._watch(connection, since_s)

    async def _introduce(self, connection: Connection) -> None:
        device = await connection.identify(self._clock.now())
        known = self._device
        if known is None or msgspec.structs.replace(device, t=known.t) != known:
            self._device = device
            self._emit(device)
        await connection.hear_battery(self._hear_battery)

    async def _watch(self, connection: Connection, since_s: float) -> None:
        """Watch over the link until it is lost, said or unsaid."""
        timing = self._timing
        battery_due_s = since_s + timing.battery_s
        while True:
            try:
                async with asyncio.timeout(timing.watch_s):
                    await connection.lost.wait()
            except TimeoutError:
                now = self._clock.now()
            else:
                raise LinkProblem(LinkReason.DROPPED)
            self._tell(self._beats.tick(now))
            silent_s = self._beats.silent_for(now)
            if silent_s is None or silent_s > now - since_s:
                if now - since_s > timing.first_packet_s:
                    raise LinkProblem(LinkReason.SILENT)
            elif silent_s > max(timing.silence_s, timing.silence_beats * self._last_rr_s):
                raise LinkProblem(LinkReason.SILENT)
            if not self._beats_here and now - since_s > timing.no_beat_s:
                self._say_no_beat()
            if now > battery_due_s:
                battery_due_s = now + timing.battery_s
                self._hear_battery(await connection.read_battery())

    def _fail(self, problem: LinkProblem) -> None:
        now = self._clock.now()
        if self._was_connected:
            self._tell(self._beats.lost(now, problem.reason.value))
        if self._beats_here:
            self._pauses.reset()
        self._beats_here = 0
        # A link that broke off unsaid may still stand on the system's side: then the strap does
        # not advertise, and can only be found among what is connected.
        self._look_at_connected = problem.reason is LinkReason.NOT_FOUND
        if problem.reason.needs_person:
            state = LinkState.FAILED
        else:
            state = LinkState.RECONNECTING if self._was_connected else LinkState.SEARCHING
        away = self._was_connected and problem.reason is LinkReason.NOT_FOUND
        self._say(state, problem.reason.value, NOT_BACK_YET if away else problem.message)

    def _hear(self, raw: bytes) -> None:
        self._tell(self._beats.receive(self._clock.now(), raw))

    def _hear_battery(self, percent: int | None) -> None:
        if percent is not None and percent != self._battery:
            self._battery = percent
            self._emit(Battery(self._clock.now(), percent))

    def _tell(self, events: list[AnyEvent]) -> None:
        for event in events:
            if isinstance(event, Beat):
                self._last_rr_s = event.rr_ms / 1000
                self._beats_here += 1
                if self._said is not None and self._said[0] is LinkState.CONNECTED:
                    self._say(LinkState.CONNECTED)
            elif isinstance(event, HeartRate):
                self._rated = True
            elif isinstance(event, Contact):
                self._without_contact = event.detected is False
            self._emit(event)

    def _say_no_beat(self) -> None:
        if self._rated and not self._without_contact:
            self._say(LinkState.CONNECTED, "rates_only", RATES_ONLY)
        else:
            self._say(LinkState.CONNECTED, "no_beat", NO_BEAT_YET)

    def _say_of_raw(self, reason: str, message: str) -> None:
        """Tell of raw signals; the link itself stands."""
        self._emit(Link(self._clock.now(), LinkState.CONNECTED, reason, message))

    def _say(self, state: LinkState, reason: str = "", message: str = "") -> None:
        """Tell the state of the link, once."""
        if self._said != (state, reason):
            self._said = (state, reason)
            self._emit(Link(self._clock.now(), state, reason, message))
