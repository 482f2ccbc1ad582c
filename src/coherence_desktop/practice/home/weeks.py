"""Weeks of practice: which days, how many; never a streak that could break."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

LEAST_S = 30.0
"""A practice that was left earlier does not make a day one of practice."""
_DAYS = 7
_KIND = "Some weeks are fuller than others. Every day is a good day to come back."


@dataclass(frozen=True, slots=True)
class Done:
    """A practice that took place; ``day`` by the clock of the place where it did."""

    day: date
    duration_s: float
    kind: str = ""
    practice_id: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a week."""

    day: date
    practised: bool
    ahead: bool
    """It has not come yet."""


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday on."""

    days: tuple[Day, ...]

    @property
    def monday(self) -> date:
        """Its first day."""
        return self.days[0].day

    @property
    def practised(self) -> int:
        """How many of its days."""
        return sum(day.practised for day in self.days)


@dataclass(frozen=True, slots=True)
class Weeks:
    """Weeks up to the one of today, the oldest first."""

    weeks: tuple[Week, ...]
    today: date

    @property
    def practised(self) -> int:
        """Days of practice in all of them."""
        return sum(week.practised for week in self.weeks)

    @property
    def headline(self) -> str:
        """The count, without judging it."""
        if not self.practised:
            return "Any day can be the first."
        return (
            "1 day of practice." if self.practised == 1 else f"{self.practised} days of practice."
        )

    @property
    def words(self) -> str:
        """A kind sentence that is true of every count."""
        return _KIND


def practised_days(done: Iterable[Done]) -> frozenset[date]:
    """Days on which something was practised for at least `LEAST_S`."""
    return frozenset(one.day for one in done if one.duration_s >= LEAST_S)


def weeks_to(today: date, practised: Collection[date], count: int = 4) -> Weeks:
    """Lay out so many weeks from Monday to Sunday; the last one holds ``today``.

    Raises
    ------
    ValueError
        If ``count`` is below 1.
    """
    if count < 1:
        raise ValueError(f"at least one week, not {count}")
    monday = today - timedelta(days=today.weekday())
    weeks = []
    for number in range(count):
        first = monday - timedelta(weeks=count - 1 - number)
        days = (first + timedelta(days=offset) for offset in range(_DAYS))
        weeks.append(Week(tuple(Day(day, day in practised, day > today) for day in days)))
    return Weeks(tuple(weeks), today)
