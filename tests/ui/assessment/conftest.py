"""Logs of assessments with a simulated person, and a session that a page can steer."""

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from coherence_desktop.events import AnyEvent, Beat, Ended, Started
from coherence_desktop.practice.assessments import Options, assessment
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.sensors.simulation.beats import beats
from coherence_desktop.sensors.simulation.body import Body

STARTED = Started(
    0.0,
    started_utc="2000-01-01T00:00:00.000000+00:00",
    timezone="UTC",
    utc_offset_s=0,
    app_version="0",
    source="strap",
)


@cache
def _log(kind: str, resonance_per_min: float, seed: int) -> tuple[AnyEvent, ...]:
    practice = assessment(kind)
    engine = SessionEngine(practice, standstill_s=math.inf)
    log = list(engine.receive(STARTED))

    def level(t: np.ndarray) -> np.ndarray:
        pacer = engine.pacer
        return np.full(np.shape(t), np.nan) if pacer is None else pacer.guide(t)

    for beat in beats(seed, level, body=Body(resonance_hz=resonance_per_min / 60.0)):
        log += engine.tick(beat.t)
        log += engine.receive(Beat(beat.t, beat.rr_ms, received_s=beat.t))
        if practice.state.over:
            return (*log, *engine.receive(Ended(beat.t + 1.0)))
    raise AssertionError("a simulated person goes on without end")


@pytest.fixture
def log_of() -> Callable[..., tuple[AnyEvent, ...]]:
    """Log of an assessment that a simulated person took to its end."""

    def find(kind: str, resonance_per_min: float = 6.0, seed: int = 4) -> tuple[AnyEvent, ...]:
        return _log(kind, resonance_per_min, seed)

    return find


class Session:
    """A running assessment as a page commands it, on a clock set by the test."""

    def __init__(self, kind: str) -> None:
        self.t = 0.0
        self.engine = SessionEngine(assessment(kind, Options()), standstill_s=math.inf)
        self.posted: list[AnyEvent] = []
        self.page = None

    @property
    def pacer(self) -> Pacer | None:
        return self.engine.pacer

    @property
    def planned_s(self) -> float | None:
        return self.engine.planned_s

    def now(self) -> float:
        return self.t

    def post(self, event: AnyEvent) -> None:
        self.posted.append(event)
        self.page.consume(self.engine.receive(event))

    def end(self) -> None:
        self.post(Ended(self.t))

    def step_pace(self, delta: float) -> None:
        raise AssertionError(f"nobody may change the pace of an assessment by {delta}")

    def go_to(self, t: float) -> None:
        """Time passes."""
        while self.t < t:
            self.t = min(t, self.t + 1.0)
            self.page.consume(self.engine.tick(self.t))
        self.page.tick()


@pytest.fixture
def session_of() -> Callable[[str], Session]:
    """Make a session of an assessment."""
    return Session


@pytest.fixture
def started() -> Started:
    """What a session begins with."""
    return STARTED
