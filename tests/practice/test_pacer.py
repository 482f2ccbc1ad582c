import math
import timeit

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.events import Marker, Paused, Resumed
from coherence_desktop.practice.pacer import BreathPart, Pacer
from coherence_desktop.practice.pattern import Pattern

TURN = 2.0 * math.pi
BOX = Pattern(4.0, 4.0, 4.0, 4.0)

patterns = st.one_of(
    st.builds(Pattern.from_rate, st.floats(3.0, 12.0), st.floats(0.2, 0.8)),
    st.just(BOX),
    st.just(Pattern(4.5, 0.5, 5.0, 1.0)),
)
commands = st.lists(
    st.tuples(
        st.one_of(st.floats(0.0, 1.0), st.floats(0.0, 40.0)),
        st.one_of(patterns, st.sampled_from(["pause", "resume"])),
        st.booleans(),
    ),
    max_size=12,
)


def history(first, sequence):
    """The pacers after each command, with the time of the command."""
    pacer, t = Pacer(first), 0.0
    yield pacer, t
    for after_s, command, glide in sequence:
        t += after_s
        if command == "pause":
            pacer = pacer.paused(t)
        elif command == "resume":
            pacer = pacer.resumed(t)
        else:
            pacer = pacer.changed(command.change_at(t, glide=glide))
        yield pacer, t


def test_the_breath_rises_by_half_a_cosine_and_falls_by_half_a_cosine():
    pacer = Pacer(Pattern(4.0, 0.0, 6.0))
    times = np.array([0.0, 1.0, 2.0, 4.0, 5.5, 7.0, 10.0, 14.0])
    quarter = 0.5 - 0.5 * math.cos(math.pi / 4.0)
    expected = [0.0, quarter, 0.5, 1.0, 1.0 - quarter, 0.5, 0.0, 1.0]
    np.testing.assert_allclose(pacer.level(times), expected, atol=1e-12)


def test_a_box_breath_goes_through_its_four_parts():
    pacer = Pacer(BOX, start_s=100.0)
    parts = [(pacer.at(t).part, pacer.at(t).fraction) for t in (101.0, 106.0, 109.0, 115.0, 117.0)]
    assert parts == [
        (BreathPart.INHALE, 0.25),
        (BreathPart.HOLD_IN, 0.5),
        (BreathPart.EXHALE, 0.25),
        (BreathPart.HOLD_OUT, 0.75),
        (BreathPart.INHALE, 0.25),
    ]
    assert pacer.at(105.0).level == 1.0
    assert pacer.at(113.0).level == 0.0


@given(patterns, st.integers(0, 300))
def test_phase_is_a_multiple_of_a_turn_at_every_end_of_an_inhale(pattern, breath):
    pacer = Pacer(pattern, start_s=7.0)
    end_of_inhale = 7.0 + breath * pattern.period_s + pattern.inhale_s
    assert pacer.phase_rad(end_of_inhale) == pytest.approx(TURN * breath, abs=1e-6)


@given(patterns)
def test_in_steady_breathing_phase_is_linear_in_time(pattern):
    times = np.linspace(0.0, 200.0, 500)
    phase = Pacer(pattern).phase_rad(times)
    np.testing.assert_allclose(np.diff(phase), np.diff(times) * TURN / pattern.period_s, rtol=1e-6)


@settings(max_examples=60)
@given(patterns, commands)
def test_whatever_is_pressed_level_and_phase_never_jump_and_phase_never_falls(first, sequence):
    *_, (pacer, last_s) = history(first, sequence)
    step_s = 0.01
    times = np.arange(0.0, last_s + 60.0, step_s)
    level, phase = pacer.level(times), pacer.phase_rad(times)
    shortest_s = 1.0
    assert np.abs(np.diff(level)).max() <= 0.5 * math.pi / shortest_s * step_s + 1e-9
    assert level.min() >= 0.0
    assert level.max() <= 1.0
    assert np.diff(phase).min() >= -1e-9
    assert np.diff(phase).max() <= TURN * step_s + 1e-9


@settings(max_examples=60)
@given(patterns, commands)
def test_a_command_never_moves_what_has_been(first, sequence):
    previous = None
    for pacer, t in history(first, sequence):
        if previous is not None:
            past = np.linspace(0.0, t, 301)
            np.testing.assert_allclose(pacer.level(past), previous.level(past), atol=1e-7)
            np.testing.assert_allclose(pacer.phase_rad(past), previous.phase_rad(past), atol=1e-7)
        previous = pacer


