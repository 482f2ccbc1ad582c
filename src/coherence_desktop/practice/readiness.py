"""What an exercise waits for, by the answers of the screening and the sign-offs of a clinician."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from coherence_desktop.chart import Screened, SignedOff, SignOffWithdrawn
from coherence_desktop.errors import Problem
from coherence_desktop.practice.exercises import Exercise, Exercises, load_exercises
from coherence_desktop.practice.screening import Screening, load_screening

Answers = Mapping[str, bool | None]
"""Answers by id of the question; ``None``, or no answer, is "not known"."""


class SignOffIncomplete(Problem):
    """A sign-off without a name, a reason or a concern; ``value`` names what is missing."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"A sign-off needs a {missing}. Add it and sign off again.", missing)


@dataclass(frozen=True, slots=True)
class Lock:
    """Why an exercise waits."""

    exercise_id: str
    concerns: tuple[str, ...]
    """Ids of the questions that were answered yes; what a sign-off has to cover."""
    unknown: tuple[str, ...]
    """Ids of the questions whose answer is not known; to be covered as well."""
    sentence: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """A sign-off of the chart and what became of it.

    It covers a concern as that was answered then. When a later screening answers it differently,
    the clinician is asked anew.
    """

    entry: SignedOff
    answers: Answers
    """Answers to its concerns at that time."""
    lapsed: frozenset[str] = frozenset()
    """Concerns that were answered differently since."""
    withdrawn: SignOffWithdrawn | None = None

    @property
    def covers(self) -> frozenset[str]:
        """Concerns that it allows the exercise in spite of, as of now."""
        named = self.entry.by.strip() and self.entry.reason.strip()
        if self.withdrawn is not None or not named:
            return frozenset()
        return frozenset(self.entry.concerns) - self.lapsed

    @property
    def stands(self) -> bool:
        """Whether it still allows anything."""
        return bool(self.covers)

    def after(self, entry: Screened | SignOffWithdrawn) -> "SignOff":
        """Tell what becomes of it when this is added to the chart."""
        if self.withdrawn is not None:
            return self
        if isinstance(entry, SignOffWithdrawn):
            ours = entry.exercise_id == self.entry.exercise_id
            return replace(self, withdrawn=entry) if ours else self
        changed = {id_ for id_, then in self.answers.items() if entry.answers.get(id_) is not then}
        return replace(self, lapsed=self.lapsed | changed)


def sign_off(at_utc: str, by: str, lock: Lock, reason: str) -> SignedOff:
    """Make the entry that opens a lock: the clinician ``by`` allows the exercise in spite of it.

    Raises
    ------
    SignOffIncomplete
        If the name or the reason is empty.
    """
    for missing, text in (("name", by), ("reason", reason)):
        if not text.strip():
            raise SignOffIncomplete(missing)
    return SignedOff(
        at_utc,
        by.strip(),
        exercise_id=lock.exercise_id,
        concerns=(*lock.concerns, *lock.unknown),
        reason=reason.strip(),
    )


def lock_of(
    exercise: Exercise, answers: Answers | None, covered: frozenset[str], screening: Screening
) -> Lock | None:
    """Tell what an exercise waits for; ``None`` if it may start.

    Parameters
    ----------
    exercise : Exercise
    answers : Answers or None
        Of the latest screening; ``None`` if there was none.
    covered : frozenset of str
        Concerns that sign-offs for this exercise cover.
    screening : Screening
        For the words.
    """
    known = answers or {}
    open_ = [concern for concern in exercise.concerns if concern not in covered]
    concerns = tuple(concern for concern in open_ if known.get(concern) is True)
    unknown = tuple(concern for concern in open_ if known.get(concern) is None)
    if not (concerns or unknown):
        return None
    if answers is None:
        sentence = "This exercise waits for the screening: its questions have no answers yet."
    elif concerns:
        sentence = _waits(f"because of the answer{_s(concerns)} on {_of(concerns, screening)}")
    else:
        verb = "are" if len(unknown) > 1 else "is"
        what = f"the answer{_s(unknown)} on {_of(unknown, screening)} {verb} not known"
        sentence = _waits(f"because {what}")
    return Lock(exercise.id, concerns, unknown, sentence)


def _waits(why: str) -> str:
    return f"This exercise waits for your clinician's sign-off, {why}."


def _s(several: tuple[str, ...]) -> str:
    return "s" if len(several) > 1 else ""


def _of(ids: tuple[str, ...], screening: Screening) -> str:
    *first, last = screening.topics(ids)
    return f"{', '.join(first)} and {last}" if first else last


def load_readiness(own: Path) -> tuple[Exercises, Screening]:
    """Read exercises and screening, bundled ones and this user's own.

    Parameters
    ----------
    own : Path
        Folder of content that this user added; it need not exist.
    """
    screening = load_screening(extra=own / "screening.toml")
    exercises = load_exercises(extra=own / "exercises", concerns=screening.by_id)
    return exercises, screening
