"""Live measures follow the beats, and say why when they cannot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.signal.coherence import coherence
from coherence_desktop.signal.intervals import InvalidIntervals
from coherence_desktop.signal.live import LiveMeasures
from coherence_desktop.signal.results import (
    Absent,
    BreathAmplitude,
    Coherence,
    HeartRateNow,
    Spectrum,
    Synchrony,
)


def guide(hz=0.1, offset_s=4.0):
    """Phase of steady breathing whose first inhale ends at ``offset_s``."""
    return lambda t: 2 * np.pi * hz * (t - offset_s)


def follow(live, rr_ms, start_s=0.0):
    t = start_s
    for rr in rr_ms:
        t += rr / 1000
        live.beat(t, rr)
    return t


def test_before_the_first_beat_everything_is_absent():
    snapshot = LiveMeasures(guide()).snapshot()
    assert snapshot.heart_rate == Absent("no beat yet")
    for measure in (
        snapshot.coherence,
        snapshot.spectrum,
        snapshot.synchrony,
        snapshot.breath_amplitude,
        snapshot.rmssd_ms,
    ):
        assert isinstance(measure, Absent)
    assert snapshot.session_quality.beats == 0
    assert snapshot.session_quality.corrected_percent == 0.0


def test_heart_rate_is_there_from_the_first_beat():
    live = LiveMeasures()
    live.beat(3.0, 750.0)
    assert live.snapshot().heart_rate == HeartRateNow(80.0, 80.0, 80.0, 80.0)


def test_coherence_appears_after_64_s_of_beats(breathing_rr):
    live = LiveMeasures(guide())
    rr = breathing_rr(80)
    t = 0.0
    for value in rr:
        t += value / 1000
        live.beat(t, value)
        snapshot = live.snapshot()
        if t < 64.0:
            to_go = int(np.ceil(64.0 - t))
            assert snapshot.coherence.reason == f"needs 64 s of beats; {to_go} s to go"
            assert snapshot.coherence.wait_s == pytest.approx(64.0 - t)
        else:
            assert isinstance(snapshot.coherence, Coherence)
            assert isinstance(snapshot.spectrum, Spectrum)
            assert isinstance(snapshot.synchrony, Synchrony)


@pytest.mark.parametrize("start_s", [0.0, 1234.5])
def test_live_coherence_equals_the_same_window_offline(breathing_rr, start_s):
    rng = np.random.default_rng(1)
    rr = breathing_rr(300) + rng.normal(0, 20, breathing_rr(300).size)
    t = start_s + np.cumsum(rr) / 1000
    live = LiveMeasures()
    for time, value in zip(t, rr, strict=True):
        live.beat(time, value)
        found = live.snapshot().coherence
        offline = coherence(t, rr, time)
        assert type(found) is type(offline)
        if isinstance(found, Coherence):
            assert found.score == pytest.approx(offline.score, rel=1e-12)


def test_live_equals_offline_on_real_slow_breathing(rr_of):
    rr = rr_of("physio_1")
    t = np.cumsum(rr) / 1000
    live = LiveMeasures()
    scores = []
    for time, value in zip(t, rr, strict=True):
        live.beat(time, value)
        found = live.snapshot().coherence
        if isinstance(found, Coherence):
            scores.append(found.score)
            assert found == coherence(t, rr, time)
    assert np.median(scores) == pytest.approx(78, abs=2)


def test_a_heart_that_follows_the_guide_is_in_step(breathing_rr):
    live = LiveMeasures(guide(offset_s=0.0))
    follow(live, breathing_rr(120))
    synchrony = live.snapshot().synchrony
    assert synchrony.explained > 0.97
    # The fastest interval begins at the end of inhale and stands at the beat that ends it, 0.77 s
    # of a 10 s breath later.
    assert synchrony.phase_deg == pytest.approx(0.77 * 36, abs=4)


def test_a_heart_that_goes_its_own_way_is_not(breathing_rr):
    live = LiveMeasures(guide(hz=0.1))
    follow(live, breathing_rr(120, hz=0.17))
    assert live.snapshot().synchrony.explained < 0.1


def test_a_resting_guide_leaves_synchrony_absent_until_64_s_after_it(breathing_rr):
    live = LiveMeasures(lambda t: 0.6 * np.maximum(t - 100.0, 0.0))
    end = follow(live, breathing_rr(120))
    found = live.snapshot().synchrony
    assert found.wait_s == pytest.approx(164.0 - end, abs=0.3)
    assert found.reason.startswith("needs 64 s with the guide; ")


def test_breath_amplitude_is_peak_to_trough_of_each_whole_breath(breathing_rr):
    rr = breathing_rr(120, mean_ms=800.0, swing_ms=100.0)
    live = LiveMeasures(guide(offset_s=0.0))
    follow(live, rr)
    found = live.snapshot().breath_amplitude
    assert isinstance(found, BreathAmplitude)
    assert 4 <= found.breaths <= 6
    assert found.mean_bpm == pytest.approx(60000 / 700 - 60000 / 900, rel=0.05)


def test_breath_amplitude_stands_before_64_s(breathing_rr):
    live = LiveMeasures(guide())
    follow(live, breathing_rr(35))
    assert live.snapshot().breath_amplitude.breaths == 2


def test_the_breathing_rate_shows_with_or_without_a_guide(breathing_rr):
    live = LiveMeasures()
    follow(live, breathing_rr(60, hz=0.12))
    assert live.snapshot().breathing_rate == live.snapshot().coherence
    follow(live, breathing_rr(20, hz=0.12), live.snapshot().t)
    assert live.snapshot().breathing_rate.rate_hz == pytest.approx(0.12, abs=0.01)


def test_without_a_guide_the_breath_measures_say_so(breathing_rr):
    live = LiveMeasures()
    follow(live, breathing_rr(80))
    assert live.snapshot().synchrony == Absent("needs a breathing guide")
    assert live.snapshot().breath_amplitude == Absent("needs a breathing guide")


def test_a_long_gap_takes_coherence_away_and_names_itself(breathing_rr):
    live = LiveMeasures(guide())
    t = follow(live, breathing_rr(100))
    live.gap(t, t + 6.0)
    live.beat(t + 6.8, 800.0)
    snapshot = live.snapshot()
    assert snapshot.coherence.reason == "a gap of 7 s; 59 s to go"
    assert snapshot.rmssd_ms == snapshot.coherence
    assert snapshot.session_quality.gaps == snapshot.window_quality.gaps == 1
    assert isinstance(snapshot.heart_rate, HeartRateNow)
    follow(live, breathing_rr(60), t + 6.8)
    assert isinstance(live.snapshot().coherence, Coherence)


def test_a_short_gap_is_bridged_but_makes_no_difference_of_intervals():
    live = LiveMeasures(guide())
    t = follow(live, [800.0] * 100)
    live.gap(t, t + 2.0)
    follow(live, [900.0] * 30, t + 2.0)
    snapshot = live.snapshot()
    assert snapshot.rmssd_ms == 0.0
    assert isinstance(snapshot.coherence, Coherence)
    assert snapshot.window_quality.gaps == 1


def test_a_gap_is_seen_in_the_times_even_if_nobody_tells():
    live = LiveMeasures()
    t = follow(live, [800.0] * 10)
    live.beat(t + 3.0, 800.0)
    assert live.snapshot().session_quality.gaps == 1


def test_a_breath_with_something_missing_does_not_count(breathing_rr):
    whole, holed = LiveMeasures(guide(offset_s=0.0)), LiveMeasures(guide(offset_s=0.0))
    follow(whole, breathing_rr(58))
    t = follow(holed, breathing_rr(40))
    follow(holed, breathing_rr(15), t + 3.0)
    assert whole.snapshot().breath_amplitude.breaths == 5
    assert holed.snapshot().breath_amplitude.breaths == 4


def test_while_no_beat_comes_the_values_go_and_the_reason_stays(breathing_rr):
    live = LiveMeasures(guide())
    t = follow(live, breathing_rr(90))
    assert isinstance(live.snapshot(t + 4.0).coherence, Coherence)
    silent = live.snapshot(t + 7.3)
    assert silent.t == pytest.approx(t + 7.3)
    for measure in (silent.coherence, silent.heart_rate, silent.breath_amplitude):
        assert measure == Absent("no beat for 7 s")
    assert silent.session_quality.beats > 0


def test_a_missed_beat_is_split_and_taken_back(breathing_rr):
    rr = breathing_rr(100)
    merged = np.concatenate([rr[:80], [rr[80] + rr[81]], rr[82:]])
    whole, faulty = LiveMeasures(), LiveMeasures()
    follow(whole, rr)
    follow(faulty, merged)
    raw = faulty.snapshot()
    faulty.judge(80, "missed", (rr[80], rr[81]))
    mended = faulty.snapshot()
    assert mended.rmssd_ms == pytest.approx(whole.snapshot().rmssd_ms)
    assert mended.coherence.score == pytest.approx(whole.snapshot().coherence.score)
    assert mended.session_quality.by_kind == {"missed": 1}
    faulty.judge(80, "normal", (merged[80],))
    assert faulty.snapshot().coherence == raw.coherence
    assert faulty.snapshot().session_quality.corrected == 0


@pytest.mark.parametrize("shares", [((0,), ()), ((), (0,))])
def test_an_extra_beat_is_merged_whichever_interval_carries_the_sum(breathing_rr, shares):
    rr = breathing_rr(100)
    cut = np.concatenate([rr[:80], [0.4 * rr[80], 0.6 * rr[80]], rr[81:]])
    whole, faulty = LiveMeasures(), LiveMeasures()
    follow(whole, rr)
    follow(faulty, cut)
    for index, share in zip((80, 81), shares, strict=True):
        faulty.judge(index, "extra", tuple(rr[80] for _ in share))
    assert faulty.snapshot().coherence.score == pytest.approx(whole.snapshot().coherence.score)
    assert faulty.snapshot().rmssd_ms == pytest.approx(whole.snapshot().rmssd_ms)
    assert faulty.snapshot().window_quality.by_kind == {"extra": 2}


def test_an_excluded_interval_leaves_a_break():
    live = LiveMeasures()
    follow(live, [800.0] * 100 + [1500.0] + [800.0] * 20)
    live.judge(100, "excluded", ())
    assert live.snapshot().rmssd_ms == 0.0


def test_a_judgement_of_an_old_beat_changes_nothing_and_of_a_future_one_is_refused():
    live = LiveMeasures()
    follow(live, [800.0, 820.0] * 2000)
    before = live.snapshot()
    live.judge(3, "missed", (400.0, 400.0))
    assert live.snapshot().session_quality == before.session_quality
    with pytest.raises(IndexError, match="4000"):
        live.judge(4000, "missed", (400.0, 400.0))


def test_counts_of_a_long_session_are_whole(breathing_rr):
    live = LiveMeasures()
    rr = np.tile([800.0, 850.0], 3000)
    t = 0.0
    for index, value in enumerate(rr):
        if index in (1500, 4000):
            live.gap(t, t + 10.0)
            t += 10.0
        t += value / 1000
        live.beat(t, value)
        if index % 500 == 250:
            live.judge(index, "ectopic", (value,))
    quality = live.snapshot().session_quality
    assert quality.beats == 6000
    assert quality.by_kind == {"ectopic": 12}
    assert quality.corrected_percent == pytest.approx(0.2)
    assert quality.gaps == 2
    assert quality.longest_clean_s == pytest.approx(499 * 0.825, abs=0.03)


def test_a_realignment_shifts_the_beats_after_it():
    live = LiveMeasures()
    t = follow(live, [800.0] * 20)
    live.realign(t - 4.1, 2.0)
    assert live.snapshot().t == pytest.approx(t + 2.0)
    assert live.snapshot().session_quality.gaps == 1
    live.realign(t - 4.1, -1.9)
    assert live.snapshot().session_quality.gaps == 0
    with pytest.raises(InvalidIntervals, match="before the one"):
        live.realign(t - 3.9, -2.0)


@pytest.mark.parametrize("rr", [0.0, -800.0, float("nan"), float("inf"), 1e12])
def test_what_is_no_interval_is_refused_with_its_value(rr):
    live = LiveMeasures()
    with pytest.raises(InvalidIntervals) as refused:
        live.beat(1.0, rr)
    assert refused.value.value == pytest.approx(rr, nan_ok=True)
    assert live.snapshot().session_quality.beats == 0


@pytest.mark.parametrize("t", [2.0, 1.0, float("nan"), float("inf")])
def test_a_beat_that_is_not_after_the_last_is_refused(t):
    live = LiveMeasures()
    live.beat(2.0, 800.0)
    with pytest.raises(InvalidIntervals):
        live.beat(t, 800.0)


def test_a_gap_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        LiveMeasures().gap(5.0, 4.0)


@given(
    rr=st.lists(st.floats(1.0, 8000.0), max_size=200),
    jumps=st.lists(st.floats(0.0, 20.0), min_size=200, max_size=200),
)
def test_any_stream_of_beats_gives_finite_values_or_reasons(rr, jumps):
    live = LiveMeasures(guide())
    t = 0.0
    for value, jump in zip(rr, jumps, strict=False):
        t += value / 1000 + (jump if jump > 15 else 0.0)
        live.beat(t, value)
    snapshot = live.snapshot()
    if isinstance(snapshot.coherence, Coherence):
        assert 0.0 <= snapshot.coherence.score <= 100.0
        assert np.isfinite(snapshot.spectrum.psd_ms2_hz).all()
    if isinstance(snapshot.synchrony, Synchrony):
        assert 0.0 <= snapshot.synchrony.explained <= 1.0
        assert -180.0 <= snapshot.synchrony.phase_deg <= 180.0
