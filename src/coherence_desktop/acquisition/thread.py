"""The acquisition thread: sensor, session engine, recorder and live measures on one event loop.

A frozen window costs no beat: nothing here waits for a listener, and listeners only take.
"""

import asyncio
import logging
import threading
from collections.abc import Callable

from coherence_desktop.acquisition.continuation import Continuation
from coherence_desktop.errors import Problem
from coherence_desktop.events import (
    AccelerationChunk,
    AnyEvent,
    Beat,
    BeatJudged,
    BeatKind,
    Ended,
    Gap,
    Link,
    LinkState,
    Realigned,
    Started,
)
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.sensors.sensor import Sensor, SessionClock
from coherence_desktop.signal.artefacts import Judgement, LiveDetector
from coherence_desktop.signal.live import LiveMeasures
from coherence_desktop.signal.raw_samples import unpack_acceleration
from coherence_desktop.signal.results import LiveSnapshot

logger = logging.getLogger(__name__)

TICK_S = 0.1
"""How often the engine is told that time passes."""
SILENT_S = 2.0
"""Without a beat for this long, measures are told anew each second, so that they go absent."""

Item = AnyEvent | LiveSnapshot
"""What listeners receive: every recorded event, and all live measures after each beat."""


class Acquisition:
    """Runs one session from its first event to its last.

    Parameters
    ----------
    sensor : Sensor
        Where beats come from.
    engine : SessionEngine
        Decides what comes next.
    clock : SessionClock
        The session's clock.
    started : Started
        The session's first event.
    recorder : Recorder, optional
        Keeps every event; without one nothing is kept.
    listener : callable, optional
        Takes each item, in the acquisition thread; must be quick.
    continuing : Continuation, optional
        The log to go on with; ``engine`` stands at its end. Listeners are told it first.
    """

    def __init__(
        self,
        *,
        sensor: Sensor,
        engine: SessionEngine,
        clock: SessionClock,
        started: Started,
        recorder: Recorder | None = None,
        listener: Callable[[Item], None] | None = None,
        continuing: Continuation | None = None,
    ) -> None:
        self._sensor = sensor
        self._engine = engine
        self._clock = clock
        self._started = started
        self._recorder = recorder
        self._listener = listener
        self._detector = LiveDetector()
        self._measures = LiveMeasures()
        self._continuing = continuing
        self._beats_before = 0 if continuing is None else continuing.beats
        self._gap_before_next = False
        self._measured_s = 0.0
        self._end_reason = "ended"
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._ready = threading.Event()
        self._sensor_done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="acquisition", daemon=True)

    @property
    def sensor_done(self) -> threading.Event:
        """Set once the source of beats has no more (a replay ended) or failed for good."""
        return self._sensor_done

    def start(self) -> None:
        """Start the thread; returns when it takes events."""
        self._thread.start()
        self._ready.wait()

    @property
    def ended(self) -> bool:
        """Whether the session has ended, by command or by its programme."""
        return self._engine.ended

    def post(self, event: AnyEvent) -> None:
        """Hand in an event from any thread: a marker, a note, a change of pace."""
        self._call(lambda: self._take(event))

    def step_rate(self, by_per_min: float) -> None:
        """Ask for a faster or slower pace, from any thread; steps add up."""
        self._call(lambda: self._step(by_per_min))

    def stop(self, reason: str = "ended", timeout_s: float = 10.0) -> None:
        """End the session and the thread; the last event is `Ended`."""
        self._end_reason = reason
        self._call(self._stopping.set)
        self._thread.join(timeout_s)

    # --- in the acquisition thread ---------------------------------------------------------

    def _call(self, act: Callable[[], None]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(act)

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self._continuing is None:
            self._take(self._started)
        else:
            self._go_on_with(self._continuing)
        self._ready.set()
        sensor = asyncio.create_task(self._run_sensor())
        ticks = asyncio.create_task(self._run_ticks())
        try:
            await self._stopping.wait()
        finally:
            sensor.cancel()
            ticks.cancel()
            await asyncio.gather(sensor, ticks, return_exceptions=True)
            self._judge(self._detector.finish())
            if self._continuing is not None:
                self._take_all(self._continuing.gap_to_the_end(self._clock.now()))
            self._take(Ended(self._clock.now(), self._end_reason))

    async def _run_sensor(self) -> None:
        try:
            await self._sensor.run(self._clock, self._hear)
        except Problem as problem:
            self._take(
                Link(self._clock.now(), LinkState.FAILED, type(problem).__name__, problem.message)
            )
        except Exception:  # a fault of ours must neither end the session nor pass in silence
            logger.exception("the source of beats stopped")
            message = "The strap's part of the app met a fault. The session goes on without beats."
            self._take(Link(self._clock.now(), LinkState.FAILED, "fault", message))
        finally:
            self._sensor_done.set()

    async def _run_ticks(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            now = self._clock.now()
            for event in self._engine.tick(now):
                self._record(event)
            if now - self._measured_s > SILENT_S:
                self._measured_s = now - SILENT_S + 1.0
                self._follow_pacer()
                self._tell(self._measures.snapshot(now))

    def _go_on_with(self, before: Continuation) -> None:
        for event in before.log:
            self._tell(event)
            self._remeasure(event)
        self._take(before.reopened(self._clock.now(), self._started.source))

    def _remeasure(self, event: AnyEvent) -> None:
        match event:
            case Beat():
                self._measures.beat(event.t, event.rr_ms)
            case BeatJudged():
                self._measures.judge(event.index, event.kind, event.corrected_ms)
            case Gap():
                self._measures.gap(event.start_s, event.end_s)
            case Realigned():
                self._measures.realign(event.from_s, event.shift_s)
            case _:
                pass

    def _hear(self, event: AnyEvent) -> None:
        """Take an event of the source of beats."""
        if self._continuing is not None and isinstance(event, Beat):
            if not self._continuing.is_new(event):
                return
            self._take_all(self._continuing.gap_before(event))
        self._take(event)

    def _take_all(self, events: list[AnyEvent]) -> None:
        for event in events:
            self._take(event)

    def _take(self, event: AnyEvent) -> None:
        for accepted in self._engine.receive(event):
            self._record(accepted)

    def _step(self, by_per_min: float) -> None:
        change = self._engine.step_rate(self._clock.now(), by_per_min)
        if change is not None:
            self._take(change)

    def _record(self, event: AnyEvent) -> None:
        if self._recorder is not None:
            self._recorder.add(event)
        self._tell(event)
        match event:
            case Beat():
                self._measure(event)
            case Gap():
                self._gap_before_next = True
                self._measures.gap(event.start_s, event.end_s)
            case Realigned():
                self._measures.realign(event.from_s, event.shift_s)
            case AccelerationChunk():
                self._measures.acceleration(
                    event.t, event.rate_hz, unpack_acceleration(event.samples)
                )
            case Ended():
                self._stopping.set()
            case _:
                pass

    def _follow_pacer(self) -> None:
        pacer = self._engine.pacer
        self._measures.phase_rad = None if pacer is None else pacer.phase_rad

    def _measure(self, beat: Beat) -> None:
        self._follow_pacer()
        self._measures.beat(beat.t, beat.rr_ms)
        self._judge(self._detector.push(beat.rr_ms, gap_before=self._gap_before_next))
        self._gap_before_next = False
        self._measured_s = beat.t
        self._tell(self._measures.snapshot())

    def _judge(self, judgements: list[Judgement]) -> None:
        for found in judgements:
            index = self._beats_before + found.index
            self._measures.judge(index, found.kind, found.corrected)
            self._take(
                BeatJudged(
                    self._clock.now(),
                    index=index,
                    kind=BeatKind(found.kind),
                    corrected_ms=found.corrected,
                    settled=found.settled,
                )
            )

    def _tell(self, item: Item) -> None:
        if self._listener is not None:
            self._listener(item)
