import math

import pytest

from coherence_desktop.events import (
    Answer,
    Ended,
    Marker,
    Note,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    PhaseExtended,
    PracticeStarted,
    Rating,
    Recovery,
    Resumed,
    TrialEnded,
    TrialEndReason,
)

STOPPED = TrialEndReason.STOPPED


def test_a_session_begins_with_rest_and_is_open(run):
    assert [type(event) for event in run.log[1:]] == [PracticeStarted, Phase]
    assert run.log[1].kind == "exposure"
    assert run.phases() == [(0.0, "rest")]
    assert run.engine.planned_s is None


def test_a_whole_trial_goes_through_its_phases_by_itself_but_waits_for_words(run, trial):
    started, predict = run.give(trial(5.0))
    assert (started.number, predict) == (1, Phase(5.0, "predict", "Predict"))
    run.until(100.0)
    assert run.give(Phase(100.0, "baseline")) == [Phase(100.0, "baseline", "Baseline", 60.0)]
    run.until(900.0)
    assert run.phases()[2:] == [
        (100.0, "baseline"),
        (160.0, "induce"),
        (220.0, "stay"),
        (340.0, "recover"),
        (430.0, "learn"),
    ]
    assert run.give(TrialEnded(901.0)) == [TrialEnded(901.0), Phase(901.0, "rest", "Rest")]
    assert run.state.trial is None
    assert run.state.last == started


def test_phases_that_are_planned_with_no_time_are_left_out(run, trial):
    planned_s = {"predict": 0.0, "baseline": 0.0, "induce": 30.0, "learn": 0.0}
    run.give(trial(5.0, planned_s=planned_s))
    assert run.until(60.0)[-2:] == [TrialEnded(35.0), Phase(35.0, "rest", "Rest")]
    assert run.phases()[1:] == [(5.0, "induce"), (35.0, "rest")]


def test_predict_and_learn_take_place_unless_they_are_left_out_on_purpose(run, trial):
    run.give(trial(5.0, planned_s={"induce": 30.0}))
    assert run.state.phases == ("predict", "induce", "learn")


def test_without_recovery_learning_follows_staying(run, trial):
    run.give(trial(5.0, recovery=Recovery.NONE), Phase(6.0, "stay"))
    run.until(130.0)
    assert run.phases()[-1] == (126.0, "learn")


def test_a_trial_of_nothing_does_not_start(run, trial):
    nothing = {"predict": 0.0, "learn": 0.0, "induce": math.nan}
    assert run.give(trial(5.0, planned_s=nothing)) == []


def test_a_locked_exercise_does_not_start_and_the_others_do(run_of, started, trial):
    run = run_of(locked={"running": "It waits for your clinician."})
    run.give(started)
    assert run.give(trial(1.0)) == []
    assert run.give(trial(2.0, exercise_id="straw"))[0].exercise_id == "straw"


def test_what_is_signed_off_during_the_session_may_start(run_of, started, trial):
    locked = {"running": "It waits for your clinician."}
    run = run_of(locked=locked)
    run.give(started)
    assert run.give(trial(1.0)) == []
    del locked["running"]
    assert run.give(trial(2.0))[0].exercise_id == "running"


def test_no_trial_starts_before_the_session_nor_after_it(run_of, started, trial):
    run = run_of()
    assert run.give(trial(0.0)) == []
    run.give(started, Ended(5.0))
    assert run.give(trial(4.0), trial(6.0)) == []


def test_a_second_trial_does_not_start_while_one_runs(run, trial):
    run.give(trial(5.0))
    assert run.give(trial(6.0)) == []
    run.give(Phase(7.0, "learn"))
    assert run.give(trial(8.0)) == []


def test_trials_follow_each_other_with_or_without_rest(run, trial):
    run.give(trial(5.0), Phase(6.0, "learn"), TrialEnded(7.0))
    assert run.give(trial(7.0))[0].number == 2
    run.give(TrialEnded(9.0, STOPPED))
    third, predict = run.give(trial(10.0))
    assert (third.number, predict.name) == (3, "predict")
    assert run.state.ended is None


