"""Where an assessment stands, as a fold of its events: for the engine and the window."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from coherence_desktop.events import (
    AnyEvent,
    Ended,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    PracticeStarted,
    Resumed,
    Started,
)
from coherence_desktop.practice.assessments.parts import AFTER, Part, parts_of
from coherence_desktop.practice.pacer import BreathPart, Pacer, follow

KIND = "assessment"
_HORIZON_S = 60.0
_ROUNDING = 1e-6


class Standing(StrEnum):
    """What has become of a part."""

    DONE = "done"
    CURRENT = "current"
    NEXT = "next"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class PartSpan:
    """A part that is over."""

    part: Part
    start_s: float
    end_s: float
    pauses: tuple[tuple[float, float], ...] = ()
    complete: bool = True
    """Whether all of its time was practised."""
    pacer: Pacer | None = None
    """The guide that was followed in it."""

    def steadiest(self) -> tuple[float, float]:
        """Longest stretch without a pause, in session seconds."""
        edges = [self.start_s, *(t for pause in self.pauses for t in pause), self.end_s]
        stretches = list(zip(edges[::2], edges[1::2], strict=True))
        return max(stretches, key=lambda stretch: stretch[1] - stretch[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentState:
    """Where an assessment stands after some of the events of its session."""

    practice_id: str = ""
    name: str = ""
    parts: tuple[Part, ...] = ()
    """As planned."""
    running: str = ""
    """Name of the running part; ``after`` when all are over, empty before the first."""
    done: tuple[PartSpan, ...] = ()
    """Parts that are over, whole or broken off, in order."""
    pacer: Pacer | None = None
    changes: int = 0
    """Changes of pace since the part began."""
    changed_s: float = 0.0
    """When the pace was last changed or the practice went on."""
    paused: bool = False
    session_ended: bool = False

    practised_s: float = 0.0
    """Seconds practised up to ``since_s``, pauses not counted."""
    since_s: float = 0.0
    """When the session last began, paused or went on."""
    part_start_s: float = 0.0
    part_start_practised_s: float = 0.0
    pauses: tuple[tuple[float, float], ...] = ()
    """Pauses within the running part that are over."""

    @classmethod
    def of(cls, events: Iterable[AnyEvent]) -> "AssessmentState":
        """State after a log, or the part of one."""
        state = cls()
        for event in events:
            state = state.after(event)
        return state

    @property
    def over(self) -> bool:
        """Whether the last part is behind."""
        return self.running == AFTER

    @property
    def part(self) -> Part | None:
        """The running part."""
        return next((part for part in self.parts if part.name == self.running), None)

    @property
    def place(self) -> int:
        """Place of the running part, from 0; -1 before the first, and beyond the last after it."""
        if self.over:
            return len(self.parts)
        names = [part.name for part in self.parts]
        return names.index(self.running) if self.running in names else -1

    @property
    def next_part(self) -> Part | None:
        """What comes after the running part; ``None`` if nothing does."""
        at = self.place + 1
        return self.parts[at] if at < len(self.parts) else None

    @property
    def planned_s(self) -> float:
        """Practice that this comes to, parts that were broken off counted as they were."""
        part = self.part
        target_s = 0.0 if part is None else part.planned_s
        ahead = self.parts[self.place + 1 :]
        return self.part_start_practised_s + target_s + sum(part.planned_s for part in ahead)

    def standing(self, name: str) -> Standing:
        """What has become of a part."""
        if name == self.running:
            return Standing.CURRENT
        span = next((span for span in self.done if span.part.name == name), None)
        if span is not None:
            return Standing.DONE if span.complete else Standing.SKIPPED
        return Standing.NEXT if self.may_move(name) else Standing.SKIPPED

    def may_move(self, name: str) -> bool:
        """Whether ``Phase(t, name)`` is taken now: a later part, or ``after``."""
        if self.session_ended or self.over or not self.running:
            return False
        return name == AFTER or any(part.name == name for part in self.parts[self.place + 1 :])

    def into_s(self, t: float) -> float:
        """Seconds of the running part at ``t``, pauses not counted."""
        return max(0.0, self.clock_s(t) - self.part_start_practised_s)

    def left_s(self, t: float) -> float | None:
        """Seconds left of the running part at ``t``, at least 0; ``None`` if none runs."""
        part = self.part
        return None if part is None else max(0.0, part.planned_s - self.into_s(t))

    def all_left_s(self, t: float) -> float:
        """Seconds left of the whole assessment at ``t``."""
        ahead = sum(part.planned_s for part in self.parts[self.place + 1 :])
        return ahead + (self.left_s(t) or 0.0)

    def clock_s(self, t: float) -> float:
        """Seconds of the session practised by ``t``, pauses not counted."""
        stands = self.paused or self.session_ended
        return self.practised_s + (0.0 if stands else max(0.0, t - self.since_s))

    def over_at(self) -> float | None:
        """Session time at which the part is over if nobody pauses; ``None`` if none runs."""
        part = self.part
        if part is None:
            return None
        left_s = self.part_start_practised_s + part.planned_s - self.practised_s
        return self.since_s + max(0.0, left_s)

    def turn_at(self) -> float | None:
        """When the breath that was last asked for begins; ``None`` while nothing is paced."""
        if self.pacer is None:
            return None
        turns = self.pacer.next_turns(self.changed_s, _HORIZON_S)
        return next((turn.t for turn in turns if turn.part is BreathPart.INHALE), None)

    def after(self, event: AnyEvent) -> "AssessmentState":
        """State after one more event of the log; events of no concern change nothing."""
        state = self._guided(event)
        match event:
            case Started():
                return replace(state, since_s=event.t)
            case PracticeStarted(kind="assessment"):
                return replace(
                    state,
                    practice_id=event.practice_id,
                    name=event.name,
                    parts=parts_of(event.planned_s),
                )
            case Phase():
                return state._moved(event)
            case Paused():
                return replace(state._settled(event.t), paused=True)
            case Resumed():
                settled = state._settled(event.t)
                rest = (self.since_s, settled.since_s)
                changed_s = settled.since_s - _ROUNDING
                pauses = (*self.pauses, rest)
                return replace(settled, paused=False, pauses=pauses, changed_s=changed_s)
            case PacerChange():
                return replace(state, changes=self.changes + 1, changed_s=event.t)
            case Ended():
                return replace(state._closed(event.t)._settled(event.t), session_ended=True)
            case _:
                return state

    def _guided(self, event: AnyEvent) -> "AssessmentState":
        if not isinstance(event, PacerChange | PacerStopped | Paused | Resumed):
            return self
        resting = isinstance(event, Paused) or (self.paused and not isinstance(event, Resumed))
        return replace(self, pacer=follow(self.pacer, event, resting=resting))

    def _settled(self, t: float) -> "AssessmentState":
        return replace(self, practised_s=self.clock_s(t), since_s=max(t, self.since_s))

    def _closed(self, t: float) -> "AssessmentState":
        part = self.part
        if part is None:
            return self
        pauses = self.pauses if not self.paused else (*self.pauses, (self.since_s, t))
        complete = self.into_s(t) >= part.planned_s - 1.0
        span = PartSpan(part, self.part_start_s, t, pauses, complete, self.pacer)
        return replace(self, done=(*self.done, span))

    def _moved(self, event: Phase) -> "AssessmentState":
        return replace(
            self._closed(event.t),
            running=event.name,
            changes=0,
            part_start_s=event.t,
            part_start_practised_s=self.clock_s(event.t),
            pauses=(),
        )
