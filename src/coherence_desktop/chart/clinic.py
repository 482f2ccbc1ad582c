"""Entries that the clinician's pages write: who it is, readiness, steps, trials, resonance."""

import msgspec

from coherence_desktop.chart.base import Entry


class Identified(Entry, frozen=True, kw_only=True):
    """The name or code by which the client goes; ``date_of_birth`` is an ISO date or absent."""

    name: str
    date_of_birth: str | None = None


class Described(Entry, frozen=True, kw_only=True):
    """Free notes about the client, as a whole."""

    notes: str


class Archived(Entry, frozen=True):
    """The client is no longer in the list of those who are seen."""


class Unarchived(Entry, frozen=True):
    """The client is seen again."""


class Screened(Entry, frozen=True, kw_only=True):
    """Answers of a readiness screening by id of the concern; ``None`` is "not known"."""

    answers: dict[str, bool | None]
    comment: str = ""


class SignedOff(Entry, frozen=True, kw_only=True):
    """The clinician ``by`` allows an exercise in spite of these concerns, for this reason."""

    exercise_id: str
    concerns: tuple[str, ...]
    reason: str


class SignOffWithdrawn(Entry, frozen=True, kw_only=True):
    """The exercise waits for a sign-off again."""

    exercise_id: str
    reason: str = ""


class CeilingSet(Entry, frozen=True, kw_only=True):
    """Heart rate above which the app speaks up; ``None`` for the rule by age."""

    bpm: float | None


class TriedOnce(Entry, frozen=True, kw_only=True):
    """Result of trying an exercise once: sensation and similarity 0 to 10, distress 0 to 100."""

    exercise_id: str
    duration_s: float
    sensation: float | None = None
    distress: float | None = None
    similarity: float | None = None
    session_id: str = ""


class Step(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One step of a hierarchy: an exercise in some dose, or something from daily life."""

    id: str
    title: str
    exercise_id: str = ""
    """Empty for a naturalistic step."""
    duration_s: float | None = None
    variant: str = ""
    """What makes it easier or harder: "seated", "with the clinician", "alone"."""
    expected_distress: float | None = None
    released_for_home: bool = False


class HierarchyArranged(Entry, frozen=True, kw_only=True):
    """All steps, from the easiest to the hardest."""

    steps: tuple[Step, ...]


class TrialDefaultsSet(Entry, frozen=True, kw_only=True):
    """How this client's trials go unless said otherwise; see `events.TrialStarted`."""

    baseline_s: float = 60.0
    stay_s: float = 120.0
    recover_s: float = 90.0
    recovery: str = "free"
    prompt_every_s: float = 30.0


class ProgressRuleSet(Entry, frozen=True, kw_only=True):
    """When the next step is proposed: either bound met in so many trials running."""

    expectancy_percent: float = 5.0
    peak_distress: float = 30.0
    trials: int = 2


class ResonanceChosen(Entry, frozen=True, kw_only=True):
    """Pace that the clinician chose after an assessment, in breaths a minute."""

    rate_per_min: float
    proposed_per_min: float | None = None
    session_id: str = ""
