"""How each exercise stands for a client, in the clinician's words."""

from dataclasses import dataclass
from datetime import date

from coherence_desktop.chart import Screened, SignedOff, SignOffWithdrawn
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.practice.exercises import Exercise, Exercises
from coherence_desktop.practice.readiness import Lock, SignOff
from coherence_desktop.practice.screening import Screening
from coherence_desktop.ui.words.dates import day_words, local_day


@dataclass(frozen=True, slots=True)
class Standing:
    """An exercise, what it waits for, and the sign-off that opens it."""

    exercise: Exercise
    lock: Lock | None
    sign_off: SignOff | None
    """The latest one that still stands."""
    words: str


def standings(
    chart: Chart, exercises: Exercises, screening: Screening, today: date
) -> list[Standing]:
    """Tell of every exercise how it stands, in display order."""
    found = []
    for exercise in exercises.exercises:
        lock = chart.lock(exercise, screening)
        ours = [off for off in chart.sign_offs if off.entry.exercise_id == exercise.id]
        standing = next((off for off in reversed(ours) if off.stands), None)
        lapsed = any(off.lapsed and off.withdrawn is None for off in ours)
        if lock is not None:
            words = lock_words(lock, screening, asked=chart.answers is not None)
            if lapsed:
                words += " An answer changed after the last sign-off."
        elif standing is not None:
            day = day_words(local_day(standing.entry.at_utc), today)
            words = f"Signed off by {standing.entry.by}, {day}: {standing.entry.reason}"
        else:
            words = "Open" if exercise.concerns else "Open, no usual concerns"
        found.append(Standing(exercise, lock, standing, words))
    return found


def lock_words(lock: Lock, screening: Screening, *, asked: bool) -> str:
    """Say what an exercise waits for."""
    if not asked:
        return "Waits for the screening."
    parts = ["Waits for a sign-off."]
    if lock.concerns:
        parts.append(f"Yes: {joined(screening.topics(lock.concerns))}.")
    if lock.unknown:
        parts.append(f"Not known: {joined(screening.topics(lock.unknown))}.")
    return " ".join(parts)


def history(
    chart: Chart, exercises: Exercises, screening: Screening, today: date
) -> list[tuple[str, str]]:
    """Give screenings and sign-offs, the newest first, each as its date and a sentence."""
    told = [
        (one.at_utc, _day(one.at_utc, today), _screened(one, screening))
        for one in chart.screenings
    ]
    names = exercises.by_id
    withdrawn: list[SignOffWithdrawn] = []
    for off in chart.sign_offs:
        name = names[off.entry.exercise_id].name if off.entry.exercise_id in names else ""
        name = name or off.entry.exercise_id
        entry = off.entry
        told.append((entry.at_utc, _day(entry.at_utc, today), _signed(entry, name, screening)))
        if off.withdrawn is not None and off.withdrawn not in withdrawn:
            withdrawn.append(off.withdrawn)
            by = f" by {off.withdrawn.by}" if off.withdrawn.by else ""
            why = f": {off.withdrawn.reason}" if off.withdrawn.reason else ""
            sentence = f"{name}: sign-off withdrawn{by}{why}"
            told.append((off.withdrawn.at_utc, _day(off.withdrawn.at_utc, today), sentence))
    told.sort(key=lambda one: one[0], reverse=True)
    return [(day, sentence) for _, day, sentence in told]


def joined(words: list[str]) -> str:
    """Write a list as people say it."""
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _day(at_utc: str, today: date) -> str:
    return day_words(local_day(at_utc), today)


def _screened(entry: Screened, screening: Screening) -> str:
    yes = [id_ for id_, answer in entry.answers.items() if answer is True]
    unknown = [id_ for id_, answer in entry.answers.items() if answer is None]
    no = len(entry.answers) - len(yes) - len(unknown)
    parts = [f"Screened by {entry.by}." if entry.by else "Screened."]
    if yes:
        parts.append(f"Yes to {joined(screening.topics(yes))}.")
    if unknown:
        parts.append(f"Not known: {joined(screening.topics(unknown))}.")
    if no:
        parts.append(f"No to {no}." if yes or unknown else f"No to all {no}.")
    if entry.comment:
        parts.append(entry.comment)
    return " ".join(parts)


def _signed(entry: SignedOff, name: str, screening: Screening) -> str:
    concerns = joined(screening.topics(entry.concerns))
    return f"{name}: signed off by {entry.by}, in spite of {concerns}: {entry.reason}"
