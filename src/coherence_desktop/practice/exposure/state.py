"""Where a session of exposure stands, as a fold of its events: for the engine and the window."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coherence_desktop.events import (
    Answer,
    AnyEvent,
    Beat,
    Ended,
    Notice,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    PhaseExtended,
    Prompt,
    PromptRested,
    Rating,
    Resumed,
    Started,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import (
    EXPOSING,
    LEARN,
    RECOVER,
    REST,
    TIMED,
    PhaseSpan,
    Standing,
    phases_of,
    place_of,
)

DISTRESS = "distress"
"""Scale that is asked for while a person is exposed."""
CONTACT_NOTICE = "contact"
CEILING_NOTICE = "ceiling"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialState:
    """Where a session of exposure stands after some of its events.

    Everything but ``trials``, ``last``, ``paused`` and ``session_ended`` is of the running trial;
    it is empty again from the phase ``rest`` on. A trial that was stopped runs on in ``learn``.
    """

    trial: TrialStarted | None = None
    """The running trial, from its start to the rest after it."""
    trials: int = 0
    """Trials started in this session."""
    last: TrialStarted | None = None
    """The trial that was started last, running or not."""
    phase: str = ""
    """Name of the running phase; empty before the session or the trial has one."""
    phase_start_s: float = 0.0
    phase_target_s: float | None = None
    """Planned seconds with what was added; ``None`` if the phase is open."""
    done: tuple[PhaseSpan, ...] = ()
    """Phases of this trial that are over, in order."""
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    """Latest rating on each scale."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Last answer to each question."""
    prompt: str | None = None
    """Scale on which a rating is asked for now."""
    prompt_s: float | None = None
    """Since when."""
    notice: Notice | None = None
    """What was said last; "contact" is taken back by the next beat."""
    ended: TrialEndReason | None = None
    """Why the exposure is over; ``None`` while it runs."""
    ended_s: float | None = None
    pacing: bool = False
    """Whether the recovery of this trial is being paced."""
    paused: bool = False
    session_ended: bool = False

    practised_s: float = 0.0
    """Seconds practised up to ``since_s``, pauses not counted."""
    since_s: float = 0.0
    """When the session last began, paused or went on."""
    phase_start_practised_s: float = 0.0
    exposed_practised_s: float | None = None
    """When this trial came to `EXPOSING`, in practised seconds."""
    asked_practised_s: float = -math.inf
    """When a rating was last asked for."""
    free_practised_s: float = -math.inf
    """When that was last settled: rated or left."""
    rated_practised_s: float = -math.inf
    """When distress was last rated."""
    paced: bool = False
    """Whether this phase has been given a pace."""

    @classmethod
    def of(cls, events: Iterable[AnyEvent]) -> "TrialState":
        """State after a log, or the part of one."""
        state = cls()
        for event in events:
            state = state.after(event)
        return state

    # --- what the window shows and the engine decides by ---------------------------------------

    @property
    def last_distress(self) -> Rating | None:
        """Latest rating of distress in this trial."""
        return self.ratings.get(DISTRESS)

    @property
    def phases(self) -> tuple[str, ...]:
        """Phases that this trial was planned with, in order."""
        return () if self.trial is None else phases_of(self.trial)

    @property
    def next_phase(self) -> str | None:
        """What comes after the running phase by plan; ``None`` if nothing does."""
        if self.trial is not None and self.ended is not None:
            stopped = self.ended is TrialEndReason.STOPPED and self.phase != LEARN
            return LEARN if stopped and LEARN in self.phases else REST
        place = place_of(self.phase)
        return next((name for name in self.phases if place_of(name) > place), None)

    @property
    def exposing(self) -> bool:
        """Whether there is something to stop: a trial that has neither ended nor come to learn."""
        return self.trial is not None and self.ended is None and self.phase != LEARN

    def standing(self, name: str) -> Standing:
        """What has become of a phase of this trial, also of one that was left out."""
        if name == self.phase:
            return Standing.CURRENT
        if any(span.name == name for span in self.done):
            return Standing.DONE
        return Standing.NEXT if self.may_move(name) and name in self.phases else Standing.SKIPPED

    def may_move(self, name: str) -> bool:
        """Whether ``Phase(t, name)`` is taken now: a later phase of the plan, or ``learn``.

        A trial that has ended can only be learned from, and rested after.
        """
        if self.trial is None or self.session_ended:
            return False
        if name == REST:
            return self.ended is not None
        if self.ended is not None and name != LEARN:
            return False
        return (name == LEARN or name in self.phases) and place_of(name) > place_of(self.phase)

    def planned_s(self, name: str) -> float | None:
        """Target of a phase of this trial; ``None`` if the phase is open or left out."""
        if self.trial is None or name not in TIMED or name not in self.phases:
            return None
        return self.trial.planned_s[name]

    def into_s(self, t: float) -> float:
        """Seconds of the running phase at ``t``, pauses not counted."""
        return max(0.0, self.clock_s(t) - self.phase_start_practised_s)

    def left_s(self, t: float) -> float | None:
        """Seconds left of the running phase at ``t``, at least 0; ``None`` if it is open."""
        if self.phase_target_s is None:
            return None
        return max(0.0, self.phase_target_s - self.into_s(t))

    def clock_s(self, t: float) -> float:
        """Seconds of the session practised by ``t``, pauses not counted."""
        stands = self.paused or self.session_ended
        return self.practised_s + (0.0 if stands else max(0.0, t - self.since_s))

    def time_of(self, practised_s: float) -> float:
        """Session time at which so much will have been practised, if nobody pauses."""
        return self.since_s + max(0.0, practised_s - self.practised_s)

    # --- the fold --------------------------------------------------------------------------------

    def after(self, event: AnyEvent) -> "TrialState":
        """State after one more event of the session's log; events of no concern change nothing."""
        match event:
            case Started():
                return replace(self, since_s=event.t)
            case Paused():
                return replace(self._settled(event.t), paused=True)
            case Resumed():
                return replace(self._settled(event.t), paused=False)
            case Phase():
                return self._moved(event)
            case TrialStarted():
                return self._begun(event)
            case TrialEnded() if self.trial is not None and self.ended is None:
                return replace(
                    self, ended=event.reason, ended_s=event.t, prompt=None, prompt_s=None
                )
            case PhaseExtended() if self.phase_target_s is not None:
                return replace(self, phase_target_s=self.phase_target_s + event.by_s)
            case Rating():
                return self._rated(event)
            case Answer():
                return replace(self, answers={**self.answers, event.question: event.text})
            case Prompt():
                asked_s = self.clock_s(event.t)
                return replace(
                    self, prompt=event.scale, prompt_s=event.t, asked_practised_s=asked_s
                )
            case PromptRested() if event.scale == self.prompt:
                return self._unasked(event.t)
            case Notice() if self.trial is not None:
                return replace(self, notice=event)
            case Beat() if self.notice is not None and self.notice.kind == CONTACT_NOTICE:
                return replace(self, notice=None) if event.t > self.notice.t else self
            case PacerChange() if self.phase == RECOVER:
                return replace(self, pacing=True, paced=True)
            case PacerStopped():
                return replace(self, pacing=False)
            case Ended():
                return replace(
                    self._settled(event.t), session_ended=True, prompt=None, prompt_s=None
                )
            case _:
                return self

    def _settled(self, t: float) -> "TrialState":
        return replace(self, practised_s=self.clock_s(t), since_s=max(t, self.since_s))

    def _begun(self, trial: TrialStarted) -> "TrialState":
        return TrialState(
            trial=trial,
            trials=self.trials + 1,
            last=trial,
            phase_start_s=trial.t,
            phase_start_practised_s=self.clock_s(trial.t),
            pacing=self.pacing,
            paused=self.paused,
            practised_s=self.practised_s,
            since_s=self.since_s,
        )

    def _moved(self, event: Phase) -> "TrialState":
        now_s = self.clock_s(event.t)
        if event.name == REST:
            state = TrialState(
                trials=self.trials,
                last=self.last,
                pacing=self.pacing,
                paused=self.paused,
                practised_s=self.practised_s,
                since_s=self.since_s,
            )
        else:
            done = (*self.done, self._span(event.t)) if self.phase and self.trial else self.done
            state = replace(self, done=done, paced=False)
        if event.name in EXPOSING:
            exposed_s = now_s if state.exposed_practised_s is None else state.exposed_practised_s
            state = replace(state, exposed_practised_s=exposed_s)
        else:
            state = replace(state, prompt=None, prompt_s=None)
        return replace(
            state,
            phase=event.name,
            phase_start_s=event.t,
            phase_target_s=event.target_s,
            phase_start_practised_s=now_s,
        )

    def _span(self, end_s: float) -> PhaseSpan:
        rested_s = max(0.0, end_s - self.phase_start_s - self.into_s(end_s))
        return PhaseSpan(self.phase, self.phase_start_s, end_s, self.phase_target_s, rested_s)

    def _rated(self, event: Rating) -> "TrialState":
        before = self.ratings.get(event.scale)
        if self.trial is not None and event.t < self.trial.t:
            return self
        if before is not None and event.t < before.t:
            return self
        state = replace(self, ratings={**self.ratings, event.scale: event})
        if event.scale == DISTRESS:
            state = replace(state, rated_practised_s=self.clock_s(event.t))
        return state._unasked(event.t) if event.scale == self.prompt else state

    def _unasked(self, t: float) -> "TrialState":
        return replace(self, prompt=None, prompt_s=None, free_practised_s=self.clock_s(t))
