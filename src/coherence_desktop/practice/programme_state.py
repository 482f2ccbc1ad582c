"""Where a programme of steps stands, as a fold of its events: for the engine and the window."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coherence_desktop.events import (
    Answer,
    AnyEvent,
    Ended,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    Rating,
    Resumed,
    Started,
    WritingKept,
)
from coherence_desktop.practice.programme_steps import AFTER, BEFORE, DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeState:
    """Where a programme stands after some of the events of its session."""

    step: str = ""
    """Id of the running step; ``done`` after the last one, empty before the first."""
    target_s: float | None = None
    """Planned seconds of the step; ``None`` if a person moves on."""
    seen: tuple[str, ...] = ()
    """Steps that were come to, in the order of their first time."""
    ratings: Mapping[tuple[str, str], Rating] = field(default_factory=dict)
    """Latest rating by step and scale."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Last answer to each question."""
    writings: Mapping[str, str] = field(default_factory=dict)
    """Id of the kept words for each question."""
    pacing: bool = False
    """Whether a breath is being paced."""
    paced: bool = False
    """Whether this step has been given a pace."""
    paused: bool = False
    session_ended: bool = False

    practised_s: float = 0.0
    """Seconds practised up to ``since_s``, pauses not counted."""
    since_s: float = 0.0
    """When the session last began, paused or went on."""
    step_start_practised_s: float = 0.0

    @classmethod
    def of(cls, events: Iterable[AnyEvent]) -> "ProgrammeState":
        """State after a log, or the part of one."""
        state = cls()
        for event in events:
            state = state.after(event)
        return state

    @property
    def done(self) -> bool:
        """Whether the last step is behind."""
        return self.step == DONE

    def rating(self, step: str, scale: str) -> float | None:
        """Latest rating on a scale in a step; ``None`` if there is none."""
        given = self.ratings.get((step, scale))
        return None if given is None else given.value

    def changes(self) -> dict[str, tuple[float, float]]:
        """What was rated both before and after, by scale."""
        before = {
            scale: given.value for (at, scale), given in self.ratings.items() if at == BEFORE
        }
        after = {scale: given.value for (at, scale), given in self.ratings.items() if at == AFTER}
        return {scale: (value, after[scale]) for scale, value in before.items() if scale in after}

    def into_s(self, t: float) -> float:
        """Seconds of the running step at ``t``, pauses not counted."""
        return max(0.0, self.clock_s(t) - self.step_start_practised_s)

    def left_s(self, t: float) -> float | None:
        """Seconds left of the running step at ``t``, at least 0; ``None`` if it is open."""
        return None if self.target_s is None else max(0.0, self.target_s - self.into_s(t))

    def clock_s(self, t: float) -> float:
        """Seconds of the session practised by ``t``, pauses not counted."""
        stands = self.paused or self.session_ended
        return self.practised_s + (0.0 if stands else max(0.0, t - self.since_s))

    def over_at(self) -> float | None:
        """Session time at which the step is over if nobody pauses; ``None`` if it is open."""
        if self.target_s is None:
            return None
        left_s = self.step_start_practised_s + self.target_s - self.practised_s
        return self.since_s + max(0.0, left_s)

    def after(self, event: AnyEvent) -> "ProgrammeState":
        """State after one more event of the log; events of no concern change nothing."""
        match event:
            case Started():
                return replace(self, since_s=event.t)
            case Paused():
                return replace(self._settled(event.t), paused=True)
            case Resumed():
                return replace(self._settled(event.t), paused=False)
            case Phase():
                return replace(
                    self,
                    step=event.name,
                    target_s=event.target_s,
                    seen=self.seen if event.name in self.seen else (*self.seen, event.name),
                    step_start_practised_s=self.clock_s(event.t),
                    paced=False,
                )
            case Rating():
                return self._rated(event)
            case Answer():
                return replace(self, answers={**self.answers, event.question: event.text})
            case WritingKept():
                kept = {**self.writings, event.question: event.writing_id}
                return replace(self, writings=kept)
            case PacerChange():
                return replace(self, pacing=True, paced=True)
            case PacerStopped():
                return replace(self, pacing=False)
            case Ended():
                return replace(self._settled(event.t), session_ended=True)
            case _:
                return self

    def _settled(self, t: float) -> "ProgrammeState":
        return replace(self, practised_s=self.clock_s(t), since_s=max(t, self.since_s))

    def _rated(self, event: Rating) -> "ProgrammeState":
        key = (self.step, event.scale)
        before = self.ratings.get(key)
        if before is not None and event.t < before.t:
            return self
        return replace(self, ratings={**self.ratings, key: event})
