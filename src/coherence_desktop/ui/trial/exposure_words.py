"""The one instruction on the patient's screen in a session of exposure."""

from coherence_desktop.events import Recovery
from coherence_desktop.practice.exposure.phases import (
    BASELINE,
    LEARN,
    PREDICT,
    RECOVER,
    STAY,
    exercise_phase,
)
from coherence_desktop.practice.exposure.state import TrialState

SENTENCE_S = 8.0
"""Each sentence of an exercise's instructions stands this long, the last one until the end."""
_WORDS = {
    PREDICT: "Before it begins",
    BASELINE: "Sit quietly and breathe as usual",
    STAY: "Let the feeling be here",
    RECOVER: "Let it settle in its own time",
    LEARN: "Looking back",
}
_RESTING = "Resting"


def instruction_for(state: TrialState, now: float) -> str:
    """What the patient reads now; never a number, never a warning.

    Parameters
    ----------
    state : TrialState
    now : float
        Session time, in seconds.
    """
    trial = state.trial
    if trial is None or state.paused:
        return _RESTING
    if state.phase != exercise_phase(trial):
        return _WORDS.get(state.phase, _RESTING)
    if not trial.instructions:
        return _WORDS.get(state.phase, trial.exercise_name)
    last = len(trial.instructions) - 1
    return trial.instructions[min(last, int(state.into_s(now) / SENTENCE_S))].rstrip(".")


def phase_share(state: TrialState, now: float) -> float | None:
    """How much of the running phase is over, 0 to 1; ``None`` where it has no length."""
    left_s, target_s = state.left_s(now), state.phase_target_s
    if left_s is None or not target_s or state.trial is None:
        return None
    return 1.0 - left_s / target_s


def guided(state: TrialState) -> bool:
    """Whether the breath guide is shown: a recovery that is paced."""
    trial = state.trial
    paced = trial is not None and trial.recovery is Recovery.PACED
    return paced and state.phase == RECOVER and not state.paused
