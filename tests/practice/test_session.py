import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.events import (
    Beat,
    BeatJudged,
    BeatKind,
    Ended,
    Gap,
    Link,
    LinkState,
    Marker,
    Note,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    PhaseExtended,
    Rating,
    Realigned,
    Resumed,
    Started,
    TrialEnded,
    TrialStarted,
    decode,
    encode,
)
from coherence_desktop.practice.breathing import Breathing
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.practice.session import SessionEngine

SIX = Pattern.from_rate(6.0)
NEVER = math.inf


def started(t=0.0):
    return Started(
        t,
        started_utc="2026-03-01T10:00:00.000000Z",
        timezone="Europe/Berlin",
        utc_offset_s=3600,
        app_version="0.1.0",
    )


def running(pattern=SIX, planned_s=None, standstill_s=NEVER):
    engine = SessionEngine(Breathing(pattern, planned_s), standstill_s=standstill_s)
    engine.receive(started())
    return engine


def phases(events):
    return [(event.t, event.name) for event in events if isinstance(event, Phase)]


def test_a_session_begins_with_its_pace_and_its_first_phase():
    engine = SessionEngine(Breathing(Pattern.from_rate(6.2), planned_s=600.0))
    assert engine.receive(started()) == [
        started(),
        Pattern.from_rate(6.2).change_at(0.0, glide=False),
        Phase(0.0, "breathe", "Follow the wave, 6.2 a minute", 600.0),
    ]
    assert engine.pacer is not None
    assert engine.planned_s == 600.0


def test_without_a_guide_nothing_is_paced_until_someone_sets_a_pace():
    engine = SessionEngine(Breathing(None), standstill_s=NEVER)
    assert engine.receive(started()) == [started(), Phase(0.0, "free", "Breathing freely")]
    assert engine.pacer is None
    assert engine.step_rate(1.0, 0.1) is None
    change = SIX.change_at(20.0)
    assert engine.receive(change) == [change]
    assert engine.pacer.start_s == 20.0
    assert engine.tick(30.0) == [Phase(28.0, "breathe", "Follow the wave, 6 a minute")]


def test_plain_marks_are_numbered_and_named_ones_are_not():
    engine = running()
    taken = [
        engine.receive(Marker(1.0, "")),
        engine.receive(Marker(2.0, "Cough", "cough")),
        engine.receive(Marker(3.0, "Mark")),
        engine.receive(Marker(4.0, "Door opened")),
        engine.receive(Marker(5.0, "")),
    ]
    assert [event.label for (event,) in taken] == [
        "Mark 1",
        "Cough",
        "Mark 2",
        "Door opened",
        "Mark 4",
    ]


def test_a_mark_keeps_the_time_of_the_key_press():
    engine = running()
    engine.receive(Paused(10.0))
    assert engine.receive(Marker(9.7, "Sigh", "sigh")) == [Marker(9.7, "Sigh", "sigh")]


@pytest.mark.parametrize(
    "event",
    [
        Note(5.0, "first time without a partner"),
        Rating(5.0, "distress", 40.0),
        Beat(4.9, 850.0, received_s=5.0),
        Link(5.0, LinkState.RECONNECTING, "silence", "Strap lost. Looking for it."),
    ],
)
def test_what_happens_is_recorded_as_it_is(event):
    assert running().receive(event) == [event]


def test_pace_steps_add_up_from_the_pace_last_asked_for():
    engine = running()
    for press in range(20):
        engine.receive(engine.step_rate(30.0 + press / 20.0, 0.1))
    assert engine.pacer.target.rate_per_min == pytest.approx(8.0)


def test_pace_steps_end_at_the_bounds():
    engine = running(Pattern.from_rate(11.9))
    assert engine.step_rate(1.0, 0.1).inhale_s == pytest.approx(2.0)
    engine.receive(engine.step_rate(1.0, 0.1))
    assert engine.step_rate(2.0, 0.1) is None


def test_a_pace_out_of_bounds_is_recorded_as_the_nearer_bound():
    (taken,) = running().receive(PacerChange(5.0, inhale_s=1.0, exhale_s=1.0))
    assert Pattern.of(taken).rate_per_min == pytest.approx(12.0)


