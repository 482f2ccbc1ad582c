"""Distress, expectancy, time tolerated and data quality of a trial, worked out by hand."""

import numpy as np
import pytest

from coherence_desktop.signal.exposure import (
    SessionBeats,
    TrialCourse,
    across,
    trial_measures,
)
from coherence_desktop.signal.exposure.ratings import distress_measures

RATED = ((75, 25), (128, 45), (146, 60), (168, 75), (198, 70), (228, 60), (270, 45), (330, 30))


@pytest.fixture
def course():
    def make(**more) -> TrialCourse:
        usual = {
            "start_s": 0.0,
            "end_s": 450.0,
            "baseline": (60.0, 120.0),
            "induce": (120.0, 180.0),
            "stay": (180.0, 300.0),
            "recover": (300.0, 390.0),
        }
        return TrialCourse(**usual | more)

    return make


def test_each_rating_holds_until_the_next(course):
    # 25*53 + 45*18 + 60*22 + 75*30 + 70*30 + 60*42 + 45*60 + 30*60 = 14825 points x s
    found = trial_measures(None, course(distress=RATED))
    assert found.distress_auc == pytest.approx(14825 / 60)
    assert found.distress_mean == pytest.approx(14825 / (390 - 75))
    assert (found.distress_start, found.distress_peak, found.distress_end) == (25, 75, 30)


def test_distress_starts_with_the_rating_that_holds_when_the_induction_begins():
    rated = ((10, 20), (50, 35), (130, 60))
    assert distress_measures(rated, 120.0, 200.0)["distress_start"] == 35
    assert distress_measures(rated, 5.0, 200.0)["distress_start"] == 20


def test_ratings_after_the_exposure_do_not_count(course):
    found = trial_measures(None, course(distress=((100, 40), (400, 90))))
    assert (found.distress_peak, found.distress_end) == (40, 40)


def test_pauses_are_left_out_of_the_area_and_of_what_was_tolerated(course):
    found = trial_measures(None, course(distress=((130, 60),), pauses=((150, 170), (290, 310))))
    assert found.distress_auc == pytest.approx(60 * (390 - 130 - 20 - 20) / 60)
    assert found.tolerated_s == pytest.approx(60 + 120 - 20 - 10)


def test_a_rating_at_the_very_end_has_no_mean():
    found = distress_measures(((390, 50),), 120.0, 390.0)
    assert found["distress_auc"] == 0
    assert found["distress_mean"].reason == "no time after the only rating"


def test_what_was_never_rated_is_absent_with_its_reason(course):
    absent = trial_measures(None, course(induce=None, stay=None)).absent()
    assert absent["distress_peak"] == absent["distress_auc"] == "no distress was rated"
    assert absent["expectancy_violation"] == "no likelihood was given before"
    assert absent["tolerated_s"] == "neither induce nor stay took place"
    assert absent["corrected_percent"] == "no beats were recorded"
    assert trial_measures(None, course()).present() == {"tolerated_s": 180.0}


@pytest.mark.parametrize(
    ("occurred", "violation"), [(0.0, 70.0), (50.0, 20.0), (100.0, -30.0)], ids=str
)
def test_expectancy_violation_is_what_was_expected_minus_what_occurred(
    course, occurred, violation
):
    found = trial_measures(None, course(expected_likelihood=70.0, occurred_percent=occurred))
    assert found.expectancy_violation == violation


def test_without_a_word_on_whether_it_happened_no_violation_is_claimed(course):
    found = trial_measures(None, course(expected_likelihood=70.0))
    assert found.absent()["expectancy_violation"] == "not said whether it happened"
    assert found.expected_likelihood == 70.0


def test_quality_counts_corrected_intervals_and_gaps_of_the_trial_alone(course):
    rr = np.full(600, 1000.0)
    rr[50] = 2000.0  # a missed beat at 52 s, before a trial that starts at 100 s
    rr[200] = 2000.0  # and one within
    t = np.cumsum(rr) / 1000.0
    kept = (t <= 300.0) | (t > 306.5)
    beats = SessionBeats.of(t[kept], rr[kept], [(300.0, 306.0)])
    found = trial_measures(beats, course(start_s=100.0))
    # 350 s with one interval too few, six lost: 343 intervals, one of them corrected
    assert found.corrected_percent == pytest.approx(100 / 343)
    assert (found.gaps, found.gap_s) == (1, pytest.approx(6.0))


def test_silence_up_to_the_end_of_a_trial_is_a_gap(course):
    rr = np.full(440, 1000.0)
    found = trial_measures(SessionBeats.of(np.cumsum(rr) / 1000.0, rr), course())
    assert (found.gaps, found.gap_s) == (1, pytest.approx(10.0))


def test_trials_are_followed_within_sessions_and_between_them(course):
    def with_peak(peak):
        rated = () if peak is None else ((130, peak),)
        return trial_measures(None, course(distress=rated))

    sessions = [
        [with_peak(80), with_peak(60), with_peak(None)],
        [with_peak(None)],
        [with_peak(50), with_peak(30)],
    ]
    peak = across(sessions)["distress_peak"]
    assert peak.values[0][:2] == (80, 60)
    assert peak.within[0] == -20
    assert peak.within[2] == -20
    assert peak.within[1].reason == "needs two trials with a value"
    assert peak.session_mean[0] == 70
    assert peak.between[2] == 40 - 70
    assert peak.between[0].reason == "no session before it"
    assert peak.between[1].reason == "no trial with a value"
    assert len(peak.flat) == 6
