"""Plans a trial from a step of the hierarchy, the exercise and what is agreed for the client."""

from datetime import date

from coherence_desktop.chart import Step
from coherence_desktop.events import Recovery, TrialStarted
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import Exercise
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.practice.pattern import Pattern

DAILY_LIFE_S = 300.0
"""Usual length of a step from daily life that says none."""
DAILY_LIFE = ("Do it as agreed, and notice what comes.",)
RECOVERY_RATE_PER_MIN = 6.0
"""Pace of paced recovery where none was chosen after an assessment."""


def trial_of(step: Step, exercise: Exercise | None, chart: Chart, *, today: date) -> TrialStarted:
    """Plan the trial of a step; the engine sets its time and number.

    Parameters
    ----------
    step : Step
    exercise : Exercise or None
        Of the step; ``None`` for one from daily life.
    chart : Chart
        Ceiling and usual course of this client's trials.
    today : date
        By which the ceiling counts the age.

    Returns
    -------
    TrialStarted
        The duration is what the exercise permits, whatever the step says. An exercise that brings
        nothing on, but attends to what is there, has no ``induce`` and stays for that duration.
    """
    usual = chart.trial_defaults
    recovery = Recovery(usual.recovery) if usual.recovery in tuple(Recovery) else Recovery.FREE
    if exercise is None:
        duration_s = step.duration_s or DAILY_LIFE_S
    else:
        duration_s = exercise.permitted(step.duration_s or exercise.default_s)
    induces = exercise is None or exercise.induction
    return TrialStarted(
        0.0,
        exercise_id=step.exercise_id,
        exercise_name=step.title if exercise is None else exercise.name,
        step_id=step.id,
        instructions=_instructions(step, exercise),
        sensations=() if exercise is None else exercise.sensations,
        recovery=recovery,
        planned_s=plan(
            induce_s=duration_s if induces else 0.0,
            baseline_s=usual.baseline_s,
            stay_s=usual.stay_s if induces else duration_s,
            recover_s=usual.recover_s,
        ),
        pace=_pace(chart) if recovery is Recovery.PACED else None,
        prompt_every_s=usual.prompt_every_s,
        ceiling_bpm=chart.ceiling_bpm(today),
    )


def _instructions(step: Step, exercise: Exercise | None) -> tuple[str, ...]:
    how = DAILY_LIFE if exercise is None else exercise.instructions
    variant = step.variant.strip().rstrip(".")
    return (f"As agreed: {variant}.", *how) if variant else how


def _pace(chart: Chart) -> tuple[float, float, float, float]:
    pattern = Pattern.from_rate(chart.resonance_rate or RECOVERY_RATE_PER_MIN)
    return (pattern.inhale_s, pattern.hold_in_s, pattern.exhale_s, pattern.hold_out_s)
