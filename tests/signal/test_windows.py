"""Windows along a recording are the windows of the definition, one every 5 s."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.signal.coherence import Coherence, coherence, tachogram, uncovered
from coherence_desktop.signal.measures import analyze
from coherence_desktop.signal.spline import Spline
from coherence_desktop.signal.stretches import without_long_gap
from coherence_desktop.signal.window_series import window_series
from coherence_desktop.signal.window_tachograms import WindowCutter


def series_of(t, rr, phase_rad=None):
    curves = [Spline.through(t[part], rr[part]) for part in without_long_gap(t, rr)]
    return window_series(curves, t[0] - rr[0] / 1000, t[-1], phase_rad)


def one_by_one(t, rr):
    start = t[0] - rr[0] / 1000
    ends = start + np.arange(64.0, t[-1] - start, 5.0)
    found = {float(end): coherence(t, rr, end) for end in ends}
    return {end: value for end, value in found.items() if isinstance(value, Coherence)}


def assert_same(t, rr):
    found, expected = series_of(t, rr), one_by_one(t, rr)
    np.testing.assert_allclose(found.t_s, list(expected), rtol=1e-12)
    np.testing.assert_allclose(found.score, [c.score for c in expected.values()], rtol=1e-9)
    np.testing.assert_allclose(found.ratio, [c.ratio for c in expected.values()], rtol=1e-9)
    np.testing.assert_array_equal(found.peak_hz, [c.peak_hz for c in expected.values()])


@pytest.mark.parametrize("start_s", [0.0, 17.3])
@pytest.mark.parametrize("mean_ms", [350.0, 850.0, 1900.0, 3900.0])
def test_equals_each_window_by_itself_at_any_heart_rate(mean_ms, start_s):
    rng = np.random.default_rng(0)
    rr = rng.normal(mean_ms, 0.05 * mean_ms, int(500_000 / mean_ms))
    assert_same(start_s + np.cumsum(rr) / 1000, rr)


@given(seed=st.integers(0, 10_000), jumps=st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_equals_each_window_by_itself_with_gaps_of_any_length(seed, jumps):
    rng = np.random.default_rng(seed)
    rr = rng.uniform(400, 1600, 400)
    t = np.cumsum(rr) / 1000
    for at in rng.integers(1, 400, jumps):
        t[at:] += rng.choice([0.5, 3.0, 4.4, 6.0, 30.0, 200.0])
    assert_same(t, rr)


def test_tachograms_cut_from_one_spline_are_each_windows_own():
    rng = np.random.default_rng(1)
    rr = rng.uniform(300, 2500, 300)
    t = np.cumsum(rr) / 1000
    ends = np.arange(64.0, t[-1] - 5, 5.0)
    cut = WindowCutter(Spline.through(t, rr)).tachograms(ends)
    for end, samples in zip(ends, cut, strict=True):
        assert uncovered(t, rr, end) is None
        inside = (t > end - 64) & (t <= end)
        np.testing.assert_allclose(samples, tachogram(t[inside], rr[inside], end), rtol=1e-9)


def test_windows_over_a_long_gap_are_left_out(breathing_rr):
    rr = breathing_rr(400)
    t = np.cumsum(rr) / 1000
    t[t > 200.0] += 30.0
    ends = series_of(t, rr).t_s
    assert ends.size
    assert not np.any((ends > 206.0) & (ends < 230.0 + 59.0))


def test_a_recording_shorter_than_a_window_has_none():
    rr = np.tile([800.0, 850.0], 38)
    t = np.cumsum(rr) / 1000
    assert series_of(t, rr).t_s.size == 0


def test_synchrony_runs_along_where_the_guide_is_known(breathing_rr):
    rr = breathing_rr(200)
    t = np.cumsum(rr) / 1000
    found = series_of(t, rr, lambda at: 0.2 * np.pi * at)
    assert np.all(found.explained > 0.95)
    assert np.isnan(series_of(t, rr).explained).all()
    resting = series_of(t, rr, lambda at: 0.2 * np.pi * np.minimum(at, 100.0))
    np.testing.assert_array_equal(np.isnan(resting.explained), resting.t_s > 100.0)


def test_scores_of_real_recordings_are_as_typical(rr_of):
    for recording, score in (("physio_1", 78), ("hrv_rest", 21)):
        assert analyze(rr_of(recording)).coherence["score_median"] == pytest.approx(score, abs=2)
