"""A packet that came twice, and two packets that say the same."""

import numpy as np
import pytest

from coherence_desktop.events import PacketRejected


def doubled(packets, after_s, which=slice(None)):
    return sorted([*packets, *((t + after_s, raw) for t, raw in packets[which])])


HEARTS = {
    "resting": 200,
    "hardly varying": 850 + 3 * np.sin(np.arange(200) * 1.7),
    "not varying": [800.0] * 200,
}


@pytest.mark.parametrize("rr_ms", HEARTS.values(), ids=HEARTS)
@pytest.mark.parametrize("by_timer", [False, True])
def test_equal_packets_a_beat_apart_are_beats(heart, hear, rr_ms, by_timer):
    beats = heart(rr_ms)
    heard = hear(beats.sent_by_timer() if by_timer else beats.sent_at_each_beat())
    assert heard.ticks == beats.ticks.tolist()
    assert heard.of(PacketRejected) == []


@pytest.mark.parametrize("rr_ms", HEARTS.values(), ids=HEARTS)
@pytest.mark.parametrize("by_timer", [False, True])
@pytest.mark.parametrize("after_s", [0.0, 0.002, 0.1])
@pytest.mark.parametrize("which", [slice(None), slice(0, None, 7)], ids=["each", "some"])
def test_equal_packets_milliseconds_apart_are_one(heart, hear, rr_ms, by_timer, after_s, which):
    beats = heart(rr_ms)
    packets = beats.sent_by_timer() if by_timer else beats.sent_at_each_beat()
    heard = hear(doubled(packets, after_s, which))
    assert heard.ticks == beats.ticks.tolist()
    repeats = [raw for _, raw in packets[which] if len(raw) > 2]
    assert [event.raw for event in heard.of(PacketRejected)] == repeats
    assert {event.reason for event in heard.of(PacketRejected)} == {"duplicate"}
    assert heard.timeline.gaps == ()


@pytest.mark.parametrize("first", [1, 4, 50])
def test_a_repeat_that_was_held_up_on_its_way_is_still_a_repeat(heart, hear, first):
    beats = heart(100)
    packets = beats.sent_at_each_beat()
    heard = hear(doubled(packets, 0.45, slice(first, None, 9)))
    assert heard.ticks == beats.ticks.tolist()
    assert heard.timeline.gaps == ()


def test_equal_beats_in_a_late_bundle_are_all_kept(heart, hear):
    rr_ms = heart(100).ticks / 1.024
    rr_ms[50:54] = 800.0
    beats = heart(rr_ms)
    packets = beats.sent_at_each_beat()
    arrival_s = packets[53][0] + 0.3
    packets[50:54] = [(arrival_s + i / 1000, packets[50 + i][1]) for i in range(4)]
    heard = hear(packets)
    assert heard.ticks == beats.ticks.tolist()
    assert heard.timeline.t == pytest.approx(beats.beats_s, abs=0.05)
    assert heard.timeline.gaps == ()


@pytest.mark.parametrize("rr_ms", HEARTS.values(), ids=HEARTS)
@pytest.mark.parametrize("lost", [1, 2, 3, 9])
def test_a_packet_doubled_right_after_a_loss_stands_for_no_lost_beat(heart, hear, rr_ms, lost):
    beats = heart(rr_ms)
    packets = beats.sent_at_each_beat()
    packets.insert(100 + lost, (packets[100 + lost][0] + 0.004, packets[100 + lost][1]))
    del packets[100 : 100 + lost]
    heard = hear(packets)
    assert heard.ticks == np.delete(beats.ticks, range(100, 100 + lost)).tolist()
    assert len(heard.of(PacketRejected)) == len(heard.timeline.gaps) == 1


@pytest.mark.parametrize("speed", [2, 10, 50])
@pytest.mark.parametrize("name", ["physio_1", "hrv_noisy", "mitdb_100"])
@pytest.mark.parametrize("twice", [False, True])
def test_a_sped_up_strap_loses_no_equal_beat_and_gains_no_repeat(
    rr_of, heart, hear, speed, name, twice
):
    beats = heart(rr_of(name)[:1000])
    packets = [(1 + (t - 1) / speed, raw) for t, raw in beats.sent_at_each_beat()]
    delays_s = np.random.default_rng(0).exponential(0.0005, len(packets))
    arrivals_s = np.maximum.accumulate([t for t, _ in packets] + delays_s)
    packets = [(float(t), raw) for t, (_, raw) in zip(arrivals_s, packets, strict=True)]
    heard = hear(doubled(packets, 0.0003) if twice else packets)
    assert heard.ticks == beats.ticks.tolist()


def test_at_two_thousand_packets_a_second_every_packet_is_kept(heart, hear):
    beats = heart([800.0, 800.0, 810.0] * 700)
    raws = [raw for _, raw in beats.sent_at_each_beat()]
    arrivals_s = 1 + np.cumsum(np.random.default_rng(0).exponential(1 / 2000, len(raws)))
    assert hear(list(zip(arrivals_s.tolist(), raws, strict=True))).ticks == beats.ticks.tolist()


def test_a_doubtful_packet_is_settled_when_the_session_ends_or_time_passes(heart, hear):
    beats = heart([800.0] * 4)
    packets = beats.sent_at_each_beat()
    last_s, raw = packets[-1]
    for close_s in (last_s + 0.1, last_s + 12.0):
        heard = hear([*packets, (last_s + 0.003, raw)], close_s=close_s)
        assert len(heard.ticks) == 4
        assert [event.reason for event in heard.of(PacketRejected)] == ["duplicate"]
