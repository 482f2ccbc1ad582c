"""A trial is planned from the step, the exercise and what is agreed for the client."""

from datetime import date

import pytest

from coherence_desktop.chart import (
    CeilingSet,
    Identified,
    ResonanceChosen,
    Step,
    TrialDefaultsSet,
)
from coherence_desktop.events import Recovery
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import load_exercises
from coherence_desktop.practice.exposure.planning import trial_of

TODAY = date(2026, 11, 23)
NOW = "2026-11-23T10:00:00+00:00"
RUNNING = load_exercises().by_id["running_in_place"]
HEARTBEAT = load_exercises().by_id["attention_to_heartbeat"]
BORN = Identified(NOW, name="M-014", date_of_birth="1986-05-01")


def planned(step, exercise, *entries):
    return trial_of(step, exercise, Chart.of([BORN, *entries]), today=TODAY)


def test_a_trial_says_what_is_done_and_for_how_long():
    step = Step(id="3", title="Running, a short while", exercise_id=RUNNING.id, duration_s=45.0)
    trial = planned(step, RUNNING)
    assert (trial.exercise_id, trial.exercise_name, trial.step_id) == (
        "running_in_place",
        "Running in place",
        "3",
    )
    assert trial.instructions == RUNNING.instructions
    assert trial.planned_s["induce"] == 45.0
    assert trial.ceiling_bpm == pytest.approx(0.85 * (220 - 40))


def test_how_a_step_is_to_be_done_is_said_first_and_recorded():
    step = Step(id="3", title="Running", exercise_id=RUNNING.id, variant="Seated, alone.")
    instructions = planned(step, RUNNING).instructions
    assert instructions == ("As agreed: Seated, alone.", *RUNNING.instructions)


def test_no_step_goes_beyond_what_its_exercise_permits():
    step = Step(id="3", title="Running", exercise_id=RUNNING.id, duration_s=3600.0)
    assert planned(step, RUNNING).planned_s["induce"] == RUNNING.max_s


def test_attending_to_what_is_there_brings_nothing_on():
    step = Step(id="1", title="Heartbeat", exercise_id=HEARTBEAT.id)
    planned_s = planned(step, HEARTBEAT).planned_s
    assert (planned_s["induce"], planned_s["stay"]) == (0.0, HEARTBEAT.default_s)


def test_a_step_from_daily_life_goes_by_its_own_title():
    trial = planned(Step(id="7", title="Climb two floors", duration_s=90.0), None)
    assert (trial.exercise_id, trial.exercise_name) == ("", "Climb two floors")
    assert trial.planned_s["induce"] == 90.0
    assert trial.instructions


def test_the_course_and_the_ceiling_are_those_agreed_for_the_client():
    trial = planned(
        Step(id="3", title="Running", exercise_id=RUNNING.id),
        RUNNING,
        CeilingSet(NOW, bpm=130.0),
        TrialDefaultsSet(NOW, baseline_s=30.0, stay_s=240.0, recovery="none", prompt_every_s=20.0),
    )
    assert (trial.ceiling_bpm, trial.recovery, trial.pace) == (130.0, Recovery.NONE, None)
    assert (trial.planned_s["baseline"], trial.planned_s["stay"]) == (30.0, 240.0)
    assert trial.prompt_every_s == 20.0


@pytest.mark.parametrize(("chosen", "rate"), [((), 6.0), ((5.5,), 5.5)])
def test_paced_recovery_breathes_at_the_persons_own_rate(chosen, rate):
    trial = planned(
        Step(id="3", title="Running", exercise_id=RUNNING.id),
        RUNNING,
        TrialDefaultsSet(NOW, recovery="paced"),
        *(ResonanceChosen(NOW, rate_per_min=each) for each in chosen),
    )
    assert 60.0 / sum(trial.pace) == pytest.approx(rate)


def test_without_an_age_there_is_no_ceiling():
    trial = trial_of(
        Step(id="3", title="Running", exercise_id=RUNNING.id), RUNNING, Chart(), today=TODAY
    )
    assert trial.ceiling_bpm is None
