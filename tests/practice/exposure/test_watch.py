import math

import pytest

from coherence_desktop.events import (
    Beat,
    Contact,
    Gap,
    Notice,
    Paused,
    Phase,
    Resumed,
    TrialEnded,
    TrialEndReason,
)


@pytest.fixture
def induced(run, trial):
    """A trial with a ceiling of 150 bpm that came to induce at 10 s, after beats of 80 bpm."""
    run.give(trial(0.0, ceiling_bpm=150.0))
    run.beats(0.0, 10.0, 80.0)
    run.give(Phase(10.0, "induce"))
    return run


def notices(run, kind):
    return [event for event in run.of(Notice) if event.kind == kind]


def test_a_heart_rate_above_the_ceiling_is_told_after_five_seconds_and_once(induced):
    induced.beats(10.0, 20.0, 120.0)
    assert notices(induced, "ceiling") == []
    induced.beats(20.0, 40.0, 160.0)
    (notice,) = notices(induced, "ceiling")
    assert 25.0 < notice.t < 28.0
    assert notice.value == 160.0
    assert notice.message == (
        "Heart rate has been above the agreed 150 bpm for 5 s. You can stop now with Esc, "
        "or go on."
    )
    assert induced.state.notice == notice


def test_it_is_told_again_when_the_heart_rate_had_come_down(induced):
    induced.beats(10.0, 20.0, 160.0)
    induced.beats(20.0, 22.0, 140.0)
    induced.beats(22.0, 32.0, 160.0)
    assert len(notices(induced, "ceiling")) == 1
    induced.beats(32.0, 42.0, 140.0)
    induced.beats(42.0, 52.0, 160.0)
    assert len(notices(induced, "ceiling")) == 2


def test_four_seconds_above_the_ceiling_are_not_told(induced):
    induced.beats(10.0, 14.0, 160.0)
    induced.beats(14.0, 30.0, 140.0)
    assert notices(induced, "ceiling") == []


def test_single_odd_beats_neither_make_an_excursion_nor_hide_one(induced):
    for start in range(10, 20):
        induced.beats(start, start + 0.9, 160.0)
        induced.give(Beat(start + 1.0, 800.0, received_s=start + 1.0))
    assert len(notices(induced, "ceiling")) == 1


def test_a_gap_is_not_counted_as_above_the_ceiling(induced):
    induced.beats(10.0, 14.0, 160.0)
    induced.give(Gap(17.9, start_s=14.0, end_s=17.9, cause="silence"))
    induced.beats(17.9, 22.0, 160.0)
    assert notices(induced, "ceiling") == []


@pytest.mark.parametrize("ceiling_bpm", [None, math.nan])
def test_without_a_ceiling_nothing_is_told(run, trial, ceiling_bpm):
    run.give(trial(0.0, ceiling_bpm=ceiling_bpm), Phase(1.0, "induce"))
    run.beats(1.0, 40.0, 200.0)
    assert run.of(Notice) == []


def test_after_the_stop_there_is_nothing_to_offer(induced):
    induced.give(TrialEnded(11.0, TrialEndReason.STOPPED))
    induced.beats(11.0, 40.0, 180.0)
    assert induced.of(Notice) == []


def test_each_trial_tells_its_own_excursion(induced, trial):
    induced.beats(10.0, 20.0, 160.0)
    induced.give(TrialEnded(20.0, TrialEndReason.STOPPED), trial(20.0, ceiling_bpm=150.0))
    induced.beats(20.0, 30.0, 160.0)
    assert len(notices(induced, "ceiling")) == 2


def test_silence_while_the_sensation_is_brought_on_is_told_after_four_seconds(induced):
    induced.beats(10.0, 20.0, 120.0)
    induced.until(30.0)
    (notice,) = notices(induced, "contact")
    assert notice.t == pytest.approx(24.0)
    assert "4 s" in notice.message
    assert induced.state.notice == notice


def test_the_next_beat_takes_the_notice_back_and_another_silence_is_told_again(induced):
    induced.until(15.0)
    assert induced.state.notice is not None
    induced.beats(15.0, 17.0, 100.0)
    assert induced.state.notice is None
    induced.until(25.0)
    assert len(notices(induced, "contact")) == 2


def test_lost_contact_is_told_at_once(induced):
    induced.give(Contact(11.0, detected=True))
    taken = induced.give(Contact(12.0, detected=False))
    assert [event.kind for event in taken if isinstance(event, Notice)] == ["contact"]
    induced.until(40.0)
    assert len(notices(induced, "contact")) == 1


def test_contact_that_was_lost_before_is_told_when_induce_begins(run, trial):
    run.give(trial(0.0), Contact(1.0, detected=False))
    assert run.of(Notice) == []
    assert [type(event) for event in run.give(Phase(2.0, "induce"))] == [Phase, Notice]


def test_a_strap_that_cannot_tell_contact_has_not_lost_it(induced):
    assert induced.give(Contact(11.0, detected=None)) == [Contact(11.0, detected=None)]


def test_silence_in_other_phases_is_left_to_the_status_of_the_strap(induced):
    induced.give(Phase(10.5, "stay"))
    induced.until(60.0)
    assert notices(induced, "contact") == []


def test_without_any_beat_in_the_session_there_is_nothing_to_miss(run, trial):
    run.give(trial(0.0), Phase(1.0, "induce"))
    run.until(40.0)
    assert run.of(Notice) == []


def test_silence_is_counted_anew_after_a_pause(induced):
    induced.give(Paused(11.0))
    induced.until(100.0)
    induced.give(Resumed(100.0))
    induced.until(103.9)
    assert notices(induced, "contact") == []
    induced.until(104.5)
    assert [notice.t for notice in notices(induced, "contact")] == [104.0]
