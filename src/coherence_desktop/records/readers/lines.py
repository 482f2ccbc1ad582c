"""Lines, cells and numbers of the text files that programs write."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

from coherence_desktop.records.readers.units import RrUnit
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

SEPARATORS = re.compile(r"[;,\t ]+")


class Column(NamedTuple):
    """What was found, with the line of each value for messages."""

    values: list[float]
    lines: list[int]
    unit: RrUnit | None
    """If the file states it."""
    name: str | None
    times: list[float] | None
    skipped: int
    """Rows without an interval."""


class Line(NamedTuple):
    """A line that holds something, and its number from 1."""

    number: int
    text: str


def number(text: str) -> float | None:
    """Read a number, or None."""
    if "_" in text:  # Python would read 8_12 as 812
        return None
    try:
        return float(text)
    except ValueError:
        return None


def cell_number(cell: str, delimiter: str) -> float | None:
    """Read a number, with a decimal comma where commas do not part cells."""
    return number(cell if delimiter == "," else cell.replace(",", "."))


def all_numbers(text: str) -> bool:
    """Tell whether a line is several numbers."""
    cells = SEPARATORS.split(text)
    return len(cells) > 1 and all(number(cell) is not None for cell in cells)


def cells_of(line: Line, delimiter: str, path: Path) -> list[str]:
    """Part a line into its cells; quotes are understood."""
    try:
        return next(csv.reader([line.text], delimiter=delimiter))
    except (csv.Error, StopIteration) as error:
        raise damaged(line, path) from error


def damaged(line: Line, path: Path) -> UnreadableRecording:
    """Make the sentence about a line that is no interval."""
    what = f"is not a list of RR intervals: line {line.number} is {line.text[:40]!r}. Correct it."
    return UnreadableRecording(path, Reason.LINE, what)
