"""What the page of a trial says."""

from coherence_desktop.events import Recovery, TrialEndReason, TrialStarted
from coherence_desktop.practice.exposure.phases import (
    BASELINE,
    INDUCE,
    LEARN,
    PREDICT,
    RECOVER,
    REST,
    STAY,
    exercise_phase,
)
from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.ui.words.values import clock

NAMES = {
    PREDICT: "Predict",
    BASELINE: "Baseline",
    INDUCE: "Induce",
    STAY: "Stay",
    RECOVER: "Recover",
    LEARN: "Learn",
    REST: "Rest",
}
_LEFT = {
    BASELINE: "left to sit quietly",
    INDUCE: "left to go",
    STAY: "left to stay",
    RECOVER: "left to recover",
}
_HEADLINES = {PREDICT: "Before it begins", LEARN: "Looking back"}
_INSTRUCTIONS = {
    PREDICT: "Say what you expect, before you know.",
    BASELINE: "Sit quietly and breathe as usual.",
    INDUCE: "Bring the sensation on, as agreed.",
    STAY: "Let the feeling be here. Nothing to fix.",
    LEARN: "What did you expect, and what happened?",
}
_RECOVERIES = {
    Recovery.FREE: "Let it settle in its own time.",
    Recovery.PACED: "Breathe with the guide.",
    Recovery.NONE: "Let it settle in its own time.",
}
OCCURRED = (("yes", "Yes"), ("partly", "Partly"), ("no", "No"))
"""Answers to whether it happened, with their words."""


def left_words(phase: str) -> str:
    """What the countdown counts, e.g. ``left to stay``."""
    return _LEFT.get(phase, "left")


def headline(state: TrialState) -> str:
    """What stands in place of the countdown where nothing is counted; empty where it is."""
    if state.ended is TrialEndReason.STOPPED and state.ended_s is not None and state.trial:
        return f"Stopped at {clock(state.ended_s - state.trial.t)}"
    if state.paused:
        return "Paused"
    return _HEADLINES.get(state.phase, "") if state.phase_target_s is None else ""


def instruction(state: TrialState) -> str:
    """What to do now."""
    trial = state.trial
    if trial is None:
        return ""
    if state.ended is TrialEndReason.STOPPED:
        return "Everything up to here is kept."
    if state.paused:
        return "The time stands still. Recording goes on."
    if state.phase == exercise_phase(trial) and trial.instructions:
        return " ".join(trial.instructions)
    if state.phase == RECOVER:
        return _RECOVERIES[trial.recovery]
    return _INSTRUCTIONS.get(state.phase, "")


def trial_title(trial: TrialStarted) -> str:
    """What is done, and for how long: ``Running in place, 60 s``."""
    seconds = trial.planned_s.get(exercise_phase(trial))
    return f"{trial.exercise_name}, {seconds:.0f} s" if seconds else trial.exercise_name


def planned_words(trial: TrialStarted, name: str) -> str:
    """Planned time of a phase, with the way of recovering: ``free, 1:30``."""
    seconds = trial.planned_s.get(name)
    time = "" if not seconds else clock(seconds)
    if name == RECOVER:
        return ", ".join(filter(None, (str(trial.recovery), time)))
    return time or "open"


def quoted(text: str) -> str:
    """Someone's own words, in quotation marks."""
    return f"\u201c{text.strip()}\u201d"
