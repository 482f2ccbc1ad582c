"""RR intervals within a report of text, such as those of Kubios HRV."""

import re
from collections.abc import Sequence
from pathlib import Path

from coherence_desktop.records.readers.lines import (
    Column,
    Line,
    cell_number,
    cells_of,
    damaged,
)
from coherence_desktop.records.readers.names import plain, rr_index
from coherence_desktop.records.readers.units import stated_unit

_TITLE = re.compile(
    r"((r-?r|nn|ibi|inter-?beat)[ _-]*(intervals?|series|data)|elite ?hrv)\b", re.I
)
_RULE = re.compile(r"[-=_*\s]+")
_WORDS = re.compile(r"[\"' ]*[^\W\d_]{3}")
_MOST_NAME_LINES = 4


def read_report(lines: Sequence[Line], path: Path) -> Column | None:
    """Read the table under the title of RR intervals, up to the next words; None if there is none.

    Names may stand over several lines, such as ``RR interval`` above ``(s)``; one column of
    numbers needs none.

    Raises
    ------
    UnreadableRecording
        If a line of the table is damaged.
    """
    for at, line in enumerate(lines):
        if _TITLE.match(line.text.strip(" \"':,;")):
            found = _table(line, lines[at + 1 :], path)
            if found is not None:
                return found
    return None


def _table(title: Line, lines: Sequence[Line], path: Path) -> Column | None:
    above: list[Line] = []
    for start, line in enumerate(lines[: 2 * _MOST_NAME_LINES]):
        if _RULE.fullmatch(line.text):
            continue
        delimiter = _delimiter(line.text)
        cells = _cells(line, delimiter, path)
        if any(cells) and all(cell_number(cell, delimiter) is not None for cell in cells if cell):
            found = _rr_column([title, *above], cells, delimiter, path)
            if found is None:
                return None
            at, name = found
            return _values(lines[start:], at, len(cells), delimiter, name, path)
        above.append(line)
        if len(above) > _MOST_NAME_LINES:
            return None
    return None


def _rr_column(
    above: Sequence[Line], first: Sequence[str], delimiter: str, path: Path
) -> tuple[int, str] | None:
    if len(first) == 1:
        titles = [line.text.strip(" \"':,;") for line in above]
        return 0, next(title for title in reversed(titles) if _TITLE.match(title))
    for depth in range(1, len(above) + 1):
        rows = [_cells(line, delimiter, path) for line in above[-depth:]]
        names = [
            " ".join(row[at] for row in rows if at < len(row) and row[at]).strip()
            for at in range(len(first))
        ]
        at = rr_index([plain(name) for name in names])
        if at is not None:
            return at, names[at]
    return None


def _values(
    lines: Sequence[Line], at: int, width: int, delimiter: str, name: str, path: Path
) -> Column:
    values: list[float] = []
    numbers: list[int] = []
    skipped = skipped_since = 0
    for line in lines:
        cells = _cells(line, delimiter, path)
        if _WORDS.match(line.text) and cell_number(cells[0], delimiter) is None:
            break
        cell = cells[at] if at < len(cells) else ""
        if not cell:  # columns of spectra may be longer
            skipped_since += 1
            continue
        value = cell_number(cell, delimiter)
        if value is None or len(cells) > width:
            raise damaged(line, path)
        skipped, skipped_since = skipped + skipped_since, 0
        values.append(value)
        numbers.append(line.number)
    return Column(values, numbers, stated_unit(plain(name).replace("_", " ")), name, None, skipped)


def _delimiter(text: str) -> str:
    return next((mark for mark in ";\t," if mark in text), " ")


def _cells(line: Line, delimiter: str, path: Path) -> list[str]:
    text = " ".join(line.text.split()) if delimiter == " " else line.text
    cells = [cell.strip() for cell in cells_of(Line(line.number, text), delimiter, path)]
    while cells and not cells[-1]:
        cells.pop()
    return cells