@pytest.mark.parametrize(
    "change",
    [
        PacerChange(5.0, inhale_s=math.nan, exhale_s=5.0),
        PacerChange(5.0, inhale_s=-5.0, exhale_s=10.0),
        PacerChange(5.0, inhale_s=0.0, exhale_s=10.0),
    ],
)
def test_a_pace_that_is_no_breath_is_not_taken(change):
    engine = running()
    assert engine.receive(change) == []
    assert engine.pacer.target.rate_per_min == pytest.approx(6.0)


def test_a_new_pace_gets_its_phase_once_it_has_settled():
    engine = running(planned_s=600.0)
    for press in range(5):
        engine.receive(engine.step_rate(30.0 + press, -0.1))
    assert phases(engine.tick(41.9)) == []
    (phase,) = engine.tick(42.5)
    assert (phase.t, phase.label) == (42.0, "Follow the wave, 5.5 a minute")
    assert phase.target_s == pytest.approx(558.0)
    assert engine.tick(60.0) == []


def test_a_pace_that_was_put_back_gets_no_phase():
    engine = running()
    engine.receive(engine.step_rate(30.0, -0.1))
    engine.receive(engine.step_rate(31.0, 0.1))
    assert engine.tick(60.0) == []


def test_a_second_pause_and_a_second_going_on_are_not_taken():
    engine = running()
    assert engine.receive(Resumed(5.0)) == []
    assert engine.receive(Paused(10.0)) == [Paused(10.0)]
    assert engine.paused
    assert engine.receive(Paused(11.0)) == []
    assert engine.receive(Resumed(20.0)) == [Resumed(20.0)]
    assert engine.receive(Resumed(21.0)) == []
    assert not engine.paused


def test_a_pacer_that_is_stopped_is_gone_until_a_new_pace_comes():
    engine = running()
    assert engine.receive(PacerStopped(20.0)) == [PacerStopped(20.0)]
    assert engine.pacer is None
    assert engine.step_rate(21.0, 0.1) is None
    engine.receive(SIX.change_at(30.0))
    assert engine.pacer.start_s == 30.0


def test_breathing_has_no_trials():
    engine = running()
    trial = TrialStarted(5.0, exercise_id="running", exercise_name="Running", planned_s={})
    for event in (trial, PhaseExtended(5.0, 30.0), TrialEnded(5.0)):
        assert engine.receive(event) == []


def test_a_breathing_session_is_restored_from_its_log():
    engine = running(planned_s=60.0)
    log = [*engine.receive(engine.step_rate(10.0, 0.5)), *engine.receive(Marker(12.0, ""))]
    log = [started(), SIX.change_at(0.0, glide=False), Phase(0.0, "breathe", "x", 60.0), *log]
    again = SessionEngine.restored(Breathing(SIX, 60.0), log, standstill_s=NEVER)
    assert again.elapsed(20.0) == 20.0
    assert again.pacer.target == engine.pacer.target
    assert again.receive(Marker(15.0, "")) == [Marker(15.0, "Mark 2")]
    assert phases(again.tick(65.0))[-1] == (60.0, "after")


def test_a_pause_rests_the_guide_and_stops_the_count_of_practice():
    engine = running()
    engine.receive(Paused(10.0))
    assert engine.pacer.at(15.0).resting
    assert engine.elapsed(25.0) == 10.0
    engine.receive(Resumed(30.0))
    assert not engine.pacer.at(31.0).resting
    assert engine.elapsed(32.0) == 12.0


def test_when_the_planned_time_is_over_the_session_goes_on_quietly():
    engine = running(planned_s=60.0)
    engine.receive(Paused(50.0))
    assert engine.tick(100.0) == []
    engine.receive(Resumed(100.0))
    assert engine.tick(109.0) == []
    assert engine.tick(110.4) == [Phase(110.0, "after", "After the practice")]
    assert engine.tick(500.0) == []
    assert engine.receive(Marker(501.0, "")) == [Marker(501.0, "Mark 1")]
    assert not engine.pacer.at(501.0).resting
    assert engine.receive(Ended(600.0)) == [Ended(600.0)]


