"""Heart rate in a trial, by values worked out by hand.

The ramp up starts at 100 s. Its 49 intervals of 990 to 510 ms take 36.75 s, so the first beat at
120 a minute comes at 137.25 s. Twenty such beats later, 17 intervals of 510 to 670 ms lead to the
first that is at most halfway (90 a minute) between rest (60) and peak (120).
"""

import numpy as np
import pytest

from coherence_desktop.signal.coherence import coherence
from coherence_desktop.signal.exposure import SessionBeats, smoothed_bpm
from coherence_desktop.signal.exposure.heart import heart_measures
from coherence_desktop.signal.results import Absent

PHASES = {
    "start_s": 30.0,
    "end_s": 300.0,
    "baseline": (40.0, 100.0),
    "induce": (100.0, 150.0),
    "stay": (150.0, 200.0),
    "recover": (200.0, 290.0),
}


def reason(value):
    assert isinstance(value, Absent), value
    return value.reason


def without(beats: SessionBeats, start_s: float, end_s: float) -> SessionBeats:
    kept = (beats.raw_t_s <= start_s) | (beats.raw_t_s >= end_s)
    first = int(np.argmin(kept))
    gap = (float(beats.raw_t_s[first - 1]), float(beats.raw_t_s[first + np.sum(~kept)]))
    return SessionBeats.of(beats.raw_t_s[kept], beats.raw_rr_ms[kept], [gap])


def test_a_smooth_course_is_not_corrected(ramp):
    assert ramp.correction.counts == {}


def test_baseline_peak_and_their_times_are_what_the_intervals_say(ramp):
    found = heart_measures(ramp, **PHASES)
    assert found["baseline_bpm"] == pytest.approx(60.0)
    assert found["peak_bpm"] == pytest.approx(120.0)
    assert found["rise_bpm"] == pytest.approx(60.0)
    assert found["time_to_peak_s"] == pytest.approx(36.75 + 0.5)
    assert found["half_recovery_s"] == pytest.approx(19 * 0.5 + 17 * 0.590)


def test_one_wild_interval_that_nobody_corrects_makes_no_peak(ramp_rr_ms):
    rr = ramp_rr_ms.copy()
    rr[50] = 900.0
    rr[110] = 600.0
    beats = SessionBeats.of(np.cumsum(rr) / 1000.0, rr, accepted=range(rr.size))
    found = heart_measures(beats, **PHASES)
    assert found["baseline_bpm"] == pytest.approx(60.0)
    assert found["peak_bpm"] == pytest.approx(120.0)


def test_an_extra_beat_is_corrected_before_anything_is_measured(ramp, ramp_rr_ms):
    rr = np.insert(ramp_rr_ms, 60, 300.0)
    rr[61] -= 300.0
    found = heart_measures(SessionBeats.of(np.cumsum(rr) / 1000.0, rr), **PHASES)
    assert found == heart_measures(ramp, **PHASES)


def test_the_median_runs_over_five_seconds_and_never_over_a_gap(ramp):
    bpm = smoothed_bpm(ramp, np.array([50.0, 142.0, 1000.0]))
    assert bpm[:2] == pytest.approx([60.0, 120.0])
    assert np.isnan(bpm[2])
    holed = without(ramp, 139.0, 160.0)
    around = smoothed_bpm(holed, np.array([138.5, 150.0]))
    assert around[0] > 110.0
    assert np.isnan(around[1])


def test_without_a_baseline_there_is_a_peak_but_no_rise(ramp):
    found = heart_measures(ramp, **PHASES | {"baseline": None})
    assert found["peak_bpm"] == pytest.approx(120.0)
    assert reason(found["baseline_bpm"]) == "baseline was left out"
    assert reason(found["rise_bpm"]) == "no baseline: baseline was left out"
    assert isinstance(found["half_recovery_s"], Absent)


def test_a_baseline_of_few_seconds_is_none(ramp):
    found = heart_measures(ramp, **PHASES | {"baseline": (90.0, 100.0)})
    assert reason(found["baseline_bpm"]) == "needs 20 s of beats in baseline, has 10 s"


