"""When the next step is proposed, and why not yet."""

import pytest

from coherence_desktop.chart import ProgressRuleSet
from coherence_desktop.events import (
    Answer,
    Phase,
    Rating,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.practice.exposure.measured import measured
from coherence_desktop.practice.exposure.progress import ProgressRule, propose
from coherence_desktop.practice.exposure.trials import trials_of


@pytest.fixture
def session():
    """Trials from (expected likelihood, peak distress); more says what else was so."""

    def make(*trials, step="", reason=TrialEndReason.COMPLETED, recalled=None, exposed=True):
        log = []
        for number, (likely, peak) in enumerate(trials, start=1):
            t = 100.0 * number
            log += [
                TrialStarted(
                    t,
                    number=number,
                    exercise_id="running",
                    exercise_name="Running in place",
                    step_id=step,
                    planned_s={"induce": 60.0},
                ),
                Phase(t, "predict"),
            ]
            if likely is not None:
                log.append(Rating(t, "expected_likelihood", likely))
            if exposed:
                log.append(Phase(t + 1, "induce", target_s=60.0))
            if peak is not None:
                log.append(Rating(t + 2, "distress", peak))
            if recalled is not None:
                log.append(Rating(t + 61, "peak_distress", recalled))
            log += [Answer(t + 61, "occurred", "no"), TrialEnded(t + 62, reason)]
            log.append(Phase(t + 62, "rest"))
        return measured(trials_of(log), None)

    return make


@pytest.mark.parametrize(
    "trials",
    [((5, 80), (0, 90)), ((70, 30), (60, 10)), ((5, 80), (60, 30)), ((90, 99), (5, 90), (90, 30))],
    ids=str,
)
def test_either_bound_met_in_two_trials_running_is_enough(session, trials):
    proposal = propose(session(*trials))
    assert proposal.met
    assert proposal.counted == 2
    assert proposal.headline == "Next step: the rule is met"


@pytest.mark.parametrize(
    ("trials", "counted"),
    [
        (((5, 30), (5.1, 31)), 0),
        (((6, 31), (5, 30)), 1),
        (((5, 30), (90, 90), (5, 30)), 1),
        (((5, 30),), 1),
        (((None, None), (None, None)), 0),
    ],
    ids=str,
)
def test_anything_else_is_not_yet(session, trials, counted):
    proposal = propose(session(*trials))
    assert not proposal.met
    assert proposal.counted == counted
    assert proposal.headline == "Next step: the rule is not met yet"


def test_it_says_what_it_saw_and_what_it_asks_for(session):
    proposal = propose(session((40, 75), (15, 55)))
    assert proposal.why == (
        "Trial 1: a fear 40 % likely, distress up to 75. "
        "Trial 2: a fear 15 % likely, distress up to 55."
    )
    assert proposal.asks == (
        "It asks for distress at most 30, or a fear at most 5 % likely, twice running. You decide."
    )
    unknown = propose(session((None, None)))
    assert unknown.why == "Trial 1: the fear was not rated, distress was not rated."


def test_a_chart_may_ask_for_more(session):
    rule = ProgressRuleSet("", expectancy_percent=0.0, peak_distress=20.0, trials=3)
    assert not propose(session((0, 90), (0, 90)), rule).met
    proposal = propose(session((0, 90), (10, 20), (0, 90)), rule)
    assert proposal.met
    assert "at most 20, or a fear at most 0 % likely, 3 times running" in proposal.asks


def test_distress_recalled_higher_than_it_was_rated_counts(session):
    assert propose(session((50, 20), (50, 20))).met
    assert not propose(session((50, 20), (50, 20), recalled=70)).met


def test_stopping_early_does_not_meet_the_rule(session):
    proposal = propose(session((50, 20), (50, 20), reason=TrialEndReason.STOPPED))
    assert not proposal.met
    assert proposal.why == "Trial 1 was stopped. Trial 2 was stopped."


def test_a_trial_that_brought_nothing_on_does_not_meet_the_rule(session):
    assert not propose(session((0, 0), (0, 0), exposed=False)).met


def test_only_trials_of_the_last_step_count_over_all_sessions(session):
    seated, standing = session((0, 0), step="seated"), session((0, 0), step="standing")
    assert not propose([*seated, *standing]).met
    assert propose([*seated, *standing, *seated]).met


def test_without_a_trial_nothing_is_proposed():
    proposal = propose([])
    assert not proposal.met
    assert proposal.why == "There is no trial to judge by."


def test_a_rule_that_asks_for_no_trial_is_refused():
    with pytest.raises(ValueError, match="one trial or more, not 0"):
        ProgressRule(trials=0)
