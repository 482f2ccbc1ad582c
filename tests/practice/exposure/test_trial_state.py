from coherence_desktop.events import (
    Answer,
    Ended,
    Paused,
    Phase,
    Rating,
    Recovery,
    Resumed,
    TrialEnded,
    TrialEndReason,
)
from coherence_desktop.practice.exposure import TrialState
from coherence_desktop.practice.exposure.phases import PHASES, Standing, plan


def standings(run):
    return [str(run.state.standing(name)) for name in PHASES]


def test_before_anything_happened_nothing_runs():
    state = TrialState()
    assert (state.trial, state.phase, state.phases, state.next_phase) == (None, "", (), None)
    assert state.left_s(5.0) is None
    assert not state.exposing


def test_the_stepper_follows_the_phases(run, trial):
    run.give(trial(0.0, recovery=Recovery.NONE))
    assert standings(run) == ["current", "next", "next", "next", "skipped", "next"]
    run.give(Phase(5.0, "induce"))
    assert standings(run) == ["done", "skipped", "current", "next", "skipped", "next"]
    run.give(TrialEnded(8.0, TrialEndReason.STOPPED))
    assert standings(run) == ["done", "skipped", "done", "skipped", "skipped", "current"]
    assert run.state.next_phase == "rest"


def test_time_left_counts_down_from_the_plan_and_stands_in_a_pause(run, trial):
    run.give(trial(0.0), Phase(10.0, "baseline"))
    assert run.state.left_s(10.0) == 60.0
    assert run.state.left_s(25.0) == 45.0
    assert run.state.left_s(500.0) == 0.0
    run.give(Paused(30.0))
    assert run.state.left_s(99.0) == 40.0
    run.give(Resumed(100.0))
    assert run.state.left_s(110.0) == 30.0
    assert run.state.into_s(110.0) == 30.0


def test_an_open_phase_has_no_time_left_but_knows_how_long_it_runs(run, trial):
    run.give(trial(4.0))
    assert run.state.left_s(10.0) is None
    assert run.state.into_s(10.0) == 6.0


def test_phases_that_are_over_know_how_long_they_took(run, trial):
    run.give(trial(4.0), Phase(10.0, "induce"), Phase(40.0, "learn"))
    assert [(span.name, span.practised_s, span.target_s) for span in run.state.done] == [
        ("predict", 6.0, None),
        ("induce", 30.0, 60.0),
    ]


def test_the_latest_rating_by_its_time_counts_however_late_it_is_told(run, trial):
    run.give(trial(0.0), Rating(20.0, "distress", 70.0), Rating(19.0, "distress", 30.0))
    assert run.state.last_distress == Rating(20.0, "distress", 70.0)
    assert run.of(Rating)[-1] == Rating(19.0, "distress", 30.0)


def test_the_last_answer_to_a_question_counts(run, trial):
    run.give(trial(0.0), Answer(3.0, "fear", "I faint"), Answer(4.0, "fear", "I fall over"))
    assert run.state.answers == {"fear": "I fall over"}


def test_the_next_trial_begins_without_the_words_and_ratings_of_the_one_before(run, trial):
    run.give(trial(0.0), Answer(3.0, "fear", "I faint"), Rating(4.0, "distress", 50.0))
    run.give(Phase(5.0, "learn"), TrialEnded(6.0), trial(6.0))
    state = run.state
    assert (state.answers, state.ratings, state.done, state.trials) == ({}, {}, (), 2)


def test_ratings_between_trials_belong_to_none(run, trial):
    run.give(Rating(4.0, "distress", 50.0), trial(5.0))
    assert run.state.ratings == {}
    run.give(Rating(4.5, "distress", 60.0))
    assert run.state.ratings == {}


def test_after_the_end_of_the_session_time_stands_and_nothing_can_be_moved_to(run, trial):
    run.give(trial(0.0), Phase(1.0, "induce"), Ended(11.0))
    assert run.state.session_ended
    assert run.state.left_s(40.0) == 50.0
    assert not run.state.may_move("stay")
    assert run.state.ended is TrialEndReason.SESSION_ENDED


def test_a_plan_names_every_phase():
    planned_s = plan(induce_s=30.0)
    assert tuple(planned_s) == PHASES
    assert (planned_s["baseline"], planned_s["stay"], planned_s["recover"]) == (60.0, 120.0, 90.0)


def test_a_phase_that_was_begun_and_left_again_is_done_not_skipped(run, trial):
    run.give(trial(0.0), Phase(0.0, "baseline"), Phase(0.0, "learn"))
    assert run.state.standing("baseline") is Standing.DONE
    assert run.state.standing("stay") is Standing.SKIPPED
