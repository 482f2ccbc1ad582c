"""Markers, phases and beats as people put them right after a session; the log itself stays."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.events import (
    Amended,
    Beat,
    BeatJudged,
    BeatKind,
    Ended,
    Marker,
    Note,
    Phase,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
    amendable,
    amended,
    judgements_of,
    name_of_note,
    said_of,
)
from coherence_desktop.practice.exposure.trials import trials_of

DIZZY = Marker(12.0, "dizzy", "dizzy")
LOG = [
    Beat(1.0, 800.0, 1.1),
    Phase(2.0, "breathe", "Breathe"),
    DIZZY,
    Phase(30.0, "rest_after", "Quiet"),
    Ended(60.0),
]


def test_a_moved_and_renamed_marker_is_read_where_it_was_put():
    by = Amended(15.0, what="marker", was_s=12.0, name="dizzy", label="light-headed")
    assert amended([*LOG, by])[2] == Marker(15.0, "light-headed", "dizzy")
    assert LOG[2] is DIZZY


def test_the_last_amendment_counts_so_that_one_can_be_taken_back():
    gone = Amended(12.0, what="marker", was_s=12.0, name="dizzy", removed=True)
    back = Amended(12.0, what="marker", was_s=12.0, name="dizzy", label="dizzy")
    assert DIZZY not in amended([*LOG, gone])
    assert amended([*LOG, gone, back]) == LOG


@pytest.mark.parametrize(("wanted", "found"), [(35.0, 35.0), (-5.0, 2.0), (900.0, 60.0)])
def test_a_phase_moves_only_between_its_neighbours(wanted, found):
    by = Amended(wanted, what="phase", was_s=30.0, name="rest_after", label="Quiet")
    assert amended([*LOG, by])[3] == Phase(found, "rest_after", "Quiet")


def test_what_can_be_put_right_is_told_with_how_it_was():
    by = Amended(15.0, what="marker", was_s=12.0, name="dizzy", label="dizzy")
    pairs = amendable([*LOG, by])
    assert (DIZZY, Marker(15.0, "dizzy", "dizzy"), 0) in pairs
    assert len(pairs) == 3


def test_a_moved_phase_moves_the_trial_it_belongs_to():
    begun = TrialStarted(0.0, exercise_id="spinning", exercise_name="Spinning", planned_s={})
    log = [begun, Phase(0.0, "induce"), Phase(60.0, "stay"), Ended(120.0)]
    by = Amended(50.0, what="phase", was_s=60.0, name="stay")
    (trial,) = trials_of([*log, by])
    assert [(span.start_s, span.end_s) for span in trial.phases] == [(0.0, 50.0), (50.0, 120.0)]


def test_what_a_person_says_of_a_beat_holds_until_it_is_taken_back():
    out = BeatJudged(5.0, index=3, kind=BeatKind.EXCLUDED, by="person")
    heard = BeatJudged(5.0, index=3, kind=BeatKind.EXTRA)
    back = BeatJudged(5.0, index=3, kind=BeatKind.EXTRA, settled=False, by="person")
    assert said_of([out, heard]) == {3: BeatKind.EXCLUDED}
    assert said_of([out, back]) == {}
    assert judgements_of([heard, out, back]) == {3: heard}
    assert said_of([out, back, out]) == {3: BeatKind.EXCLUDED}


@given(
    st.lists(
        st.tuples(
            st.sampled_from([(2.0, "breathe"), (30.0, "rest_after")]),
            st.floats(-1e4, 1e4),
            st.booleans(),
        )
    )
)
def test_phases_keep_their_order_and_reading_twice_changes_nothing(wishes):
    more = [
        Amended(t, what="phase", was_s=was_s, name=name, removed=removed)
        for (was_s, name), t, removed in wishes
    ]
    read = amended([*LOG, *more])
    times = [event.t for event in read if isinstance(event, Phase | Ended)]
    assert times == sorted(times)
    assert all(math.isfinite(t) for t in times)
    assert amended(read) == read


def test_a_note_is_read_as_it_was_put_right_and_its_name_does_not_tell_what_it_says():
    first, other = Note(20.0, "Sits easly."), Note(20.0, "Hands warm.")
    name = name_of_note(first)
    better = Amended(20.0, what="note", was_s=20.0, name=name, label="Sits easily.")
    log = [*LOG, first, other]
    assert amended([*log, better])[-2:] == [Note(20.0, "Sits easily."), other]
    gone = Amended(20.0, what="note", was_s=20.0, name=name, removed=True)
    assert first not in amended([*log, gone])
    assert other in amended([*log, gone])
    assert "easly" not in name


def test_a_phase_that_was_added_afterwards_stands_at_its_time():
    walk = Phase(40.0, "part", "Walk")
    phases = [event for event in amended([*LOG, walk]) if isinstance(event, Phase)]
    assert [phase.label for phase in phases] == ["Breathe", "Quiet", "Walk"]
    moved = Amended(10.0, what="phase", was_s=40.0, name="part", label="Walk")
    assert Phase(30.0, "part", "Walk") in amended([*LOG, walk, moved])
    gone = Amended(40.0, what="phase", was_s=40.0, name="part", removed=True)
    assert amended([*LOG, walk, gone]) == LOG


def test_an_added_phase_goes_after_a_phase_that_was_moved_before_it():
    by = Amended(45.0, what="phase", was_s=30.0, name="rest_after", label="Quiet")
    log = [*LOG, by, Phase(40.0, "part", "Walk")]
    phases = [event for event in amended(log) if isinstance(event, Phase)]
    assert [(phase.t, phase.label) for phase in phases][1:] == [(40.0, "Walk"), (45.0, "Quiet")]


def test_an_added_phase_does_not_break_into_a_trial():
    planned = {"induce": 30.0}
    start = TrialStarted(
        10.0, number=1, exercise_id="spin", exercise_name="Spin", planned_s=planned
    )
    inside = [start, Phase(12.0, "induce"), TrialEnded(50.0, TrialEndReason.COMPLETED)]
    late = Phase(30.0, "part", "Walk")
    (trial,) = trials_of([*inside, Ended(60.0), late])
    assert [phase.name for phase in trial.phases] == ["induce"]


def test_what_is_logged_after_an_amendment_is_not_touched_by_it():
    mark, note, walk = Marker(5.0, "Mark", "mark"), Note(5.0, "Dry mouth."), Phase(40.0, "part")
    gone = [
        Amended(5.0, what="marker", was_s=5.0, name="mark", removed=True),
        Amended(5.0, what="note", was_s=5.0, name=name_of_note(note), removed=True),
        Amended(40.0, what="phase", was_s=40.0, name="part", removed=True),
    ]
    things = [mark, note, walk]
    assert amended([*LOG, *things, *gone]) == LOG
    read = amended([*LOG, *things, *gone, *things])
    assert [read.count(one) for one in things] == [1, 1, 1]
    assert len(read) == len(LOG) + 3


def test_one_of_two_alike_is_put_right_and_the_other_stays():
    first, second = Marker(5.0, "first", "mark"), Marker(5.0, "second", "mark")
    away = Amended(7.0, what="marker", was_s=5.0, name="mark", label="first")
    log = [*LOG, first, away, second]
    assert amended(log)[-2:] == [Marker(7.0, "first", "mark"), second]
    back = Amended(5.0, what="marker", was_s=5.0, name="mark", label="first")
    assert amended([*log, back])[-2:] == [first, second]
    gone = Amended(5.0, what="marker", was_s=5.0, name="mark", removed=True, nth=1)
    assert amended([*log, gone])[-1] == Marker(7.0, "first", "mark")
    assert [one.nth for one in amendable(log) if one.logged in (first, second)] == [0, 1]


def test_an_amendment_of_what_the_log_does_not_hold_changes_nothing():
    for nth in (-1, 1, 7):
        by = Amended(15.0, what="marker", was_s=12.0, name="dizzy", removed=True, nth=nth)
        assert amended([*LOG, by]) == LOG
