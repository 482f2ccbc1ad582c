"""The session engine: takes what happens and says what is recorded, in order."""

import math
from collections.abc import Iterable
from typing import Protocol

import msgspec

from coherence_desktop.events import (
    AnyEvent,
    Beat,
    Gap,
    Marker,
    Note,
    PacerChange,
    Paused,
    Realigned,
    Reopened,
    Resumed,
    Started,
)
from coherence_desktop.practice.markers import PLAIN_KEY
from coherence_desktop.practice.pacer import Pacer, follow
from coherence_desktop.practice.pattern import InvalidPattern, Pattern
from coherence_desktop.practice.steering import LEADS_TO, TAKES, State, Steering

STANDSTILL_S = 10.0


class Practice(Protocol):
    """What is practised: a programme that the engine runs.

    A practice answers with events of its own (phases, changes of pace, an end). It is told of all
    that is recorded, its own events among it, so that its state is a fold of the log: a session
    that died is restored by telling it the log again.
    """

    @property
    def planned_s(self) -> float | None:
        """Planned practice, pauses not counted; ``None`` if open."""

    def begin(self, t: float) -> list[AnyEvent]:
        """What the session begins with."""

    def admit(self, event: AnyEvent) -> list[AnyEvent]:
        """What is taken for an event from outside: itself, completed or led by others, or none."""

    def heard(self, event: AnyEvent) -> list[AnyEvent]:
        """What follows at once from an event that was recorded."""

    def due(self, t: float, practised_s: float) -> list[AnyEvent]:
        """What comes due next by session time ``t``, after ``practised_s`` of practice.

        Asked again until nothing more is.
        """


class SessionEngine:
    """Decides what comes next in a session; owns no clock, thread or file.

    Feed it everything that happens, and the time about once a second; record what it returns, in
    that order. An empty list means that the event was not taken: a second pause, a change of pace
    that is no breath, what the practice refuses, anything after the end. Nothing that it is fed
    makes it raise.

    - Times of markers, notes and ratings stay what they were (the key press). Commands that steer
      the session never go back in time: one that comes late counts from the command before it.
    - A plain mark without a label of its own is numbered: "Mark 3".
    - A pace outside 3 to 12 a minute is brought to the nearer bound.
    - When the planned time is over the session goes on quietly until someone ends it.
    - After the end only what belongs before it is taken: late beats, and marks set in time.
    - If nothing was heard for longer than ``standstill_s``, the computer slept or was too busy:
      the record gets a pause over that time and a note that says so. So it does for the time in
      which the app had died, when the session is reopened.

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

    @classmethod
    def restored(
        cls, practice: Practice, log: Iterable[AnyEvent], *, standstill_s: float = STANDSTILL_S
    ) -> "SessionEngine":
        """Engine of a session that died, as it was after the last event of its log.

        Hand it `Reopened` next. What the log does not hold any more but should, as it was the
        answer to its last event, comes with the next call.

        Parameters
        ----------
        practice : Practice
            Made as it was for the session; it has not begun.
        log : iterable of AnyEvent
            All that was recorded, in order.
        standstill_s : float, optional
            See the class.
        """
        engine = cls(practice, standstill_s=standstill_s)
        for event in log:
            if math.isfinite(_heard_s(event)):
                engine._heard_s = max(engine._heard_s, _heard_s(event))
            taken = engine._apply(event)
            if taken is not None:
                practice.heard(taken)
        return engine

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
        if not math.isfinite(event.t):
            event = msgspec.structs.replace(event, t=self._heard_s)
        if isinstance(event, Reopened):
            return [*self._take(event), *self._reopened(event)]
        return [*self._woken(_heard_s(event)), *self._take(event)]

    def tick(self, t: float) -> list[AnyEvent]:
        """Let time pass; returns what has come due, in order."""
        return [*self._woken(t), *self._due(t)]

    def _woken(self, t: float) -> list[AnyEvent]:
        last_s = self._heard_s
        if not math.isfinite(t) or t <= last_s:
            return []
        self._heard_s = t
        if t - last_s <= self._standstill_s:
            return []
        return self._passed_over(
            last_s,
            t,
            f"Nothing was heard here for {t - last_s:.0f} s: the computer slept or was too busy. "
            "Beats of that time may be missing.",
        )

    def _reopened(self, event: Reopened) -> list[AnyEvent]:
        last_s = max(self._heard_s, event.whole_until_s)
        if not event.t > last_s:
            return []
        self._heard_s = event.t
        return self._passed_over(
            last_s,
            event.t,
            f"The app stopped here and was opened again {event.t - last_s:.0f} s later. "
            "Nothing is known of that time; it counts as a pause.",
        )

    def _passed_over(self, last_s: float, t: float, text: str) -> list[AnyEvent]:
        if self._state not in (State.RUNNING, State.RESTING):
            return []
        pause = [] if self.paused else [*self._take(Paused(last_s)), *self._take(Resumed(t))]
        return [*pause, *self._recorded([Note(t, text, private=False)])]

    def _due(self, t: float) -> list[AnyEvent]:
        came_due: list[AnyEvent] = []
        while self._state is State.RUNNING and math.isfinite(t):
            taken = self._recorded(self._practice.due(t, self.elapsed(t)))
            if not taken:
                break
            came_due.extend(taken)
        return came_due

    def _take(self, event: AnyEvent) -> list[AnyEvent]:
        before = self._due(event.t) if isinstance(event, Steering) else []
        return [*before, *self._recorded(self._practice.admit(event))]

    def _recorded(self, events: Iterable[AnyEvent]) -> list[AnyEvent]:
        record: list[AnyEvent] = []
        for event in events:
            taken = self._apply(event)
            if taken is None:
                continue
            record.append(taken)
            if isinstance(taken, Started):
                record.extend(self._recorded(self._practice.begin(taken.t)))
            record.extend(self._recorded(self._practice.heard(taken)))
        return record

    def _apply(self, event: AnyEvent) -> AnyEvent | None:
        if isinstance(event, Steering):
            return self._steer(event) if isinstance(event, TAKES[self._state]) else None
        if self._state is State.ENDED and not _moment(event) <= self._command_s:
            return None
        return self._numbered(event) if isinstance(event, Marker) else event

    def _steer(self, event: Steering) -> AnyEvent | None:
        t = event.t
        if self._state is not State.WAITING:
            t = max(t, self._command_s)
        if isinstance(event, PacerChange):
            try:
                event = Pattern.nearest(event).change_at(t, glide=event.glide)
            except InvalidPattern:
                return None
        elif t != event.t:
            event = msgspec.structs.replace(event, t=t)
        self._practised_s = self.elapsed(t)
        self._command_s = t
        self._state = LEADS_TO.get(type(event), self._state)
        self._pacer = follow(self._pacer, event, resting=self.paused)
        if isinstance(event, Started):
            self._heard_s = max(self._heard_s, t)
        return event

    def _numbered(self, mark: Marker) -> Marker:
        if mark.key != PLAIN_KEY:
            return mark
        self._marks += 1
        if mark.label not in ("", "Mark"):
            return mark
        return msgspec.structs.replace(mark, label=f"Mark {self._marks}")


def _heard_s(event: AnyEvent) -> float:
    return event.received_s if isinstance(event, Beat) else event.t


def _moment(event: AnyEvent) -> float:
    match event:
        case Gap():
            return event.start_s
        case Realigned():
            return event.from_s
        case _:
            return event.t
