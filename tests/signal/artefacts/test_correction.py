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


@pytest.mark.parametrize(
    "shares", [(0.33, 0.33, 0.34), (0.2, 0.5, 0.3), (0.25,) * 4, (0.1, 0.2, 0.3, 0.2, 0.2)]
)
def test_a_beat_cut_to_pieces_is_put_together_again(shares):
    rr = resting()
    faulty = np.concatenate([rr[:50], rr[50] * np.array(shares), rr[51:]])
    correction = correct(faulty)
    assert correction.counts == {"extra": len(shares)}
    np.testing.assert_allclose(correction.rr_ms, rr)


def test_missed_beats_in_a_row_are_all_split():
    rr = resting()
    faulty = np.concatenate([rr[:50], rr[50:56].reshape(3, 2).sum(axis=1), rr[56:]])
    correction = correct(faulty)
    assert correction.counts == {"missed": 3}
    assert len(correction.rr_ms) == len(rr)


def test_three_missed_beats_in_one_interval_leave_four_parts():
    rr = resting(level=600.0)
    faulty = np.concatenate([rr[:50], [rr[50:54].sum()], rr[54:]])
    correction = correct(faulty)
    assert len(correction.corrected[50]) == 4


def test_a_premature_beat_without_a_pause_is_long_short_and_moves_no_other_beat():
    rr = resting()
    rr[50] *= 0.6
    correction = correct(rr)
    assert correction.counts == {"long_short": 1}
    assert correction.rr_ms[50] > 750
    assert correction.t_s[-1] == pytest.approx(rr.sum() / 1000)


@pytest.mark.parametrize(("place", "factor"), [(0, 2.0), (-1, 2.0), (0, 0.3), (-1, 0.3)])
def test_the_first_and_the_last_interval_are_judged_by_the_side_that_is_known(place, factor):
    rr = resting()
    rr[place] *= factor
    correction = correct(rr)
    assert correction.counts == {"missed" if factor > 1 else "long_short": 1}
    assert correction.kinds[place] != "normal"


def test_a_doubled_interval_among_three_is_split():
    assert correct([800.0, 1605.0, 810.0]).kinds.tolist() == ["normal", "missed", "normal"]


def test_a_sudden_lasting_change_of_rate_is_left_alone():
    rr = np.concatenate([resting(level=1000.0), resting(level=650.0)])
    assert correct(rr).counts == {}
    assert correct(rr[::-1]).counts == {}


def test_a_constant_series_and_an_exact_alternation_pass():
    assert correct(np.full(500, 800.0)).counts == {}
    assert correct(np.tile([780.0, 820.0], 250)).counts == {}


def test_a_known_gap_parts_what_is_judged_and_what_is_counted_clean():
    rr = resting()
    t = np.cumsum(rr) / 1000
    t[60:] += 12
    correction = correct(rr, t=t, gaps=[(t[59], t[60] - rr[60] / 1000)])
    assert list(np.unique(correction.segment, return_counts=True)[1]) == [60, 60]
    np.testing.assert_allclose(correction.t_s, t)
    assert correction.longest_clean_s < rr.sum() / 1000


def test_a_hole_in_the_times_parts_the_series_like_a_known_gap():
    rr = resting()
    t = np.cumsum(rr) / 1000
    t[60:] += 12
    assert correct(rr, t=t).segment[59:61].tolist() == [0, 1]


def test_percent_and_longest_clean_stretch_tell_the_quality():
    rr = resting(n=200)
    rr[50] -= 250
    rr[51] += 250
    correction = correct(rr)
    assert correction.percent == pytest.approx(1.0)
    assert correction.longest_clean_s == pytest.approx(rr[52:].sum() / 1000)


def test_an_index_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="interval 120 was named"):
        correct(resting(), excluded=[120])


def test_times_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="2 times for 3 intervals"):
        correct([800.0, 810.0, 805.0], t=[0.8, 1.6])


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
