"""A whole recording: real faults are found and corrected by kind, healthy beats are left alone."""

import numpy as np
import pytest

from coherence_desktop.signal.artefacts import InvalidInterval, correct


def resting(n=120, level=900.0, seed=3):
    """A quiet heart: a breathing wave of 30 ms and a little noise."""
    rng = np.random.default_rng(seed)
    return level + 30 * np.sin(np.arange(n) * 2 * np.pi / 5.3) + rng.normal(0, 8, n)


def test_a_slowly_breathing_heart_is_left_untouched(rr_of):
    rr = rr_of("physio_1")
    correction = correct(rr)
    assert correction.counts == {}
    np.testing.assert_array_equal(correction.rr_ms, rr)


@pytest.mark.parametrize(
    "name",
    [
        "hrv_rest",
        "systole_task1",
        "pyhrv_short",
        "pyhrv_long",
        "biosppy_rri",
        "rrhealthy_000_5min",
        "nsr2db_001_5min",
    ],
)
def test_a_resting_heart_is_corrected_in_at_most_one_beat_of_a_thousand(rr_of, name):
    assert correct(rr_of(name)).percent <= 0.1


def test_a_missed_beat_is_split_in_two_and_later_beats_keep_their_time():
    rr = resting()
    faulty = np.concatenate([rr[:50], [rr[50] + rr[51]], rr[52:]])
    correction = correct(faulty)
    assert correction.counts == {"missed": 1}
    assert correction.kinds[50] == "missed"
    assert len(correction.corrected[50]) == 2
    assert sum(correction.corrected[50]) == pytest.approx(faulty[50])
    assert correction.t_s[-1] == pytest.approx(faulty.sum() / 1000)


def test_an_extra_beat_is_merged_away():
    rr = resting()
    faulty = np.concatenate([rr[:50], [0.35 * rr[50], 0.65 * rr[50]], rr[51:]])
    correction = correct(faulty)
    assert list(correction.kinds[49:53]) == ["normal", "extra", "extra", "normal"]
    assert correction.corrected[50] == pytest.approx((rr[50],))
    assert correction.corrected[51] == ()
    np.testing.assert_allclose(correction.rr_ms, rr)


def test_an_ectopic_beat_and_its_pause_are_shared_out_anew():
    rr = resting()
    faulty = rr.copy()
    faulty[50] -= 250
    faulty[51] += 250
    correction = correct(faulty)
    assert correction.counts == {"ectopic": 2}
    assert correction.rr_ms[50:52].sum() == pytest.approx(rr[50:52].sum())
    assert np.ptp(correction.rr_ms[48:54]) < 120


def test_an_interval_over_three_seconds_is_a_gap_that_breaks_the_series():
    rr = resting()
    faulty = np.concatenate([rr[:50], [9000.0], rr[50:]])
    correction = correct(faulty)
    assert correction.counts == {"gap": 1}
    assert correction.corrected[50] == ()
    np.testing.assert_array_equal(correction.rr_ms, rr)
    assert correction.t_s[50] == pytest.approx((rr[:50].sum() + 9000 + rr[50]) / 1000)
    assert list(np.unique(correction.segment, return_counts=True)[1]) == [50, 70]
    assert correction.longest_clean_s == pytest.approx(rr[50:].sum() / 1000)


def test_a_person_overrides_the_detector():
    rr = resting()
    rr[50] -= 250
    rr[51] += 250
    correction = correct(rr, accepted=[50, 51], excluded=[80])
    assert correction.counts == {"excluded": 1}
    assert correction.corrected[50] == (rr[50],)
    assert correction.corrected[80] == ()
    assert len(correction.rr_ms) == len(rr) - 1


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 5])
def test_a_handful_of_intervals_is_given_back_as_it_is(n):
    rr = np.array([812.0, 801.0, 795.0, 822.0, 830.0])[:n]
    correction = correct(rr)
    np.testing.assert_array_equal(correction.rr_ms, rr)
    assert correction.percent == 0


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 0.0, -5.0])
def test_an_interval_that_cannot_be_is_refused_with_its_value(wrong):
    with pytest.raises(InvalidInterval) as refusal:
        correct([800.0, wrong, 800.0])
    assert refusal.value.index == 1
    assert refusal.value.value == pytest.approx(wrong, nan_ok=True)
