"""The rules of a trial: which commands it takes, and which phase follows which."""

import math
from collections.abc import Mapping
from enum import Enum, auto

import msgspec

from coherence_desktop.events import (
    AnyEvent,
    Ended,
    PacerStopped,
    Phase,
    PhaseExtended,
    Rating,
    Recovery,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import LEARN, RECOVER, label_of, phases_of
from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.practice.pattern import InvalidPattern, Pattern

DEFAULT_PACE = Pattern.from_rate(6.0)
"""For a paced recovery that was planned without a pace."""


class Stage(Enum):
    """How far a session of exposure has come, as far as commands are concerned."""

    RESTING = auto()
    """No trial runs."""
    EXPOSING = auto()
    """A trial runs that can be stopped."""
    LEARNING = auto()
    """The exposure is over, the trial not yet."""
    CLOSING = auto()
    """The trial has ended and may still be learned from."""


_TAKES: Mapping[Stage, tuple[type, ...]] = {
    Stage.RESTING: (TrialStarted,),
    Stage.EXPOSING: (Phase, PhaseExtended, TrialEnded),
    Stage.LEARNING: (TrialEnded,),
    Stage.CLOSING: (Phase, TrialStarted),
}
_COMMANDS = (Phase, PhaseExtended, TrialStarted, TrialEnded)


def stage_of(state: TrialState) -> Stage:
    """How far a session has come."""
    if state.trial is None:
        return Stage.RESTING
    if state.ended is not None:
        return Stage.CLOSING
    return Stage.LEARNING if state.phase == LEARN else Stage.EXPOSING


def admitted(state: TrialState, event: AnyEvent, locked: Mapping[str, str]) -> list[AnyEvent]:
    """What is taken for an event from outside, in order; nothing if it is refused.

    Parameters
    ----------
    state : TrialState
        Where the session stands.
    event : AnyEvent
        A command, or anything else that happened.
    locked : mapping of str to str
        Exercises that may not start, with the reason.
    """
    if isinstance(event, _COMMANDS) and not isinstance(event, _TAKES[stage_of(state)]):
        return []
    match event:
        case TrialStarted():
            return _completed(state, event, locked)
        case Phase():
            return [phase(state, event.name, event.t)] if state.may_move(event.name) else []
        case PhaseExtended():
            return [event] if _extends(state, event) else []
        case TrialEnded():
            return [event] if _ends(state, event.reason) else []
        case Rating():
            return [event] if math.isfinite(event.value) else []
        case Ended() if state.trial is not None and state.ended is None:
            return [TrialEnded(event.t, TrialEndReason.SESSION_ENDED), event]
        case _:
            return [event]


def owed(state: TrialState, t: float) -> AnyEvent | None:
    """What must follow at once from where the session stands at ``t``; ``None`` if nothing."""
    trial = state.trial
    if state.session_ended:
        return None
    if state.pacing and (trial is None or state.ended is not None or state.phase != RECOVER):
        return PacerStopped(t)
    if trial is None or state.ended is TrialEndReason.SESSION_ENDED:
        return None
    follows = state.next_phase
    learning = state.ended is TrialEndReason.STOPPED and state.phase == LEARN
    if follows is not None and (not state.phase or (state.ended is not None and not learning)):
        return phase(state, follows, t)
    if state.phase == RECOVER and trial.recovery is Recovery.PACED and not state.paced:
        pace = _pace(trial)
        return None if pace is None else pace.change_at(t, glide=False)
    return None


def over(state: TrialState) -> AnyEvent | None:
    """What ends the running timed phase, at the time at which it does; ``None`` if it is open."""
    if state.phase_target_s is None or state.trial is None or state.ended is not None:
        return None
    t = state.time_of(state.phase_start_practised_s + state.phase_target_s)
    follows = state.next_phase
    return TrialEnded(t) if follows is None else phase(state, follows, t)


def phase(state: TrialState, name: str, t: float) -> Phase:
    """Phase of the running trial from ``t`` on, with its label and planned length."""
    return Phase(t, name, label_of(name), state.planned_s(name))


def _completed(
    state: TrialState, trial: TrialStarted, locked: Mapping[str, str]
) -> list[AnyEvent]:
    if trial.exercise_id in locked or not phases_of(trial):
        return []
    paced = trial.recovery is Recovery.PACED
    ceiling_bpm = trial.ceiling_bpm
    completed = msgspec.structs.replace(
        trial,
        number=state.trials + 1,
        planned_s={name: s for name, s in trial.planned_s.items() if 0.0 <= s < math.inf},
        pace=(_pace(trial) or DEFAULT_PACE).parts_s if paced else None,
        prompt_every_s=trial.prompt_every_s if 0.0 <= trial.prompt_every_s < math.inf else 0.0,
        ceiling_bpm=ceiling_bpm if ceiling_bpm is not None and ceiling_bpm > 0.0 else None,
    )
    return [completed]


def _pace(trial: TrialStarted) -> Pattern | None:
    if trial.pace is None:
        return None
    inhale_s, hold_in_s, exhale_s, hold_out_s = trial.pace
    try:
        return Pattern(inhale_s, hold_in_s, exhale_s, hold_out_s)
    except InvalidPattern:
        return None


def _extends(state: TrialState, event: PhaseExtended) -> bool:
    possible = state.phase_target_s is not None and event.t >= state.phase_start_s
    return possible and math.isfinite(event.by_s) and event.by_s > 0.0


def _ends(state: TrialState, reason: TrialEndReason) -> bool:
    match reason:
        case TrialEndReason.STOPPED:
            return state.exposing
        case TrialEndReason.COMPLETED:
            return state.next_phase is None
        case TrialEndReason.SESSION_ENDED:
            return False
