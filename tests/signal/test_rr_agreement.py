"""A strap's intervals are compared with those between R peaks, beat with beat."""

import numpy as np
import pytest

from coherence_desktop.signal.results import Absent
from coherence_desktop.signal.rr_agreement import Intervals, compare


def beats(count=200, seed=1, start_s=20.0):
    random = np.random.default_rng(seed)
    rr_ms = 850 + 60 * np.sin(np.arange(count) / 3) + random.normal(0, 15, count)
    return start_s + np.cumsum(rr_ms) / 1000


def strap_of(t_s, lag_s, noise_ms=0.0):
    noise = np.random.default_rng(9).normal(0, noise_ms, t_s.size)
    rr_ms = np.diff(t_s, prepend=t_s[0] - 0.8) * 1000 + noise
    return Intervals(t_s + lag_s, rr_ms)


@pytest.mark.parametrize("lag_s", [-1.0, 0.0, 0.37, 2.6])
def test_the_same_beats_agree_whatever_the_delay_between_them(lag_s):
    t_s = beats()
    found = compare(Intervals.of_peaks(t_s), strap_of(t_s, lag_s))
    assert found.lag_s == pytest.approx(lag_s, abs=1e-6)
    assert len(found.matched) == 200
    assert found.median_absolute_ms < 1e-6
    assert found.agreeing_percent == 100.0
    assert not found.only_ecg.size
    assert not found.only_strap.size


def test_bias_and_limits_are_those_of_bland_and_altman():
    t_s = beats(3000)
    noisy = strap_of(t_s, 2.6, noise_ms=4.0)
    found = compare(Intervals.of_peaks(t_s), Intervals(noisy.t_s, noisy.rr_ms + 3.0))
    assert found.bias_ms == pytest.approx(3.0, abs=0.25)
    low, high = found.limits_ms
    assert (low, high) == pytest.approx((3 - 1.96 * 4, 3 + 1.96 * 4), abs=0.4)
    assert found.difference_ms.size == found.t_s.size == found.mean_ms.size == 2999


def test_beats_that_one_of_them_missed_are_named_and_not_compared():
    t_s = beats()
    missed = np.delete(t_s, [50, 120])
    strap = strap_of(missed, 2.6)
    found = compare(Intervals.of_peaks(t_s), strap)
    assert found.only_ecg.tolist() == [50, 120]
    assert found.agreeing_percent == 100.0
    reverse = compare(Intervals.of_peaks(missed), strap_of(t_s, 2.6))
    assert reverse.only_strap.tolist() == [50, 120]
    assert reverse.difference_ms.size == 195


def test_no_interval_is_made_across_a_gap_in_the_ecg():
    t_s = beats()
    kept = t_s[(t_s < 60) | (t_s > 90)]
    intervals = Intervals.of_peaks(kept, ((60.0, 90.0),))
    assert np.isnan(intervals.rr_ms).sum() == 2
    found = compare(intervals, strap_of(t_s, 0.5))
    assert found.agreeing_percent == 100.0


def test_a_strap_that_is_wrong_is_found_out():
    t_s = beats()
    strap = strap_of(t_s, 0.4)
    strap.rr_ms[100:110] += 40.0
    found = compare(Intervals.of_peaks(t_s), strap)
    assert found.agreeing_percent == pytest.approx(95, abs=0.1)


def test_too_few_beats_are_not_compared():
    t_s = beats(6)
    found = compare(Intervals.of_peaks(t_s), strap_of(t_s, 0.1))
    assert isinstance(found, Absent)
    assert "needs 8 beats" in found.reason
    assert isinstance(
        compare(Intervals.of_peaks(beats()), strap_of(beats(start_s=5000), 0)), Absent
    )
