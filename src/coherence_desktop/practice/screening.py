"""The readiness screening: the questions whose answers may concern an exercise."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from coherence_desktop.practice.content import BadContent, convert, line_of, read_tables
from coherence_desktop.resources import assets

_TABLE = "question"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the screening, answered yes, no or not known."""

    id: str
    """What exercises list as a concern, and charts keep answers by."""
    topic: str
    """What the question is about, in the middle of a sentence: "because of the answer on …"."""
    text: str
    order: int


@dataclass(frozen=True, slots=True)
class Screening:
    """The usable questions, in the order of asking, and what was wrong with the others."""

    questions: tuple[Question, ...]
    problems: tuple[BadContent, ...] = ()

    @property
    def by_id(self) -> dict[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.questions}

    def topics(self, ids: Iterable[str]) -> list[str]:
        """Give the topics of some questions in the order in which they are asked.

        An id that is no longer asked about comes last, in its own words.
        """
        wanted = list(dict.fromkeys(ids))
        asked = [question for question in self.questions if question.id in wanted]
        gone = [id_ for id_ in wanted if id_ not in self.by_id]
        return [question.topic for question in asked] + [id_.replace("_", " ") for id_ in gone]


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    topic: str
    text: str


def load_screening(path: Path | None = None, extra: Path | None = None) -> Screening:
    """Load the questions; a bad one is told and the others still load.

    Parameters
    ----------
    path : Path, optional
        A file of ``[[question]]`` tables; by default the bundled ``assets/screening.toml``.
    extra : Path, optional
        Such a file of the clinician's own, asked after the others; it need not exist.
    """
    found: list[Question] = []
    problems: list[BadContent] = []
    files = [path or assets("screening.toml")]
    if extra is not None and extra.exists():
        files.append(extra)
    for file in files:
        try:
            text, entries = read_tables(file, _TABLE)
        except BadContent as problem:
            problems.append(problem)
            continue
        for number, raw in enumerate(entries):
            try:
                entry = convert(file, text, raw, _Entry, (_TABLE, number))
                _check(file, text, number, entry, found)
            except BadContent as problem:
                problems.append(problem)
            else:
                found.append(Question(entry.id, entry.topic, entry.text, len(found)))
    return Screening(tuple(found), tuple(problems))


def _check(path: Path, text: str, number: int, entry: _Entry, others: list[Question]) -> None:
    key = next((key for key in ("id", "topic", "text") if not getattr(entry, key).strip()), None)
    if key is not None:
        why = f"{key} must not be empty"
    elif any(entry.id == other.id for other in others):
        key, why = "id", f'the id "{entry.id}" is used already'
    else:
        return
    raise BadContent(path.name, line_of(text, key, (_TABLE, number)), why)