@pytest.mark.parametrize("name", ["predict", "baseline", "induce", "rest", "breathe"])
def test_a_trial_never_goes_back_nor_elsewhere(run, trial, name):
    run.give(trial(5.0), Phase(6.0, "induce"))
    assert run.give(Phase(7.0, name)) == []


def test_between_trials_there_are_no_phases_to_move_to(run):
    assert run.give(Phase(7.0, "induce"), PhaseExtended(8.0, 30.0), TrialEnded(9.0, STOPPED)) == []


def test_a_phase_that_was_left_out_is_not_moved_to_but_learn_is(run, trial):
    run.give(trial(5.0, planned_s={"predict": 1.0, "induce": 60.0, "learn": 0.0}))
    assert run.give(Phase(6.0, "stay")) == []
    assert run.give(Phase(7.0, "learn")) == [Phase(7.0, "learn", "Learn")]


def test_time_that_is_added_makes_the_running_phase_longer(run, trial):
    run.give(trial(0.0), Phase(1.0, "induce"))
    run.until(40.0)
    assert run.give(PhaseExtended(40.0, 30.0)) == [PhaseExtended(40.0, 30.0)]
    assert run.state.phase_target_s == 90.0
    assert run.state.left_s(41.0) == 50.0
    run.until(100.0)
    assert run.phases()[-1] == (91.0, "stay")


@pytest.mark.parametrize("by_s", [-10.0, 0.0, math.nan, math.inf])
def test_a_phase_is_only_made_longer_and_only_by_a_time(run, trial, by_s):
    run.give(trial(0.0), Phase(1.0, "induce"))
    assert run.give(PhaseExtended(2.0, by_s)) == []


def test_time_that_was_meant_for_the_phase_before_is_not_given_to_the_next(run, trial):
    run.give(trial(0.0), Phase(1.0, "induce"))
    run.until(61.2)
    assert run.give(PhaseExtended(60.9, 30.0)) == []


def test_open_phases_cannot_be_made_longer(run, trial):
    run.give(trial(0.0))
    assert run.give(PhaseExtended(2.0, 30.0)) == []


def test_a_pause_stops_the_countdown(run, trial):
    run.give(trial(0.0), Phase(1.0, "induce"))
    run.until(21.0)
    run.give(Paused(21.0))
    assert run.until(500.0) == []
    assert run.state.left_s(500.0) == 40.0
    run.give(Resumed(500.0))
    run.until(545.0)
    assert run.phases()[-1] == (540.0, "stay")
    (_, induce) = run.state.done
    assert (induce.practised_s, induce.rested_s) == (60.0, 479.0)


@pytest.mark.parametrize("name", ["predict", "baseline", "induce", "stay", "recover"])
def test_a_stop_ends_the_exposure_at_once_and_learning_is_still_offered(run, trial, name):
    run.give(trial(0.0))
    if name != "predict":
        run.give(Phase(1.0, name))
    run.until(11.3)
    stopped, learn = run.give(TrialEnded(11.3, STOPPED))
    assert (stopped, learn) == (TrialEnded(11.3, STOPPED), Phase(11.3, "learn", "Learn"))
    assert run.state.ended is STOPPED
    assert run.give(TrialEnded(11.4, STOPPED), TrialEnded(11.5)) == []
    assert run.give(Answer(12.0, "learned", "it passes")) == [Answer(12.0, "learned", "it passes")]
    assert run.give(Phase(20.0, "rest")) == [Phase(20.0, "rest", "Rest")]


def test_a_stop_in_a_pause_is_taken(run, trial):
    run.give(trial(0.0), Phase(1.0, "induce"), Paused(5.0))
    assert run.give(TrialEnded(6.0, STOPPED))[0] == TrialEnded(6.0, STOPPED)


