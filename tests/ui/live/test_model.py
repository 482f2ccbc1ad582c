"""What the live page knows of a session."""

import time

import numpy as np
import pytest

from coherence_desktop.events import (
    Beat,
    BeatJudged,
    BeatKind,
    Contact,
    Gap,
    Marker,
    Note,
    Paused,
    Realigned,
    Resumed,
)
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.ui.live.model import Changed, LiveModel


def beats(*rr_ms: float, start: float = 0.0) -> list[Beat]:
    times = start + np.cumsum(rr_ms) / 1000.0
    return [Beat(t, rr, t) for t, rr in zip(times.tolist(), rr_ms, strict=True)]


@pytest.fixture
def model() -> LiveModel:
    model = LiveModel()
    model.consume(beats(1000.0, 800.0, 750.0, 1200.0, 600.0))
    return model


def test_heart_rate_of_a_beat_is_60000_over_its_interval(model):
    trace = model.track.between(0.0, 10.0)
    assert trace.bpm.tolist() == [60.0, 75.0, 80.0, 50.0, 100.0]
    assert trace.t_s.tolist() == pytest.approx([1.0, 1.8, 2.55, 3.75, 4.35])


def test_the_last_two_beats_are_provisional(model):
    assert model.track.between(0.0, 10.0).provisional.tolist() == [False] * 3 + [True] * 2


def test_a_gap_is_never_bridged(model):
    model.consume([Gap(9.0, start_s=4.35, end_s=8.0, cause="silence"), *beats(900.0, start=8.0)])
    trace = model.track.between(0.0, 20.0)
    assert trace.starts.tolist() == [True, False, False, False, False, True]


def test_a_line_is_broken_even_before_the_gap_is_told_of(model):
    model.consume(beats(900.0, start=8.0))
    assert model.track.between(0.0, 20.0).starts[-1]


def test_a_missed_beat_is_drawn_where_it_should_have_been(model):
    model.consume([BeatJudged(4.0, index=3, kind=BeatKind.MISSED, corrected_ms=(620.0, 580.0))])
    trace = model.track.between(0.0, 10.0)
    assert trace.t_s.tolist() == pytest.approx([1.0, 1.8, 2.55, 3.17, 3.75, 4.35])
    assert trace.bpm[3:5].tolist() == pytest.approx([60000 / 620, 60000 / 580])
    assert trace.corrected.tolist() == [False] * 3 + [True] * 2 + [False]
    assert trace.original_bpm[0].tolist() == pytest.approx([80.0, 50.0, 100.0])


def test_a_beat_merged_away_leaves_the_line_and_stays_as_original(model):
    model.consume([BeatJudged(4.0, index=2, kind=BeatKind.EXTRA, corrected_ms=())])
    trace = model.track.between(0.0, 10.0)
    assert trace.t_s.tolist() == pytest.approx([1.0, 1.8, 3.75, 4.35])
    assert trace.original_t_s[0, 1] == pytest.approx(2.55)


def test_a_later_judgement_replaces_an_earlier_one(model):
    model.consume([BeatJudged(4.0, index=2, kind=BeatKind.ECTOPIC, corrected_ms=(900.0,))])
    model.consume([BeatJudged(5.0, index=2, kind=BeatKind.ACCEPTED, by="person")])
    trace = model.track.between(0.0, 10.0)
    assert not trace.corrected.any()
    assert trace.bpm[2] == 80.0
    assert not trace.original_t_s.size


def test_a_judgement_of_a_beat_that_is_not_known_changes_nothing(model):
    told = model.consume([BeatJudged(4.0, index=99, kind=BeatKind.EXTRA)])
    assert told is Changed.NOTHING


def test_realigned_beats_move_and_so_does_the_gap_before_them(model):
    model.consume([Gap(9.0, start_s=4.35, end_s=8.0, cause="silence"), *beats(900.0, start=8.0)])
    model.consume([Realigned(9.5, from_s=8.5, shift_s=0.5)])
    trace = model.track.between(0.0, 20.0)
    assert trace.t_s.tolist() == pytest.approx([1.0, 1.8, 2.55, 3.75, 4.35, 9.4])
    assert (model.track.gaps[0].start_s, model.track.gaps[0].end_s) == (4.35, 8.0)
    model.consume([Realigned(9.5, from_s=7.9, shift_s=1.0)])
    assert (model.track.gaps[0].start_s, model.track.gaps[0].end_s) == (4.35, 9.0)


def test_a_mark_shown_ahead_of_the_record_is_not_shown_twice(model):
    model.mark_ahead_of_record(Marker(3.0, "Mark 1", "mark"))
    assert model.consume([Marker(3.0, "Mark 1", "mark")]) is Changed.NOTHING
    assert [marker.label for marker in model.markers] == ["Mark 1"]


def test_the_record_has_the_last_word_on_a_marks_name(model):
    model.mark_ahead_of_record(Marker(3.0, "Mark 1", "mark"))
    assert model.consume([Marker(3.0, "Mark 7", "mark")]) & Changed.LANES
    assert [marker.label for marker in model.markers] == ["Mark 7"]


def test_markers_stand_in_order_of_their_time(model):
    model.consume([Marker(5.0, "b"), Marker(2.0, "a")])
    assert [marker.label for marker in model.markers] == ["a", "b"]


def test_values_are_stale_five_seconds_after_the_last_beat(model):
    assert not model.stale(9.3)
    assert model.stale(9.4)
    assert not LiveModel().stale(60.0)


def test_beats_that_come_show_that_there_is_contact(model):
    model.consume([Contact(4.5, False)])
    assert model.without_contact
    model.consume(beats(900.0, start=4.4))
    assert model.without_contact, "a beat from before contact was lost, still under way"
    model.consume(beats(900.0, start=5.3))
    assert not model.without_contact


def test_pauses_add_up(model):
    model.consume([Paused(10.0), Paused(11.0), Resumed(15.0), Paused(20.0)])
    assert model.paused
    assert model.paused_s(22.0) == pytest.approx(7.0)


def test_dirty_time_reaches_back_to_the_beats_that_are_no_longer_provisional(model):
    model.take_dirty_from()
    model.consume(beats(700.0, start=4.35))
    assert model.take_dirty_from() <= 1.8 + 0.75
    assert model.take_dirty_from() == float("inf")


def test_only_a_recording_that_changes_its_state_is_news(model):
    state = {"committed_events": 1, "pending_events": 0}
    assert model.consume([RecorderState(state="recording", committed_t=1.0, **state)])
    assert not model.consume([RecorderState(state="recording", committed_t=2.0, **state)])
    failing = RecorderState(state="failing", committed_t=2.0, problem="The disk is full.", **state)
    assert model.consume([failing]) & Changed.RECORDER


def test_notes_and_unknown_things_are_taken_in_silence(model):
    assert model.consume([Note(1.0, "text"), object()]) is Changed.NOTHING


def test_a_day_of_beats_costs_no_more_per_beat_than_a_minute():
    model = LiveModel()
    day = beats(*([850.0] * 100_000))
    began = time.process_time()
    model.consume(day[:5_000])
    first = time.process_time() - began
    model.consume(day[5_000:95_000])
    began = time.process_time()
    model.consume(day[95_000:])
    assert time.process_time() - began < 3.0 * first + 0.02
    assert len(model.track.between(84_900.0, 84_980.0).t_s) < 100
