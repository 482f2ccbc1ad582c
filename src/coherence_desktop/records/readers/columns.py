"""Numbers of a file without a header, or of the RR column of one with a header."""

import csv
import math
import re
from pathlib import Path
from typing import NamedTuple

from coherence_desktop.records.readers.units import RrUnit, stated_unit
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

_COMMENT = ("#", "%", "//")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_SEPARATORS = re.compile(r"[;,\t ]+")
_RR_NAME = re.compile(
    r"(?P<kind>r_?r_?i?|ibi|nn_?i?|inter_?beat)(_?(intervals?|series))?(_(in_)?(?P<unit>.+))?"
)
_PREFERRED = ("rr", "ibi", "inter_beat", "nn")
_UNIT_NAMES = {
    "ms",
    "msec",
    "milliseconds",
    "s",
    "sec",
    "seconds",
    "1024",
    "1_1024_s",
    "ticks_1024",
}
_TIME_NAME = "t_s"


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


class _Line(NamedTuple):
    number: int
    text: str


def read_column(text: str, path: Path) -> Column:
    """Read the intervals of a text that is not just one number a line.

    Raises
    ------
    UnreadableRecording
        If there is no telling which numbers are meant, or a line is damaged.
    """
    comments, lines = [], []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith(_COMMENT):
            comments.append(stripped)
        elif stripped:
            lines.append(_Line(number, stripped))
    if not lines:
        what = "holds only comments. Choose a file of RR intervals."
        raise UnreadableRecording(path, Reason.EMPTY, what)
    unit = stated_unit(" ".join(comments)) if comments else None
    if _has_header(lines[0].text):
        return _named_column(lines, unit, path)
    return _bare_numbers(lines, unit, path)


def _has_header(line: str) -> bool:
    cells = [cell.strip("\"' ") for cell in re.split(r"[;,\t]", line)]
    return not any(_number(cell) is not None for cell in cells) and bool(
        re.search(r"[a-z]", line, re.I)
    )


def _bare_numbers(lines: list[_Line], unit: RrUnit | None, path: Path) -> Column:
    trimmed = [_Line(line.number, line.text.rstrip(",; \t")) for line in lines]
    if len(trimmed) == 1 and len(cells := _SEPARATORS.split(trimmed[0].text)) > 2:
        trimmed = [_Line(trimmed[0].number, cell) for cell in cells]
    if _is_decimal_comma(trimmed):
        trimmed = [_Line(line.number, line.text.replace(",", ".")) for line in trimmed]
    values = []
    for line in trimmed:
        value = _number(line.text)
        if value is None:
            raise _several(line, path) if _all_numbers(line.text) else _damaged(line, path)
        values.append(value)
    return Column(values, [line.number for line in trimmed], unit, None, None, 0)


def _is_decimal_comma(lines: list[_Line]) -> bool:
    """Tell ``812,5`` from two columns, whose first ones would count up or be alike."""
    with_comma = [line.text for line in lines if "," in line.text]
    if not with_comma or not all(_DECIMAL_COMMA.fullmatch(text) for text in with_comma):
        return False
    wholes = sorted(int(text.split(",")[0]) for text in with_comma)
    middle = wholes[len(wholes) // 2]
    return 200 <= middle <= 3000 or (wholes[0] >= 0 and wholes[-1] <= 2)


def _named_column(lines: list[_Line], unit: RrUnit | None, path: Path) -> Column:
    delimiter = max(";\t,|", key=lines[0].text.count)
    if delimiter not in lines[0].text and _rr_index([_plain(lines[0].text)]) is None:
        delimiter = " "
        lines = [_Line(line.number, " ".join(line.text.split())) for line in lines]
    header, *rows = lines
    names = [name.strip() for name in _cells(header, delimiter, path)]
    plain = [_plain(name) for name in names]
    at = _rr_index(plain)
    if at is None:
        listed = ", ".join(repr(name) for name in names[:6])
        what = f"has no column of RR intervals, only {listed[:120]}. Name one 'rr_ms'."
        raise UnreadableRecording(path, Reason.COLUMNS, what)
    time_at = plain.index(_TIME_NAME) if _TIME_NAME in plain else None
    values, times, numbers, skipped = [], [], [], 0
    for row in rows:
        cells = _cells(row, delimiter, path)
        if len(cells) <= at or not cells[at].strip():
            if len(cells) <= at and any(cell.strip() for cell in cells):
                raise _damaged(row, path)
            skipped += 1
            continue
        values.append(_cell_number(cells[at], delimiter, row, path))
        numbers.append(row.number)
        if time_at is not None and len(cells) > time_at:
            times.append(_cell_number(cells[time_at], delimiter, row, path))
    if not values:
        what = f"has no value in its column {names[at]!r}. Choose another file."
        raise UnreadableRecording(path, Reason.EMPTY, what)
    whole = times if len(times) == len(values) and all(map(math.isfinite, times)) else None
    return Column(
        values,
        numbers,
        stated_unit(plain[at].replace("_", " ")) or unit,
        names[at],
        whole,
        skipped,
    )


def _rr_index(names: list[str]) -> int | None:
    found: dict[str, int] = {}
    for index, name in enumerate(names):
        match = _RR_NAME.fullmatch(name)
        if match and (match["unit"] is None or match["unit"] in _UNIT_NAMES):
            kind = match["kind"].replace("r_r", "rr").rstrip("i_").removesuffix("_")
            found.setdefault({"ib": "ibi"}.get(kind, kind), index)
    return next((found[kind] for kind in _PREFERRED if kind in found), None)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _cells(line: _Line, delimiter: str, path: Path) -> list[str]:
    try:
        return next(csv.reader([line.text], delimiter=delimiter))
    except (csv.Error, StopIteration) as error:
        raise _damaged(line, path) from error


def _cell_number(cell: str, delimiter: str, line: _Line, path: Path) -> float:
    value = _number(cell if delimiter == "," else cell.replace(",", "."))
    if value is None:
        raise _damaged(line, path)
    return value


def _number(text: str) -> float | None:
    if "_" in text:  # Python would read 8_12 as 812
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _all_numbers(line: str) -> bool:
    cells = _SEPARATORS.split(line)
    return len(cells) > 1 and all(_number(cell) is not None for cell in cells)


def _several(line: _Line, path: Path) -> UnreadableRecording:
    what = (
        f"has several columns and no header: line {line.number} is {line.text[:40]!r}. "
        "Name the column of RR intervals 'rr_ms' in the first line."
    )
    return UnreadableRecording(path, Reason.COLUMNS, what)


def _damaged(line: _Line, path: Path) -> UnreadableRecording:
    what = f"is not a list of RR intervals: line {line.number} is {line.text[:40]!r}. Correct it."
    return UnreadableRecording(path, Reason.LINE, what)
