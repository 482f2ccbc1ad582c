"""Brings a trial and the beats of its session together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coherence_desktop.events import AnyEvent, BeatKind, Gap, said_of
from coherence_desktop.practice.exposure.phases import PhaseSpan
from coherence_desktop.practice.exposure.trials import Trial
from coherence_desktop.signal.artefacts import TOLD_KINDS
from coherence_desktop.signal.exposure import (
    SessionBeats,
    TrialCourse,
    TrialMeasures,
    trial_measures,
)
from coherence_desktop.signal.results import FloatArray

OCCURRED_PERCENT = {"yes": 100.0, "partly": 50.0, "no": 0.0}
"""How far what was feared came true, by the answer to it."""
_ACCEPTED = (BeatKind.ACCEPTED, BeatKind.NORMAL)


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


def beats_of(
    events: Iterable[AnyEvent], t_s: FloatArray, rr_ms: FloatArray, gaps: Iterable[Gap] = ()
) -> SessionBeats | None:
    """Correct the beats of a session, with what people said of single ones.

    Parameters
    ----------
    events : iterable of AnyEvent
        The session's log.
    t_s, rr_ms : ndarray, shape (n,)
        Final times of its beats in s, and their intervals in ms.
    gaps : iterable of Gap
        Where beats are missing.

    Returns
    -------
    SessionBeats or None
        ``None`` if the session has no beat.
    """
    if not len(t_s):
        return None
    said = said_of(events)
    return SessionBeats.of(
        t_s,
        rr_ms,
        [(gap.start_s, gap.end_s) for gap in gaps],
        excluded=[index for index, kind in said.items() if kind is BeatKind.EXCLUDED],
        accepted=[index for index, kind in said.items() if kind in _ACCEPTED],
        told={index: kind for index, kind in said.items() if kind in TOLD_KINDS},
    )


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
