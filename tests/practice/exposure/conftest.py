"""A session of exposure that tests can drive, and its trials."""

import math

import pytest

from coherence_desktop.events import Beat, Phase, Started, TrialStarted
from coherence_desktop.practice.exposure import ExposureSession, TrialState
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.practice.session import SessionEngine

STARTED = Started(
    0.0,
    started_utc="2026-03-01T10:00:00.000000Z",
    timezone="Europe/Berlin",
    utc_offset_s=3600,
    app_version="0.1.0",
)


class Run:
    """A session of exposure with its log; ``state`` is folded from the log, as a window does."""

    def __init__(self, locked=None, standstill_s=math.inf, log=()):
        self.practice = ExposureSession(locked=locked)
        self.engine = SessionEngine.restored(self.practice, log, standstill_s=standstill_s)
        self.log = list(log)

    def give(self, *events):
        taken = [one for event in events for one in self.engine.receive(event)]
        self.log.extend(taken)
        return taken

    def tick(self, t):
        taken = self.engine.tick(t)
        self.log.extend(taken)
        return taken

    def until(self, t, step_s=0.5):
        """Let time pass from the last thing that happened, in steps."""
        now = max(event.t for event in self.log)
        taken = []
        while now < t:
            now = min(now + step_s, t)
            taken += self.tick(now)
        return taken

    def beats(self, start_s, end_s, bpm):
        """Hand in beats of one heart rate, each heard as it comes, time passing along."""
        taken, rr_s = [], 60.0 / bpm
        for number in range(1, int((end_s - start_s) / rr_s) + 1):
            t = start_s + number * rr_s
            taken += self.tick(t) + self.give(Beat(t, 1000.0 * rr_s, received_s=t))
        return [event for event in taken if not isinstance(event, Beat)]

    @property
    def state(self):
        return TrialState.of(self.log)

    def phases(self):
        return [(event.t, event.name) for event in self.log if isinstance(event, Phase)]

    def of(self, *kinds):
        return [event for event in self.log if isinstance(event, kinds)]


@pytest.fixture
def started():
    """The first event of a session."""
    return STARTED


@pytest.fixture(scope="session")
def run_of():
    """Make a session from a log, or one that has not begun."""
    return Run


@pytest.fixture
def run(started):
    """A session of exposure that has just begun."""
    session = Run()
    session.give(started)
    return session


@pytest.fixture
def trial():
    """Make the start of a trial: 60 s of baseline, 60 of induce, 120 of stay, 90 of recover."""

    def make(t, *, planned_s=None, **agreed):
        planned_s = plan(induce_s=60.0) if planned_s is None else planned_s
        named = {"exercise_id": "running", "exercise_name": "Running in place", **agreed}
        return TrialStarted(t, planned_s=planned_s, **named)

    return make
