"""Where each phase of a trial lies on its time axis: as it was, as it runs, as it is planned."""

import math
from dataclasses import dataclass

from coherence_desktop.practice.exposure.phases import PHASES, Standing
from coherence_desktop.practice.exposure.state import TrialState

GRID_S = 30.0
_LEAST_S = 15.0
"""An open phase that runs over its estimate is drawn at least this far ahead of now."""
_UNPLANNED_S = 60.0


@dataclass(frozen=True, slots=True)
class Band:
    """A phase on the axis of its trial, in session seconds."""

    name: str
    standing: Standing
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """The bands of a trial in order, on an axis of whole grid steps."""

    start_s: float
    end_s: float
    """End of the axis."""
    bands: tuple[Band, ...]

    @property
    def length_s(self) -> float:
        """Length of the axis, in seconds."""
        return self.end_s - self.start_s


def schedule_of(state: TrialState, now: float) -> Schedule | None:
    """Lay out the running trial; ``None`` where none runs.

    Times of what is over are as recorded, those ahead as planned. The axis holds the whole trial
    and grows by whole steps of 30 s.

    Parameters
    ----------
    state : TrialState
    now : float
        Session time, in seconds.
    """
    trial = state.trial
    if trial is None:
        return None
    bands = [Band(span.name, Standing.DONE, span.start_s, span.end_s) for span in state.done]
    at = trial.t
    if state.phase:
        at = _current_end(state, now)
        bands.append(Band(state.phase, Standing.CURRENT, state.phase_start_s, at))
    for name in PHASES:
        if name != state.phase and state.standing(name) is Standing.NEXT:
            length_s = trial.planned_s.get(name, _UNPLANNED_S) or _UNPLANNED_S
            bands.append(Band(name, Standing.NEXT, at, at + length_s))
            at += length_s
    end_s = trial.t + GRID_S * max(2, math.ceil((at - trial.t) / GRID_S - 1e-6))
    return Schedule(trial.t, end_s, tuple(bands))


def _current_end(state: TrialState, now: float) -> float:
    """When the running phase will be over; an open one stays ahead of now by whole steps."""
    trial = state.trial
    left_s = state.left_s(now)
    if left_s is not None:
        if state.paused:
            return state.phase_start_s + _stepped(now + left_s - state.phase_start_s)
        return round(now + left_s, 3)
    planned_s = 0.0 if trial is None else trial.planned_s.get(state.phase, _UNPLANNED_S)
    into_s = now - state.phase_start_s
    return state.phase_start_s + max(planned_s, _stepped(into_s + _LEAST_S))


def _stepped(seconds: float) -> float:
    return _LEAST_S * math.ceil(seconds / _LEAST_S)
