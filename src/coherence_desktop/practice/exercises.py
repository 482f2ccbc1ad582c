"""Exercises of interoceptive exposure: what brings on a sensation, for how long, for whom."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import msgspec

from coherence_desktop.practice.content import BadContent, convert, line_of, read_toml
from coherence_desktop.practice.screening import load_screening
from coherence_desktop.resources import assets

LONGEST_S = 1800.0


@dataclass(frozen=True, slots=True)
class Exercise:
    """A way to bring on a bodily sensation on purpose."""

    id: str
    """Name of its file, without the ending."""
    name: str
    instructions: tuple[str, ...]
    """Said one after the other."""
    default_s: float
    min_s: float
    max_s: float
    sensations: tuple[str, ...] = ()
    """What it usually brings."""
    equipment: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    """Ids of the screening's questions that lock it when answered yes."""
    order: int = 100
    induction: bool = True
    """Whether something is done to bring the sensation on; otherwise it is only attended to."""
    own: bool = False
    """Whether a clinician added it."""

    def permitted(self, duration_s: float) -> float:
        """Give the nearest duration that the exercise permits, in seconds."""
        return min(max(duration_s, self.min_s), self.max_s)


@dataclass(frozen=True, slots=True)
class Exercises:
    """The usable exercises in display order, and the files that were refused."""

    exercises: tuple[Exercise, ...]
    problems: tuple[BadContent, ...] = ()

    @property
    def by_id(self) -> dict[str, Exercise]:
        """The exercises by id, in display order."""
        return {exercise.id: exercise for exercise in self.exercises}


class _ExerciseFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    instructions: tuple[str, ...]
    default_s: float
    min_s: float
    max_s: float
    sensations: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    order: int = 100
    induction: bool = True


def load_exercises(
    folder: Path | None = None,
    extra: Path | None = None,
    *,
    concerns: Collection[str] | None = None,
) -> Exercises:
    """Load every exercise, one TOML file each; a bad file is told and the others still load.

    Parameters
    ----------
    folder : Path, optional
        Folder of ``*.toml``; by default the bundled ``assets/exercises``.
    extra : Path, optional
        Folder of the clinician's own; it need not exist. A file with the name of a bundled one
        is refused: an exercise must not lose its concerns unnoticed.
    concerns : collection of str, optional
        Ids that an exercise may list; by default those of the bundled screening.
    """
    known = load_screening().by_id if concerns is None else concerns
    found: dict[str, Exercise] = {}
    problems: list[BadContent] = []
    files = [(path, False) for path in _files(folder or assets("exercises"))]
    files += [(path, True) for path in _files(extra)] if extra is not None else []
    for path, own in files:
        try:
            exercise = _read_exercise(path, known, own=own)
            if exercise.id in found:
                raise BadContent(
                    path.name, None, "there is an exercise of that name already; rename the file"
                )
        except BadContent as problem:
            problems.append(problem)
        else:
            found[exercise.id] = exercise
    ordered = sorted(found.values(), key=lambda exercise: (exercise.order, exercise.id))
    return Exercises(tuple(ordered), tuple(problems))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _read_exercise(path: Path, known: Collection[str], *, own: bool) -> Exercise:
    text, raw = read_toml(path)
    file = convert(path, text, raw, _ExerciseFile)
    wrong = _wrong_duration(file) or _wrong_words(file) or _wrong_concern(file, known)
    if wrong is not None:
        key, why = wrong
        raise BadContent(path.name, line_of(text, key), why)
    return Exercise(
        id=path.stem,
        name=file.name.strip(),
        instructions=file.instructions,
        default_s=file.default_s,
        min_s=file.min_s,
        max_s=file.max_s,
        sensations=file.sensations,
        equipment=file.equipment,
        concerns=file.concerns,
        order=file.order,
        induction=file.induction,
        own=own,
    )


def _wrong_duration(file: _ExerciseFile) -> tuple[str, str] | None:
    for key in ("default_s", "min_s", "max_s"):
        seconds = getattr(file, key)
        if not (math.isfinite(seconds) and 0.0 < seconds <= LONGEST_S):
            return key, f"{key} must be more than 0 and at most {LONGEST_S:g} s, not {seconds:g}"
    if file.min_s > file.max_s:
        return (
            "min_s",
            f"min_s must not be more than max_s ({file.max_s:g}), but is {file.min_s:g}",
        )
    if not file.min_s <= file.default_s <= file.max_s:
        span = f"{file.min_s:g} to {file.max_s:g}"
        why = f"default_s must be from min_s to max_s ({span}), not {file.default_s:g}"
        return "default_s", why
    return None


def _wrong_words(file: _ExerciseFile) -> tuple[str, str] | None:
    if not file.name.strip():
        return "name", "name must not be empty"
    if not file.instructions:
        return "instructions", "instructions must hold at least one sentence"
    for key in ("instructions", "sensations", "equipment"):
        if any(not words.strip() for words in getattr(file, key)):
            return key, f"{key} must not hold an empty text"
    return None


def _wrong_concern(file: _ExerciseFile, known: Collection[str]) -> tuple[str, str] | None:
    unknown = next((concern for concern in file.concerns if concern not in known), None)
    if unknown is None:
        return None
    return "concerns", f'the screening asks nothing of the id "{unknown}"'
