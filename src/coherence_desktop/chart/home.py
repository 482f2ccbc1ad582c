"""Entries about the time between sessions: the plan, goals, milestones, questionnaires."""

from enum import StrEnum

import msgspec

from coherence_desktop.chart.base import DayEntry, Entry
from coherence_desktop.chart.clinic import Step


class Contact(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Someone to call when it gets too much."""

    name: str
    phone: str
    about: str = ""
    """When they can be reached, or who they are."""


class PlannedPractice(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A practice and its dose, as agreed."""

    kind: str
    """``breathing`` or ``compassion``, as in `events.PracticeStarted`."""
    practice_id: str
    """Id of its content file: of a breathing pattern or of a programme."""
    name: str
    """What it is called, as the plan was made."""
    minutes: float
    days: tuple[int, ...] = ()
    """Days of the week, Monday 1 to Sunday 7; none of them for every day."""
    rate_per_min: float | None = None
    """Breaths a minute; absent: the person's own pace, or that of the pattern."""
    parts_s: tuple[float, float, float, float] | None = None
    """Seconds of in, hold, out, hold of a breathing pattern that does not ship with the app, so
    that it goes along with the plan; absent for one that does."""


class Agreed(StrEnum):
    """With whom a plan was agreed."""

    CLINICIAN = "clinician"
    SELF = "self"


class PlanAgreed(DayEntry, frozen=True, kw_only=True):
    """What a person means to practise from ``day`` on; the plan before it is over.

    A plan is whole in itself, so that it can be handed over without the rest of the chart.
    """

    practices: tuple[PlannedPractice, ...] = ()
    steps: tuple[Step, ...] = ()
    """Steps of exposure that are released for home."""
    until: str | None = None
    """Last day of the course, an ISO date; absent: it goes on."""
    agreed: Agreed = Agreed.CLINICIAN
    contacts: tuple[Contact, ...] = ()
    """Given with a plan that is handed over; none of them leaves those that are known."""
    boosters: int = 6
    """For so many months after the course there is a monthly check-in."""
    words: str = ""
    """What the clinician wants to say along with it."""


class GoalSet(DayEntry, frozen=True, kw_only=True):
    """Something from daily life that the person wants to do again, or its wording changed."""

    goal_id: str
    text: str


class GoalRated(DayEntry, frozen=True, kw_only=True):
    """How well it goes, 0 (not at all) to 10 (as I wish)."""

    goal_id: str
    value: float


class GoalDropped(DayEntry, frozen=True, kw_only=True):
    """The goal is no longer followed; its ratings stay."""

    goal_id: str


class MilestoneNamed(DayEntry, frozen=True, kw_only=True):
    """Something that would count, or counted, in the person's own words."""

    milestone_id: str
    text: str


class MilestoneReached(DayEntry, frozen=True, kw_only=True):
    """It happened."""

    milestone_id: str


class QuestionnaireAnswered(DayEntry, frozen=True, kw_only=True):
    """Answers by id of the item; an item that was left out is not among them.

    ``score`` is the total by the rules of then, absent where too much was left out.
    """

    questionnaire_id: str
    answers: dict[str, int]
    score: float | None = None


class BoosterDone(DayEntry, frozen=True, kw_only=True):
    """A monthly check-in after the course took place."""


class EmergencyContactsSet(Entry, frozen=True, kw_only=True):
    """People to call, the first one first."""

    contacts: tuple[Contact, ...]


class ReminderSet(Entry, frozen=True, kw_only=True):
    """When the app may remind from the tray; times are ``HH:MM`` on the person's own clock."""

    on: bool = False
    times: tuple[str, ...] = ("19:00",)
    quiet_from: str = "21:00"
    quiet_until: str = "08:00"
