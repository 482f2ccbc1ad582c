"""What is no series of RR intervals is refused, with the value."""

import numpy as np
import pytest

from coherence_desktop.signal.intervals import InvalidIntervals, as_beat_times, as_rr
from coherence_desktop.signal.stretches import (
    broken_before,
    longest,
    new_segment,
    unbroken,
    without_long_gap,
)


@pytest.mark.parametrize("wrong", [0.0, -3.0, float("nan"), float("inf"), -float("inf"), 1e10])
def test_a_value_that_is_no_interval_is_named_with_its_place(wrong):
    with pytest.raises(InvalidIntervals) as refused:
        as_rr([800.0, 810.0, wrong, 790.0])
    assert refused.value.index == 2
    assert refused.value.value == pytest.approx(wrong, nan_ok=True)
    assert "interval 2 is" in str(refused.value)


@pytest.mark.parametrize("wrong", [[[800.0, 810.0]], 800.0, ["a", "b"], [[1.0], [1.0, 2.0]]])
def test_what_is_no_series_of_numbers_is_refused(wrong):
    with pytest.raises(InvalidIntervals):
        as_rr(wrong)


def test_an_empty_series_is_one():
    assert as_rr([]).shape == (0,)


@pytest.mark.parametrize(
    "times", [[1.0, 2.0], [1.0, 2.0, 2.0], [1.0, 3.0, 2.0], [1.0, np.nan, 2.0], [1.0, 2.0, np.inf]]
)
def test_times_that_do_not_fit_the_intervals_are_refused(times):
    with pytest.raises(InvalidIntervals):
        as_beat_times(times, np.full(3, 800.0))


def test_a_series_is_split_where_time_is_missing():
    rr = np.full(6, 1000.0)
    t = np.array([1.0, 2.0, 3.0, 4.4, 5.4, 6.4])
    broken = broken_before(t, rr)
    assert unbroken(rr, broken) == [slice(0, 3), slice(3, 6)]
    assert without_long_gap(t, rr) == [slice(0, 6)]


def test_a_jitter_too_small_to_hide_a_beat_splits_nothing():
    rr = np.full(4, 1000.0)
    t = np.array([1.0, 2.2, 3.1, 4.2])
    assert unbroken(rr, broken_before(t, rr)) == [slice(0, 4)]


def test_an_interval_of_over_5_s_belongs_to_no_stretch():
    rr = np.array([1000.0, 1000.0, 6000.0, 1000.0, 1000.0, 1000.0])
    t = np.cumsum(rr) / 1000
    parts = unbroken(rr, broken_before(t, rr))
    assert parts == without_long_gap(t, rr) == [slice(0, 2), slice(3, 6)]
    assert longest(t, parts) == slice(3, 6)


def test_segments_told_by_the_correction_split_too():
    rr = np.full(5, 900.0)
    assert unbroken(rr, new_segment([0, 0, 1, 1, 1], 5)) == [slice(0, 2), slice(2, 5)]
    with pytest.raises(InvalidIntervals, match="segment"):
        new_segment([0, 0], 5)


def test_nothing_has_no_stretch():
    none = np.zeros(0)
    assert unbroken(none, broken_before(none, none)) == []
    assert longest(none, []) == slice(0, 0)
