import math

import pytest

from coherence_desktop.events import (
    Paused,
    Phase,
    Prompt,
    PromptRested,
    Rating,
    Resumed,
    TrialEnded,
    TrialEndReason,
)


@pytest.fixture
def induced(run, trial):
    """A trial that came to induce at 10 s; 60 s later it stays."""
    run.give(trial(0.0), Phase(10.0, "induce"))
    return run


def prompts(run):
    return [event.t for event in run.of(Prompt)]


def test_distress_is_asked_for_at_even_times_and_unanswered_questions_rest(induced):
    induced.until(125.0)
    assert prompts(induced) == [40.0, 70.0, 100.0]
    assert induced.of(PromptRested) == [PromptRested(t, "distress") for t in (60.0, 90.0, 120.0)]


def test_a_rating_answers_the_question(induced):
    induced.until(45.0)
    assert (induced.state.prompt, induced.state.prompt_s) == ("distress", 40.0)
    induced.give(Rating(45.0, "distress", 60.0))
    assert induced.state.prompt is None
    induced.until(69.0)
    assert induced.of(PromptRested) == []


def test_a_rating_of_something_else_answers_nothing(induced):
    induced.until(45.0)
    induced.give(Rating(45.0, "sensation", 6.0))
    assert induced.state.prompt == "distress"


@pytest.mark.parametrize(("rated_s", "asked_s"), [(29.9, [40.0, 70.0]), (30.1, [70.0])])
def test_nobody_is_asked_who_rated_a_short_while_ago(induced, rated_s, asked_s):
    induced.until(rated_s)
    induced.give(Rating(rated_s, "distress", 60.0))
    induced.until(75.0)
    assert prompts(induced) == asked_s


def test_a_pause_asks_nothing_and_the_time_to_the_next_question_stands(induced):
    induced.until(30.0)
    induced.give(Paused(30.0))
    induced.until(200.0)
    induced.give(Resumed(200.0))
    induced.until(215.0)
    assert prompts(induced) == [210.0]


def test_a_question_waits_through_a_pause(induced):
    induced.until(45.0)
    induced.give(Paused(45.0), Resumed(145.0))
    induced.until(165.0)
    assert induced.of(PromptRested) == [PromptRested(160.0, "distress")]


def test_nothing_is_asked_before_nor_after_the_exposure(run, trial):
    run.give(trial(0.0), Phase(1.0, "baseline"))
    run.until(61.0)
    assert prompts(run) == []
    run.until(100.0)
    run.give(TrialEnded(100.0, TrialEndReason.STOPPED))
    assert run.state.prompt is None
    run.until(400.0)
    assert prompts(run) == [91.0]


@pytest.mark.parametrize("every_s", [0.0, -5.0, math.nan, math.inf])
def test_nothing_is_asked_if_so_agreed(run, trial, every_s):
    run.give(trial(0.0, prompt_every_s=every_s), Phase(1.0, "stay"))
    run.until(120.0)
    assert prompts(run) == []


@pytest.mark.parametrize("every_s", [5e-324, 1.0, 13.0])
def test_a_question_is_never_put_while_another_waits(run, trial, every_s):
    run.give(trial(0.0, prompt_every_s=every_s), Phase(1.0, "stay"))
    run.until(115.0)
    asked = run.of(Prompt, PromptRested)
    assert [type(event) for event in asked[::2]] == [Prompt] * len(asked[::2])
    assert [type(event) for event in asked[1::2]] == [PromptRested] * len(asked[1::2])
    assert 3 <= len(asked[::2]) <= 6
