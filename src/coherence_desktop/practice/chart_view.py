"""A client's chart as it stands: what the log of its entries amounts to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from coherence_desktop.chart import (
    AnyEntry,
    Archived,
    BoosterDone,
    CeilingSet,
    Contact,
    Described,
    EmergencyContactsSet,
    GoalDropped,
    GoalRated,
    GoalSet,
    HandedOver,
    HandoverKeyMade,
    HierarchyArranged,
    Identified,
    MilestoneNamed,
    MilestoneReached,
    PlanAgreed,
    ProgressRuleSet,
    QuestionnaireAnswered,
    Received,
    ReminderSet,
    ResonanceChosen,
    Screened,
    SignedOff,
    SignOffWithdrawn,
    Step,
    TrialDefaultsSet,
    TriedOnce,
    Unarchived,
)
from coherence_desktop.practice.exercises import Exercise
from coherence_desktop.practice.home.goals import (
    Goals,
    Milestones,
    goals_after,
    milestones_after,
)
from coherence_desktop.practice.readiness import Answers, Lock, SignOff, lock_of
from coherence_desktop.practice.screening import Screening

CEILING_SHARE = 0.85
OLDEST_YEARS = 130
_USUAL_TRIAL = TrialDefaultsSet("")
_USUAL_RULE = ProgressRuleSet("")
_QUIET = ReminderSet("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is known and agreed of a client now, and how it came to be.

    Histories are in the order in which they were entered.
    """

    name: str = ""
    date_of_birth: date | None = None
    notes: str = ""
    archived: bool = False
    screenings: tuple[Screened, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    """All there were; those that count now have ``stands``."""
    ceilings: tuple[CeilingSet, ...] = ()
    tried: tuple[TriedOnce, ...] = ()
    arrangements: tuple[HierarchyArranged, ...] = ()
    trial_defaults: TrialDefaultsSet = _USUAL_TRIAL
    progress_rule: ProgressRuleSet = _USUAL_RULE
    resonance: ResonanceChosen | None = None
    plans: tuple[PlanAgreed, ...] = ()
    goals: Goals = ()
    milestones: Milestones = ()
    questionnaires: tuple[QuestionnaireAnswered, ...] = ()
    boosters: tuple[BoosterDone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    """People to call, the first one first."""
    reminders: ReminderSet = _QUIET
    entries: int = 0
    """How many were folded."""
    last_entry_utc: str = ""

    @classmethod
    def of(cls, entries: Iterable[AnyEntry]) -> "Chart":
        """Fold a log of entries, in its order."""
        return cls().after(*entries)

    def after(self, *entries: AnyEntry) -> "Chart":
        """Give the chart as it is with further entries; this one stays as it is."""
        chart = self
        for entry in entries:
            counted = replace(chart, entries=chart.entries + 1, last_entry_utc=entry.at_utc)
            chart = counted._with(entry)
        return chart

    @property
    def screening(self) -> Screened | None:
        """The latest screening."""
        return self.screenings[-1] if self.screenings else None

    @property
    def answers(self) -> Answers | None:
        """Answers of the latest screening."""
        return self.screenings[-1].answers if self.screenings else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The hierarchy, from the easiest to the hardest."""
        return self.arrangements[-1].steps if self.arrangements else ()

    @property
    def plan(self) -> PlanAgreed | None:
        """The plan that was agreed last."""
        return self.plans[-1] if self.plans else None

    @property
    def resonance_rate(self) -> float | None:
        """Pace that was chosen, in breaths a minute."""
        return None if self.resonance is None else self.resonance.rate_per_min

    @property
    def last_tried(self) -> dict[str, TriedOnce]:
        """The latest result of trying each exercise once, by id of the exercise."""
        return {tried.exercise_id: tried for tried in self.tried}

    @property
    def next_step_id(self) -> str:
        """An id that no step of this chart ever had, so that old trials keep their step."""
        used = {step.id for arranged in self.arrangements for step in arranged.steps}
        number = len(used) + 1
        while f"s{number}" in used:
            number += 1
        return f"s{number}"

    def age(self, today: date) -> int | None:
        """Whole years; ``None`` without a date of birth, or with one that cannot be right."""
        born = self.date_of_birth
        if born is None:
            return None
        years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return years if 0 <= years <= OLDEST_YEARS else None

    def ceiling_bpm(self, today: date) -> float | None:
        """Heart rate above which the app speaks up.

        The one that was set; otherwise 85 % of 220 minus age; ``None`` if neither is known.
        """
        if self.ceilings and self.ceilings[-1].bpm is not None:
            return self.ceilings[-1].bpm
        return self.ceiling_by_age_bpm(today)

    def ceiling_by_age_bpm(self, today: date) -> float | None:
        """85 % of 220 minus age, in beats a minute; ``None`` if the age is not known."""
        age = self.age(today)
        return None if age is None else CEILING_SHARE * (220 - age)

    def covered(self, exercise_id: str) -> frozenset[str]:
        """Concerns that sign-offs for an exercise cover now."""
        ours = (off.covers for off in self.sign_offs if off.entry.exercise_id == exercise_id)
        return frozenset[str]().union(*ours)

    def lock(self, exercise: Exercise, screening: Screening) -> Lock | None:
        """Tell what an exercise waits for; ``None`` if it may start."""
        return lock_of(exercise, self.answers, self.covered(exercise.id), screening)

    def locks(self, exercises: Iterable[Exercise], screening: Screening) -> dict[str, str]:
        """Give a sentence for each exercise that waits, by its id."""
        found = (self.lock(exercise, screening) for exercise in exercises)
        return {lock.exercise_id: lock.sentence for lock in found if lock is not None}

    def _with(self, entry: AnyEntry) -> "Chart":
        match entry:
            case Identified():
                born = _date(entry.date_of_birth)
                return replace(self, name=entry.name, date_of_birth=born)
            case Described():
                return replace(self, notes=entry.notes)
            case Archived() | Unarchived():
                return replace(self, archived=isinstance(entry, Archived))
            case Screened():
                offs = tuple(off.after(entry) for off in self.sign_offs)
                return replace(self, screenings=(*self.screenings, entry), sign_offs=offs)
            case SignedOff():
                known = self.answers or {}
                then = {concern: known.get(concern) for concern in entry.concerns}
                return replace(self, sign_offs=(*self.sign_offs, SignOff(entry, then)))
            case SignOffWithdrawn():
                offs = tuple(off.after(entry) for off in self.sign_offs)
                return replace(self, sign_offs=offs)
            case CeilingSet():
                return replace(self, ceilings=(*self.ceilings, entry))
            case TriedOnce():
                return replace(self, tried=(*self.tried, entry))
            case HierarchyArranged():
                return replace(self, arrangements=(*self.arrangements, entry))
            case TrialDefaultsSet():
                return replace(self, trial_defaults=entry)
            case ProgressRuleSet():
                return replace(self, progress_rule=entry)
            case ResonanceChosen():
                return replace(self, resonance=entry)
            case PlanAgreed():
                contacts = entry.contacts or self.contacts
                return replace(self, plans=(*self.plans, entry), contacts=contacts)
            case GoalSet() | GoalRated() | GoalDropped():
                return replace(self, goals=goals_after(self.goals, entry))
            case MilestoneNamed() | MilestoneReached():
                return replace(self, milestones=milestones_after(self.milestones, entry))
            case QuestionnaireAnswered():
                return replace(self, questionnaires=(*self.questionnaires, entry))
            case BoosterDone():
                return replace(self, boosters=(*self.boosters, entry))
            case EmergencyContactsSet():
                return replace(self, contacts=entry.contacts)
            case ReminderSet():
                return replace(self, reminders=entry)
            case HandoverKeyMade() | HandedOver() | Received():
                return self


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
