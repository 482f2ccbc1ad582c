"""Welch and Lomb-Scargle spectra carry the power that is there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.signal import fourier
from coherence_desktop.signal.lomb import lomb
from coherence_desktop.signal.results import Absent
from coherence_desktop.signal.spectrum import KEYS, band_measures
from coherence_desktop.signal.spline import Spline
from coherence_desktop.signal.welch import even_series, welch


def two_waves(seconds, lf_ms=40.0, hf_ms=25.0):
    """RR intervals with a wave at 0.1 Hz and one at 0.25 Hz, of known amplitudes."""
    t, rr = 0.0, []
    while t < seconds:
        t_next = t + 0.8
        for _ in range(30):
            wave = lf_ms * np.sin(0.2 * np.pi * t_next) + hf_ms * np.sin(0.5 * np.pi * t_next)
            t_next = t + (800.0 + wave) / 1000
        rr.append(1000 * (t_next - t))
        t = t_next
    return np.array(rr)


def of_welch(rr):
    t = np.cumsum(rr) / 1000
    found = welch([even_series(Spline.through(t, rr))])
    return band_measures(found.f_hz, found.psd_ms2_hz, float(t[-1]))


def of_lomb(rr):
    t = np.cumsum(rr) / 1000
    found = lomb(t, rr)
    return band_measures(found.f_hz, found.psd_ms2_hz, float(t[-1]))


@pytest.mark.parametrize("measures_of", [of_welch, of_lomb])
def test_each_wave_has_half_its_squared_amplitude_in_its_band(measures_of):
    found = measures_of(two_waves(1200))
    assert found["lf_ms2"] == pytest.approx(40**2 / 2, rel=0.03)
    assert found["hf_ms2"] == pytest.approx(25**2 / 2, rel=0.06)
    assert found["vlf_ms2"] < 2.0
    assert found["peak_hz"] == pytest.approx(0.1, abs=0.002)
    assert found["lf_nu"] + found["hf_nu"] == pytest.approx(100.0)
    assert found["lf_hf"] == pytest.approx(found["lf_ms2"] / found["hf_ms2"])
    bands = found["vlf_ms2"] + found["lf_ms2"] + found["hf_ms2"]
    assert found["total_ms2"] == pytest.approx(bands)


@pytest.mark.parametrize("measures_of", [of_welch, of_lomb])
@given(factor=st.floats(0.1, 3.0))
def test_power_grows_with_the_square_of_the_swing(measures_of, factor):
    t = np.arange(1.0, 301.0)
    wave = 30 * np.sin(0.2 * np.pi * t)
    spectrum = {of_welch: lambda y: welch([even_series(Spline.through(t, y))])}.get(
        measures_of, lambda y: lomb(t, y)
    )
    plain, scaled = spectrum(900 + wave), spectrum(700 + factor * wave)
    np.testing.assert_allclose(
        scaled.psd_ms2_hz, factor**2 * plain.psd_ms2_hz, rtol=1e-6, atol=1e-6 * factor**2
    )


def test_lomb_equals_the_sums_of_its_definition_term_by_term():
    rng = np.random.default_rng(2)
    rr = rng.normal(850, 60, 220)
    t = np.cumsum(rr) / 1000
    t -= t[0]
    y = rr - rr.mean()
    seconds = t[-1]
    frequency = np.arange(1, int(1.6 * seconds) + 1) / (4 * seconds)
    plain = []
    for w in 2 * np.pi * frequency:
        tau = np.arctan2(np.sin(2 * w * t).sum(), np.cos(2 * w * t).sum()) / (2 * w)
        c, s = np.cos(w * (t - tau)), np.sin(w * (t - tau))
        plain.append(0.5 * ((y @ c) ** 2 / (c @ c) + (y @ s) ** 2 / (s @ s)))
    found = lomb(t, rr)
    np.testing.assert_allclose(found.f_hz, frequency)
    expected = 2 * seconds / (t.size - 1) * np.array(plain)
    np.testing.assert_allclose(found.psd_ms2_hz, expected, rtol=1e-5, atol=1e-6 * expected.max())


def test_welch_does_not_reach_over_a_break():
    rng = np.random.default_rng(3)
    first = rng.normal(0, 30, 1024)
    second = rng.normal(0, 30, 1024) + 500.0
    both = welch([first, second])
    mean = (welch([first]).psd_ms2_hz + welch([second]).psd_ms2_hz) / 2
    np.testing.assert_allclose(both.psd_ms2_hz, mean)


def test_welch_leaves_stretches_out_that_are_shorter_than_a_segment():
    rng = np.random.default_rng(3)
    long, short = rng.normal(0, 30, 1500), rng.normal(0, 3000, 200)
    np.testing.assert_array_equal(welch([long, short]).psd_ms2_hz, welch([long]).psd_ms2_hz)


def test_white_noise_is_flat():
    samples = np.random.default_rng(1).normal(0, 10, 200_000)
    found = welch([samples])
    inner = found.psd_ms2_hz[2:-2]
    assert inner.mean() == pytest.approx(100 / 2.0, rel=0.02)
    assert inner.std() < 0.15 * inner.mean()


@pytest.mark.parametrize(("seconds", "bands"), [(59, 0), (61, 1), (121, 2), (257, 3)])
def test_a_band_is_absent_where_the_series_is_too_short_for_its_waves(seconds, bands):
    f = np.arange(0, 0.5, 0.001)
    found = band_measures(f, np.ones(f.size), seconds)
    there = [k for k in ("hf_ms2", "lf_ms2", "vlf_ms2") if not isinstance(found[k], Absent)]
    assert there == ["hf_ms2", "lf_ms2", "vlf_ms2"][:bands]
    assert isinstance(found["total_ms2"], Absent) == (bands < 3)
    assert isinstance(found["lf_hf"], Absent) == (bands < 2)


def test_without_variation_all_bands_are_absent():
    f = np.arange(0, 0.5, 0.001)
    found = band_measures(f, np.zeros(f.size), 600.0)
    assert set(found) == set(KEYS)
    assert set(found.values()) == {Absent("the intervals do not vary")}


@pytest.mark.parametrize("count", [1, 5, 5000])
def test_fast_fourier_sums_equal_the_slow_ones(count):
    rng = np.random.default_rng(count)
    highest = 300
    size = fourier.grid_size(highest)
    place = np.sort(rng.uniform(fourier.REACH, size - fourier.REACH, count))
    values = rng.normal(size=count)
    k = np.arange(highest + 1)
    plain = np.exp(-2j * np.pi * np.outer(k, place) / size) @ values
    found = fourier.sums(place, values, size, highest)
    np.testing.assert_allclose(found, plain, atol=1e-7 * np.abs(values).sum())


@given(least=st.integers(1, 2_000_000))
def test_a_fast_size_is_even_large_enough_and_has_small_factors_only(least):
    size = fourier.fast_size(least)
    assert size >= least
    assert size % 2 == 0
    assert size <= max(64, 1.25 * least)
    for factor in (2, 3, 5):
        while size % factor == 0:
            size //= factor
    assert size == 1


def test_agrees_with_the_reference_on_every_recording(reference, rr_of):
    for recording, values in reference.items():
        if "_time_domain_only" in values:
            continue
        rr = rr_of(recording)
        for method, found in (("welch", of_welch(rr)), ("lomb", of_lomb(rr))):
            for key in ("vlf_ms2", "lf_ms2", "hf_ms2", "total_ms2", "lf_hf"):
                expected = values[f"{method}_{key}"]
                assert found[key] == pytest.approx(expected, rel=1e-4), (recording, method, key)
