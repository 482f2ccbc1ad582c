import pytest

from coherence_desktop.events import (
    Beat,
    Ended,
    Marker,
    Note,
    PacerStopped,
    Paused,
    Phase,
    Rating,
    Recovery,
    Reopened,
    Resumed,
    TrialEnded,
    TrialEndReason,
)
from coherence_desktop.practice.pattern import Pattern


def reopened(t, whole_until_s):
    return Reopened(
        t,
        reopened_utc="2026-03-01T10:30:00.000000Z",
        whole_until_s=whole_until_s,
        app_version="0.1.0",
    )


@pytest.fixture
def died(run, trial, run_of):
    """A session that died 50 s into stay, restored from its log."""
    run.give(trial(0.0), Phase(10.0, "induce"))
    run.until(120.0)
    run.give(Rating(120.0, "distress", 70.0))
    return run_of(log=run.log)


def test_the_trial_goes_on_where_it_was(died):
    before = list(died.log)
    assert died.state.phase == "stay"
    taken = died.give(reopened(400.0, 120.0))
    assert [type(event) for event in taken] == [Reopened, Paused, Resumed, Note]
    assert taken[1:3] == [Paused(120.0), Resumed(400.0)]
    assert "280 s" in taken[3].text
    assert died.engine.elapsed(400.0) == 120.0
    assert died.state.left_s(400.0) == 70.0
    died.until(600.0)
    assert died.phases()[-3:] == [(70.0, "stay"), (470.0, "recover"), (560.0, "learn")]
    assert died.log[: len(before)] == before


def test_a_short_absence_is_a_pause_as_well(died):
    assert died.give(reopened(123.0, 120.0))[1:3] == [Paused(120.0), Resumed(123.0)]


def test_a_session_that_died_in_a_pause_goes_on_paused(run, trial, run_of):
    run.give(trial(0.0), Phase(1.0, "induce"), Paused(20.0))
    again = run_of(log=run.log)
    assert [type(event) for event in again.give(reopened(500.0, 20.0))] == [Reopened, Note]
    assert again.engine.paused
    again.give(Resumed(510.0))
    again.until(560.0)
    assert again.phases()[-1] == (551.0, "stay")


def test_a_session_that_died_twice_goes_on(died, run_of):
    died.give(reopened(400.0, 120.0))
    died.until(420.0)
    again = run_of(log=died.log)
    again.give(reopened(900.0, 420.0))
    assert again.state.left_s(900.0) == 50.0


def test_a_trial_whose_stop_was_the_last_word_is_learned_from(died, run_of):
    died.give(TrialEnded(121.0, TrialEndReason.STOPPED))
    cut = next(i for i, event in enumerate(died.log) if isinstance(event, TrialEnded)) + 1
    again = run_of(log=died.log[:cut])
    again.give(reopened(500.0, 121.0))
    assert again.phases()[-1] == (121.0, "learn")
    assert len(again.of(TrialEnded)) == 1


def test_a_paced_recovery_is_paced_again(run, trial, run_of):
    run.give(trial(0.0, recovery=Recovery.PACED, pace=(4.0, 0.0, 6.0, 0.0)), Phase(1.0, "recover"))
    again = run_of(log=run.log)
    again.give(reopened(500.0, 1.0))
    assert again.engine.pacer.target == Pattern(4.0, 0.0, 6.0, 0.0)
    again.until(600.0)
    assert again.of(PacerStopped) == [PacerStopped(590.0)]


def test_what_was_told_of_the_heart_is_not_told_again(run, trial, run_of):
    run.give(trial(0.0, ceiling_bpm=120.0), Phase(1.0, "induce"))
    run.beats(1.0, 20.0, 150.0)
    again = run_of(log=run.log)
    assert again.give(Beat(20.2, 400.0, received_s=20.2)) == [Beat(20.2, 400.0, received_s=20.2)]


def test_marks_are_numbered_on(run, run_of):
    run.give(Marker(1.0, ""), Marker(2.0, ""))
    assert run_of(log=run.log).give(Marker(3.0, "")) == [Marker(3.0, "Mark 3")]


def test_an_ended_session_is_not_opened_again(run, run_of):
    run.give(Ended(5.0))
    again = run_of(log=run.log)
    assert again.engine.ended
    assert again.give(reopened(50.0, 5.0)) == []
