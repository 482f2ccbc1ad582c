"""The session engine: takes what happens and says what is recorded, in order."""

import math
from collections.abc import Mapping
from enum import Enum, auto
from typing import Protocol

import msgspec

from coherence_desktop.events import (
    AnyEvent,
    Beat,
    Ended,
    Gap,
    Marker,
    Note,
    PacerChange,
    Paused,
    Phase,
    Realigned,
    Resumed,
    Started,
)
from coherence_desktop.practice.markers import PLAIN_KEY
from coherence_desktop.practice.pacer import Pacer, follow
from coherence_desktop.practice.pattern import InvalidPattern, Pattern

STANDSTILL_S = 10.0


class Practice(Protocol):
    """What is practised: a programme that the engine runs.

    A practice answers with events of its own (phases, changes of pace, an end); the engine takes
    them like anyone's, but does not tell them back.
    """

    @property
    def planned_s(self) -> float | None:
        """Planned practice, pauses not counted; ``None`` if open."""

    def begin(self, t: float) -> list[AnyEvent]:
        """What the session begins with."""

    def heard(self, event: AnyEvent) -> list[AnyEvent]:
        """What follows from an event that came from outside and was taken."""

    def due(self, t: float, practised_s: float) -> list[AnyEvent]:
        """What has come due by session time ``t``, after ``practised_s`` of practice."""


class State(Enum):
    """Where a session stands."""

    WAITING = auto()
    RUNNING = auto()
    RESTING = auto()
    ENDED = auto()


Steering = Started | PacerChange | Phase | Paused | Resumed | Ended
"""What changes the course of a session; everything else only happens in it."""

_TAKES: Mapping[State, tuple[type, ...]] = {
    State.WAITING: (Started, Ended),
    State.RUNNING: (PacerChange, Phase, Paused, Ended),
    State.RESTING: (PacerChange, Phase, Resumed, Ended),
    State.ENDED: (),
}
_LEADS_TO: Mapping[type, State] = {
    Started: State.RUNNING,
    Paused: State.RESTING,
    Resumed: State.RUNNING,
    Ended: State.ENDED,
}


