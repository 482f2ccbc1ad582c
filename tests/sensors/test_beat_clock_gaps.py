"""Beats that are missing: named, placed, and never smoothed over."""

import numpy as np
import pytest

from coherence_desktop.events import Gap, PacketRejected, Realigned
from coherence_desktop.sensors.beat_clock import BeatClock

RIGHT_S = 0.05


def cut(beats, spans, packets=None):
    """Packets outside ``spans``, and which beats they bring."""
    packets = packets or beats.sent_at_each_beat()
    kept = [p for p in packets if not any(a <= p[0] < b for a, b in spans)]
    brought = np.cumsum([0] + [len(raw) // 2 - 1 for _, raw in packets])
    return kept, np.concatenate(
        [np.arange(brought[i], brought[i + 1]) for i, p in enumerate(packets) if p in kept]
    ).astype(int)


def expected_gap(beats, start_s, end_s):
    """The truth: from the last beat before to the start of the first interval after."""
    before = np.searchsorted(beats.beats_s, start_s) - 1
    after = np.searchsorted(beats.beats_s, end_s)
    return beats.beats_s[before], beats.beats_s[after] - beats.ticks[after] / 1024


@pytest.mark.parametrize("length_s", [1.0, 1.6, 2.5, 8.0, 60.0])
@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_missing_beats_make_a_gap_and_later_beats_keep_their_time(
    heart, hear, length_s, told, seed
):
    beats = heart(300, seed=seed)
    start_s = float(beats.beats_s[80]) + 0.2
    packets, kept = cut(beats, [(start_s, start_s + length_s)])
    heard = hear(packets, lost=[(start_s + 0.1, "disconnected")] if told else [])
    (gap,) = heard.timeline.gaps
    assert (gap.start_s, gap.end_s) == pytest.approx(
        expected_gap(beats, start_s, start_s + length_s), abs=RIGHT_S
    )
    quiet = "silence" if gap.end_s - gap.start_s > 3 else gap.cause
    assert gap.cause == ("disconnected" if told else quiet)
    assert gap.cause in {"disconnected", "silence", "lost_packets"}
    assert np.abs(heard.timeline.t - beats.beats_s[kept]).max() < RIGHT_S
    assert heard.ticks == beats.ticks[kept].tolist()


def test_many_disconnects_keep_the_session_time(heart, hear):
    beats = heart(1000)
    spans = [(s, s + 2 + s % 5) for s in range(20, 800, 40)]
    packets, kept = cut(beats, spans)
    heard = hear(packets, lost=[(a + 0.05, "disconnected") for a, _ in spans])
    assert [gap.cause for gap in heard.timeline.gaps] == ["disconnected"] * len(spans)
    assert np.abs(heard.timeline.t - beats.beats_s[kept]).max() < RIGHT_S


def test_a_timer_strap_that_disconnects_keeps_the_session_time(heart, hear):
    beats = heart(400)
    packets, kept = cut(beats, [(60.1, 75.0)], beats.sent_by_timer(0.975, 0.3))
    heard = hear(packets, lost=[(61.0, "disconnected")])
    (gap,) = heard.timeline.gaps
    first = kept[np.flatnonzero(np.diff(kept) > 1)[0] + 1]
    assert gap.end_s == pytest.approx(
        beats.beats_s[first] - beats.ticks[first] / 1024, abs=2 * RIGHT_S
    )
    assert np.abs(heard.timeline.t - beats.beats_s[kept]).max() < 2 * RIGHT_S


def test_a_reconnect_that_lost_no_beat_is_no_gap(heart, hear):
    beats = heart(60)
    t = float(beats.beats_s[30])
    heard = hear(beats.sent_at_each_beat(), lost=[(t + 0.1, "disconnected")])
    assert heard.of(Gap) == []
    assert heard.timeline.t == pytest.approx(beats.beats_s, abs=1e-9)


def test_the_first_cause_of_a_gap_is_the_one_told(as_packet):
    clock = BeatClock()
    clock.receive(1.0, as_packet(800))
    clock.lost(2.0, "bluetooth_off")
    clock.lost(3.0, "disconnected")
    assert Gap(9.0, start_s=1.0, end_s=8.25, cause="bluetooth_off") in clock.receive(
        9.0, as_packet(768)
    )


@pytest.mark.parametrize("stall_s", [0.7, 2.0, 4.5, 15.0])
@pytest.mark.parametrize("seed", range(3))
def test_beats_that_come_late_in_a_bundle_are_no_gap_in_the_end(heart, hear, stall_s, seed):
    beats = heart(300, seed=seed)
    start_s = float(beats.beats_s[80]) + 0.2
    packets = [
        (start_s + stall_s if start_s <= t < start_s + stall_s else t, raw)
        for t, raw in beats.sent_at_each_beat()
    ]
    heard = hear(packets)
    assert heard.ticks == beats.ticks.tolist()
    assert heard.timeline.gaps == ()
    assert np.abs(heard.timeline.t - beats.beats_s).max() < RIGHT_S


@pytest.mark.parametrize(
    ("instead", "cause"),
    [
        (lambda raw: raw[:-1], "malformed"),
        (lambda raw: raw[:2] + b"\0\0", "zero_rr"),
        (lambda raw: bytes([0, raw[1]]), "no_rr"),
    ],
)
@pytest.mark.parametrize("by_timer", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_a_packet_whose_beats_were_unusable_is_a_gap_with_that_cause(
    heart, hear, instead, cause, by_timer, seed
):
    beats = heart(200, seed=seed)
    packets = beats.sent_by_timer(1.0, 0.3) if by_timer else beats.sent_at_each_beat()
    spoilt = next(i for i in range(90, 120) if len(packets[i][1]) == 4)
    _, kept = cut(beats, [(packets[spoilt][0], packets[spoilt][0] + 0.001)], packets)
    packets[spoilt] = (packets[spoilt][0], instead(packets[spoilt][1]))
    heard = hear(packets)
    (gap,) = heard.timeline.gaps
    assert gap.cause == cause
    assert heard.ticks == beats.ticks[kept].tolist()
    off_s = np.abs(heard.timeline.t - beats.beats_s[kept])
    assert off_s.max() < (3 * RIGHT_S if by_timer else RIGHT_S)


def test_a_second_without_a_beat_is_no_gap_in_a_slow_heart(heart, hear):
    beats = heart(1330 + 40 * np.sin(np.arange(200)))
    heard = hear(beats.sent_by_timer())
    assert any(len(raw) == 2 for _, raw in beats.sent_by_timer())
    assert heard.timeline.gaps == ()
    assert heard.of(Gap) == []


def test_lost_contact_is_a_gap_even_if_the_strap_repeats_its_last_interval(heart, hear, as_packet):
    beats = heart(120)
    packets = [
        (t, as_packet(int(k), contact=True))
        for t, k in zip(beats.beats_s.tolist(), beats.ticks.tolist(), strict=True)
    ]
    off = range(50, 62)
    for i in off:
        packets[i] = (packets[i][0], as_packet(800, contact=False))
    heard = hear(packets)
    (gap,) = heard.timeline.gaps
    assert gap.cause == "lost_contact"
    assert (gap.start_s, gap.end_s) == pytest.approx(
        (beats.beats_s[49], beats.beats_s[61]), abs=RIGHT_S
    )
    assert heard.ticks == np.delete(beats.ticks, off).tolist()
    assert len(heard.of(PacketRejected)) == len(off)


def test_what_is_missing_at_the_end_is_a_gap_too(heart, hear):
    beats = heart(50)
    last_s = float(beats.beats_s[-1])
    packets = beats.sent_at_each_beat()
    assert hear(packets, close_s=last_s + 0.8).timeline.gaps == ()
    (silent,) = hear(packets, close_s=last_s + 20).timeline.gaps
    assert (silent.start_s, silent.end_s, silent.cause) == (last_s, last_s + 20, "silence")
    (lost,) = hear(packets, lost=[(last_s + 1, "bluetooth_off")], close_s=last_s + 2).timeline.gaps
    assert (lost.end_s, lost.cause) == (last_s + 2, "bluetooth_off")


def test_a_session_without_a_beat_has_no_gap(hear):
    heard = hear([(1.0, b"\x00\x00")], lost=[(2.0, "disconnected")], close_s=30.0)
    assert heard.events == []


def test_a_disconnect_of_a_sped_up_strap_is_named(heart, hear):
    beats = heart(600)
    packets = [(1 + (t - 1) / 10, raw) for t, raw in beats.sent_at_each_beat()]
    kept = [p for p in packets if not 20 < p[0] < 22]
    heard = hear(kept, lost=[(20.1, "disconnected")])
    (gap,) = heard.timeline.gaps
    assert gap.cause == "disconnected"
    assert gap.end_s - gap.start_s == pytest.approx(20, abs=2)
    assert len(heard.ticks) == len(kept)


def test_a_loss_is_first_taken_for_delay_and_then_set_right(heart, hear):
    beats = heart(100)
    packets = beats.sent_at_each_beat()
    del packets[50]
    heard = hear(packets)
    (shift,), (gap,) = heard.of(Realigned), heard.of(Gap)
    assert shift.t == gap.t == pytest.approx(beats.beats_s[54])
    assert shift.shift_s == pytest.approx(beats.ticks[50] / 1024)
    assert heard.events.index(shift) < heard.events.index(gap)


def test_a_lone_beat_between_a_long_silence_and_a_disconnect_keeps_its_time(heart, hear):
    beats = heart(120)
    lone = 60
    t = beats.beats_s
    silent, parted = (t[lone - 4] + 0.1, t[lone] - 0.1), (t[lone] + 0.1, t[lone + 4] + 0.1)
    packets, kept = cut(beats, [silent, parted])
    heard = hear(packets, lost=[(float(parted[0]) + 0.1, "disconnected")])
    assert lone in kept
    assert len(heard.timeline.gaps) == 2
    assert np.abs(heard.timeline.t - t[kept]).max() < RIGHT_S
