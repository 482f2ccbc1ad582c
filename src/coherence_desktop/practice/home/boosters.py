"""Boosters: a check-in each month after the course, as long as was agreed."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from coherence_desktop.chart import BoosterDone, PlanAgreed
from coherence_desktop.practice.home.goals import day_of
from coherence_desktop.practice.home.weeks import Done, practised_days

_MONTHS = 12


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def booster_due(
    plan: PlanAgreed | None, boosters: Iterable[BoosterDone], today: date
) -> date | None:
    """Day since which a check-in is due; ``None`` if none is.

    Only the last one counts: those that were missed do not pile up.
    """
    end = day_of(plan.until) if plan is not None else None
    if plan is None or end is None:
        return None
    dates = (months_after(end, number) for number in range(1, plan.boosters + 1))
    due = max((day for day in dates if day <= today), default=None)
    if due is None:
        return None
    held = (day_of(booster.day) for booster in boosters)
    return None if any(day is not None and day >= due for day in held) else due


def booster_held(due: date | None, done: Iterable[Done]) -> date | None:
    """Day on which a check-in that is due took place: the first practice since then."""
    if due is None:
        return None
    return min((day for day in practised_days(done) if day >= due), default=None)