class SessionEngine:
    """Decides what comes next in a session; owns no clock, thread or file.

    Feed it everything that happens, and the time about once a second; record what it returns, in
    that order. An empty list means that the event was not taken: a second pause, a change of pace
    that is no breath, anything after the end. Nothing that it is fed makes it raise.

    - Times of markers, notes and ratings stay what they were (the key press). Commands that steer
      the session never go back in time: one that comes late counts from the command before it.
    - A plain mark without a label of its own is numbered: "Mark 3".
    - A pace outside 3 to 12 a minute is brought to the nearer bound.
    - When the planned time is over the session goes on quietly until someone ends it.
    - After the end only what belongs before it is taken: late beats, and marks set in time.
    - If nothing was heard for longer than ``standstill_s``, the computer slept or was too busy:
      the record gets a pause over that time and a note that says so.

    Parameters
    ----------
    practice : Practice
        What is practised.
    standstill_s : float, optional
        Session seconds without any call that count as a standstill; raise it with the speed of a
        replay.
    """

    def __init__(self, practice: Practice, *, standstill_s: float = STANDSTILL_S) -> None:
        self._practice = practice
        self._standstill_s = standstill_s
        self._state = State.WAITING
        self._pacer: Pacer | None = None
        self._heard_s = 0.0
        self._command_s = 0.0
        self._practised_s = 0.0
        self._marks = 0

    @property
    def state(self) -> State:
        """Where the session stands."""
        return self._state

    @property
    def pacer(self) -> Pacer | None:
        """The breath guide as it is now known; ``None`` while nothing is paced."""
        return self._pacer

    @property
    def paused(self) -> bool:
        """Whether the practice rests."""
        return self._state is State.RESTING

    @property
    def ended(self) -> bool:
        """Whether the session was ended."""
        return self._state is State.ENDED

    @property
    def planned_s(self) -> float | None:
        """Planned practice in seconds, pauses not counted; ``None`` if open."""
        return self._practice.planned_s

    def elapsed(self, t: float) -> float:
        """Seconds practised up to ``t``: since the start, without pauses."""
        if self._state is State.RUNNING:
            return self._practised_s + max(0.0, t - self._command_s)
        return self._practised_s

    def step_rate(self, t: float, by_per_min: float) -> PacerChange | None:
        """Change of pace by a tenth or so, to be handed to `receive`.

        Steps add up: each starts from the pace that was last asked for, not from the glide.
        ``None`` if nothing is paced or the pace is at its bound.
        """
        stepped = self._pacer.target.stepped(by_per_min) if self._pacer is not None else None
        return None if stepped is None else stepped.change_at(t)

    def receive(self, event: AnyEvent) -> list[AnyEvent]:
        """Take an event; returns what to record, in order."""
        heard_s = event.received_s if isinstance(event, Beat) else event.t
        return [*self._woken(heard_s), *self._take(event)]

    def tick(self, t: float) -> list[AnyEvent]:
        """Let time pass; returns what has come due, in order."""
        return [*self._woken(t), *self._due(t)]

    def _woken(self, t: float) -> list[AnyEvent]:
        last_s = self._heard_s
        if not math.isfinite(t) or t <= last_s:
            return []
        self._heard_s = t
        if t - last_s <= self._standstill_s or self._state not in (State.RUNNING, State.RESTING):
            return []
        note = Note(
            t,
            f"Nothing was heard here for {t - last_s:.0f} s: the computer slept or was too busy. "
            "Beats of that time may be missing.",
            private=False,
        )
        if self._state is State.RESTING:
            return [note]
        return [*self._take(Paused(last_s)), *self._take(Resumed(t)), note]

    def _due(self, t: float) -> list[AnyEvent]:
        if self._state is not State.RUNNING:
            return []
        return self._applied(self._practice.due(t, self.elapsed(t)))

    def _take(self, event: AnyEvent) -> list[AnyEvent]:
        before = self._due(event.t) if isinstance(event, Steering) else []
        taken = self._apply(event)
        if not taken:
            return before
        return [*before, *taken, *self._applied(self._practice.heard(taken[0]))]

    def _applied(self, answers: list[AnyEvent]) -> list[AnyEvent]:
        return [taken for answer in answers for taken in self._apply(answer)]

    def _apply(self, event: AnyEvent) -> list[AnyEvent]:
        if isinstance(event, Steering):
            return self._steer(event) if isinstance(event, _TAKES[self._state]) else []
        if self._state is State.ENDED and not _moment(event) <= self._command_s:
            return []
        return [self._numbered(event) if isinstance(event, Marker) else event]

    def _steer(self, event: Steering) -> list[AnyEvent]:
        t = event.t if math.isfinite(event.t) else self._heard_s
        if self._state is not State.WAITING:
            t = max(t, self._command_s)
        if isinstance(event, PacerChange):
            try:
                event = Pattern.nearest(event).change_at(t, glide=event.glide)
            except InvalidPattern:
                return []
        elif t != event.t:
            event = msgspec.structs.replace(event, t=t)
        self._practised_s = self.elapsed(t)
        self._command_s = t
        self._state = _LEADS_TO.get(type(event), self._state)
        self._pacer = follow(self._pacer, event, resting=self.paused)
        if isinstance(event, Started):
            self._heard_s = max(self._heard_s, t)
            return [event, *self._applied(self._practice.begin(t))]
        return [event]

    def _numbered(self, mark: Marker) -> Marker:
        if mark.key != PLAIN_KEY:
            return mark
        self._marks += 1
        if mark.label not in ("", "Mark"):
            return mark
        return msgspec.structs.replace(mark, label=f"Mark {self._marks}")


def _moment(event: AnyEvent) -> float:
    match event:
        case Gap():
            return event.start_s
        case Realigned():
            return event.from_s
        case _:
            return event.t
