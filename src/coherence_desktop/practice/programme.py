"""A compassion practice that runs: one step after the other, left at any moment."""

import math

from coherence_desktop.events import (
    AnyEvent,
    PacerChange,
    PacerStopped,
    Phase,
    PhaseExtended,
    PracticeStarted,
    Rating,
    Reopened,
    TrialEnded,
    TrialStarted,
)
from coherence_desktop.practice.programme_state import ProgrammeState
from coherence_desktop.practice.programme_steps import DONE, BreathingStep
from coherence_desktop.practice.programmes import CompassionPractice

DONE_LABEL = "After the practice"
KIND = "compassion"


class Programme:
    """Runs the steps of a practice on the events that a person gives.

    The session begins with the first step. Commands are events:

    - ``Phase(t, id)`` moves to any other step, or to ``done``; label and target are filled in.
      Steps of breathing and imagery move on by themselves.
    - `PacerChange` is taken while a step of breathing runs.
    - Ratings, answers and kept writings are taken at any time, and never end a step.

    Everything given up to the end is in the record, whenever that comes. After the last step the
    session goes on quietly until someone ends it.

    Parameters
    ----------
    practice : CompassionPractice
    """

    planned_s: float | None = None

    def __init__(self, practice: CompassionPractice) -> None:
        self._practice = practice
        self._state = ProgrammeState()

    @property
    def practice(self) -> CompassionPractice:
        """What is practised."""
        return self._practice

    @property
    def state(self) -> ProgrammeState:
        """Where it stands."""
        return self._state

    def begin(self, t: float) -> list[AnyEvent]:
        """Say what is practised, and come to the first step."""
        practice = self._practice
        started = PracticeStarted(t, kind=KIND, practice_id=practice.id, name=practice.name)
        return [started, self._phase(practice.steps[0].id, t)]

    def admit(self, event: AnyEvent) -> list[AnyEvent]:
        """Complete or refuse a command; everything else is taken as it is."""
        match event:
            case Phase():
                known = event.name == DONE or self._practice.step(event.name) is not None
                moves = known and event.name != self._state.step
                return [self._phase(event.name, event.t)] if moves else []
            case TrialStarted() | TrialEnded() | PhaseExtended() | PacerStopped():
                return []
            case PacerChange():
                return [event] if self._breathing() is not None else []
            case Rating():
                return [event] if math.isfinite(event.value) else []
            case _:
                return [event]

    def heard(self, event: AnyEvent) -> list[AnyEvent]:
        """What follows at once: a pace, or the end of one."""
        self._state = self._state.after(event)
        if isinstance(event, Reopened):  # the pause that follows begins earlier
            return []
        return self._owed(event.t)

    def due(self, t: float, practised_s: float) -> list[AnyEvent]:  # noqa: ARG002 - counts itself
        """The next step, if the running one is timed and over by ``t``."""
        owed = self._owed(t)
        over_s = self._state.over_at()
        if owed or over_s is None or over_s > t or self._state.session_ended:
            return owed
        return [self._phase(next_step(self._practice, self._state.step), over_s)]

    def _breathing(self) -> BreathingStep | None:
        step = self._practice.step(self._state.step)
        return step if isinstance(step, BreathingStep) else None

    def _owed(self, t: float) -> list[AnyEvent]:
        state, breathing = self._state, self._breathing()
        if state.session_ended:
            return []
        if breathing is None:
            return [PacerStopped(t)] if state.pacing else []
        return [] if state.paced else [breathing.pattern.change_at(t, glide=False)]

    def _phase(self, name: str, t: float) -> Phase:
        step = self._practice.step(name)
        if step is None:
            return Phase(t, DONE, DONE_LABEL)
        return Phase(t, step.id, step.title, step.target_s)


def next_step(practice: CompassionPractice, name: str) -> str:
    """Id of the step that comes after one by plan; ``done`` after the last."""
    place = practice.place_of(name) + 1
    return practice.steps[place].id if 0 < place < len(practice.steps) else DONE


def step_before(practice: CompassionPractice, name: str) -> str | None:
    """Id of the step before one, that before ``done`` included; ``None`` before the first."""
    if name == DONE:
        return practice.steps[-1].id
    place = practice.place_of(name)
    return practice.steps[place - 1].id if place > 0 else None