@settings(max_examples=60)
@given(patterns, commands, st.lists(st.floats(-10.0, 400.0), min_size=1, max_size=20))
def test_one_moment_and_many_at_once_agree(first, sequence, times):
    *_, (pacer, _) = history(first, sequence)
    breaths = [pacer.at(t) for t in times]
    levels = [breath.level for breath in breaths]
    np.testing.assert_allclose(levels, pacer.level(times), atol=1e-7)
    phases = [breath.phase_rad for breath in breaths]
    np.testing.assert_allclose(phases, pacer.phase_rad(times), atol=1e-9)
    resting = [breath.resting for breath in breaths]
    np.testing.assert_array_equal(resting, np.isnan(pacer.guide(times)))


def test_a_change_of_pace_glides_over_the_next_three_breaths():
    slow, fast = Pattern.from_rate(5.0), Pattern.from_rate(7.5)
    pacer = Pacer(slow).changed(fast.change_at(13.0))
    inhales = [turn.t for turn in pacer.next_turns(-0.001, 70.0) if turn.part is BreathPart.INHALE]
    third = (slow.period_s - fast.period_s) / 3.0
    expected = [12.0, 12.0, 12.0 - third, 12.0 - 2.0 * third, fast.period_s, fast.period_s]
    np.testing.assert_allclose(np.diff(inhales)[:6], expected)
    assert pacer.at(13.5).rate_per_min == pytest.approx(5.0)
    assert pacer.at(60.0).rate_per_min == pytest.approx(7.5)


def test_without_a_glide_the_next_breath_is_new_and_this_one_keeps_its_length():
    pacer = Pacer(Pattern.from_rate(5.0))
    pacer = pacer.changed(Pattern.from_rate(10.0).change_at(1.0, glide=False))
    inhales = [turn.t for turn in pacer.next_turns(0.0, 25.0) if turn.part is BreathPart.INHALE]
    np.testing.assert_allclose(inhales, [12.0, 18.0, 24.0])


def test_twenty_presses_in_a_second_add_up_and_glide_once():
    pacer = before = Pacer(Pattern.from_rate(6.0))
    for press in range(20):
        pacer = pacer.changed(pacer.target.stepped(0.1).change_at(33.0 + press / 20.0))
    assert pacer.target.rate_per_min == pytest.approx(8.0)
    assert pacer.at(80.0).rate_per_min == pytest.approx(8.0)
    under_way = np.linspace(30.0, 40.0, 100)
    np.testing.assert_allclose(pacer.level(under_way), before.level(under_way), atol=1e-9)
    inhales = [turn.t for turn in pacer.next_turns(35.0, 60.0) if turn.part is BreathPart.INHALE]
    np.testing.assert_allclose(
        np.diff(inhales)[:3], [10.0 - 2.5 / 3.0, 10.0 - 5.0 / 3.0, 7.5], atol=1e-9
    )


def test_a_pause_lets_the_breath_out_then_rests_and_going_on_starts_with_breathing_in():
    pacer = Pacer(Pattern(4.0, 0.0, 6.0)).paused(14.0)
    assert pacer.level([14.0, 15.0, 16.0, 60.0]) == pytest.approx([1.0, 0.5, 0.0, 0.0])
    assert pacer.at(60.0).resting
    assert pacer.phase_rad(16.0) == pacer.phase_rad(60.0)
    going = pacer.resumed(61.5)
    assert (going.at(61.6).part, going.at(61.6).resting) == (BreathPart.INHALE, False)
    assert going.level(65.5) == pytest.approx(1.0)
    assert math.remainder(float(going.phase_rad(65.5)), TURN) == pytest.approx(0.0, abs=1e-9)


def test_a_pause_within_the_settling_time_of_another_adds_no_delay():
    pacer = Pacer(Pattern.from_rate(6.0))
    for press in range(10):
        pacer = pacer.paused(14.0 + press / 10.0).resumed(14.05 + press / 10.0)
    inhale = pacer.next_turns(14.0, 10.0)[0]
    assert inhale.part is BreathPart.INHALE
    assert inhale.t <= 17.0


