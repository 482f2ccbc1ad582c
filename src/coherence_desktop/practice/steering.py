"""The states of a session, and what may steer it in each of them."""

from collections.abc import Mapping
from enum import Enum, auto

from coherence_desktop.events import (
    Ended,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    PhaseExtended,
    Resumed,
    Started,
    TrialEnded,
    TrialStarted,
)


class State(Enum):
    """Where a session stands."""

    WAITING = auto()
    RUNNING = auto()
    RESTING = auto()
    ENDED = auto()


Steering = (
    Started
    | PacerChange
    | PacerStopped
    | Phase
    | PhaseExtended
    | TrialStarted
    | TrialEnded
    | Paused
    | Resumed
    | Ended
)
"""What changes the course of a session; everything else only happens in it."""

_IN_PRACTICE = (
    PacerChange,
    PacerStopped,
    Phase,
    PhaseExtended,
    TrialStarted,
    TrialEnded,
    Ended,
)

TAKES: Mapping[State, tuple[type, ...]] = {
    State.WAITING: (Started, Ended),
    State.RUNNING: (*_IN_PRACTICE, Paused),
    State.RESTING: (*_IN_PRACTICE, Resumed),
    State.ENDED: (),
}
"""Which steering events are taken in each state."""
LEADS_TO: Mapping[type, State] = {
    Started: State.RUNNING,
    Paused: State.RESTING,
    Resumed: State.RUNNING,
    Ended: State.ENDED,
}
"""Which state a steering event leads to; the others leave it."""
