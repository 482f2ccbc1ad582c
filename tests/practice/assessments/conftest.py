"""Assessments told to the real engine in simulated time, with a simulated person or alone."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from coherence_desktop.events import AnyEvent, Beat, Phase, Started
from coherence_desktop.practice.assessments import Assessment, AssessmentState, Options, assessment
from coherence_desktop.practice.assessments.results import Result, result_of
from coherence_desktop.practice.exposure.measured import beats_of
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.sensors.simulation.beats import beats
from coherence_desktop.sensors.simulation.body import Body
from coherence_desktop.sensors.timeline import timeline

STARTED = Started(
    0.0,
    started_utc="2026-03-01T10:00:00.000000Z",
    timezone="Europe/Berlin",
    utc_offset_s=3600,
    app_version="0.1.0",
)


class Run:
    """An assessment with its log; ``state`` is folded from the log, as a window does."""

    def __init__(self, practice: Assessment, log: tuple[AnyEvent, ...] = ()) -> None:
        self.practice = practice
        self.engine = SessionEngine.restored(practice, log, standstill_s=math.inf)
        self.log = list(log)
        if not log:
            self.give(STARTED)

    def give(self, *events: AnyEvent) -> list[AnyEvent]:
        taken = [one for event in events for one in self.engine.receive(event)]
        self.log.extend(taken)
        return taken

    def tick(self, t: float) -> list[AnyEvent]:
        taken = self.engine.tick(t)
        self.log.extend(taken)
        return taken

    @property
    def state(self) -> AssessmentState:
        return AssessmentState.of(self.log)

    def phases(self) -> list[tuple[float, str]]:
        return [(event.t, event.name) for event in self.log if isinstance(event, Phase)]

    def breathed_by(self, seed: int, body: Body | None = None) -> "Run":
        """Let a simulated person follow the guide to the end."""

        def level(t: np.ndarray) -> np.ndarray:
            pacer = self.engine.pacer
            return np.full(np.shape(t), np.nan) if pacer is None else pacer.guide(t)

        for beat in beats(seed, level, body=body):
            self.tick(beat.t)
            self.give(Beat(beat.t, beat.rr_ms, received_s=beat.t))
            if self.practice.state.over:
                return self
        raise AssertionError("a simulated person goes on without end")

    def result(self) -> Result | None:
        line = timeline(self.log)
        return result_of(self.log, beats_of(self.log, line.t, line.rr_ms, line.gaps))


@pytest.fixture
def begun() -> Callable[..., Run]:
    """Begin an assessment."""

    def begin(practice_id: str, log: tuple[AnyEvent, ...] = (), **options: object) -> Run:
        return Run(assessment(practice_id, Options(**options)), log)

    return begin
