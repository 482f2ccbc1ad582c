"""Plays a score on a strap, in time, and keeps account of what was truly sent."""

import asyncio
import contextlib
import math
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable

from coherence_desktop.sensors.bluetooth.failures import LinkProblem, LinkReason
from coherence_desktop.sensors.emulator.peripheral import Peripheral
from coherence_desktop.sensors.emulator.raw_play import Acceleration, EcgOfBeats
from coherence_desktop.sensors.emulator.raw_player import RawPlayer
from coherence_desktop.sensors.emulator.report import (
    Changed,
    EmulatorEvent,
    EmulatorResult,
    Missed,
    Sent,
)
from coherence_desktop.sensors.emulator.score import Action, Begin, End, Score, Send, Unheard
from coherence_desktop.sensors.emulator.settings import EmulatorSettings, FaultKind, to_ticks
from coherence_desktop.sensors.models import Known, bundled_models

_NO_LISTENER = "no_listener"


class Player:
    """One performance of a strap.

    Parameters
    ----------
    settings : EmulatorSettings
        What to play.
    on_event : callable
        Told of everything that happens, at once.
    """

    def __init__(
        self, settings: EmulatorSettings, on_event: Callable[[EmulatorEvent], None]
    ) -> None:
        self._settings = settings
        self._on_event = on_event
        self._sent: list[int] = []
        self._missed = 0
        self._packets = 0
        self._faults: Counter[str] = Counter()
        self._least_s = 1.0 / settings.max_packets_per_s
        self._start_s = math.inf
        self._last_packet_s = 0.0

    async def play(self) -> EmulatorResult:
        """Be a strap until the list of intervals ends.

        Raises
        ------
        Problem
            If the model is not known.
        LinkProblem
            If Bluetooth cannot be used.
        """
        settings = self._settings
        model = bundled_models().by_id(settings.model)
        contact = None if model.sends.contact is Known.NO else True
        self._peripheral = Peripheral(
            model,
            settings.name,
            settings.adapter,
            settings.battery_percent,
            self._changed,
            raw=settings.speed == 1.0,
        )
        async with self._peripheral as strap, self._raw_signals():
            self._changed("ready")
            if settings.await_listener:
                await self._somebody_listens()
            began_s = self._start_s = time.monotonic()
            score = Score(settings, contact=contact, rr=model.sends.rr is not Known.NO)
            for action in score.actions():
                await self._perform(action)
            ended_s = time.monotonic()
            self._changed("finished")
            await asyncio.sleep(settings.linger_s)
        return EmulatorResult(
            name=strap.name,
            address=strap.adapter.address,
            packets=self._packets,
            sent_1024=tuple(self._sent),
            missed=self._missed,
            faults={str(fault): count for fault, count in self._faults.items()},
            duration_s=ended_s - began_s,
        )

    @contextlib.asynccontextmanager
    async def _raw_signals(self) -> AsyncIterator[None]:
        """Play raw signals beside the beats, if the strap has any."""
        settings, service = self._settings, self._peripheral.signals
        if service is None:
            yield
            return
        beats = EcgOfBeats(to_ticks(settings.rr_ms), loop=settings.loop)
        player = RawPlayer(
            settings.raw,
            service,
            settings.ecg or beats,
            Acceleration(settings.raw.breaths_per_min, beats),
            lambda: time.monotonic() - self._start_s,
            self._on_event,
        )
        playing = asyncio.create_task(player.run())
        try:
            yield
        finally:
            playing.cancel()
            (outcome,) = await asyncio.gather(playing, return_exceptions=True)
        if isinstance(outcome, Exception):
            raise outcome

    async def _perform(self, action: Action) -> None:
        if self._peripheral.lost.is_set():
            raise LinkProblem(LinkReason.SERVICE_DOWN)
        due_s = self._start_s + action.at_s / self._settings.speed
        if isinstance(action, Send):
            due_s = max(due_s, self._last_packet_s + self._least_s)
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        match action:
            case Send():
                await self._send(action)
            case Unheard():
                self._miss(action.at_s, action.beat, action.ticks, action.fault)
            case Begin():
                self._faults[action.fault] += 1
                self._changed("fault_begins", action.fault)
                if action.fault is FaultKind.DISCONNECT:
                    await self._peripheral.leave()
            case End():
                if action.fault is FaultKind.DISCONNECT:
                    await self._peripheral.come_back()
                self._changed("fault_ends", action.fault)

    async def _send(self, action: Send) -> None:
        if self._settings.hold and not self._peripheral.listening.is_set():
            waited_since_s = time.monotonic()
            await self._somebody_listens()
            self._start_s += time.monotonic() - waited_since_s
        now_s = self._last_packet_s = time.monotonic()
        if not self._peripheral.listening.is_set():
            for beat, ticks in zip(action.beats, action.ticks, strict=True):
                self._miss(action.at_s, beat, ticks, _NO_LISTENER)
            return
        self._peripheral.send(action.raw)
        self._packets += 1
        self._sent += action.ticks
        if action.fault and action.fault != FaultKind.LOST_CONTACT:
            self._faults[action.fault] += 1
        self._on_event(
            Sent(now_s, action.at_s, action.beats, action.ticks, action.fault, action.raw.hex())
        )

    async def _somebody_listens(self) -> None:
        """Wait for a listener, or find that the bus is gone."""
        strap = self._peripheral
        waits = [asyncio.create_task(event.wait()) for event in (strap.listening, strap.lost)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if strap.lost.is_set():
            raise LinkProblem(LinkReason.SERVICE_DOWN)

    def _miss(self, at_s: float, beat: int, ticks: int, why: str) -> None:
        self._missed += 1
        self._on_event(Missed(time.monotonic(), at_s, beat, ticks, why))

    def _changed(self, state: str, fault: str = "") -> None:
        strap = self._peripheral
        named = (strap.name, strap.adapter.address) if state == "ready" else ("", "")
        self._on_event(Changed(time.monotonic(), state, fault, *named))