def test_what_came_due_before_a_command_is_recorded_before_it():
    engine = running(planned_s=60.0)
    assert engine.receive(Ended(61.0)) == [Phase(60.0, "after", "After the practice"), Ended(61.0)]


def test_a_command_that_comes_late_counts_from_the_one_before_it():
    engine = running()
    engine.receive(Paused(50.0))
    assert engine.receive(Resumed(49.0)) == [Resumed(50.0)]


def test_a_phase_set_by_hand_is_not_renamed_by_a_change_of_pace():
    engine = running()
    own = Phase(20.0, "eyes_closed", "Eyes closed, tones")
    assert engine.receive(own) == [own]
    engine.receive(engine.step_rate(21.0, 0.1))
    assert engine.tick(60.0) == []


def test_after_the_end_only_what_belongs_before_it_is_taken():
    engine = running()
    assert engine.receive(Ended(100.0)) == [Ended(100.0)]
    assert engine.ended
    late = [
        Beat(99.5, 800.0, received_s=100.4),
        Marker(99.9, "Sigh", "sigh"),
        Gap(100.1, start_s=90.0, end_s=100.1, cause="silence"),
        Realigned(100.2, from_s=95.0, shift_s=0.02),
        BeatJudged(99.5, index=120, kind=BeatKind.NORMAL),
    ]
    for event in late:
        assert engine.receive(event) == [event]
    too_late = [
        Ended(101.0),
        Beat(100.5, 800.0, received_s=100.6),
        Marker(100.5, ""),
        Note(101.0, "too late"),
        Paused(99.0),
        SIX.change_at(99.0),
        Phase(99.0, "more"),
        started(99.0),
    ]
    for event in too_late:
        assert engine.receive(event) == []
    assert engine.tick(1000.0) == []
    assert engine.elapsed(1000.0) == 100.0


def test_before_the_start_nothing_steers_but_nothing_is_lost():
    engine = SessionEngine(Breathing(SIX))
    link = Link(0.0, LinkState.SEARCHING)
    assert engine.receive(link) == [link]
    assert engine.receive(Marker(0.0, "")) == [Marker(0.0, "Mark 1")]
    assert engine.receive(Paused(0.0)) == []
    assert engine.receive(SIX.change_at(0.0)) == []
    assert engine.tick(100.0) == []
    assert engine.receive(started(100.0))[0] == started(100.0)
    assert engine.elapsed(101.0) == 1.0
    assert engine.receive(started(102.0)) == []


def test_a_standstill_of_the_computer_is_told_and_does_not_count_as_practice():
    engine = running(planned_s=600.0, standstill_s=10.0)
    for t in range(1, 61):
        engine.tick(float(t))
    paused, resumed, note = engine.tick(372.0)
    assert (paused, resumed) == (Paused(60.0), Resumed(372.0))
    assert note.t == 372.0
    assert "312 s" in note.text
    assert not note.private
    assert engine.elapsed(380.0) == pytest.approx(68.0)
    assert engine.pacer.at(200.0).resting


def test_a_standstill_is_seen_as_well_when_beats_come_before_the_tick():
    engine = running(standstill_s=10.0)
    engine.receive(Beat(1.0, 900.0, received_s=1.1))
    beat = Beat(60.0, 900.0, received_s=80.0)
    *told, last = engine.receive(beat)
    assert [type(event) for event in told] == [Paused, Resumed, Note]
    assert last == beat
    assert engine.tick(80.5) == []


def test_during_a_pause_a_standstill_is_only_noted():
    engine = running(standstill_s=10.0)
    engine.receive(Paused(5.0))
    assert [type(event) for event in engine.tick(100.0)] == [Note]


class Stages:
    """A practice of its own: two paces, then the end."""

    planned_s = 60.0

    def __init__(self):
        self.stage = 0

    def begin(self, t):
        return [Phase(t, "one")]

    def admit(self, event):
        return [event]

    def heard(self, event):
        return [Rating(event.t, "asked", 1.0)] if isinstance(event, Marker) else []

    def due(self, t, practised_s):
        if practised_s >= 30.0 and self.stage == 0:
            self.stage = 1
            return [SIX.change_at(t), Phase(t, "two")]
        if practised_s >= 60.0 and self.stage == 1:
            self.stage = 2
            return [Ended(t, "done"), Phase(t, "never")]
        return []


