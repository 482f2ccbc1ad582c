"""Compassion practices as files: programmes of steps that people can read and add to."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from coherence_desktop.practice.content import BadContent, convert, line_of, read_toml
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.practice.patterns import load_patterns
from coherence_desktop.practice.programme_steps import (
    AFTER,
    BEFORE,
    SCALES,
    AnyStep,
    BreathingStep,
    CheckInStep,
    WritingStep,
)
from coherence_desktop.practice.programme_steps_file import read_step
from coherence_desktop.resources import assets

LONGEST_S = 3600.0
_BEFORE_WORDS = "Only if you like. There is no right answer, and you can go straight on."
_AFTER_WORDS = "As it is, better or not. You can leave it out."


@dataclass(frozen=True, slots=True)
class CompassionPractice:
    """A programme of steps, as it was read."""

    id: str
    """Name of its file, without the ending."""
    name: str
    about: str
    duration_s: float
    """About how long it takes, without what is rated before and after."""
    steps: tuple[AnyStep, ...]
    """In order, those of before and after among them."""
    closing: tuple[str, ...] = ()
    """What is said in the end."""
    order: int = 100
    own: bool = False
    """Whether someone added it."""

    def step(self, name: str) -> AnyStep | None:
        """Step of that id; ``None`` if it has none."""
        return next((step for step in self.steps if step.id == name), None)

    def place_of(self, name: str) -> int:
        """Place of a step, from 0; -1 for what is no step of it."""
        return next((place for place, step in enumerate(self.steps) if step.id == name), -1)


@dataclass(frozen=True, slots=True)
class CompassionPractices:
    """The usable practices in display order, and the files that were refused."""

    practices: tuple[CompassionPractice, ...]
    problems: tuple[BadContent, ...] = ()

    @property
    def by_id(self) -> dict[str, CompassionPractice]:
        """The practices by id, in display order."""
        return {practice.id: practice for practice in self.practices}


class _PracticeFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    about: str
    duration_s: float
    step: list[object] = []
    ratings: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    order: int = 100


def load_programmes(
    folder: Path | None = None,
    extra: Path | None = None,
    *,
    patterns: Mapping[str, Pattern] | None = None,
) -> CompassionPractices:
    """Load every compassion practice, one TOML file each; a bad file is told, the others load.

    Parameters
    ----------
    folder : Path, optional
        Folder of ``*.toml``; by default the bundled ``assets/practices``.
    extra : Path, optional
        Folder of one's own; it need not exist. A file with the name of a bundled one is refused.
    patterns : mapping of str to Pattern, optional
        Breathing patterns that steps may name; by default the bundled ones.
    """
    if patterns is None:
        patterns = {each.id: each.pattern for each in load_patterns().by_id.values()}
    found: dict[str, CompassionPractice] = {}
    problems: list[BadContent] = []
    files = [(path, False) for path in _files(folder or assets("practices"))]
    files += [(path, True) for path in _files(extra)] if extra is not None else []
    for path, own in files:
        try:
            practice = _read_practice(path, patterns, own=own)
            if practice.id in found:
                raise BadContent(
                    path.name, None, "there is a practice of that name already; rename the file"
                )
        except BadContent as problem:
            problems.append(problem)
        else:
            found[practice.id] = practice
    ordered = sorted(found.values(), key=lambda practice: (practice.order, practice.id))
    return CompassionPractices(tuple(ordered), tuple(problems))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _read_practice(
    path: Path, patterns: Mapping[str, Pattern], *, own: bool
) -> CompassionPractice:
    text, raw = read_toml(path)
    file = convert(path, text, raw, _PracticeFile)
    wrong = _wrong(file)
    if wrong is not None:
        raise BadContent(path.name, line_of(text, wrong[0]), wrong[1])
    steps = [
        read_step(path, text, step, number, patterns) for number, step in enumerate(file.step)
    ]
    _check_together(path, text, steps, file.duration_s)
    if file.ratings:
        scales = tuple(SCALES[scale] for scale in file.ratings)
        before = CheckInStep(
            id=BEFORE, title="How is it now?", words=(_BEFORE_WORDS,), scales=scales
        )
        after = CheckInStep(id=AFTER, title="And now?", words=(_AFTER_WORDS,), scales=scales)
        steps = [before, *steps, after]
    return CompassionPractice(
        id=path.stem,
        name=file.name.strip(),
        about=file.about.strip(),
        duration_s=file.duration_s,
        steps=tuple(steps),
        closing=file.closing,
        order=file.order,
        own=own,
    )


def _wrong(file: _PracticeFile) -> tuple[str, str] | None:
    for key in ("name", "about"):
        if not getattr(file, key).strip():
            return key, f"{key} must not be empty"
    if not (math.isfinite(file.duration_s) and 0.0 < file.duration_s <= LONGEST_S):
        span = f"more than 0 and at most {LONGEST_S:g} s"
        return "duration_s", f"duration_s must be {span}, not {file.duration_s:g}"
    unknown = next((scale for scale in file.ratings if scale not in SCALES), None)
    if unknown is not None or len(set(file.ratings)) < len(file.ratings):
        return "ratings", f"ratings may hold each of {', '.join(SCALES)} once"
    if any(not words.strip() for words in file.closing):
        return "closing", "closing must not hold an empty text"
    if not file.step:
        return "step", "there must be at least one [[step]]"
    return None


def _check_together(path: Path, text: str, steps: list[AnyStep], duration_s: float) -> None:
    ids: set[str] = set()
    questions: set[str] = set()
    for number, step in enumerate(steps):
        if step.id in ids:
            line = line_of(text, "id", ("step", number))
            raise BadContent(path.name, line, f'the id "{step.id}" is used already')
        ids.add(step.id)
        if isinstance(step, WritingStep):
            if step.question in questions:
                line = line_of(text, "question", ("step", number))
                why = f'the question "{step.question}" is asked already'
                raise BadContent(path.name, line, why)
            questions.add(step.question)
        if isinstance(step, BreathingStep) and step.own and step.own not in questions:
            line = line_of(text, "own", ("step", number))
            why = f'no step before it asks the question "{step.own}"'
            raise BadContent(path.name, line, why)
    timed_s = sum(
        step.seconds if isinstance(step, BreathingStep) else step.target_s or 0.0 for step in steps
    )
    if timed_s > duration_s:
        why = f"its timed steps take {timed_s:g} s, which is longer than duration_s"
        raise BadContent(path.name, line_of(text, "duration_s"), why)
