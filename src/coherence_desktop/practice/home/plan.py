"""What is agreed for the time between sessions, and for which days."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from coherence_desktop.calendar_names import DAYS, MONTHS
from coherence_desktop.chart import Agreed, PlanAgreed, PlannedPractice, Step
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import Exercise
from coherence_desktop.practice.hierarchy import steps_for_home
from coherence_desktop.practice.home.goals import day_of
from coherence_desktop.practice.pattern import InvalidPattern, Pattern
from coherence_desktop.practice.screening import Screening

USUAL = PlannedPractice(
    kind="breathing", practice_id="resonance", name="Breathing at your rhythm", minutes=10.0
)
"""What there is to practise as long as nothing is agreed."""
HARD_DAY = PlannedPractice(
    kind="compassion", practice_id="flare_up", name="When it flares up", minutes=1.0
)
SHORT_MINUTES = 3.0


def planned_on(practice: PlannedPractice, day: date) -> bool:
    """Tell whether a practice is meant for a day."""
    return not practice.days or day.isoweekday() in practice.days


def is_running(plan: PlanAgreed, day: date) -> bool:
    """Tell whether a plan holds on a day: from the day it was made to its last one."""
    first, last = day_of(plan.day), day_of(plan.until)
    return (first is None or first <= day) and (last is None or day <= last)


def is_over(plan: PlanAgreed, day: date) -> bool:
    """Tell whether the last day of a plan lies before a day."""
    last = day_of(plan.until)
    return last is not None and day > last


def day_names(days: Iterable[int]) -> str:
    """Days of the week in words: ``every day``, ``Monday and Thursday``."""
    wanted = sorted({day for day in days if 1 <= day <= len(DAYS)})
    if len(wanted) in (0, len(DAYS)):
        return "every day"
    names = [DAYS[day - 1] for day in wanted]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def day_words(day: date | None) -> str:
    """A day without its year: ``7 May``; empty for none."""
    return "" if day is None else f"{day.day} {MONTHS[day.month - 1]}"


def minutes_words(minutes: float) -> str:
    """A dose in words: ``1 minute``, ``2.5 minutes``, ``30 s``."""
    if minutes < 1.0:
        return f"{60 * minutes:.0f} s"
    return "1 minute" if minutes == 1.0 else f"{minutes:g} minutes"


def waiting_exercises(
    chart: Chart, exercises: Iterable[Exercise], screening: Screening
) -> dict[str, str]:
    """Give a sentence for each exercise that waits, by its id; in the clinic and at home.

    At home the exercises of a plan that was handed over do not wait: they did not when it was,
    and the screening stays in the clinic.
    """
    locks = chart.locks(exercises, screening)
    if chart.answers is None and not chart.steps and chart.plan is not None:
        for step in chart.plan.steps:
            locks.pop(step.exercise_id, None)
    return locks


def released_steps(chart: Chart, locks: Mapping[str, str]) -> tuple[Step, ...]:
    """Give the steps that may be tried at home.

    Where there is a hierarchy, as with the clinician, those that it releases; otherwise those
    that came with the plan. A step whose exercise is locked is never among them.

    Parameters
    ----------
    chart : Chart
    locks : mapping of str to str
        Sentence for each exercise that is locked, by its id; see `Chart.locks`.
    """
    if chart.steps:
        return steps_for_home(chart.steps, locks)
    steps = chart.plan.steps if chart.plan is not None else ()
    return tuple(step for step in steps if step.exercise_id not in locks)


def plan_to_hand_over(
    chart: Chart, locks: Mapping[str, str], *, at_utc: str, day: date, by: str = ""
) -> PlanAgreed:
    """Give the plan whole in itself: with the steps released now, own pace, people to call.

    Parameters
    ----------
    chart : Chart
        The client's.
    locks : mapping of str to str
        As for `released_steps`.
    at_utc : str
        The moment (ISO 8601).
    day : date
        From which it holds.
    by : str
        Who hands it over.
    """
    plan = chart.plan or PlanAgreed(at_utc, day=day.isoformat(), practices=(USUAL,))
    rate = chart.resonance_rate
    practices = tuple(
        replace(one, rate_per_min=rate) if takes_own_pace(one) and rate is not None else one
        for one in plan.practices
    )
    return replace(
        plan,
        at_utc=at_utc,
        by=by or plan.by,
        day=day.isoformat(),
        practices=practices,
        steps=released_steps(chart, locks),
        contacts=chart.contacts,
        agreed=Agreed.CLINICIAN,
    )


def takes_own_pace(practice: PlannedPractice) -> bool:
    """Tell whether a practice is paced by what was found for the person, unless said otherwise."""
    ours = practice.kind == USUAL.kind and practice.practice_id == USUAL.practice_id
    return ours and practice.rate_per_min is None


def agreed_pace(
    plan: PlanAgreed | None, kind: str, practice_id: str, own_rate: float | None
) -> float | None:
    """Breaths a minute for a practice as the plan has it; without it in a plan, as usual.

    Parameters
    ----------
    plan : PlanAgreed or None
    kind, practice_id : str
        As in `chart.PlannedPractice`.
    own_rate : float or None
        Pace that was found for the person.
    """
    planned = plan.practices if plan is not None else ()
    for practice in planned:
        if (practice.kind, practice.practice_id) == (kind, practice_id):
            return pace_of(practice, own_rate)
    return own_rate if (kind, practice_id) == (USUAL.kind, USUAL.practice_id) else None


def agreed_pattern(plan: PlanAgreed | None, kind: str, practice_id: str) -> Pattern | None:
    """Give a breathing pattern that came with the plan; ``None`` for one that ships with the app.

    Parameters
    ----------
    plan : PlanAgreed or None
    kind, practice_id : str
        As in `chart.PlannedPractice`.
    """
    for practice in plan.practices if plan is not None else ():
        if (practice.kind, practice.practice_id) == (kind, practice_id) and practice.parts_s:
            try:
                return Pattern(*practice.parts_s, name=practice.name)
            except InvalidPattern:
                return None
    return None


def pace_of(practice: PlannedPractice, own_rate: float | None) -> float | None:
    """Breaths a minute for a practice; ``None`` leaves it to its pattern or programme."""
    return own_rate if takes_own_pace(practice) else practice.rate_per_min
