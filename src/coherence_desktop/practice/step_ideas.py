"""Ideas for the steps of a hierarchy: what makes a step easier or harder, and daily life."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from coherence_desktop.practice.content import BadContent, convert, line_of, read_toml
from coherence_desktop.resources import assets


class DailyIdea(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step from daily life, with what it usually brings."""

    title: str
    sensations: tuple[str, ...] = ()


class _Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str


@dataclass(frozen=True, slots=True)
class StepIdeas:
    """The usable ideas in the order of their file, and what was wrong with the others."""

    variants: tuple[str, ...]
    """For `Step.variant`."""
    daily: tuple[DailyIdea, ...]
    problems: tuple[BadContent, ...] = ()


def load_step_ideas(path: Path | None = None, extra: Path | None = None) -> StepIdeas:
    """Load the ideas; a bad one is told and the others still load.

    Parameters
    ----------
    path : Path, optional
        A file of ``[[variant]]`` and ``[[daily]]`` tables; by default ``assets/steps.toml``.
    extra : Path, optional
        Such a file of the clinician's own; it need not exist.
    """
    variants: list[str] = []
    daily: list[DailyIdea] = []
    problems: list[BadContent] = []
    files = [path or assets("steps.toml")]
    if extra is not None and extra.exists():
        files.append(extra)
    for file in files:
        try:
            text, raw = read_toml(file)
        except BadContent as problem:
            problems.append(problem)
            continue
        for name, entries in raw.items():
            if name not in ("variant", "daily") or not isinstance(entries, list):
                why = "it may hold [[variant]] and [[daily]] tables only"
                problems.append(BadContent(file.name, line_of(text, name), why))
                continue
            for number, entry in enumerate(entries):
                table = (name, number)
                try:
                    if name == "variant":
                        words = convert(file, text, entry, _Variant, table).words
                        variants.append(_told(file, text, words, "words", table))
                    else:
                        idea = convert(file, text, entry, DailyIdea, table)
                        _told(file, text, idea.title, "title", table)
                        daily.append(idea)
                except BadContent as problem:
                    problems.append(problem)
    return StepIdeas(tuple(variants), tuple(daily), tuple(problems))


def _told(path: Path, text: str, words: str, key: str, table: tuple[str, int]) -> str:
    if not words.strip():
        raise BadContent(path.name, line_of(text, key, table), f"{key} must not be empty")
    return words
