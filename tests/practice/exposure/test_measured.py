"""A trial and the beats of its session together."""

import numpy as np
import pytest

from coherence_desktop.events import (
    Answer,
    BeatJudged,
    BeatKind,
    Gap,
    Phase,
    Rating,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.practice.exposure.measured import beats_of, measured
from coherence_desktop.practice.exposure.trials import trials_of


@pytest.fixture
def log() -> list:
    return [
        TrialStarted(0.0, number=1, exercise_id="a", exercise_name="A", planned_s={"stay": 120.0}),
        Phase(0.0, "predict"),
        Rating(5.0, "expected_likelihood", 70.0),
        Rating(6.0, "expected_distress", 65.0),
        Phase(20.0, "baseline", target_s=60.0),
        Phase(80.0, "stay", target_s=120.0),
        Rating(90.0, "distress", 40.0),
        Rating(95.0, "sensation", 6.0),
        Rating(100.0, "sensation", 4.0),
        TrialEnded(120.0, TrialEndReason.STOPPED),
        Phase(120.0, "learn"),
        Rating(121.0, "distress", 10.0),
        Rating(122.0, "peak_distress", 50.0),
        Rating(123.0, "likelihood_next", 20.0),
        Rating(124.0, "confidence", 80.0),
        Answer(125.0, "occurred", "partly"),
        Phase(130.0, "rest"),
    ]


@pytest.fixture
def rr_ms() -> np.ndarray:
    return np.full(140, 1000.0)


def test_words_and_ratings_become_measures(log):
    (one,) = measured(trials_of(log), None)
    assert one.measures.present() == {
        "distress_start": 40.0,
        "distress_peak": 40.0,
        "distress_end": 40.0,
        "distress_mean": 40.0,
        "distress_auc": 40.0 * 30 / 60,
        "recalled_peak_distress": 50.0,
        "sensation_peak": 6.0,
        "expected_distress": 65.0,
        "expected_likelihood": 70.0,
        "occurred_percent": 50.0,
        "expectancy_violation": 20.0,
        "likelihood_next": 20.0,
        "confidence": 80.0,
        "tolerated_s": 40.0,
    }


def test_a_session_without_beats_has_none_to_correct():
    assert beats_of([], np.zeros(0), np.zeros(0)) is None


def test_heart_rate_is_of_the_phases_of_the_trial(log, rr_ms):
    beats = beats_of(log, np.cumsum(rr_ms) / 1000.0, rr_ms)
    (one,) = measured(trials_of(log), beats)
    assert one.measures.baseline_bpm == 60.0
    assert one.measures.rise_bpm == 0.0
    assert (one.measures.corrected_percent, one.measures.gaps) == (0.0, 0)
    assert one.measures.absent()["coherence_after"] == "no time in recover"


def test_gaps_of_the_session_are_those_of_the_trial(log, rr_ms):
    t = np.cumsum(rr_ms) / 1000.0
    kept = (t <= 30.0) | (t > 38.0)
    gaps = [Gap(39.0, start_s=30.0, end_s=38.0, cause="lost")]
    (one,) = measured(trials_of(log), beats_of(log, t[kept], rr_ms[kept], gaps))
    assert (one.measures.gaps, one.measures.gap_s) == (1, 8.0)


def test_what_a_person_said_of_a_beat_overrides_the_detector(log, rr_ms):
    rr_ms[30] = 2000.0
    t = np.cumsum(rr_ms) / 1000.0

    def kinds(*said):
        return beats_of([*log, *said], t, rr_ms).correction.counts

    assert kinds() == {"missed": 1}
    accepted = BeatJudged(130.0, index=30, kind=BeatKind.ACCEPTED, by="person")
    excluded = BeatJudged(131.0, index=30, kind=BeatKind.EXCLUDED, by="person")
    assert kinds(accepted) == {}
    assert kinds(accepted, excluded) == {"excluded": 1}
    assert kinds(excluded, BeatJudged(132.0, index=30, kind=BeatKind.MISSED)) == {"excluded": 1}
