import asyncio
import math
from itertools import islice

import numpy as np
import pytest

from coherence_desktop.events import (
    Battery,
    Beat,
    Contact,
    Device,
    Ended,
    Gap,
    Link,
    LinkState,
    Marker,
    PacerChange,
    Realigned,
)
from coherence_desktop.sensors.replay import ReplaySensor, UnplayableRecording, sample_recording
from coherence_desktop.sensors.sensor import SessionClock

LOG = [
    Link(0.2, LinkState.CONNECTED),
    Device(0.3, name="Polar H10", address="A0:9E:1A:00:00:01"),
    Marker(0.5, "Mark 1"),
    Beat(1.0, 800.0, received_s=1.4),
    PacerChange(1.5, inhale_s=4.0, exhale_s=6.0),
    Battery(1.6, 80),
    Link(3.0, LinkState.RECONNECTING, "silence"),
    Beat(9.0, 850.0, received_s=9.2),
    Gap(9.2, start_s=1.0, end_s=8.15, cause="silence"),
    Realigned(9.2, from_s=9.0, shift_s=0.05),
    Contact(9.5, detected=True),
    Link(10.0, LinkState.ENDED, "end"),
    Ended(10.0),
]


async def played(sensor, clock):
    events = []
    await sensor.run(clock, events.append)
    return events


def beats_of(events):
    return [event for event in events if isinstance(event, Beat)]


def test_intervals_are_played_one_by_one_each_beat_at_its_time():
    rr_ms = [800.0, 812.5, 787.109375]
    schedule = list(ReplaySensor(rr_ms, name="Example").schedule(start_s=5.0))
    events = [event for _, event in schedule]
    assert events[0] == Link(5.0, LinkState.CONNECTED)
    assert events[1] == Device(5.0, name="Example", address="")
    beats = beats_of(events)
    assert [beat.rr_ms for beat in beats] == rr_ms
    np.testing.assert_allclose([beat.t for beat in beats], 5.0 + np.cumsum(rr_ms) / 1000.0)
    assert [due_s for due_s, event in schedule if isinstance(event, Beat)] == [b.t for b in beats]
    assert isinstance(events[-1], Link)
    assert events[-1].state is LinkState.ENDED
    assert schedule[-1][0] == beats[-1].t


async def test_a_replay_runs_at_the_speed_of_the_clock_and_ends():
    rr_ms = [800.0] * 100
    clock = SessionClock(speed=400.0)
    loop = asyncio.get_running_loop()
    before = loop.time()
    events = await played(ReplaySensor(rr_ms), clock)
    took_s = loop.time() - before
    assert len(beats_of(events)) == 100
    assert took_s >= 80.0 / 400.0
    assert clock.now() >= beats_of(events)[-1].t


async def test_no_beat_comes_before_its_time():
    clock = SessionClock(speed=50.0)
    early = []

    def emit(event):
        if isinstance(event, Beat) and clock.now() < event.t:
            early.append(event)

    await ReplaySensor([700.0, 900.0] * 5).run(clock, emit)
    assert early == []


def test_a_log_plays_what_its_source_sent_in_the_order_in_which_it_came():
    events = [event for _, event in ReplaySensor(LOG).schedule()]
    assert [type(event) for event in events] == [
        Link, Device, Beat, Battery, Link, Beat, Gap, Realigned, Contact, Link,
    ]  # fmt: skip
    assert beats_of(events) == beats_of(LOG)


def test_a_log_starts_when_the_replay_starts_with_all_its_times():
    schedule = list(ReplaySensor(LOG).schedule(start_s=100.0))
    by_type = {type(event): (due_s, event) for due_s, event in schedule}
    due_s, beat = by_type[Beat]
    assert (due_s, beat.t, beat.received_s) == pytest.approx((109.2, 109.0, 109.2))
    _, gap = by_type[Gap]
    assert (gap.t, gap.start_s, gap.end_s) == pytest.approx((109.2, 101.0, 108.15))
    assert by_type[Realigned][1].from_s == pytest.approx(109.0)
    assert by_type[Realigned][1].shift_s == 0.05


def test_a_loop_goes_on_without_a_gap_and_without_an_end():
    rr_ms = [800.0, 900.0, 1000.0]
    schedule = list(islice(ReplaySensor(rr_ms, loop=True).schedule(), 200))
    beats = beats_of(event for _, event in schedule)
    assert len(beats) == 198
    np.testing.assert_allclose(np.diff([0.0, *(b.t for b in beats)]) * 1000.0, rr_ms * 66)
    due = [due_s for due_s, _ in schedule]
    assert due == sorted(due)


@pytest.mark.parametrize("recording", [[], np.array([]), [Marker(1.0, "Mark 1")]])
def test_a_recording_without_a_beat_is_refused(recording):
    with pytest.raises(UnplayableRecording, match="no beat"):
        ReplaySensor(recording)


@pytest.mark.parametrize("wrong", [0.0, -800.0, math.nan, math.inf])
def test_an_interval_that_is_no_time_is_refused_with_its_place(wrong):
    with pytest.raises(UnplayableRecording, match="Interval 2") as refused:
        ReplaySensor([800.0, wrong, 800.0])
    assert refused.value.value is not None


def test_a_sample_comes_with_the_app_with_its_licence_beside_it():
    from coherence_desktop.resources import assets

    rr_ms = sample_recording()
    assert rr_ms.shape == (337,)
    assert 299.0 < rr_ms.sum() / 1000.0 < 300.0
    assert len(beats_of(e for _, e in ReplaySensor(rr_ms).schedule())) == 337
    licence = assets("recordings", "rest_5min.LICENSE.txt").read_text(encoding="utf-8")
    assert "BSD 3-Clause License" in licence


def test_the_sample_is_the_recording_it_says_it_is(rr_of):
    np.testing.assert_array_equal(sample_recording(), rr_of("pyhrv_short"))