def test_a_pace_set_during_a_pause_holds_when_it_goes_on():
    paused = Pacer(Pattern.from_rate(6.0)).paused(20.0)
    going = paused.changed(Pattern.from_rate(4.0).change_at(30.0)).resumed(40.0)
    assert going.at(41.0).rate_per_min == pytest.approx(4.0)
    soon = paused.resumed(21.0).changed(Pattern.from_rate(4.0).change_at(21.5))
    assert soon.at(25.0).rate_per_min == pytest.approx(4.0)
    assert not soon.at(25.0).resting


def test_before_its_start_the_pacer_rests():
    pacer = Pacer(BOX, start_s=10.0)
    assert pacer.at(3.0).resting
    assert pacer.at(3.0).part is BreathPart.HOLD_OUT
    assert pacer.level(3.0) == 0.0
    assert np.isnan(pacer.guide([3.0, 11.0])).tolist() == [True, False]


def test_coming_turns_are_told_with_how_long_each_part_lasts():
    turns = Pacer(BOX).next_turns(2.0, 12.0)
    assert [(turn.t, turn.part, turn.duration_s) for turn in turns] == [
        (4.0, BreathPart.HOLD_IN, 4.0),
        (8.0, BreathPart.EXHALE, 4.0),
        (12.0, BreathPart.HOLD_OUT, 4.0),
    ]
    parts = [turn.part for turn in Pacer(Pattern.from_rate(6.0)).next_turns(0.0, 20.0)]
    assert parts == [BreathPart.EXHALE, BreathPart.INHALE, BreathPart.EXHALE, BreathPart.INHALE]


@settings(max_examples=60)
@given(patterns, commands, st.floats(0.0, 200.0))
def test_turns_asked_for_piece_by_piece_are_the_turns_asked_for_at_once(first, sequence, start):
    *_, (pacer, _) = history(first, sequence)
    pieces = [turn for k in range(6) for turn in pacer.next_turns(start + 7.0 * k, 7.0)]
    at_once = pacer.next_turns(start, 42.0)
    np.testing.assert_allclose([t.t for t in pieces], [t.t for t in at_once], atol=1e-6)
    assert [t.part for t in pieces] == [t.part for t in at_once]
    for turn in at_once:
        assert pacer.at(turn.t + 1e-6).part is turn.part
        assert not pacer.at(turn.t + 1e-6).resting


def test_the_target_wave_is_centred_on_the_mean_with_92_percent_of_the_amplitude():
    wave = Pacer(Pattern.from_rate(6.0)).target_wave(np.linspace(0.0, 20.0, 2001), 70.0, 25.0)
    assert wave.max() - wave.min() == pytest.approx(0.92 * 25.0)
    assert 0.5 * (wave.max() + wave.min()) == pytest.approx(70.0)


def test_a_log_gives_back_its_pacer():
    first, second = Pattern.from_rate(6.0), Pattern.from_rate(5.0)
    log = [
        Marker(1.0, "Mark 1"),
        first.change_at(2.0, glide=False),
        second.change_at(15.0),
        Paused(40.0),
        Resumed(55.0),
    ]
    pacer = Pacer(first, 2.0).changed(log[2]).paused(40.0).resumed(55.0)
    times = np.linspace(0.0, 120.0, 500)
    np.testing.assert_array_equal(Pacer.from_events(log).level(times), pacer.level(times))
    assert Pacer.from_events([Marker(1.0, "Mark 1"), Paused(2.0)]) is None


def test_after_an_hour_and_hundreds_of_changes_a_frame_still_costs_next_to_nothing():
    pacer, t = Pacer(Pattern.from_rate(6.0)), 0.0
    rng = np.random.default_rng(3)
    for _ in range(500):
        t += float(rng.uniform(1.0, 14.0))
        pacer = pacer.changed(Pattern.from_rate(float(rng.uniform(3.0, 12.0))).change_at(t))
    times = np.linspace(t - 80.0, t + 20.0, 400)
    wave_s = min(timeit.repeat(lambda: pacer.level(times), number=10, repeat=30)) / 10.0
    now_s = min(timeit.repeat(lambda: pacer.at(t), number=10, repeat=30)) / 10.0
    assert wave_s < 0.2e-3
    assert now_s < 0.05e-3
