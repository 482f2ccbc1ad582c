"""What becomes of the samples of a stream."""

import pytest

from coherence_desktop.events import Beat, Gap, HeartRate, PacketRejected
from coherence_desktop.sensors.lsl.beats import LslBeats, NoHeartInStream, Reading, reading_of
from coherence_desktop.sensors.lsl.credit import Credit, RepeatsIntervals
from coherence_desktop.sensors.timeline import timeline

RR_MS = Reading(0, is_rr=True, unit_s=1e-3)


def heard(beats: LslBeats, samples, late_s: float = 0.1) -> list:
    return [event for t, rr in samples for event in beats.receive(t + late_s, [(t, rr)])]


def steady(n: int, rr_ms: float = 800.0, start_s: float = 1.0) -> list[tuple[float, float]]:
    return [(start_s + k * rr_ms / 1000, rr_ms) for k in range(n)]


def test_beats_stand_at_the_times_of_the_stream_however_late_they_come():
    samples = steady(30)
    events = heard(LslBeats(RR_MS), samples, late_s=4.0)
    assert all(isinstance(event, Beat) for event in events)
    assert [event.t for event in events] == pytest.approx([t for t, _ in samples], abs=1e-3)
    assert {round(event.received_s - event.t, 3) for event in events} == {4.0}
    assert {event.rr_ms for event in events} == {800.0}


def test_a_beat_that_is_lost_from_an_exact_stream_is_a_gap_at_once():
    samples = steady(20)
    del samples[10]
    events = heard(LslBeats(RR_MS), samples)
    (gap,) = timeline(events).gaps
    assert gap.start_s == pytest.approx(samples[9][0], abs=1e-3)
    assert gap.end_s - gap.start_s == pytest.approx(0.8, abs=1e-3)
    assert gap.cause == "lost_samples"
    assert events.index(gap) == 10


def test_a_stream_with_times_of_arrival_keeps_its_intervals_and_gets_no_gap():
    jitter_s = [0.0, 0.31, 0.05, 0.22, 0.4, 0.01, 0.17, 0.36] * 8
    samples = [(t + late, rr) for (t, rr), late in zip(steady(64), jitter_s, strict=True)]
    line = timeline(heard(LslBeats(RR_MS), samples))
    assert not line.gaps
    assert line.t == pytest.approx([t for t, _ in steady(64)], abs=0.01)


def test_intervals_that_come_at_one_moment_are_beats_one_after_the_other():
    events = LslBeats(RR_MS).receive(5.1, [(5.0, 700.0), (5.0, 800.0), (5.0, 900.0)])
    assert [event.t for event in events] == pytest.approx([3.3, 4.1, 5.0])


def test_a_stream_that_broke_off_leaves_a_gap_until_it_is_back():
    beats = LslBeats(RR_MS)
    heard(beats, steady(10))
    assert not beats.lost(9.0, "stream_lost")
    first, *_ = heard(beats, steady(5, start_s=20.0))
    assert isinstance(first, Gap)
    assert first.cause == "stream_lost"
    assert first.start_s == pytest.approx(1.0 + 9 * 0.8, abs=1e-3)
    assert first.end_s == pytest.approx(19.2, abs=1e-3)


def test_a_stream_that_does_not_come_back_leaves_a_gap_until_the_end():
    beats = LslBeats(RR_MS)
    heard(beats, steady(10))
    beats.lost(9.0, "stream_lost")
    (gap,) = beats.close(30.0)
    assert (gap.cause, gap.end_s) == ("stream_lost", 30.0)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.0, -800.0, 1e7])
def test_a_value_that_is_no_interval_is_no_beat(value):
    (event,) = LslBeats(RR_MS).receive(1.1, [(1.0, value)])
    assert isinstance(event, PacketRejected)


@pytest.mark.parametrize(
    ("unit_s", "value"), [(1.0, 0.8), (1e-3, 800.0), (1 / 1024, 819.2), (None, 0.8), (None, 800.0)]
)
def test_intervals_are_read_in_the_unit_of_the_stream(unit_s, value):
    (beat,) = LslBeats(Reading(0, is_rr=True, unit_s=unit_s)).receive(1.1, [(1.0, value)])
    assert beat.rr_ms == pytest.approx(800.0)


@pytest.mark.parametrize("every_s", [1 / 512, 0.1, 0.25, 0.5])
def test_a_stream_that_repeats_its_intervals_makes_no_beat(every_s):
    beats = LslBeats(RR_MS, rate_hz=1 / every_s)
    repeated = [(1.0 + k * every_s, 800.0) for k in range(10_000)]
    told: list = []
    with pytest.raises(RepeatsIntervals, match="one sample for each beat"):
        told.extend(event for t, rr in repeated for event in beats.receive(t, [(t, rr)]))
    assert told == []


