"""What is in a plan or among sessions that are handed over, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from coherence_desktop.chart import PlanAgreed
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.home.plan import (
    day_names,
    day_words,
    minutes_words,
    plan_to_hand_over,
)

if TYPE_CHECKING:
    from coherence_desktop.records.handover.sessions import Waiting
    from coherence_desktop.records.handover.taking import Taken
    from coherence_desktop.records.library import Library

STAYS_IN_THE_CLINIC = (
    "Name, date of birth and your notes",
    "Screening, sign-offs and steps that are not released",
    "Sessions and everything else in the chart",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanToHand:
    """A plan as it would be handed over now."""

    name: str
    plan: PlanAgreed
    agreed: bool
    """Whether a plan was made; otherwise this is the usual practice."""
    goes: tuple[str, ...]
    key: str
    """Key of the patient; empty if it is not known."""
    ceiling_bpm: float | None


def read_plan(library: "Library", client_id: str, now: datetime) -> PlanToHand:
    """Read what would be handed over.

    Raises
    ------
    ClientGone, LibraryProblem
        If the chart cannot be read.
    """
    from coherence_desktop.practice.readiness import load_readiness
    from coherence_desktop.records.charts import Charts
    from coherence_desktop.records.handover.link import answer_key
    from coherence_desktop.records.locations import own_content

    entries = Charts(library).entries(client_id)
    chart = Chart.of(entries)
    exercises, screening = load_readiness(own_content())
    locks = chart.locks(exercises.exercises, screening)
    today = now.astimezone().date()
    plan = plan_to_hand_over(chart, locks, at_utc=now.isoformat(), day=today)
    ceiling = chart.ceiling_bpm(today)
    goes = [*plan_lines(plan), "How long the parts of a trial last"]
    if chart.resonance_rate is not None:
        goes.append(f"Own pace, {chart.resonance_rate:g} breaths a minute")
    if ceiling is not None:
        goes.append(f"Heart rate above which the app speaks up: {ceiling:.0f} a minute")
    return PlanToHand(
        name=chart.name,
        plan=plan,
        agreed=chart.plan is not None,
        goes=tuple(goes),
        key=answer_key(entries),
        ceiling_bpm=ceiling,
    )


def plan_lines(plan: PlanAgreed, *, words: str = "Your words") -> list[str]:
    """A plan, one line for each thing that is agreed."""
    lines = [
        f"{one.name}, {minutes_words(one.minutes)}, {day_names(one.days)}"
        for one in plan.practices
    ]
    if plan.steps:
        titles = ", ".join(step.title for step in plan.steps)
        what = "1 step" if len(plan.steps) == 1 else f"{len(plan.steps)} steps"
        lines.append(f"{what} released for home: {titles}")
    if plan.contacts:
        names = ", ".join(contact.name for contact in plan.contacts)
        lines.append(f"People to call: {names}")
    if plan.words:
        lines.append(f"{words}: {plan.words}")
    return lines


def sessions_lines(waiting: "Waiting", *, words: bool) -> tuple[list[str], list[str]]:
    """What goes back to the clinic, and what stays at home."""
    count = len(waiting.sessions)
    goes = []
    if count:
        first, last = (waiting.sessions[at].started.date() for at in (0, -1))
        what = "1 session" if count == 1 else f"{count} sessions"
        goes.append(f"{what}, {_days(first, last)}")
    if waiting.entries:
        goes.append("Goals, milestones and questionnaires")
    stays = ["Notes, plans and settings of your own"]
    (goes if words else stays).insert(
        len(goes) if words else 0, "Letters, journal and private notes"
    )
    return goes, stays


def taken_words(taken: "Taken", name: str) -> str:
    """What came back, in a sentence or two."""
    parts = [
        _counted(len(taken.sessions), "new session", "new sessions"),
        _counted(len(taken.extended), "session with new notes", "sessions with new notes"),
        _counted(
            taken.entries,
            "entry about goals or questionnaires",
            "entries about goals or questionnaires",
        ),
        _counted(taken.writings, "text", "texts"),
    ]
    came = [part for part in parts if part]
    to = f" {name}" if name else " the client"
    if not came:
        return f"All of this was here already, with{to}. Nothing was added."
    words = came[0] if len(came) == 1 else f"{', '.join(came[:-1])} and {came[-1]}"
    known = _counted(taken.known, "session was", "sessions were")
    return f"Added to{to}: {words}." + (f" {known} here already." if known else "")


def _counted(count: int, one: str, several: str) -> str:
    return "" if not count else f"1 {one}" if count == 1 else f"{count} {several}"


def _days(first: date, last: date) -> str:
    if first == last:
        return f"of {day_words(first)}"
    return f"{day_words(first)} to {day_words(last)}"


Now = Callable[[], datetime]
