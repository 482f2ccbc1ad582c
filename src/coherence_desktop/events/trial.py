"""What happens in a trial of interoceptive exposure; its phases are `Phase` events."""

from enum import StrEnum

from coherence_desktop.events.base import Event


class Recovery(StrEnum):
    """How a person recovers after a trial, as agreed beforehand."""

    NONE = "none"
    FREE = "free"
    PACED = "paced"


class TrialStarted(Event, frozen=True, kw_only=True):
    """A trial began, with everything that was agreed on; content files may change later.

    ``planned_s`` has the planned length of each phase; one that is not in it, or has 0, is left
    out. Only ``predict`` and ``learn`` need not be in it to take place: they last as long as
    people need, and a length above 0 is an estimate.
    ``pace`` are the seconds of inhale, hold, exhale and hold for paced recovery.
    """

    number: int = 0
    """From 1 in each session; the engine counts."""
    exercise_id: str
    exercise_name: str
    step_id: str = ""
    """Step of the client's hierarchy, if it is one."""
    instructions: tuple[str, ...] = ()
    sensations: tuple[str, ...] = ()
    recovery: Recovery = Recovery.FREE
    planned_s: dict[str, float]
    pace: tuple[float, float, float, float] | None = None
    prompt_every_s: float = 30.0
    ceiling_bpm: float | None = None


class PhaseExtended(Event, frozen=True):
    """The running phase lasts ``by_s`` longer than planned."""

    by_s: float


class Notice(Event, frozen=True, kw_only=True):
    """The app said something plain during a trial; it decided nothing.

    ``kind`` is ``ceiling`` (heart rate above the agreed one for 5 s; ``value`` in bpm) or
    ``contact`` (no beats while the sensation is brought on).
    """

    kind: str
    message: str
    value: float | None = None


class TrialEndReason(StrEnum):
    """Why a trial ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    SESSION_ENDED = "session_ended"


class TrialEnded(Event, frozen=True):
    """The trial is over; everything up to here is kept."""

    reason: TrialEndReason = TrialEndReason.COMPLETED
