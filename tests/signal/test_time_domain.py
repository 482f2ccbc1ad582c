"""Time-domain measures have their textbook values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coherence_desktop.signal.results import Absent
from coherence_desktop.signal.time_domain import TRIANGULAR_BIN_MS, time_domain

some_rr = arrays(float, st.integers(3, 60), elements=st.floats(300.0, 2000.0))
IN_MS = ("mean_rr_ms", "sdnn_ms", "rmssd_ms", "sdsd_ms", "median_rr_ms", "mad_rr_ms", "iqr_rr_ms")


def test_a_short_series_by_hand():
    found = time_domain(np.array([800.0, 860.0, 820.0, 845.0]))
    assert found["mean_rr_ms"] == 831.25
    assert found["mean_hr_bpm"] == pytest.approx(
        np.mean([75, 60000 / 860, 60000 / 820, 60000 / 845])
    )
    assert found["min_hr_bpm"] == 60000 / 860
    assert found["max_hr_bpm"] == 75.0
    assert found["sdnn_ms"] == pytest.approx(np.sqrt(2118.75 / 3))
    assert found["rmssd_ms"] == pytest.approx(np.sqrt((3600 + 1600 + 625) / 3))
    assert found["sdsd_ms"] == pytest.approx(np.std([60, -40, 25], ddof=1))
    assert found["pnn50_percent"] == pytest.approx(100 / 3)
    assert found["pnn20_percent"] == pytest.approx(100.0)
    assert found["median_rr_ms"] == 832.5
    assert found["mad_rr_ms"] == 20.0
    assert found["iqr_rr_ms"] == pytest.approx(848.75 - 815.0)
    assert found["cvnn"] == pytest.approx(found["sdnn_ms"] / 831.25)
    assert found["cvsd"] == pytest.approx(found["rmssd_ms"] / 831.25)


def test_a_difference_of_exactly_50_ms_does_not_count():
    found = time_domain(np.array([800.0, 850.0, 799.9]))
    assert found["pnn50_percent"] == 50.0


def test_no_difference_reaches_over_a_break():
    rr = np.array([800.0, 810.0, 1200.0, 1190.0])
    broken = np.array([False, False, True, False])
    assert time_domain(rr, broken)["rmssd_ms"] == 10.0


@pytest.mark.parametrize(
    ("beats", "missing"),
    [
        (0, {"mean_rr_ms", "sdnn_ms", "rmssd_ms", "sdsd_ms", "hti", "stress_index"}),
        (1, {"sdnn_ms", "rmssd_ms", "sdsd_ms", "cvnn", "pnn50_percent"}),
        (2, {"sdsd_ms", "tinn_ms"}),
        (99, {"hti", "stress_index"}),
    ],
)
def test_too_little_data_makes_a_measure_absent_with_a_reason(beats, missing):
    found = time_domain(np.full(beats, 800.0))
    for key in missing:
        assert isinstance(found[key], Absent), key
        assert found[key].reason


def test_intervals_that_do_not_vary_have_zero_spread_but_no_stress_index():
    found = time_domain(np.full(400, 800.0))
    assert found["sdnn_ms"] == found["rmssd_ms"] == found["sdsd_ms"] == 0.0
    assert found["stress_index"] == Absent("the intervals do not vary")
    assert found["hti"] == 1.0


def test_triangular_measures_of_a_triangle():
    centre, half = 110, 10
    bins = np.arange(centre - half + 1, centre + half)
    counts = 10 * (half - np.abs(bins - centre))
    rr = np.repeat((bins + 0.5) * TRIANGULAR_BIN_MS, counts)
    found = time_domain(rr)
    assert found["hti"] == rr.size / counts.max()
    assert found["tinn_ms"] == pytest.approx(2 * half * TRIANGULAR_BIN_MS)


def test_the_triangle_that_is_found_fits_best():
    rng = np.random.default_rng(4)
    rr = rng.normal(900, 40, 2000)
    counts = np.bincount((rr / TRIANGULAR_BIN_MS).astype(int))
    apex = int(np.argmax(counts))
    bins = np.arange(counts.size)

    def misfit(foot, side):
        triangle = np.clip((bins - foot) / (apex - foot), 0, None) * counts[apex]
        return np.sum((triangle - counts)[side] ** 2)

    left = min(range(apex), key=lambda foot: misfit(foot, slice(0, apex)))
    right = min(
        range(apex + 1, counts.size + 40),
        key=lambda foot: misfit(foot, slice(apex + 1, None)),
    )
    assert time_domain(rr)["tinn_ms"] == pytest.approx((right - left) * TRIANGULAR_BIN_MS)


def test_stress_index_by_hand():
    rr = np.concatenate([np.full(60, 810.0), np.full(40, 910.0)])
    assert time_domain(rr)["stress_index"] == pytest.approx(60 / (2 * 0.825 * 0.1))


@given(rr=some_rr, factor=st.floats(0.5, 2.0))
def test_measures_in_ms_scale_with_the_intervals(rr, factor):
    plain, scaled = time_domain(rr), time_domain(factor * rr)
    for key in IN_MS:
        assert scaled[key] == pytest.approx(factor * plain[key], rel=1e-9, abs=1e-6)


@given(rr=some_rr, shift=st.floats(0.0, 500.0))
def test_spread_does_not_know_the_level(rr, shift):
    plain, shifted = time_domain(rr), time_domain(rr + shift)
    for key in IN_MS[1:4] + IN_MS[5:]:
        assert shifted[key] == pytest.approx(plain[key], rel=1e-9, abs=1e-6)


@given(rr=some_rr)
def test_measures_do_not_know_the_direction_of_time(rr):
    plain, turned = time_domain(rr), time_domain(rr[::-1])
    for key, value in plain.items():
        if not isinstance(value, Absent):
            assert turned[key] == pytest.approx(value, rel=1e-9, abs=1e-9), key


def test_agrees_with_the_reference_on_every_recording(reference, rr_of):
    names = {"mean_rr_ms": "mean_nn", "mean_hr_bpm": "mean_hr", "sdnn_ms": "sdnn"}
    names |= {"rmssd_ms": "rmssd", "pnn50_percent": "pnn50"}
    for recording, values in reference.items():
        found = time_domain(rr_of(recording))
        long_ones = values.get("_time_domain_only", {}).get("ref")
        for key, other in names.items():
            expected = values[key] if long_ones is None else long_ones[other]
            assert found[key] == pytest.approx(expected, rel=1e-6), (recording, key)
