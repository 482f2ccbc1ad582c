"""What a report shall contain and how it is set, as somebody chose it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from coherence_desktop.errors import Problem


class Include(StrEnum):
    """What is private and stands in a report only if it was asked for."""

    NAME = "name"
    """The client's name, in the place of a code."""
    NOTES = "notes"
    """All private notes."""
    TEXTS = "texts"
    """The client's own words: fears, what was learned, answers."""
    LETTERS = "letters"
    JOURNAL = "journal"


class Paper(StrEnum):
    """Size of the pages."""

    A4 = "a4"
    LETTER = "letter"


class UnknownPart(Problem):
    """Something was asked for that no report has."""

    def __init__(self, word: str) -> None:
        known = ", ".join(Include)
        super().__init__(f'A report has no "{word}" to include. Choose from {known}.', word)


@dataclass(frozen=True, slots=True)
class Choices:
    """All choices; without any, nothing private is included."""

    include: frozenset[Include] = frozenset()
    notes: frozenset[int] = frozenset()
    """Private notes that were chosen one by one, by their place among the notes of the log."""
    one_page: bool = False
    """Shorter, for another provider."""
    paper: Paper = Paper.A4
    clinic: str = ""
    logo: bytes = b""
    """A PNG; empty for none."""

    def has(self, part: Include) -> bool:
        """Whether something private was asked for."""
        return part in self.include


def parse_include(words: Iterable[str]) -> frozenset[Include]:
    """Read what to include from words, several in one with commas between them.

    Raises
    ------
    UnknownPart
        If a report has no such part.
    """
    found = set()
    for word in words:
        for part in filter(None, (one.strip().lower() for one in word.split(","))):
            if part not in tuple(Include):
                raise UnknownPart(part)
            found.add(Include(part))
    return frozenset(found)
