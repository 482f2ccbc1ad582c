"""Coherence of one window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.signal import coherence as window
from coherence_desktop.signal.coherence import coherence
from coherence_desktop.signal.results import Absent, Coherence

GRID_S = np.arange(256) / 4


def of_samples(samples):
    return window.from_spectrum(window.power(samples))


def beats(rr_ms):
    rr = np.asarray(rr_ms, dtype=float)
    return np.cumsum(rr) / 1000, rr


@pytest.mark.parametrize("hz", np.linspace(0.04, 0.26, 12))
@pytest.mark.parametrize("phase", [0.0, 1.0, 2.5])
def test_a_pure_sine_scores_100_whatever_its_frequency(hz, phase):
    found = of_samples(60.0 * np.sin(2 * np.pi * hz * GRID_S + phase))
    assert 98.5 <= found.score <= 100.0
    assert found.peak_hz == pytest.approx(hz, abs=window.RESOLUTION_HZ)


def test_two_equal_sines_score_half():
    two = np.sin(2 * np.pi * 0.1 * GRID_S) + np.sin(2 * np.pi * 0.2 * GRID_S)
    assert of_samples(two).score == pytest.approx(50.0, abs=1.5)


def test_white_noise_scores_low_and_never_high():
    rng = np.random.default_rng(3)
    scores = [of_samples(rng.normal(size=256)).score for _ in range(200)]
    assert np.median(scores) < 30
    assert max(scores) < 60


def test_the_ratio_is_the_peak_against_the_rest():
    found = of_samples(np.sin(2 * np.pi * 0.1 * GRID_S) + np.sin(2 * np.pi * 0.21 * GRID_S))
    share = found.score / 100 * window.PURE_SINE_SHARE
    assert found.ratio == pytest.approx(share / (1 - share))


def test_equal_intervals_have_no_coherence():
    assert coherence(*beats(np.full(100, 800.0)), 70.0) == Absent("the intervals do not vary")


def test_a_steady_drift_alone_has_no_coherence():
    assert of_samples(900.0 + 1.5 * GRID_S) == Absent("the intervals do not vary")


def test_power_is_a_density_in_ms2_per_hz():
    amplitude = 40.0
    psd = window.power(amplitude * np.sin(2 * np.pi * 0.125 * GRID_S))
    assert psd.sum() * window.RESOLUTION_HZ == pytest.approx(amplitude**2 / 2, rel=5e-3)


def test_power_equals_detrending_windowing_and_a_padded_fourier_transform():
    rng = np.random.default_rng(5)
    samples = 900 + 3 * GRID_S + rng.normal(0, 50, 256)
    line = np.polynomial.Polynomial.fit(GRID_S, samples, 1)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(256) / 256)
    transform = np.fft.rfft((samples - line(GRID_S)) * hann, 1024)
    plain = 2 * np.abs(transform) ** 2 / (4 * (hann**2).sum())
    np.testing.assert_allclose(window.power(samples), plain[:129], rtol=1e-8, atol=1e-8)


def test_a_whole_stack_of_windows_gives_the_same_as_one_by_one():
    stack = np.random.default_rng(6).normal(800, 50, (7, 256))
    np.testing.assert_allclose(
        window.power(stack), [window.power(one) for one in stack], rtol=1e-9
    )


@given(scale=st.floats(0.01, 100.0), level=st.floats(-500.0, 5000.0), seed=st.integers(0, 50))
def test_the_score_knows_neither_scale_nor_level(scale, level, seed):
    samples = np.random.default_rng(seed).normal(0.0, 40.0, 256)
    changed = of_samples(scale * samples + level)
    assert changed.score == pytest.approx(of_samples(samples).score, rel=1e-6)


@given(seed=st.integers(0, 50))
def test_the_score_knows_no_direction_of_time(seed):
    samples = np.random.default_rng(seed).normal(0.0, 40.0, 256)
    samples -= np.polynomial.Polynomial.fit(GRID_S, samples, 1)(GRID_S)
    samples[0] = 0.0
    # The Hann window is symmetric around the middle sample; the first one has no weight.
    turned = np.concatenate([samples[:1], samples[:0:-1]])
    assert of_samples(turned).score == pytest.approx(of_samples(samples).score, rel=0.02)


def test_the_window_takes_beats_after_its_start_up_to_its_end():
    t = np.arange(0.0, 200.0, 1.0)
    inside = t[window.beats_within(t, np.full(200, 1000.0), 100.0)]
    assert (inside[0], inside[-1]) == (37.0, 100.0)


def test_before_64_s_it_says_how_long_to_wait():
    t, rr = beats(np.full(42, 1000.0))
    found = coherence(t, rr, 42.0)
    assert found == Absent("needs 64 s of beats; 22 s to go", 22.0)


def test_without_a_beat_it_says_so():
    none = np.zeros(0)
    assert "no beat yet" in coherence(none, none, 0.0).reason


def test_a_gap_over_5_s_is_named_with_the_time_to_go(breathing_rr):
    t, rr = beats(breathing_rr(200))
    t[t > 100.0] += 5.5
    gone = int(np.searchsorted(t, 100.0))
    found = coherence(t, rr, float(t[gone]))
    assert found.reason == "a gap of 7 s; 59 s to go"
    assert found.wait_s == pytest.approx(59.0)
    assert isinstance(coherence(t, rr, float(t[gone]) + 58.9), Absent)
    assert isinstance(coherence(t, rr, float(t[gone]) + 59.1), Coherence)


def test_a_gap_of_less_than_5_s_is_bridged_by_the_true_times(breathing_rr):
    t, rr = beats(breathing_rr(200))
    kept = (t < 100.0) | (t > 103.5)
    whole, holed = coherence(t, rr, 130.0), coherence(t[kept], rr[kept], 130.0)
    assert holed.score == pytest.approx(whole.score, abs=3.0)
    assert holed.peak_hz == whole.peak_hz


def test_silence_at_the_end_of_the_window_is_a_gap(breathing_rr):
    t, rr = beats(breathing_rr(100))
    assert coherence(t, rr, float(t[-1]) + 5.1).reason == "no beat for 6 s"
    assert isinstance(coherence(t, rr, float(t[-1]) + 4.9), Coherence)


def test_an_interval_of_over_5_s_is_a_gap_and_no_part_of_the_tachogram():
    t, rr = beats([9000.0, *np.tile([800.0, 900.0], 40)])
    assert coherence(t, rr, 66.0).reason == "a gap of 10 s; 3 s to go"
    shorter = np.concatenate([[5500.0], rr[1:]])
    assert coherence(t, rr, 69.0) == coherence(t, shorter, 69.0)


def test_agrees_with_the_reference_on_every_recording(reference, rr_of):
    for name, values in reference.items():
        if "coherence_score_median" not in values:
            continue
        t, rr = beats(rr_of(name))
        found = [coherence(t, rr, end) for end in np.arange(64.0, t[-1], 5.0)]
        middle = np.median([(c.ratio, c.score, c.peak_hz) for c in found], axis=0)
        assert middle[0] == pytest.approx(values["coherence_ratio_median"], rel=1e-9), name
        assert middle[1] == pytest.approx(values["coherence_score_median"], rel=1e-3), name
        assert middle[2] == values["coherence_peak_hz_median"], name
