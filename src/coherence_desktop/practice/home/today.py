"""What there is today: one clear next thing, why, and ways to make it smaller."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from msgspec.structs import replace

from coherence_desktop.chart import Agreed, BoosterDone, PlanAgreed, PlannedPractice, Step
from coherence_desktop.practice.home.boosters import booster_due
from coherence_desktop.practice.home.goals import day_of
from coherence_desktop.practice.home.plan import (
    HARD_DAY,
    SHORT_MINUTES,
    USUAL,
    day_words,
    is_over,
    is_running,
    minutes_words,
    pace_of,
    planned_on,
)
from coherence_desktop.practice.home.weeks import LEAST_S, Done

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_MORNING, _NOON, _EVENING = 5, 12, 18


class State(StrEnum):
    """How today stands."""

    DUE = "due"
    DONE = "done"
    """What was planned for today took place."""
    REST = "rest"
    """A plan runs, with nothing in it for today."""
    FREE = "free"
    """No plan runs."""
    BOOSTER = "booster"
    """A monthly check-in after the course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Today's page in words, with what its buttons begin."""

    state: State
    practice: PlannedPractice
    """What *Continue* begins."""
    pace: float | None
    """Breaths a minute, where that is known beforehand."""
    title: str
    why: str
    kind_line: str
    action: str
    short: PlannedPractice | None
    """The same for three minutes, where that is less."""
    sound_only: bool
    """Whether it can be done by ear alone."""
    step: Step | None
    """A step of exposure that is released for home."""
    hard_day: PlannedPractice
    later: tuple[PlannedPractice, ...] = ()
    """What else is planned for today."""


def greeting(hour: int) -> str:
    """Greeting by the hour of the day, 0 to 23."""
    if _MORNING <= hour < _NOON:
        return "Good morning"
    return "Good afternoon" if _NOON <= hour < _EVENING else "Good evening"


def today(
    plan: PlanAgreed | None,
    done: Iterable[Done],
    day: date,
    *,
    own_rate: float | None = None,
    boosters: Iterable[BoosterDone] = (),
    steps: Sequence[Step] | None = None,
) -> Today:
    """Work out today's page.

    Parameters
    ----------
    plan : PlanAgreed or None
        The plan that was agreed last.
    done : iterable of Done
        What was practised; those of today need their kind and practice.
    day : date
        Today.
    own_rate : float, optional
        The person's own pace, in breaths a minute.
    boosters : iterable of BoosterDone
        Check-ins that took place.
    steps : sequence of Step, optional
        Steps that may be offered, the easiest first (see `plan.released_steps`); by default those
        of the plan while it runs.
    """
    finished = {(d.kind, d.practice_id) for d in done if d.day == day and d.duration_s >= LEAST_S}
    practices = plan.practices if plan is not None and plan.practices else (USUAL,)
    runs = plan is not None and is_running(plan, day)
    agreed = plan.practices if plan is not None and runs else ()
    planned = [one for one in agreed if planned_on(one, day)]
    waiting = [one for one in planned if (one.kind, one.practice_id) not in finished]
    due_since = booster_due(plan, boosters, day)
    if waiting:
        state = State.DUE
    elif planned:
        state = State.DONE
    elif runs:
        state = State.REST
    else:
        state = State.BOOSTER if due_since is not None else State.FREE
    practice = waiting[0] if waiting else practices[0]
    if state is State.FREE and (practice.kind, practice.practice_id) in finished:
        state = State.DONE
    pace = pace_of(practice, own_rate)
    offered = steps if steps is not None else plan.steps if plan is not None and runs else ()
    title, why, kind_line, action = _words(state, plan, practice, pace, waiting[1:], day)
    short = None
    if practice.kind == USUAL.kind and practice.minutes > SHORT_MINUTES:
        short = _shorter(practice)
    return Today(
        state=state,
        practice=practice,
        pace=pace,
        title=title,
        why=why,
        kind_line=kind_line,
        action=action,
        short=short,
        sound_only=practice.kind == USUAL.kind,
        step=offered[0] if offered else None,
        hard_day=HARD_DAY,
        later=tuple(waiting[1:]),
    )


def _shorter(practice: PlannedPractice) -> PlannedPractice:
    return replace(practice, minutes=SHORT_MINUTES)


def _words(
    state: State,
    plan: PlanAgreed | None,
    practice: PlannedPractice,
    pace: float | None,
    later: Sequence[PlannedPractice],
    day: date,
) -> tuple[str, str, str, str]:
    """Title, why, the kind line under the greeting, and what the button says."""
    dose = _dose(practice, pace)
    again = f"If you like: {practice.name[:1].lower()}{practice.name[1:]}, {dose}."
    if state is State.DUE:
        whose = "as agreed with your clinician"
        if plan is not None and plan.agreed is Agreed.SELF:
            whose = "as you planned it"
        return practice.name, f"{dose}, {whose}", _kind_line(practice, later), "Continue"
    if state is State.DONE:
        return "Done for today", again, "That was it for today. More is welcome.", "Once more"
    if state is State.REST:
        line = "Nothing is planned for today."
        return "A day of rest", again, line, "Practise anyway"
    if state is State.BOOSTER:
        why = f"{practice.name}, {dose}. Afterwards, a look at what you want to do again."
        return "Your monthly check-in", why, "Good to have you back.", "Continue"
    if plan is not None and is_over(plan, day):
        why = (
            f"{dose}. Your course ended on {day_words(day_of(plan.until))}; you go on as you like."
        )
        return practice.name, why, "Today is up to you.", "Continue"
    if plan is not None:
        why = f"{dose}. Your plan begins on {day_words(day_of(plan.day))}."
        return practice.name, why, "Today is up to you.", "Continue"
    return practice.name, f"{dose}. A good place to begin.", _kind_line(practice, ()), "Continue"


def _dose(practice: PlannedPractice, pace: float | None) -> str:
    words = minutes_words(practice.minutes)
    return words if pace is None else f"{words} at {pace:.1f} breaths a minute"


def _kind_line(practice: PlannedPractice, later: Sequence[PlannedPractice]) -> str:
    minutes = practice.minutes
    whole = minutes == int(minutes) and 1 <= minutes < len(_NUMBERS)
    number = _NUMBERS[int(minutes)] if whole else f"{minutes:g}"
    unit = "minute" if minutes == 1 else "minutes"
    line = f"{number} quiet {unit} today. Fewer is fine too."
    if later:
        line += f" After it, if you like: {later[0].name}."
    return line