def test_any_practice_can_be_plugged_in():
    engine = SessionEngine(Stages())
    assert engine.receive(started()) == [started(), Phase(0.0, "one")]
    assert engine.receive(Marker(5.0, "")) == [Marker(5.0, "Mark 1"), Rating(5.0, "asked", 1.0)]
    assert engine.tick(10.0) == []
    engine.tick(20.0)
    assert engine.tick(30.0) == [SIX.change_at(30.0), Phase(30.0, "two")]
    assert engine.pacer is not None
    for t in (40.0, 50.0):
        engine.tick(t)
    assert engine.tick(60.0) == [Ended(60.0, "done")]
    assert engine.ended


times = st.floats(0.0, 500.0)
seconds = st.one_of(st.floats(-1.0, 30.0), st.just(math.nan))
inputs = st.one_of(
    st.builds(started, times),
    st.builds(
        Marker, times, st.sampled_from(["", "Mark", "Cough"]), st.sampled_from(["mark", "c"])
    ),
    st.builds(Note, times, st.text(max_size=5)),
    st.builds(Rating, times, st.just("distress"), st.floats(0.0, 100.0)),
    st.builds(PacerChange, times, inhale_s=seconds, exhale_s=seconds, hold_in_s=seconds),
    st.builds(Paused, times),
    st.builds(Resumed, times),
    st.builds(Phase, times, st.sampled_from(["free", "breathe", "own"])),
    st.builds(Beat, times, st.floats(300.0, 2000.0), times),
    st.builds(Ended, st.one_of(times, st.just(math.nan))),
    times,
)


@settings(max_examples=200)
@given(
    st.lists(inputs, max_size=40),
    st.sampled_from([None, SIX]),
    st.sampled_from([None, 20.0, 200.0]),
    st.sampled_from([10.0, NEVER]),
)
def test_whatever_happens_in_whatever_order_the_log_stays_sound(
    sequence, pattern, planned_s, standstill_s
):
    engine = SessionEngine(Breathing(pattern, planned_s), standstill_s=standstill_s)
    log, ended_s, told = [], math.inf, []
    for item in sequence:
        if isinstance(item, float):
            out = engine.tick(item)
        else:
            out = engine.receive(item)
            if isinstance(item, Marker | Note | Rating) and item.t <= ended_s:
                told.append((type(item), item.t))
        log.extend(out)
        ended_s = next((event.t for event in log if isinstance(event, Ended)), math.inf)

    assert all(decode(encode(event)) == event for event in log)
    assert sum(isinstance(event, Ended) for event in log) <= 1
    assert sum(isinstance(event, Started) for event in log) <= 1
    kept = [(type(event), event.t) for event in log if isinstance(event, Marker | Note | Rating)]
    for mark in told:
        kept.remove(mark)

    course = [e for e in log if isinstance(e, PacerChange | Phase | Paused | Resumed | Ended)]
    steered = [event.t for event in course]
    assert steered == sorted(steered)
    rests = [type(event) for event in course if isinstance(event, Paused | Resumed)]
    assert all(rest is (Resumed if place % 2 else Paused) for place, rest in enumerate(rests))
    replayed = Pacer.from_events(log)
    assert (replayed is None) == (engine.pacer is None)
    if engine.pacer is not None:
        at = np.linspace(0.0, 600.0, 200)
        np.testing.assert_array_equal(replayed.level(at), engine.pacer.level(at))


@given(st.lists(st.floats(0.01, 9.0), min_size=1, max_size=60))
def test_how_often_time_is_told_changes_nothing(steps):
    coarse, fine = running(planned_s=60.0), running(planned_s=60.0)
    t, log = 0.0, []
    for step in steps:
        t += step
        log.extend(fine.tick(t))
    expected = coarse.tick(t)
    assert [type(event) for event in log] == [type(event) for event in expected]
    np.testing.assert_allclose([e.t for e in log], [e.t for e in expected], atol=1e-9)
