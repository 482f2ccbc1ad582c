"""Times of beats: the intervals end to end, anchored to the arrival of packets."""

from itertools import groupby, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coherence_desktop.events import (
    Beat,
    ClockDisagreement,
    Contact,
    Gap,
    HeartRate,
    PacketRejected,
    Realigned,
)
from coherence_desktop.sensors.beat_clock import BeatClock

RIGHT_S = 0.05


def test_a_beat_sent_at_once_happened_when_its_packet_arrived(heart, hear):
    beats = heart([800, 830, 790, 1000])
    heard = hear(beats.sent_at_each_beat())
    assert heard.timeline.t == pytest.approx(beats.beats_s, abs=1e-9)
    assert heard.of(Beat)[1] == Beat(beats.beats_s[1], 850 * 1000 / 1024, beats.beats_s[1])
    assert heard.timeline.gaps == ()


def test_intervals_are_exact_to_a_1024th_of_a_second(heart, hear):
    beats = heart(300)
    assert heart(300).ticks.tolist() == hear(beats.sent_at_each_beat()).ticks
    assert all(
        event.rr_ms * 1024 / 1000 % 1 == 0 for event in hear(beats.sent_by_timer()).of(Beat)
    )


def test_several_intervals_in_one_packet_are_placed_backward(as_packet):
    events = BeatClock().receive(10.0, as_packet(1024, 512, 256))
    assert [event.t for event in events] == [9.25, 9.75, 10.0]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_the_delay_every_interval_comes_out_once_and_in_order(heart, late, hear, data):
    drawn = data.draw(st.lists(st.integers(350, 1600), min_size=2, max_size=120))
    ticks = [k for k, _ in groupby(drawn)]
    beats = heart(np.array(ticks) / 1.024)
    packets = beats.sent_at_each_beat() if data.draw(st.booleans()) else beats.sent_by_timer()
    # equal neighbours in a late bundle are a question of their own
    bringing = [raw for _, raw in packets if len(raw) > 2]
    assume(all(before != after for before, after in pairwise(bringing)))
    delay = st.floats(0, 1.5)
    packets = late(packets, data.draw(st.lists(delay, min_size=len(packets), max_size=150)))
    heard = hear(packets)
    assert heard.ticks == beats.ticks[: len(heard.ticks)].tolist()
    assert len(heard.ticks) == sum(len(raw) // 2 - 1 for _, raw in packets)
    assert np.all(np.diff(heard.timeline.t) > 0)


@pytest.mark.parametrize("most_s", [0.0, 0.03, 0.3, 1.5])
@pytest.mark.parametrize("seed", range(4))
def test_the_delay_of_the_radio_does_not_show_in_the_times(heart, late, hear, most_s, seed):
    beats = heart(300, seed=seed)
    delays_s = np.random.default_rng(seed).uniform(0, most_s, 300)
    heard = hear(late(beats.sent_at_each_beat(), delays_s))
    off_s = heard.timeline.t - beats.beats_s
    assert np.abs(off_s - delays_s.min()).max() < RIGHT_S + 0.005
    assert heard.timeline.gaps == ()


@pytest.mark.parametrize("period_s", [1.0, 0.975])
@pytest.mark.parametrize("phase_s", [0.1, 0.8])
def test_a_strap_that_sends_once_a_second_gives_the_same_times(heart, hear, period_s, phase_s):
    beats = heart(300)
    heard = hear(beats.sent_by_timer(period_s, phase_s))
    assert heard.ticks == beats.ticks.tolist()
    assert np.abs(heard.timeline.t - beats.beats_s).max() < RIGHT_S
    assert heard.timeline.gaps == ()


@pytest.mark.parametrize("name", ["physio_1", "hrv_rest", "systole_task1", "mitdb_100"])
def test_real_hearts_are_timed_right_over_a_delaying_radio(rr_of, heart, late, hear, name):
    beats = heart(rr_of(name)[:1500])
    delays_s = np.random.default_rng(0).exponential(0.05, len(beats.ticks))
    heard = hear(late(beats.sent_at_each_beat(), delays_s))
    assert heard.ticks == beats.ticks.tolist()
    assert np.abs(heard.timeline.t - beats.beats_s).max() < RIGHT_S
    assert heard.timeline.gaps == ()


def test_a_first_packet_that_was_late_is_set_right_once_others_are_not(heart, late, hear):
    beats = heart(40)
    heard = hear(late(beats.sent_at_each_beat(), [1.2] + 39 * [0.0]))
    assert [type(event) for event in heard.events if not isinstance(event, Beat)] == [Realigned]
    assert heard.timeline.t == pytest.approx(beats.beats_s, abs=1e-9)


def test_clocks_that_run_apart_are_followed_without_a_jump(heart, hear):
    beats = heart(1500)
    packets = [(t * (1 + 300e-6), raw) for t, raw in beats.sent_at_each_beat()]
    heard = hear(packets)
    t, true_s = heard.timeline.t, np.array([at for at, _ in packets])
    assert abs(true_s[-1] - beats.beats_s[-1]) > 0.3
    assert np.abs(t - true_s).max() < RIGHT_S
    assert np.abs(np.diff(t) * 1000 - heard.timeline.rr_ms[1:]).max() < 2.5
    assert heard.of(Realigned) == []


def test_a_strap_faster_than_time_is_kept_whole_and_told_rarely(heart, hear):
    beats = heart(1000)
    packets = [(1 + (t - 1) / 10, raw) for t, raw in beats.sent_at_each_beat()]
    heard = hear(packets)
    assert heard.ticks == beats.ticks.tolist()
    ahead_s = [event.ahead_s for event in heard.of(ClockDisagreement)]
    assert 1 <= len(ahead_s) <= 12
    assert all(later >= 2 * before for before, later in pairwise(ahead_s))
    told_s = heard.timeline.t[-1] - packets[-1][0]
    assert ahead_s[-1] <= told_s < 2.1 * ahead_s[-1]
    assert np.diff(heard.timeline.t) * 1000 == pytest.approx(heard.timeline.rr_ms[1:], abs=3)
    assert heard.timeline.gaps == ()


def test_an_absurd_interval_is_kept_but_does_not_throw_the_times(heart, hear, as_packet):
    beats = heart(100)
    packets = beats.sent_at_each_beat()
    packets.insert(50, (packets[49][0] + 0.3, as_packet(65535)))
    heard = hear(packets)
    assert heard.ticks == np.insert(beats.ticks, 50, 65535).tolist()
    t = np.delete(heard.timeline.t, 50)
    assert np.abs(t - beats.beats_s).max() < RIGHT_S
    assert len(heard.of(ClockDisagreement)) == 1


def test_zero_intervals_are_never_beats_but_their_packet_is_kept(as_packet):
    clock = BeatClock()
    clock.receive(1.0, as_packet(800))
    assert clock.receive(1.8, as_packet(0)) == [PacketRejected(1.8, "zero_rr", as_packet(0))]
    rejected, beat = clock.receive(2.6, as_packet(0, 820))
    assert rejected == PacketRejected(2.6, "zero_rr", as_packet(0, 820))
    assert beat.rr_ms == 820 * 1000 / 1024


@given(st.binary(max_size=12), st.floats(0, 1e6))
def test_no_bytes_can_break_it(raw, t):
    clock = BeatClock()
    for event in [*clock.receive(t, raw), *clock.close(t)]:
        assert isinstance(event, Beat | HeartRate | Contact | PacketRejected)


def test_malformed_packets_are_kept_and_change_nothing(heart, hear):
    beats = heart(60)
    packets = beats.sent_at_each_beat()
    noise = [(t + 0.2, raw[:-1]) for t, raw in packets[::3]]
    heard = hear(packets + noise)
    assert heard.timeline.t == pytest.approx(beats.beats_s, abs=1e-9)
    rejected = heard.of(PacketRejected)
    assert [event.raw for event in rejected] == [raw for _, raw in noise]
    assert {event.reason for event in rejected} == {"malformed"}
    assert heard.of(Gap) == []


def test_contact_is_told_when_it_changes(as_packet):
    clock = BeatClock()
    told = []
    for second, contact in enumerate([None, True, True, False, False, True]):
        told += clock.receive(float(second), as_packet(contact=contact, bpm=0))
    assert told == [Contact(1.0, True), Contact(3.0, False), Contact(5.0, True)]


def test_intervals_without_skin_contact_are_no_beats(as_packet):
    clock = BeatClock()
    clock.receive(1.0, as_packet(800, contact=True))
    stale = as_packet(800, contact=False)
    assert clock.receive(1.8, stale) == [
        Contact(1.8, False),
        PacketRejected(1.8, "no_contact", stale),
    ]


def test_a_strap_that_never_knew_contact_is_believed_its_intervals(as_packet):
    clock = BeatClock()
    contact, beat = clock.receive(1.0, as_packet(800, contact=False))
    assert contact == Contact(1.0, False)
    assert isinstance(beat, Beat)


def test_a_strap_without_intervals_gives_its_heart_rate(as_packet):
    clock = BeatClock()
    assert clock.receive(1.0, as_packet(bpm=61)) == [HeartRate(1.0, 61)]
    assert clock.receive(2.0, as_packet(bpm=0)) == []
    clock.receive(3.0, as_packet(900, bpm=62))
    assert clock.receive(4.0, as_packet(bpm=62)) == []
    assert clock.receive(6.5, as_packet(bpm=63)) == [HeartRate(6.5, 63)]


def test_silence_is_counted_from_the_last_packet_of_any_kind(as_packet):
    clock = BeatClock()
    assert clock.silent_for(5.0) is None
    clock.receive(1.0, as_packet(800))
    clock.receive(2.0, b"")
    assert clock.silent_for(5.0) == 3.0
