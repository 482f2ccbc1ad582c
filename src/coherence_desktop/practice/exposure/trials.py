"""Reads the trials of a session from its log."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from coherence_desktop.events import (
    Answer,
    AnyEvent,
    Beat,
    Ended,
    Marker,
    Note,
    Notice,
    Paused,
    Phase,
    PhaseExtended,
    Rating,
    Resumed,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
    amended,
)
from coherence_desktop.practice.exposure.phases import (
    PHASES,
    REST,
    PhaseSpan,
    phases_of,
    place_of,
)

Moment = Rating | Answer | Marker | Note | Notice
"""What belongs to a trial by its time alone, however late it was told."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial of a session with everything that was recorded in it.

    It lasts from its `TrialStarted` to the rest after it, the next trial or the end of the
    session, whichever is first; all times are session seconds.
    """

    number: int
    """From 1 in each session."""
    started: TrialStarted
    """What was agreed on."""
    end_s: float
    phases: tuple[PhaseSpan, ...]
    pauses: tuple[tuple[float, float], ...]
    """Start and end of each pause within the trial."""
    ratings: tuple[Rating, ...]
    answers: tuple[Answer, ...]
    markers: tuple[Marker, ...]
    notes: tuple[Note, ...]
    notices: tuple[Notice, ...]
    end_reason: TrialEndReason | None
    """``None`` if the log stops within the trial: it still runs, or the app died in it."""
    ended_s: float | None
    """When the exposure was over: a stopped trial may still be learned from."""
    skipped: tuple[str, ...]
    """Phases that were passed over though they were planned."""

    @property
    def start_s(self) -> float:
        """When it started."""
        return self.started.t

    @property
    def step(self) -> str:
        """Step of the hierarchy, or the exercise where there is none: trials to compare."""
        return self.started.step_id or self.started.exercise_id

    def phase(self, name: str) -> PhaseSpan | None:
        """Give a phase, or ``None`` if it did not take place."""
        return next((phase for phase in self.phases if phase.name == name), None)

    def ratings_on(self, scale: str) -> tuple[Rating, ...]:
        """Ratings on a scale, in the order of their times."""
        return tuple(rating for rating in self.ratings if rating.scale == scale)

    def rated(self, scale: str) -> float | None:
        """Give the last rating on a scale, the one that counts."""
        return next((r.value for r in reversed(self.ratings) if r.scale == scale), None)

    def answered(self, question: str) -> str | None:
        """Give the last answer to a question, the one that counts."""
        return next((a.text for a in reversed(self.answers) if a.question == question), None)


def trials_of(events: Iterable[AnyEvent]) -> tuple[Trial, ...]:
    """Fold a session's log into its trials.

    Ratings, answers, marks and notes belong to the trial in which their time lies, even if they
    were told later; at the same moment the order of the log decides.

    Parameters
    ----------
    events : iterable of AnyEvent
        The log, in order; it may stop anywhere. Markers and phases are read as `amended`.
    """
    fold = _Fold()
    last_s = 0.0
    for index, event in enumerate(amended(events)):
        last_s = max(last_s, event.t)
        if not isinstance(event, Beat):
            fold.take(event, index)
    return fold.trials(last_s)


@dataclass(slots=True)
class _Draft:
    """A trial while its events are gathered."""

    started: TrialStarted
    since: tuple[float, int]
    until: tuple[float, float] = (math.inf, math.inf)
    phases: list[Phase] = field(default_factory=list)
    added_s: list[float] = field(default_factory=list)
    ended: TrialEnded | None = None

    def holds(self, t: float, index: int) -> bool:
        return self.since <= (t, index) <= self.until


class _Fold:
    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._moments: list[tuple[float, int, Moment]] = []
        self._pauses: list[tuple[float, float]] = []
        self._paused_s: float | None = None

    def take(self, event: AnyEvent, index: int) -> None:
        open_one = self._open()
        match event:
            case TrialStarted():
                self._close(event.t, index)
                self._drafts.append(_Draft(event, (event.t, index)))
            case Phase() if event.name == REST:
                self._close(event.t, index)
            case Phase() if open_one is not None and event.name in PHASES:
                open_one.phases.append(event)
                open_one.added_s.append(0.0)
            case PhaseExtended() if open_one is not None and open_one.added_s:
                open_one.added_s[-1] += event.by_s
            case TrialEnded() if open_one is not None and open_one.ended is None:
                open_one.ended = event
            case Ended():
                self._close(event.t, index)
            case Paused() if self._paused_s is None:
                self._paused_s = event.t
            case Resumed() if self._paused_s is not None:
                self._pauses.append((self._paused_s, event.t))
                self._paused_s = None
            case Rating() | Answer() | Marker() | Note() | Notice():
                self._moments.append((event.t, index, event))

    def trials(self, last_s: float) -> tuple[Trial, ...]:
        if self._paused_s is not None:
            self._pauses.append((self._paused_s, last_s))
            self._paused_s = None
        self._moments.sort(key=lambda one: one[:2])
        return tuple(
            self._trial(draft, number, min(draft.until[0], last_s))
            for number, draft in enumerate(self._drafts, start=1)
        )

    def _open(self) -> _Draft | None:
        if self._drafts and math.isinf(self._drafts[-1].until[0]):
            return self._drafts[-1]
        return None

    def _close(self, t: float, index: int) -> None:
        draft = self._open()
        if draft is not None:
            draft.until = (t, index)

    def _trial(self, draft: _Draft, number: int, end_s: float) -> Trial:
        inside = [event for t, index, event in self._moments if draft.holds(t, index)]
        pauses = tuple(
            (max(start, draft.started.t), min(end, end_s))
            for start, end in self._pauses
            if end > draft.started.t and start < end_s
        )
        return Trial(
            number=draft.started.number or number,
            started=draft.started,
            end_s=end_s,
            phases=_spans(draft, end_s, pauses),
            pauses=pauses,
            ratings=tuple(event for event in inside if isinstance(event, Rating)),
            answers=tuple(event for event in inside if isinstance(event, Answer)),
            markers=tuple(event for event in inside if isinstance(event, Marker)),
            notes=tuple(event for event in inside if isinstance(event, Note)),
            notices=tuple(event for event in inside if isinstance(event, Notice)),
            end_reason=None if draft.ended is None else draft.ended.reason,
            ended_s=None if draft.ended is None else draft.ended.t,
            skipped=_skipped(draft),
        )


def _spans(
    draft: _Draft, end_s: float, pauses: Iterable[tuple[float, float]]
) -> tuple[PhaseSpan, ...]:
    ends = [*(phase.t for phase in draft.phases), end_s][1:]
    return tuple(
        PhaseSpan(
            phase.name,
            phase.t,
            end,
            None if phase.target_s is None else phase.target_s + added,
            sum(max(0.0, min(stop, end) - max(start, phase.t)) for start, stop in pauses),
        )
        for phase, added, end in zip(draft.phases, draft.added_s, ends, strict=True)
    )


def _skipped(draft: _Draft) -> tuple[str, ...]:
    """Planned phases that another one was begun instead of, or that its proper end came before."""
    begun = [phase.name for phase in draft.phases]
    reached = max((place_of(name) for name in begun), default=-1)
    if draft.ended is not None:
        cut_s = draft.ended.t
        if draft.ended.reason is TrialEndReason.COMPLETED:
            reached = len(PHASES)
        else:
            before = [place_of(phase.name) for phase in draft.phases if phase.t < cut_s]
            reached = max(before, default=-1)
    return tuple(
        name for name in phases_of(draft.started) if name not in begun and place_of(name) < reached
    )
