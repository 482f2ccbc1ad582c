"""An assessment that runs: one part after the other, the guide's pace by plan alone."""

from collections.abc import Iterable, Sequence

from coherence_desktop.events import (
    AnyEvent,
    PacerChange,
    PacerStopped,
    Phase,
    PhaseExtended,
    PracticeStarted,
    Reopened,
    TrialEnded,
    TrialStarted,
)
from coherence_desktop.practice.assessments.parts import (
    AFTER,
    AFTER_LABEL,
    PACED,
    Part,
    parts_of,
    plan_of,
)
from coherence_desktop.practice.assessments.protocols import (
    PROTOCOLS,
    Options,
)
from coherence_desktop.practice.assessments.state import KIND, AssessmentState

_USUAL = Options()


class Assessment:
    """Runs the parts of an assessment.

    Commands are events: ``Phase(t, name)`` leaves the running part for a later one, or for
    ``after``; label and target are filled in. The pace is that of the protocol, so nobody else's
    change of pace is taken. After the last part the session goes on quietly until someone ends it.

    Parameters
    ----------
    practice_id : str
    name : str
        What the record calls it.
    parts : sequence of Part
    """

    def __init__(self, practice_id: str, name: str, parts: Sequence[Part]) -> None:
        self.practice_id = practice_id
        self.name = name
        self.parts = tuple(parts)
        self._state = AssessmentState(parts=self.parts)

    @classmethod
    def from_log(cls, log: Iterable[AnyEvent]) -> "Assessment | None":
        """Assessment that a log is of, not begun; ``None`` if it is of none."""
        for event in log:
            if isinstance(event, PracticeStarted) and event.kind == KIND:
                return cls(event.practice_id, event.name, parts_of(event.planned_s))
        return None

    @property
    def state(self) -> AssessmentState:
        """Where it stands."""
        return self._state

    @property
    def planned_s(self) -> float | None:
        """Planned practice in seconds, without what is skipped."""
        return self._state.planned_s

    def begin(self, t: float) -> list[AnyEvent]:
        """Say what is assessed, and come to the first part."""
        started = PracticeStarted(
            t,
            kind=KIND,
            practice_id=self.practice_id,
            name=self.name,
            planned_s=plan_of(self.parts),
        )
        return [started, self._phase(self.parts[0] if self.parts else None, t)]

    def admit(self, event: AnyEvent) -> list[AnyEvent]:
        """Complete or refuse a command; everything else is taken as it is."""
        match event:
            case Phase():
                if not self._state.may_move(event.name):
                    return []
                wanted = (part for part in self.parts if part.name == event.name)
                return [self._phase(next(wanted, None), event.t)]
            case TrialStarted() | TrialEnded() | PhaseExtended() | PacerChange() | PacerStopped():
                return []
            case _:
                return [event]

    def heard(self, event: AnyEvent) -> list[AnyEvent]:
        """What follows at once: a pace, or the end of one."""
        self._state = self._state.after(event)
        if isinstance(event, Reopened):  # the pause that follows begins earlier
            return []
        return self._owed(event.t)

    def due(self, t: float, practised_s: float) -> list[AnyEvent]:  # noqa: ARG002 - counts itself
        """What comes first by ``t``: the next breath of a slide, or the next part."""
        owed = self._owed(t)
        state = self._state
        over_s = state.over_at()
        if owed or over_s is None or state.session_ended:
            return owed
        turn_s = state.turn_at() if self._slides() else None
        if turn_s is not None and turn_s <= t and turn_s < over_s - 0.5:
            return [self._pace(state.changes, turn_s)]
        return [self._phase(state.next_part, over_s)] if over_s <= t else []

    def _slides(self) -> bool:
        part = self._state.part
        return part is not None and 0 < self._state.changes < len(part.rates_per_min)

    def _owed(self, t: float) -> list[AnyEvent]:
        state, part = self._state, self._state.part
        if state.session_ended or not state.running:
            return []
        if part is None or part.kind not in PACED:
            return [PacerStopped(t)] if state.pacer is not None else []
        if state.changes:
            # The breath that begins a slide is known; the one after it can be asked for at once.
            first = state.changes == 1 and len(part.rates_per_min) > 1
            return [self._pace(1, state.changed_s)] if first else []
        if state.pacer is not None:  # a rate that follows without a rest starts a breath anew
            return [PacerStopped(t)]
        return [self._pace(0, t)]

    def _pace(self, breath: int, t: float) -> PacerChange:
        part = self._state.part
        if part is None:
            raise RuntimeError("a pace belongs to a part")
        return part.pattern(breath).change_at(t, glide=False)

    def _phase(self, part: Part | None, t: float) -> Phase:
        if part is None:
            return Phase(t, AFTER, AFTER_LABEL)
        return Phase(t, part.name, part.label, part.planned_s)


def assessment(practice_id: str, options: Options = _USUAL) -> Assessment:
    """Assessment of a kind.

    Parameters
    ----------
    practice_id : str
        A key of `PROTOCOLS`.
    options : Options, optional

    Raises
    ------
    KeyError
        If there is no such assessment.
    InvalidPattern
        If the guide cannot pace a rate that the options ask for.
    """
    protocol = PROTOCOLS[practice_id]
    return Assessment(protocol.id, protocol.name, protocol.parts(options))
