"""Numbers of a file without a header, or of the RR column of one with a header."""

import math
import re
from collections.abc import Sequence
from pathlib import Path

from coherence_desktop.records.readers.lines import (
    SEPARATORS,
    Column,
    Line,
    all_numbers,
    cell_number,
    cells_of,
    damaged,
    number,
)
from coherence_desktop.records.readers.lists import RrCells
from coherence_desktop.records.readers.names import plain, rr_index
from coherence_desktop.records.readers.report import read_report
from coherence_desktop.records.readers.units import RrUnit, stated_unit
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

_COMMENT = ("#", "%", "//")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_ABSENT = ("", "n/a")
_TIME_NAME = "t_s"
_POLAR_TIME, _POLAR_HEART_RATE = "phone_timestamp", "hr_bpm"


def read_column(text: str, path: Path) -> Column:
    """Read the intervals of a text that is not just one number a line.

    Raises
    ------
    UnreadableRecording
        If there is no telling which numbers are meant, or a line is damaged.
    """
    lines, unit = lines_of(text, path)
    if not has_header(lines[0].text):
        worded = re.match(r"[^\d]*[a-z]{3}", lines[0].text, re.I)
        report = read_report(lines, path) if worded else None
        return report or _bare_numbers(lines, unit, path)
    delimiter = max(";\t,|", key=lines[0].text.count)
    if delimiter not in lines[0].text and rr_index([plain(lines[0].text)]) is None:
        delimiter = " "
        spaced = [Line(line.number, " ".join(line.text.split())) for line in lines]
    else:
        spaced = lines
    names = [name.strip() for name in cells_of(spaced[0], delimiter, path)]
    found = named_column(names, spaced[1:], delimiter, unit, path) or read_report(lines, path)
    if found is None:
        raise no_column(names, path)
    return found


def lines_of(text: str, path: Path) -> tuple[list[Line], RrUnit | None]:
    """Give the lines that are neither blank nor comments, and the unit that comments state."""
    comments, lines = [], []
    for at, line in enumerate(text.splitlines(), 1):
        stripped = line.strip(" \r\n\v\f") if "\t" in line else line.strip()
        if stripped.startswith(_COMMENT):
            comments.append(stripped)
        elif stripped.strip():
            lines.append(Line(at, stripped))
    if not lines:
        what = "holds only comments. Choose a file of RR intervals."
        raise UnreadableRecording(path, Reason.EMPTY, what)
    return lines, stated_unit(" ".join(comments)) if comments else None


def has_header(line: str) -> bool:
    """Tell whether a line names columns: it has letters and no cell is a number."""
    cells = [cell.strip("\"' ") for cell in re.split(r"[;,\t]", line)]
    return not any(number(cell) is not None for cell in cells) and bool(
        re.search(r"[a-z]", line, re.I)
    )


def named_column(
    names: Sequence[str], rows: Sequence[Line], delimiter: str, unit: RrUnit | None, path: Path
) -> Column | None:
    """Read the RR column of rows whose columns have names, or None if none is named so.

    Raises
    ------
    UnreadableRecording
        If the column has no values, or a row is damaged.
    """
    plains = [plain(name) for name in names]
    width = len([name for name in names if name])
    polar = bool(plains) and plains[0] == _POLAR_TIME
    found = rr_index(plains)
    if found is not None:
        at, name, stated = found, names[found], stated_unit(plains[found].replace("_", " "))
    elif polar and plains[width - 1] == _POLAR_HEART_RATE:
        # The heart rate file of the logger: intervals in ms follow the rate, unnamed.
        at, name, stated = width, names[width - 1], RrUnit.MS
        if not any("".join(cells_of(row, delimiter, path)[at:]).strip() for row in rows):
            return None
    else:
        return None
    time_at = plains.index(_TIME_NAME) if _TIME_NAME in plains else None
    rr_cells: list[tuple[Line, str]] = []
    times: list[float] = []
    skipped = 0
    for row in rows:
        cells = cells_of(row, delimiter, path)
        if len(cells) <= at and not polar and any(cell.strip() for cell in cells):
            raise damaged(row, path)
        last = len(cells) if polar and at >= width - 1 else at + 1
        here = [(row, cell) for cell in cells[at:last] if cell.strip().lower() not in _ABSENT]
        if here and not rr_cells and (beneath := _unit_alone(here[0][1])):
            unit = beneath
            continue
        if not here:
            skipped += 1
            continue
        rr_cells += here
        if time_at is not None and len(cells) > time_at:
            time = cell_number(cells[time_at], delimiter)
            if time is None:
                raise damaged(row, path)
            times.append(time)
    if not rr_cells:
        what = f"has no value in its column {name!r}. Choose another file."
        raise UnreadableRecording(path, Reason.EMPTY, what)
    values, numbers = RrCells(rr_cells, delimiter, path).read()
    whole = times if len(times) == len(values) and all(map(math.isfinite, times)) else None
    return Column(values, numbers, stated or unit, name, whole, skipped)


def no_column(names: Sequence[str], path: Path) -> UnreadableRecording:
    """Make the sentence about columns of which none holds RR intervals."""
    listed = ", ".join(repr(name) for name in names[:6])
    advice = "Name one 'rr_ms'."
    if names and plain(names[0]) == _POLAR_TIME:
        advice = "Choose the logger's file of RR intervals, which ends with _RR."
    what = f"has no column of RR intervals, only {listed[:110]}. {advice}"
    return UnreadableRecording(path, Reason.COLUMNS, what)


def _unit_alone(cell: str) -> RrUnit | None:
    word = cell.strip(" \"'()[]")
    return stated_unit(word) if word.isalpha() else None


def _bare_numbers(lines: list[Line], unit: RrUnit | None, path: Path) -> Column:
    trimmed = [Line(line.number, line.text.strip().rstrip(",; \t")) for line in lines]
    if len(trimmed) == 1 and len(cells := SEPARATORS.split(trimmed[0].text)) > 2:
        trimmed = [Line(trimmed[0].number, cell) for cell in cells]
    if _is_decimal_comma(trimmed):
        trimmed = [Line(line.number, line.text.replace(",", ".")) for line in trimmed]
    values = []
    for line in trimmed:
        value = number(line.text)
        if value is None:
            raise _several(line, path) if all_numbers(line.text) else damaged(line, path)
        values.append(value)
    return Column(values, [line.number for line in trimmed], unit, None, None, 0)


def _is_decimal_comma(lines: list[Line]) -> bool:
    """Tell ``812,5`` from two columns, whose first ones would count up or be alike."""
    with_comma = [line.text for line in lines if "," in line.text]
    if not with_comma or not all(_DECIMAL_COMMA.fullmatch(text) for text in with_comma):
        return False
    wholes = sorted(int(text.split(",")[0]) for text in with_comma)
    middle = wholes[len(wholes) // 2]
    return 200 <= middle <= 3000 or (wholes[0] >= 0 and wholes[-1] <= 2)


def _several(line: Line, path: Path) -> UnreadableRecording:
    what = (
        f"has several columns and no header: line {line.number} is {line.text[:40]!r}. "
        "Name the column of RR intervals 'rr_ms' in the first line."
    )
    return UnreadableRecording(path, Reason.COLUMNS, what)
