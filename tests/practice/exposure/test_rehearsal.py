"""Trials run by themselves, for demonstrations, and give way to people."""

import pytest

from coherence_desktop.events import (
    Beat,
    Ended,
    Phase,
    Started,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.practice.exposure.measured import measured
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.practice.exposure.rehearsal import Rehearsal
from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.practice.session import SessionEngine

TRIAL = TrialStarted(
    0.0, exercise_id="running", exercise_name="Running in place", planned_s=plan(induce_s=60.0)
)


class Rehearsed:
    """A session that a rehearsal runs, second by second."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.practice = ExposureSession()
        self._engine = SessionEngine(self.practice)
        self._rehearsal = rehearsal
        self.t = 0.0
        self.log = self._engine.receive(
            Started(0.0, started_utc="", timezone="", utc_offset_s=0, app_version="")
        )

    def post(self, event) -> None:
        self.log += self._engine.receive(event)

    def until(self, end_s: float) -> None:
        while self.t < end_s:
            self.t += 1.0
            self.post(Beat(self.t, 1000.0, self.t))
            for command in self._rehearsal.due(self.practice.state, self.t):
                self.post(command)
            self.log += self._engine.tick(self.t)


@pytest.fixture
def session() -> Rehearsed:
    return Rehearsed(Rehearsal(TRIAL, trials=2))


def test_it_runs_so_many_trials_from_rest_to_rest(session):
    session.until(1200.0)
    one, two = trials_of(session.log)
    assert one.end_reason is two.end_reason is TrialEndReason.COMPLETED
    assert [phase.name for phase in one.phases] == [
        *("predict", "baseline", "induce", "stay", "recover", "learn")
    ]
    assert one.phase("predict").practised_s == 12.0
    assert two.start_s - one.end_s == 5.0
    assert session.practice.state.phase == "rest"


def test_what_the_log_tells_of_phases_is_what_the_running_session_told(session):
    done = ()
    while session.practice.state.phase != "learn":
        session.until(session.t + 1.0)
        done = session.practice.state.done
    (trial,) = trials_of(session.log)
    assert trial.phases[:-1] == done


def test_a_person_who_moves_on_is_not_pushed(session):
    session.until(10.0)
    session.post(Phase(10.0, "induce"))
    session.until(60.0)
    assert session.practice.state.phase == "induce"


def test_after_a_stop_the_trial_is_closed_and_no_other_one_started(session):
    session.until(100.0)
    session.post(TrialEnded(100.0, TrialEndReason.STOPPED))
    session.until(400.0)
    session.post(Ended(400.0))
    (one,) = measured(trials_of(session.log), None)
    assert one.trial.ended_s == 100.0
    assert one.trial.phase("learn").practised_s == 20.0
    assert one.measures.tolerated_s == 100.0 - one.trial.phase("induce").start_s