def test_without_induction_time_to_peak_counts_from_the_start_of_stay(ramp):
    found = heart_measures(ramp, **PHASES | {"induce": None, "stay": (100.0, 200.0)})
    assert found["time_to_peak_s"] == pytest.approx(37.25)


def test_a_trial_that_brought_nothing_on_has_no_peak(ramp):
    found = heart_measures(ramp, **PHASES | {"induce": None, "stay": None})
    assert reason(found["peak_bpm"]) == "neither induce nor stay took place"
    assert reason(found["coherence_before"]) == "no time before the induction"


def test_a_peak_that_may_lie_in_a_gap_is_not_given(ramp):
    found = heart_measures(without(ramp, 125.0, 155.0), **PHASES)
    assert reason(found["peak_bpm"]).startswith("no beats for 3")
    assert "of 100 s" in reason(found["peak_bpm"])


def test_beats_that_were_lost_in_a_pause_are_not_missed(ramp):
    lost = without(ramp, 125.0, 155.0)
    paused = PHASES | {"pauses": ((124.0, 156.0),)}
    assert isinstance(heart_measures(lost, **paused)["peak_bpm"], float)


def test_a_gap_hides_when_the_heart_was_halfway_back(ramp):
    found = heart_measures(without(ramp, 150.0, 165.0), **PHASES)
    assert found["peak_bpm"] == pytest.approx(120.0)
    assert reason(found["half_recovery_s"]).startswith("a gap of 1")


def test_a_trial_that_ends_too_soon_has_no_half_recovery(ramp):
    short = PHASES | {"stay": (150.0, 152.0), "recover": None, "end_s": 152.0}
    found = heart_measures(ramp, **short)
    assert reason(found["half_recovery_s"]) == "not halfway back by the end of the trial"


def test_beats_that_end_with_the_strap_are_named_as_the_reason(ramp):
    lost = without(ramp, 150.0, 299.0)
    found = heart_measures(lost, **PHASES | {"stay": (150.0, 160.0), "end_s": 170.0})
    assert "no beats in the last" in reason(found["half_recovery_s"])


def test_a_heart_that_hardly_rises_has_nothing_to_recover(ramp):
    calm = {"baseline": (10.0, 40.0), "induce": (40.0, 60.0), "stay": (60.0, 90.0)}
    found = heart_measures(ramp, **PHASES | calm)
    assert found["rise_bpm"] == pytest.approx(0.0)
    assert reason(found["half_recovery_s"]) == "heart rate rose by less than 5 bpm"


def test_without_any_beat_every_measure_says_so():
    assert {reason(value) for value in heart_measures(None, **PHASES).values()} == {
        "no beats were recorded"
    }


@pytest.fixture
def waves() -> SessionBeats:
    """400 s of breathing at 6 a minute around 70 a minute."""
    t, times, rr = 0.0, [], []
    while t < 400.0:
        rr.append(857.0 + 60.0 * np.sin(2 * np.pi * 0.1 * t))
        t += rr[-1] / 1000.0
        times.append(t)
    return SessionBeats.of(np.array(times), np.array(rr))


def test_coherence_is_that_of_the_64_s_before_induce_and_of_the_last_64_s_of_recover(waves):
    found = heart_measures(waves, **PHASES)
    before, after = (
        coherence(waves.t_s, waves.rr_ms, 100.0),
        coherence(waves.t_s, waves.rr_ms, 290.0),
    )
    assert found["coherence_before"] == before.score > 90.0
    assert found["coherence_after"] == after.score > 90.0


def test_coherence_is_absent_where_64_s_do_not_fit(waves):
    found = heart_measures(waves, **PHASES | {"start_s": 50.0, "recover": (200.0, 245.0)})
    assert reason(found["coherence_before"]) == "needs 64 s before the induction, has 50 s"
    assert reason(found["coherence_after"]) == "needs 64 s in recover, has 45 s"
    assert reason(heart_measures(waves, **PHASES | {"recover": None})["coherence_after"]) == (
        "no time in recover"
    )


def test_coherence_is_absent_over_a_gap(waves):
    found = heart_measures(without(waves, 250.0, 256.0), **PHASES)
    assert reason(found["coherence_after"]) == "a gap of 7 s in the 64 s in recover"
    assert isinstance(found["coherence_before"], float)
