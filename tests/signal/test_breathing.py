"""Breathing as it shows in the heart."""

import numpy as np
import pytest

from coherence_desktop.signal.breath_amplitude import swings
from coherence_desktop.signal.breath_phase import breath_phase
from coherence_desktop.signal.breathing import CLEAR, breathing_rate
from coherence_desktop.signal.coherence import power
from coherence_desktop.signal.measures import analyze
from coherence_desktop.signal.results import Absent
from coherence_desktop.signal.spline import Spline
from coherence_desktop.signal.welch import even_series

GRID_S = np.arange(256) / 4


@pytest.mark.parametrize("hz", [0.075, 0.1, 0.1333, 0.21, 0.303, 0.42])
def test_the_rate_of_one_wave_is_found_between_the_bins(hz):
    found = breathing_rate(power(900 + 30 * np.sin(2 * np.pi * hz * GRID_S)))
    assert found.rate_hz == pytest.approx(hz, abs=0.0015)
    assert found.clarity > 0.9


def test_breath_is_found_beside_a_stronger_slow_wave():
    slow = 40 * np.sin(2 * np.pi * 0.04 * GRID_S)
    found = breathing_rate(power(slow + 25 * np.sin(2 * np.pi * 0.25 * GRID_S)))
    assert found.rate_hz == pytest.approx(0.25, abs=0.002)


def test_noise_has_no_clear_breath():
    samples = np.random.default_rng(0).normal(0, 30, 256)
    assert breathing_rate(power(samples)) == Absent("no clear breathing wave in the intervals")


def test_without_variation_there_is_no_breath():
    assert isinstance(breathing_rate(np.zeros(129)), Absent)


def measured_rates(recordings, name, ends):
    """Rate of the breath in each window from the respiration channel, and how regular it was."""
    channel = np.load(recordings / "resp" / f"{name}.npz")
    fs = int(channel["fs"])
    signal = np.convolve(channel["resp"].astype(float), np.ones(fs // 4) / (fs // 4), "same")
    t = np.arange(signal.size) / fs
    spectra = power(np.array([np.interp(end - 64 + GRID_S, t, signal) for end in ends]))
    band = spectra[:, 18:]
    rate, share = [], []
    for one in band:
        top = int(np.argmax(one))
        rate.append((18 + top) / 256)
        share.append(one[max(0, top - 10) : top + 11].sum() / one.sum())
    return np.array(rate), np.array(share)


@pytest.mark.parametrize(("name", "fewest"), [("physio_1", 40), ("systole_task1", 40)])
def test_where_clear_it_is_the_rate_of_the_measured_breath(recordings, rr_of, name, fewest):
    windows = analyze(rr_of(name), entropy=False).windows
    rate, regular = measured_rates(recordings, name, windows.t_s)
    both = (windows.breathing_clarity >= CLEAR) & (regular > 0.6)
    assert np.count_nonzero(both) >= fewest
    away = np.abs(windows.breathing_hz - rate)[both]
    assert np.mean(away < 0.02) >= 0.97
    assert np.median(away) < 0.005


def test_the_rate_of_a_whole_recording_is_the_measured_one(recordings, rr_of):
    for name in ("physio_1", "systole_task1"):
        found = analyze(rr_of(name), entropy=False)
        rate, regular = measured_rates(recordings, name, found.windows.t_s)
        expected = np.median(rate[regular > 0.6])
        assert found.breathing["breathing_rate_hz"] == pytest.approx(expected, abs=0.01)


def test_the_phase_of_the_breath_shows_in_the_intervals():
    true = 2 * np.pi * (0.1 * np.arange(1200) / 4 + 0.3)
    phase = breath_phase(-40 * np.cos(true), 0.1)
    away = np.angle(np.exp(1j * (phase - true[::2])))
    assert np.abs(away[40:-40]).max() < 0.05
    assert np.unwrap(phase)[-1] - phase[0] == pytest.approx(2 * np.pi * 29.95, abs=0.5)


def test_the_swing_of_each_breath_is_its_highest_minus_its_lowest_heart_rate():
    t = np.arange(0.0, 60.0, 0.75)
    rate = 70 + 8 * np.cos(0.2 * np.pi * t)
    swing, last = swings(60000 / rate, 0.2 * np.pi * t, np.zeros(t.size, dtype=bool))
    assert swing.size == 5
    np.testing.assert_allclose(swing, 16, rtol=0.03)
    np.testing.assert_allclose(t[last], 14.5 + 10 * np.arange(5), atol=0.75)


def test_a_breath_of_two_beats_has_no_swing():
    t = np.arange(0.0, 60.0, 1.0)
    rr = np.tile([800.0, 900.0], 30)
    assert swings(rr, np.pi * t + 0.1, np.zeros(60, dtype=bool))[0].size == 0


@pytest.mark.parametrize("hz", [0.1, 0.22])
def test_the_amplitude_from_intervals_alone_equals_that_with_the_guide(breathing_rr, hz):
    rr = breathing_rr(300, hz=hz, swing_ms=60.0)
    alone = analyze(rr).breathing
    guided = analyze(rr, phase_rad=lambda t: 2 * np.pi * hz * t).breathing
    assert alone["breath_amplitude_bpm"] == pytest.approx(guided["breath_amplitude_bpm"], rel=0.05)
    assert alone["synchrony"] == Absent("needs a breathing guide")
    assert guided["synchrony"] > 0.9


def test_the_even_series_starts_at_the_first_beat():
    t = np.array([5.0, 6.0, 7.0, 8.0, 9.5])
    curve = Spline.through(t, 900 + 10 * np.sin(t))
    assert even_series(curve).size == 18
    assert even_series(Spline.through(t[:1], np.array([900.0]))).size == 0
