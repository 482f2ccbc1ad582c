"""Goals from daily life with their weekly ratings, and milestones, as the chart tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coherence_desktop.chart import (
    GoalDropped,
    GoalRated,
    GoalSet,
    MilestoneNamed,
    MilestoneReached,
)

WORST, BEST = 0.0, 10.0
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating of a goal, 0 to 10."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Goal:
    """Something that a person wants to do again."""

    id: str
    text: str
    set_on: date
    ratings: tuple[Rated, ...] = ()
    """In the order of days; one of a day, the last that was given."""
    dropped: bool = False

    @property
    def first(self) -> Rated | None:
        """Where it began."""
        return self.ratings[0] if self.ratings else None

    @property
    def last(self) -> Rated | None:
        """Where it is now."""
        return self.ratings[-1] if self.ratings else None

    def due(self, today: date) -> bool:
        """Tell whether a week has gone by since it was rated."""
        if self.dropped:
            return False
        return self.last is None or today - self.last.day >= WEEK


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that counts, in the person's own words."""

    id: str
    text: str
    named_on: date
    reached_on: date | None = None


Goals = tuple[Goal, ...]
Milestones = tuple[Milestone, ...]


def goals_after(goals: Goals, entry: GoalSet | GoalRated | GoalDropped) -> Goals:
    """Give the goals as they are with a further entry; one about no known goal changes nothing."""
    day = day_of(entry.day)
    if isinstance(entry, GoalSet) and all(goal.id != entry.goal_id for goal in goals):
        return goals if day is None else (*goals, Goal(entry.goal_id, entry.text, day))
    return tuple(_changed(goal, entry) if goal.id == entry.goal_id else goal for goal in goals)


def milestones_after(
    milestones: Milestones, entry: MilestoneNamed | MilestoneReached
) -> Milestones:
    """Give the milestones as they are with a further entry."""
    day = day_of(entry.day)
    if day is None:
        return milestones
    known = any(one.id == entry.milestone_id for one in milestones)
    if isinstance(entry, MilestoneNamed) and not known:
        return (*milestones, Milestone(entry.milestone_id, entry.text, day))
    return tuple(
        one
        if one.id != entry.milestone_id
        else replace(one, text=entry.text)
        if isinstance(entry, MilestoneNamed)
        else replace(one, reached_on=day)
        for one in milestones
    )


def goals_due(goals: Sequence[Goal], today: date) -> Goals:
    """Goals that wait for this week's rating."""
    return tuple(goal for goal in goals if goal.due(today))


def next_id(prefix: str, used: Sequence[str]) -> str:
    """Give an id that is not used: ``g1``, ``g2`` and so on."""
    number = len(used) + 1
    while f"{prefix}{number}" in used:
        number += 1
    return f"{prefix}{number}"


def day_of(text: str | None) -> date | None:
    """Read an ISO date; ``None`` where there is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _changed(goal: Goal, entry: GoalSet | GoalRated | GoalDropped) -> Goal:
    match entry:
        case GoalSet():
            return replace(goal, text=entry.text, dropped=False)
        case GoalDropped():
            return replace(goal, dropped=True)
        case GoalRated():
            day = day_of(entry.day)
            if day is None:
                return goal
            others = [rated for rated in goal.ratings if rated.day != day]
            value = min(max(entry.value, WORST), BEST)
            ratings = sorted([*others, Rated(day, value)], key=lambda rated: rated.day)
            return replace(goal, ratings=tuple(ratings))
