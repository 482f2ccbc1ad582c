"""A minute of deep breathing is measured breath by breath."""

import numpy as np
import pytest

from coherence_desktop.signal.deep_breathing import deep_breathing
from coherence_desktop.signal.results import Absent


def guide(t):
    return 2 * np.pi * np.asarray(t) / 10.0


def heart(seconds=60.0, swing_ms=100.0):
    t, times, rr = 0.0, [], []
    while t < seconds:
        interval = 850.0 - swing_ms * np.cos(guide(t))
        t += interval / 1000
        times.append(t)
        rr.append(interval)
    return np.array(times), np.array(rr)


def test_range_and_ratio_come_from_the_turning_points_of_the_breaths():
    found = deep_breathing(*heart(), guide)
    assert found.breaths == len(found.ranges_bpm) == 5
    assert found.range_bpm == pytest.approx(60000 / 750 - 60000 / 950, rel=0.03)
    assert found.ei_ratio == pytest.approx(950 / 750, rel=0.01)
    assert found.sdnn_ms == pytest.approx(100 / np.sqrt(2), rel=0.1)
    assert found.rmssd_ms > 0


def test_a_still_heart_has_a_ratio_of_one():
    assert deep_breathing(*heart(swing_ms=0.0), guide).ei_ratio == pytest.approx(1.0)


def test_too_few_breaths_or_a_gap_leave_the_reason_and_what_can_still_be_told():
    found = deep_breathing(*heart(seconds=25.0), guide)
    assert found.range_bpm == Absent("needs 3 whole breaths without a gap, has 2")
    assert found.ei_ratio == found.range_bpm
    assert found.sdnn_ms > 0
    t, rr = heart()
    assert deep_breathing(np.where(t > 24.0, t + 8.0, t), rr, guide).breaths < 5


def test_no_beats_are_no_measures():
    found = deep_breathing([], [], guide)
    assert found.range_bpm == found.rmssd_ms == Absent("no beats in it")
