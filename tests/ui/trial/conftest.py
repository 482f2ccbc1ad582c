"""A session of exposure told to its page by the real engine, on a clock set by the test."""

import math
from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coherence_desktop.events import (
    Answer,
    AnyEvent,
    Battery,
    Beat,
    Contact,
    Device,
    Ended,
    Link,
    LinkState,
    Marker,
    Note,
    Paused,
    Phase,
    Rating,
    Recovery,
    Resumed,
    Started,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.practice.markers import load_markers
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.resources import assets
from coherence_desktop.signal.live import LiveMeasures
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.page import TrialPage

STARTED = Started(
    0.0,
    started_utc="2000-01-01T00:00:00.000000+00:00",
    timezone="UTC",
    utc_offset_s=0,
    app_version="0",
    source="strap",
)
RUNNING = TrialStarted(
    0.0,
    exercise_id="running_in_place",
    exercise_name="Running in place",
    instructions=(
        "Stand where you have room, in shoes that hold.",
        "Run on the spot and lift your knees as high as is comfortable.",
        "Your heart and breath get quicker because your legs ask for it. Let them.",
    ),
    sensations=("racing heart", "warmth"),
    recovery=Recovery.FREE,
    planned_s=plan(induce_s=60.0),
    ceiling_bpm=157.0,
)


class Stage:
    """A session, its page, and the time; `posted` is what the page asked for, in order."""

    def __init__(self) -> None:
        self.t = 0.0
        self.planned_s: float | None = None
        self.posted: list[AnyEvent] = []
        self.ended = False
        self.engine = SessionEngine(ExposureSession(), standstill_s=1e9)
        self.measures = LiveMeasures()
        self.log: list[AnyEvent] = []
        self.page: TrialPage | None = None
        self.pulse: Callable[[float], float] = lambda _t: 72.0
        self.beat_t = 0.0

    @property
    def pacer(self) -> Pacer | None:
        return self.engine.pacer

    def now(self) -> float:
        return self.t

    def post(self, event: AnyEvent) -> None:
        self.posted.append(event)
        self.tell(event)

    def mark(self, key: str, label: str, t: float) -> None:
        self.post(Marker(t, label, key))

    def note(self, text: str, t: float) -> None:
        self.post(Note(t, text))

    def step_pace(self, delta: float) -> None:
        change = self.engine.step_rate(self.t, delta)
        if change is not None:
            self.post(change)

    def pause(self) -> None:
        self.post(Paused(self.t))

    def resume(self) -> None:
        self.post(Resumed(self.t))

    def end(self) -> None:
        self.post(Ended(self.t))

    # --- what the test does -----------------------------------------------------------------

    def tell(self, *events: AnyEvent) -> None:
        """Things happen: the engine hears them, the page hears the engine."""
        for event in events:
            self._show(self.engine.receive(event))

    def connected(self) -> None:
        """The session runs, and a strap is connected."""
        self.tell(
            STARTED,
            Link(0.0, LinkState.CONNECTED),
            Device(0.0, name="Polar H10 8C2A1B34", address=""),
            Battery(0.0, 80),
            Contact(0.0, True),
        )
        state = RecorderState(
            state="recording", committed_t=0.0, committed_events=1, pending_events=0
        )
        self.page.consume([state])

    def begin(self, trial: TrialStarted = RUNNING, **changes: object) -> None:
        """A trial starts now."""
        self.tell(msgspec.structs.replace(trial, t=self.t, **changes))
        QApplication.processEvents()

    def wait(self, seconds: float, *, beats: bool = True) -> None:
        """Time passes at ten frames a second, with beats at the rate of `pulse`."""
        until = self.t + seconds
        while self.t < until - 1e-9:
            self.t = min(until, self.t + 0.1)
            self._show(self.engine.tick(self.t))
            if beats:
                self._beat()
            else:
                self.beat_t = self.t
            self.page.tick()

    def until(self, phase: str) -> None:
        """Time passes until the trial comes to a phase, moving on where it waits for people."""
        while self.state.phase != phase:
            if self.state.phase_target_s is None:
                self.tell(Phase(self.t, self.state.next_phase))
            else:
                self.wait(1.0)

    def predicted(self) -> None:
        """The person said what they fear."""
        self.tell(
            Answer(self.t, "fear", "My heart will race until I collapse"),
            Rating(self.t, "expected_likelihood", 40.0),
            Rating(self.t, "expected_distress", 65.0),
        )

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(self.page.window().focusWidget() or self.page, key, modifier)

    @property
    def state(self):
        return self.page.state

    def of(self, kind: type) -> list[AnyEvent]:
        """Events of a kind in the record."""
        return [event for event in self.log if isinstance(event, kind)]

    def _beat(self) -> None:
        while True:
            rr_ms = round(60000.0 / self.pulse(self.beat_t) * 1.024) / 1.024
            if self.beat_t + rr_ms / 1000.0 + 0.2 > self.t:
                return
            self.beat_t += rr_ms / 1000.0
            self.measures.beat(self.beat_t, rr_ms)
            self.tell(Beat(self.beat_t, rr_ms, self.t))
            self.page.consume([self.measures.snapshot(self.t)])

    def _show(self, events: list[AnyEvent]) -> None:
        self.log += events
        self.page.consume(events)


@pytest.fixture
def light(qapp) -> Theme:
    return Theme()


@pytest.fixture
def open_stage(qtbot) -> Callable[..., Stage]:
    """Open the page of a session of exposure."""

    def opened(theme: Theme, width: int = 1440, height: int = 900) -> Stage:
        stage = Stage()
        named = load_markers(assets("trial_markers.toml")).markers
        stage.page = TrialPage(theme, stage, named, about="M-014, step 3 of 6")
        qtbot.addWidget(stage.page)
        stage.page.resize(width, height)
        stage.page.show()
        stage.page.activateWindow()
        QApplication.processEvents()
        stage.connected()
        return stage

    return opened


@pytest.fixture
def stage(open_stage, light) -> Stage:
    """A session that runs and rests: no trial yet."""
    return open_stage(light)


@pytest.fixture
def course() -> Callable[[float], Callable[[float], float]]:
    """A heart that follows a trial from its start: quiet, up in induce, down in stay, in bpm."""

    def starting(start_s: float) -> Callable[[float], float]:
        def bpm(t: float) -> float:
            into = t - start_s
            quiet = 71.0 + 2.5 * math.sin(into * 1.7) + 2.0 * math.sin(into * 0.61)
            rise = 64.0 * (1.0 - math.exp(-max(0.0, min(into, 180.0) - 120.0) / 22.0))
            fall = 1.0 if into < 184.0 else math.exp(-(into - 184.0) / 55.0)
            return quiet + rise * fall

        return bpm

    return starting
