"""A whole recording, all measures at once."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.signal.artefacts import correct
from coherence_desktop.signal.intervals import InvalidIntervals
from coherence_desktop.signal.measures import GROUPS, analyze
from coherence_desktop.signal.results import Absent

KEYS = {
    "time": "mean_rr_ms mean_hr_bpm min_hr_bpm max_hr_bpm sdnn_ms rmssd_ms sdsd_ms pnn50_percent "
    "pnn20_percent cvnn cvsd median_rr_ms mad_rr_ms iqr_rr_ms hti tinn_ms stress_index",
    "welch": "vlf_ms2 lf_ms2 hf_ms2 total_ms2 lf_nu hf_nu lf_hf peak_hz",
    "lomb": "vlf_ms2 lf_ms2 hf_ms2 total_ms2 lf_nu hf_nu lf_hf peak_hz",
    "nonlinear": "sd1_ms sd2_ms sample_entropy dfa_alpha1 dfa_alpha2",
    "coherence": "ratio_median score_median peak_hz_median",
    "breathing": "breathing_rate_hz breath_amplitude_bpm synchrony phase_deg",
}


def test_five_minutes_of_paced_breathing_have_every_measure(breathing_rr):
    rng = np.random.default_rng(0)
    rr = breathing_rr(300)
    found = analyze(rr + rng.normal(0, 10, rr.size), phase_rad=lambda t: 0.2 * np.pi * t)
    assert found.absent() == {}
    present = found.present()
    for group, keys in KEYS.items():
        assert set(keys.split()) <= set(present[group]), group
    assert all(np.isfinite(list(present[group].values())).all() for group in GROUPS)


def test_agrees_with_every_value_of_the_reference(reference, rr_of):
    for recording, values in reference.items():
        if "_time_domain_only" in values:
            continue
        present = analyze(rr_of(recording)).present()
        flat = present["time"] | present["nonlinear"]
        for group in ("welch", "lomb", "coherence"):
            flat |= {f"{group}_{key}": value for key, value in present[group].items()}
        for key, expected in values.items():
            loose = {"dfa_alpha1": 0.003, "coherence_score_median": 0.01}
            rel = loose.get(key, 1e-4 if key[:4] in ("welc", "lomb") else 1e-6)
            assert flat[key] == pytest.approx(expected, rel=rel), (recording, key)


def test_the_settings_are_told_with_the_numbers_and_can_be_written_down(breathing_rr):
    found = analyze(breathing_rr(300))
    assert json.loads(json.dumps(found.settings)) == found.settings
    assert found.settings["welch"]["interpolation"] == "not-a-knot cubic spline"
    assert found.settings["series"]["stretches"] == 1
    assert json.dumps(found.coherence_rows())
    assert list(found.coherence_rows()[0]) == ["t", "ratio", "score", "peak_hz"]
    assert found.coherence_rows()[0]["t"] == 64.0


def test_a_group_without_any_value_has_one_reason():
    found = analyze(np.tile([800.0, 830.0, 790.0], 15))
    assert found.absent()["coherence"] == "needs 64 s of beats without a gap, has 36 s"
    assert found.absent()["welch"] == "needs 60 s of beats without a gap, has 36 s"
    assert found.absent()["lomb"] == found.absent()["welch"]
    assert found.absent()["nonlinear.sample_entropy"] == "needs 100 intervals in a row, has 45"
    assert "sdnn_ms" in found.present()["time"]


@pytest.mark.parametrize("beats", [0, 1, 2, 3, 5, 64, 400])
def test_intervals_that_do_not_vary_give_values_or_reasons_but_no_warning(beats):
    found = analyze(np.full(beats, 800.0))
    assert found.windows.t_s.size == 0
    assert "coherence" in found.absent()
    assert "welch" in found.absent()


def test_a_gap_splits_spectra_and_scaling_but_not_the_counts(breathing_rr):
    rr = breathing_rr(600)
    t = np.cumsum(rr) / 1000
    t[t > 250.0] += 20.0
    found = analyze(rr, t)
    assert found.settings["series"]["stretches"] == 2
    assert found.settings["series"]["longest_start_s"] == pytest.approx(270.0, abs=2)
    alone = analyze(rr[np.searchsorted(t, 260.0) :])
    assert found.lomb == pytest.approx(alone.lomb, rel=1e-6)
    assert found.nonlinear["dfa_alpha1"] == alone.nonlinear["dfa_alpha1"]
    assert found.time["mean_rr_ms"] == pytest.approx(rr.mean())


def test_no_difference_of_intervals_reaches_over_a_gap():
    rr = np.concatenate([np.full(50, 800.0), np.full(50, 1000.0)])
    t = np.cumsum(rr) / 1000
    assert analyze(rr, t).time["rmssd_ms"] > 0
    t[50:] += 3.0
    assert analyze(rr, t).time["rmssd_ms"] == 0.0


def test_the_segments_of_the_correction_decide_where_a_series_is_split(breathing_rr):
    rr = breathing_rr(400)
    t = np.cumsum(rr) / 1000
    t[t > 200.0] += 1.0
    assert analyze(rr, t).settings["series"]["stretches"] == 2
    one = analyze(rr, t, segment=np.zeros(rr.size, dtype=int))
    assert one.settings["series"]["stretches"] == 1
    assert one.time == analyze(rr, t).time
    halves = (np.arange(rr.size) > rr.size // 2).astype(int)
    assert analyze(rr, segment=halves).settings["series"]["stretches"] == 2


def test_a_corrected_recording_is_measured_as_the_correction_left_it(rr_of):
    corrected = correct(rr_of("mitdb_100"))
    found = analyze(corrected.rr_ms, corrected.t_s, segment=corrected.segment)
    assert found.settings["series"]["stretches"] == 1
    raw = analyze(rr_of("mitdb_100"))
    assert found.time["rmssd_ms"] < raw.time["rmssd_ms"]
    assert found.windows.t_s.size == raw.windows.t_s.size


def test_gaps_everywhere_are_named_as_the_reason(breathing_rr):
    rr = breathing_rr(300)
    t = np.cumsum(rr) / 1000
    t += 8.0 * np.floor(t / 40.0)
    found = analyze(rr, t)
    assert found.absent()["coherence"] == "a gap of over 5 s in every 64 s"
    assert "without a gap" in found.absent()["welch"]


def test_measures_of_a_stretch_equal_those_of_the_stretch_alone(breathing_rr):
    rr = breathing_rr(400)
    late = 1000.0 + np.cumsum(rr) / 1000
    here, there = analyze(rr), analyze(rr, late)
    assert there.time == here.time
    np.testing.assert_allclose(there.windows.t_s, here.windows.t_s + 1000.0)
    for group in ("welch", "lomb", "coherence"):
        for key, value in here.groups()[group].items():
            assert there.groups()[group][key] == pytest.approx(value, rel=1e-6), key


@pytest.mark.parametrize("wrong", [[800.0, -1.0], [800.0, float("nan")], [float("inf")], [0.0]])
def test_what_is_no_interval_is_refused_with_its_value(wrong):
    with pytest.raises(InvalidIntervals) as refused:
        analyze(wrong)
    assert isinstance(refused.value, ValueError)
    assert refused.value.value == pytest.approx(wrong[-1], nan_ok=True)


@given(
    rr=st.lists(st.floats(0.01, 20_000.0) | st.floats(300.0, 1500.0), max_size=300),
    jump=st.integers(1, 300),
    missing=st.sampled_from([0.0, 0.3, 4.0, 60.0, 90_000.0]),
)
@settings(max_examples=60, deadline=None)
def test_any_series_gives_finite_values_or_reasons_without_a_warning(rr, jump, missing):
    t = np.cumsum(rr) / 1000
    t[jump:] += missing
    found = analyze(rr, t if missing else None)
    for group in found.groups().values():
        for key, value in group.items():
            if isinstance(value, Absent):
                assert value.reason
            else:
                assert np.isfinite(value), key
    assert np.isfinite(found.windows.score).all()


def test_the_longest_recordings_are_measured_whole(rr_of):
    found = analyze(rr_of("rrhealthy_000"))
    assert found.absent().keys() <= {"breathing.synchrony", "breathing.phase_deg"}
    assert found.windows.t_s.size > 15_000
