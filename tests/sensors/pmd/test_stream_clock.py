"""Samples stand at the times at which they were taken, however late their frames arrive."""

import numpy as np
import pytest

from coherence_desktop.sensors.pmd.stream_clock import StreamClock

COUNT, RATE_HZ = 73, 130.0
FRAME_S = COUNT / RATE_HZ
UNSET_NS = 599_616_000_000_000_000
"""A strap that was never set counts from 2019."""


def placed(frames, rate_hz=RATE_HZ):
    """Times of the first sample by frame, of (arrival in s, last sample in ns) in order."""
    clock, times = StreamClock(rate_hz), []
    for arrival_s, last_ns in frames:
        times += clock.receive(arrival_s, last_ns, COUNT) or []
    return np.array(times + clock.release())


def frames(true_end_s, delay_s, fast=0.0, base_ns=UNSET_NS):
    """Frames that end at these session times, on a strap's clock that runs a share too fast."""
    return [
        (end + late, base_ns + round(end * (1 + fast) * 1e9))
        for end, late in zip(true_end_s, delay_s, strict=True)
    ]


def ends(seconds):
    return 10.0 + FRAME_S * np.arange(1, int(seconds / FRAME_S))


def true_first(end_s):
    return end_s - (COUNT - 1) / RATE_HZ


def test_jitter_of_arrival_does_not_become_jitter_of_the_signal():
    end_s = ends(600)
    late_s = 0.03 + np.random.default_rng(1).exponential(0.04, end_s.size)
    t = placed(frames(end_s, late_s))
    steps = np.diff(t)
    assert np.abs(steps - FRAME_S).max() < 0.0003
    error = t - true_first(end_s) - 0.03
    assert np.abs(error).max() < 0.04
    assert np.abs(error[-500:]).max() < 0.006


@pytest.mark.parametrize("fast", [-4.6e-4, 5e-5, 4.6e-4])
def test_a_clock_that_runs_at_another_rate_is_followed(fast):
    end_s = ends(1800)
    late_s = 0.03 + np.random.default_rng(2).exponential(0.02, end_s.size)
    error = placed(frames(end_s, late_s, fast)) - true_first(end_s) - 0.03
    assert np.abs(error).max() < 0.08
    assert np.abs(error[-1000:]).max() < 0.005
    assert np.abs(np.diff(error)).max() < 0.0006


def test_a_link_that_stalls_and_catches_up_moves_nothing():
    end_s = ends(300)
    late_s = np.full(end_s.size, 0.03)
    stalled = (end_s > 100) & (end_s < 103)
    late_s[stalled] = 103.1 - end_s[stalled]
    error = placed(frames(end_s, late_s)) - true_first(end_s) - 0.03
    assert np.abs(error).max() < 1e-6


def test_lost_frames_are_a_gap_and_nothing_is_stretched():
    end_s = ends(120)
    kept = np.ones(end_s.size, dtype=bool)
    kept[[50, 51, 52, 100]] = False
    told = frames(end_s, np.full(end_s.size, 0.03))
    t = placed([frame for frame, is_kept in zip(told, kept, strict=True) if is_kept])
    np.testing.assert_allclose(t, true_first(end_s)[kept] + 0.03, atol=1e-6)


def test_a_frame_that_comes_twice_is_taken_once():
    told = frames(ends(60), np.full(ends(60).size, 0.03))
    clock = StreamClock(RATE_HZ)
    taken = [clock.receive(*frame, COUNT) for frame in told[:40]]
    assert clock.receive(told[39][0] + 0.01, told[39][1], COUNT) is None
    assert sum(len(times) for times in taken) == 40


@pytest.mark.parametrize("by_s", [-3e8, -0.3, 0.9, 3e8])
def test_a_clock_that_is_set_in_between_neither_moves_nor_overlaps_the_signal(by_s):
    end_s = ends(120)
    told = frames(end_s, np.full(end_s.size, 0.03))
    told = told[:100] + [(arrival, ns + round(by_s * 1e9)) for arrival, ns in told[100:]]
    t = placed(told)
    assert np.diff(t).min() > FRAME_S - 0.0003
    if abs(by_s) > 1:
        np.testing.assert_allclose(t, true_first(end_s) + 0.03, atol=0.01)
    assert np.abs(t[:100] - true_first(end_s[:100]) - 0.03).max() < 1e-6


def test_a_strap_that_tells_no_time_is_placed_by_its_samples():
    end_s = ends(300)
    late_s = 0.03 + np.random.default_rng(3).exponential(0.02, end_s.size)
    told = [(end + late, 0) for end, late in zip(end_s, late_s, strict=True)]
    t = placed([frame for n, frame in enumerate(told) if not 200 <= n < 210])
    true = np.delete(true_first(end_s), range(200, 210)) + 0.03
    assert np.abs(t - true).max() < 0.1
    assert np.abs(np.diff(t)[:190] - FRAME_S).max() < 0.0003
    assert np.diff(t)[199] == pytest.approx(11 * FRAME_S, abs=0.1)


def test_frames_wait_a_second_at_the_start_and_then_come_at_once():
    clock = StreamClock(RATE_HZ)
    told = frames(ends(10), np.full(ends(10).size, 0.03))
    given = [len(clock.receive(*frame, COUNT)) for frame in told]
    assert given[:5] == [0, 0, 3, 1, 1]


def test_what_waits_is_not_lost_when_the_stream_ends():
    clock = StreamClock(RATE_HZ)
    ((arrival_s, last_ns),) = frames([10.0], [0.03])
    assert clock.receive(arrival_s, last_ns, COUNT) == []
    assert clock.release() == [pytest.approx(true_first(10.0) + 0.03)]
