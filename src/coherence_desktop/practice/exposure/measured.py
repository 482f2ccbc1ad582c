"""Brings a trial and the beats of its session together."""

from collections.abc import Sequence
from dataclasses import dataclass

from coherence_desktop.practice.exposure.phases import PhaseSpan
from coherence_desktop.practice.exposure.trials import Trial
from coherence_desktop.signal.exposure import (
    SessionBeats,
    TrialCourse,
    TrialMeasures,
    trial_measures,
)

OCCURRED_PERCENT = {"yes": 100.0, "partly": 50.0, "no": 0.0}
"""How far what was feared came true, by the answer to it."""


@dataclass(frozen=True, slots=True)
class MeasuredTrial:
    """A trial with its measures."""

    trial: Trial
    measures: TrialMeasures


def measured(trials: Sequence[Trial], beats: SessionBeats | None) -> tuple[MeasuredTrial, ...]:
    """Measure the trials of one session.

    Parameters
    ----------
    trials : sequence of Trial
    beats : SessionBeats or None
        Of the same session, with their final times; ``None`` if it has none.
    """
    return tuple(MeasuredTrial(trial, trial_measures(beats, course_of(trial))) for trial in trials)


def course_of(trial: Trial) -> TrialCourse:
    """Give the numbers of a trial that its measures are made from."""
    occurred = trial.answered("occurred")
    return TrialCourse(
        start_s=trial.start_s,
        end_s=trial.end_s,
        baseline=_span(trial.phase("baseline")),
        induce=_span(trial.phase("induce")),
        stay=_span(trial.phase("stay")),
        recover=_span(trial.phase("recover")),
        exposed_until_s=_exposed_until_s(trial),
        pauses=trial.pauses,
        distress=tuple((rating.t, rating.value) for rating in trial.ratings_on("distress")),
        sensation=tuple(rating.value for rating in trial.ratings_on("sensation")),
        expected_likelihood=trial.rated("expected_likelihood"),
        expected_distress=trial.rated("expected_distress"),
        occurred_percent=OCCURRED_PERCENT.get(occurred or ""),
        recalled_peak_distress=trial.rated("peak_distress"),
        likelihood_next=trial.rated("likelihood_next"),
        confidence=trial.rated("confidence"),
    )


def _exposed_until_s(trial: Trial) -> float:
    learn = trial.phase("learn")
    ends = [trial.end_s]
    if learn is not None:
        ends.append(learn.start_s)
    if trial.ended_s is not None:
        ends.append(trial.ended_s)
    return min(ends)


def _span(phase: PhaseSpan | None) -> tuple[float, float] | None:
    return None if phase is None else (phase.start_s, phase.end_s)
