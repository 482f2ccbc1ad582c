"""Emulated straps and listening sensors in one process, with an account of what each did."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Self

from bleak.backends.bluezdbus import manager as bleak_manager
from mock_bluez import MockBlueZ

from coherence_desktop.events import AnyEvent, Beat, Gap, Link, LinkState
from coherence_desktop.sensors.bluetooth.bluez import ADAPTER, DEVICE, connect_bus, objects
from coherence_desktop.sensors.bluetooth.strap import StrapSensor, Timing
from coherence_desktop.sensors.emulator import (
    Changed,
    EmulatorEvent,
    EmulatorResult,
    EmulatorSettings,
    Missed,
    Sent,
    emulate,
)
from coherence_desktop.sensors.raw import NOTHING_RAW, RawSignals
from coherence_desktop.sensors.sensor import SessionClock
from coherence_desktop.sensors.timeline import timeline

PATIENCE_S = 30.0
"""How long a test waits for what should take a moment, on a busy machine."""

HASTY = Timing(
    search_s=1.0,
    first_pause_s=0.05,
    longest_pause_s=0.3,
    silence_s=1.5,
    first_packet_s=3.0,
    no_beat_s=1.0,
    watch_s=0.1,
)
"""An impatient link, so that tests are short."""


class Strap:
    """An emulated strap that plays, and what it truly did."""

    def __init__(self, settings: EmulatorSettings) -> None:
        self.did: list[EmulatorEvent] = []
        self._task = asyncio.create_task(emulate(settings, self.did.append))

    async def ready(self) -> Changed:
        return await happens(lambda: next((one for one in self.states() if one), None))

    async def result(self) -> EmulatorResult:
        return await asyncio.wait_for(self._task, 2 * PATIENCE_S)

    async def finished(self) -> None:
        """Wait until the last packet was sent and has had time to arrive."""
        await happens(lambda: self.state_count("finished"))
        await asyncio.sleep(0.2)

    @property
    def result_now(self) -> EmulatorResult:
        return self._task.result()

    async def die(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def states(self) -> list[Changed]:
        return [one for one in self.did if isinstance(one, Changed)]

    def state_count(self, state: str) -> int:
        return sum(one.state == state for one in self.states())

    @property
    def sent(self) -> list[int]:
        """Intervals that were told, in 1/1024 s."""
        return [ticks for one in self.did if isinstance(one, Sent) for ticks in one.ticks]

    def beats(self, clock: SessionClock) -> dict[int, tuple[float, int, bool]]:
        """Session time, interval and whether it was told, of each beat by number.

        A beat happens when the score says, on the clock of the packet that was least late.
        """
        sent = [one for one in self.did if isinstance(one, Sent)]
        base_s = min(clock.at(one.monotonic_s) - one.at_s for one in sent)
        told: dict[int, tuple[float, int, bool]] = {}
        for one in self.did:
            if isinstance(one, Sent):
                at_s = base_s + one.at_s
                for beat, ticks in reversed(list(zip(one.beats, one.ticks, strict=True))):
                    told[beat] = (at_s, ticks, True)
                    at_s -= ticks / 1024
            elif isinstance(one, Missed):
                told[one.beat] = (base_s + one.at_s, one.ticks, False)
        return told


class Listener:
    """A sensor that runs, and the events it emitted."""

    def __init__(self, sensor: StrapSensor) -> None:
        self.events: list[AnyEvent] = []
        self.clock = SessionClock()
        self._task = asyncio.create_task(sensor.run(self.clock, self.events.append))

    async def stop(self) -> None:
        self._task.cancel()
        outcome = (await asyncio.gather(self._task, return_exceptions=True))[0]
        if not isinstance(outcome, asyncio.CancelledError):
            raise AssertionError(f"the sensor ended by itself: {outcome!r}")

    def all(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def heard(self) -> list[int]:
        """Intervals that arrived, in 1/1024 s."""
        ticks = [event.rr_ms * 1.024 for event in self.all(Beat)]
        assert all(abs(tick - round(tick)) < 1e-9 for tick in ticks), "an interval was altered"
        return [round(tick) for tick in ticks]

    @property
    def links(self) -> list[Link]:
        return self.all(Link)

    async def hears(self, beats: int) -> None:
        await happens(lambda: len(self.all(Beat)) >= beats)

    async def says(self, state: LinkState, reason: str = "") -> Link:
        """Wait for a link event of this kind, now or later."""
        return await happens(
            lambda: next(
                (link for link in self.links if (link.state, link.reason) == (state, reason)), None
            )
        )

    def count(self, state: LinkState) -> int:
        return sum(link.state == state for link in self.links)


class Stage:
    """Where straps play and listeners listen; leaving it ends them all."""

    def __init__(self, bluez: MockBlueZ) -> None:
        self.bluez = bluez
        self._straps: list[Strap] = []
        self._listeners: list[Listener] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        for listener in self._listeners:
            with contextlib.suppress(AssertionError):
                await listener.stop()
        for strap in self._straps:
            await strap.die()

    async def strap(self, rr_ms: Iterable[float], adapter: str = "hci1", **settings) -> Strap:
        """A strap in the room, on an adapter, ready to be found."""
        settings.setdefault("linger_s", 0.2)
        strap = Strap(EmulatorSettings(rr_ms=tuple(rr_ms), adapter=adapter, **settings))
        self._straps.append(strap)
        await strap.ready()
        return strap

    def listen(
        self,
        name_or_address: str,
        adapter: str | None = "hci0",
        timing: Timing = HASTY,
        raw: RawSignals = NOTHING_RAW,
    ) -> Listener:
        """A sensor that looks for a strap."""
        listener = Listener(StrapSensor(name_or_address, adapter, timing, raw))
        self._listeners.append(listener)
        return listener


async def happens(condition: Callable[[], object], within_s: float = PATIENCE_S):
    """Wait until something is so, and give it."""
    async with asyncio.timeout(within_s):
        while not (outcome := condition()):
            await asyncio.sleep(0.01)
    return outcome


def intervals(count: int, first_1024: int = 300) -> tuple[float, ...]:
    """Intervals in ms of which no two are the same, so that each beat is known by its own."""
    return tuple((first_1024 + number) / 1.024 for number in range(count))


def assert_true_account(strap: Strap, listener: Listener, within_s: float = 0.05) -> None:
    """No beat twice, none invented, every gap named, and all in their time.

    Needs a stopped listener and intervals that are all different.
    """
    truth = strap.beats(listener.clock)
    beat_of = {ticks: beat for beat, (_, ticks, _) in truth.items()}
    assert len(beat_of) == len(truth), "this account needs intervals that differ"
    heard = listener.heard
    assert set(heard) <= set(beat_of), "a beat was invented"
    numbers = [beat_of[ticks] for ticks in heard]
    assert numbers == sorted(set(numbers)), "a beat came twice or out of order"
    line = timeline(listener.events)
    for number, t in zip(numbers, line.t, strict=True):
        true_s = truth[number][0]
        assert abs(t - true_s) < within_s, f"beat {number} is off by {(t - true_s) * 1000:.0f} ms"
    edges = [
        (truth[before][0], truth[after][0] - truth[after][1] / 1024)
        for before, after in pairwise(numbers)
        if after > before + 1
    ]
    inner = [gap for gap in line.gaps if gap.start_s < truth[numbers[-1]][0] - within_s]
    assert len(inner) == len(edges), f"{edges} are missing, named are {inner}"
    for gap, (start_s, end_s) in zip(inner, edges, strict=True):
        assert abs(gap.start_s - start_s) < within_s
        assert abs(gap.end_s - end_s) < within_s
        assert gap.cause


def gap_causes(listener: Listener) -> list[str]:
    return [gap.cause for gap in listener.all(Gap)]


async def connections(adapter: str) -> list[str]:
    """Addresses of the devices that BlueZ says an adapter is connected to."""
    return [
        kinds[DEVICE]["Address"]
        for path, kinds in (await _objects()).items()
        if path.startswith(f"/org/bluez/{adapter}/") and kinds.get(DEVICE, {}).get("Connected")
    ]


async def is_scanning(adapter: str) -> bool:
    return (await _objects())[f"/org/bluez/{adapter}"][ADAPTER]["Discovering"]


async def _objects():
    bus = await connect_bus()
    try:
        return await objects(bus)
    finally:
        bus.disconnect()


async def close_bleak() -> None:
    """Close the bus connection that bleak keeps for as long as its loop lives."""
    manager = bleak_manager._global_instances.pop(asyncio.get_running_loop(), None)
    if manager is not None and manager._bus is not None:
        manager._bus.disconnect()
        await asyncio.wait({manager._bus_watcher_task})
