"""The vocabulary of a client's chart: what is known and agreed of a person between sessions.

A chart is its log of dated entries, as a session is its event log. Entries are never changed; the
last one of a kind counts and those before it are its history. ``at_utc`` is ISO 8601 in UTC.
"""

from coherence_desktop.chart.base import (
    VERSION,
    DayEntry,
    Entry,
)
from coherence_desktop.chart.clinic import (
    Archived,
    CeilingSet,
    Described,
    HierarchyArranged,
    Identified,
    ProgressRuleSet,
    ResonanceChosen,
    Screened,
    SignedOff,
    SignOffWithdrawn,
    Step,
    TrialDefaultsSet,
    TriedOnce,
    Unarchived,
)
from coherence_desktop.chart.codec import (
    AnyEntry,
    UndecodableEntry,
    decode_entries,
    encode_entries,
)
from coherence_desktop.chart.handover import (
    HandedOver,
    HandoverKeyMade,
    Received,
)
from coherence_desktop.chart.home import (
    Agreed,
    BoosterDone,
    Contact,
    EmergencyContactsSet,
    GoalDropped,
    GoalRated,
    GoalSet,
    MilestoneNamed,
    MilestoneReached,
    PlanAgreed,
    PlannedPractice,
    QuestionnaireAnswered,
    ReminderSet,
)

__all__ = [
    "VERSION",
    "Agreed",
    "AnyEntry",
    "Archived",
    "BoosterDone",
    "CeilingSet",
    "Contact",
    "DayEntry",
    "Described",
    "EmergencyContactsSet",
    "Entry",
    "GoalDropped",
    "GoalRated",
    "GoalSet",
    "HandedOver",
    "HandoverKeyMade",
    "HierarchyArranged",
    "Identified",
    "MilestoneNamed",
    "MilestoneReached",
    "PlanAgreed",
    "PlannedPractice",
    "ProgressRuleSet",
    "QuestionnaireAnswered",
    "Received",
    "ReminderSet",
    "ResonanceChosen",
    "Screened",
    "SignOffWithdrawn",
    "SignedOff",
    "Step",
    "TrialDefaultsSet",
    "TriedOnce",
    "Unarchived",
    "UndecodableEntry",
    "decode_entries",
    "encode_entries",
]