def test_a_stop_without_learning_planned_leads_to_rest(run, trial):
    run.give(trial(0.0, planned_s={"induce": 60.0, "learn": 0.0}), Phase(1.0, "induce"))
    assert run.give(TrialEnded(2.0, STOPPED))[1:] == [Phase(2.0, "rest", "Rest")]


def test_in_learning_there_is_nothing_to_stop(run, trial):
    run.give(trial(0.0), Phase(1.0, "learn"))
    assert run.give(TrialEnded(2.0, STOPPED)) == []
    assert run.give(TrialEnded(3.0))[0] == TrialEnded(3.0)


def test_a_trial_is_not_completed_before_its_last_phase_nor_ended_for_the_session(run, trial):
    run.give(trial(0.0), Phase(1.0, "stay"))
    assert run.give(TrialEnded(2.0), TrialEnded(3.0, TrialEndReason.SESSION_ENDED)) == []


def test_the_end_of_the_session_ends_the_trial_first(run, trial):
    run.give(trial(0.0), Phase(1.0, "stay"))
    assert run.give(Ended(30.0)) == [
        TrialEnded(30.0, TrialEndReason.SESSION_ENDED),
        Ended(30.0),
    ]


def test_the_end_of_the_session_does_not_end_a_stopped_trial_again(run, trial):
    run.give(trial(0.0), TrialEnded(20.0, STOPPED))
    assert run.give(Ended(30.0)) == [Ended(30.0)]


def test_whatever_is_said_is_taken_in_every_phase_and_between_trials(run, trial):
    for name in ("rest", "predict", "baseline", "induce", "stay", "recover", "learn"):
        if name == "predict":
            run.give(trial(10.0))
        elif name != "rest":
            run.give(Phase(10.0, name))
        said = [
            Rating(10.0, "distress", 40.0),
            Answer(10.0, "fear", "I collapse"),
            Marker(10.0, "Dizzy", "dizzy"),
            Note(10.0, "holds the chair"),
        ]
        assert run.give(*said) == said
        assert run.state.phase == name


def test_recovery_is_paced_where_that_was_agreed(run, trial):
    run.give(trial(0.0, recovery=Recovery.PACED, pace=(4.5, 0.0, 5.5, 0.0)), Phase(1.0, "recover"))
    (pace,) = run.of(PacerChange)
    assert (pace.t, pace.inhale_s, pace.exhale_s) == (1.0, 4.5, 5.5)
    assert run.engine.pacer.target.rate_per_min == pytest.approx(6.0)
    run.until(100.0)
    assert run.of(PacerStopped) == [PacerStopped(91.0)]
    assert run.engine.pacer is None


def test_a_stop_stops_the_pacer_too(run, trial):
    run.give(trial(0.0, recovery=Recovery.PACED), Phase(1.0, "recover"))
    taken = run.give(TrialEnded(5.0, STOPPED))
    assert [type(event) for event in taken] == [TrialEnded, PacerStopped, Phase]


def test_a_pacer_that_someone_stopped_stays_stopped(run, trial):
    run.give(trial(0.0, recovery=Recovery.PACED), Phase(1.0, "recover"), PacerStopped(5.0))
    run.until(20.0)
    assert run.engine.pacer is None


@pytest.mark.parametrize("pace", [None, (0.0, 0.0, 0.0, 0.0), (4.0, 0.0, math.nan, 0.0)])
def test_a_paced_recovery_without_a_breath_is_given_one_and_the_record_shows_it(run, trial, pace):
    (started, _) = run.give(trial(0.0, recovery=Recovery.PACED, pace=pace))
    assert started.pace == pytest.approx((4.0, 0.0, 6.0, 0.0))


@pytest.mark.parametrize("recovery", [Recovery.FREE, Recovery.NONE])
def test_nothing_is_paced_otherwise(run, trial, recovery):
    run.give(trial(0.0, recovery=recovery), Phase(1.0, "stay"))
    run.until(300.0)
    assert run.engine.pacer is None