def test_a_stream_that_repeats_without_announcing_it_is_found_out_within_seconds():
    beats = LslBeats(RR_MS)
    repeated = [(1.0 + k * 0.1, 800.0) for k in range(40)]
    with pytest.raises(RepeatsIntervals):
        heard(beats, repeated)


DAY_S = 24 * 3600.0


@pytest.fixture(params=[0.0, 130.0], ids=["as they happen", "steady rate"])
def credit(request) -> Credit:
    """Of a stream that announces no rate, and of one that does."""
    return Credit(request.param)


@pytest.mark.parametrize(
    ("true_s", "told_s"), [(0.8, 0.8005), (0.3, 0.3005), (0.8, 0.8 * 1.024), (2.0, 2.0 * 1.024)]
)
def test_intervals_that_are_told_a_little_too_long_are_kept_all_day(credit, true_s, told_s):
    count = int(DAY_S / true_s)
    kept = sum(len(credit.take([(k * true_s, 1.0, told_s)])) for k in range(count))
    assert kept == count


def test_beats_of_a_stream_whose_unit_is_told_wrongly_go_on_after_minutes():
    ticks_told_as_ms = [(1.0 + k * 0.8, 819.2) for k in range(1000)]
    events = heard(LslBeats(RR_MS), ticks_told_as_ms)
    assert [event.rr_ms for event in events if isinstance(event, Beat)] == [819.2] * 1000


def test_a_stream_that_begins_to_repeat_after_a_day_is_found_out(credit):
    for k in range(int(DAY_S)):
        credit.take([(float(k), 1.0, 1.0)])
    repeated = [(DAY_S + k * 0.1, 1.0, 1.0) for k in range(100)]
    with pytest.raises(RepeatsIntervals):
        credit.take(repeated)


def test_a_sender_that_repeats_a_slow_heart_once_a_second_is_found_out(credit):
    repeated = [(float(k), 1.0, 1.15) for k in range(120)]
    with pytest.raises(RepeatsIntervals):
        credit.take(repeated)


def test_intervals_that_were_held_back_for_half_a_minute_are_believed(credit):
    for k in range(3600):
        credit.take([(float(k), 1.0, 1.0)])
    held_back = [(3630.0, 1.0, 1.0)] * 31
    assert len(credit.take(held_back)) == 31


def test_intervals_of_a_stream_with_a_steady_rate_are_all_there_once_it_is_believed():
    beats = LslBeats(RR_MS, rate_hz=10.0)
    events = heard(beats, steady(6))
    assert events == []
    events = heard(beats, steady(30)[6:])
    assert [event.t for event in events] == pytest.approx([t for t, _ in steady(30)], abs=1e-3)


def test_a_backlog_that_a_strap_tells_at_once_is_believed():
    beats = LslBeats(RR_MS)
    backlog = [(1.0, 800.0)] * 9
    assert len(beats.receive(1.1, backlog)) == 9
    assert len(heard(beats, steady(60, start_s=1.8))) == 60


def test_heart_rates_are_told_once_a_second_and_are_no_beats():
    beats = LslBeats(Reading(0, is_rr=False))
    samples = [(k / 10, 70.4) for k in range(25)] + [(9.0, float("nan")), (10.0, 0.0)]
    assert beats.receive(10.0, samples) == [
        HeartRate(0.0, 70), HeartRate(1.0, 70), HeartRate(2.0, 70)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "labels", "kinds", "units", "reading"),
    [
        ("RR", ["RR"], [""], ["milliseconds"], Reading(0, is_rr=True, unit_s=1e-3)),
        ("RR", [""], [""], [""], Reading(0, is_rr=True)),
        ("HeartRate", ["HR", "IBI"], ["", ""], ["bpm", "s"], Reading(1, is_rr=True, unit_s=1.0)),
        ("Biosignal", ["hr"], [""], ["bpm"], Reading(0, is_rr=False)),
        ("Polar", ["ECG", "RR Intervals (ms)"], ["", ""], ["", ""], Reading(1, is_rr=True)),
        ("Polar", ["Heart Rate [bpm]"], [""], [""], Reading(0, is_rr=False)),
    ],
)
def test_the_channel_with_intervals_is_preferred_to_the_one_with_rates(
    kind, labels, kinds, units, reading
):
    assert reading_of("a", kind, labels, kinds, units) == reading


def test_a_stream_of_one_channel_may_say_it_by_its_name_alone():
    assert reading_of("RRinterval", "Lab", [""], [""], [""]) == Reading(0, is_rr=True)
    assert reading_of("HeartRate", "Lab", [""], [""], [""]) == Reading(0, is_rr=False)
    with pytest.raises(NoHeartInStream):
        reading_of("RRinterval", "Lab", ["", ""], ["", ""], ["", ""])


def test_a_stream_without_a_heart_is_told_to_be_so():
    with pytest.raises(NoHeartInStream, match="lab EEG has neither"):
        reading_of("lab EEG", "EEG", ["Cz"], ["EEG"], ["microvolts"])
