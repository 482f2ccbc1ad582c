"""Reads content files that people write (TOML), naming file and line of a mistake."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from coherence_desktop.errors import Problem

T = TypeVar("T")

_WHERE = re.compile(r" - at `(?P<path>[^`]+)`$")
_STEP = re.compile(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]")
_NAMED = re.compile(r"field `(?P<key>[^`]+)`")
_AT_LINE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


class BadContent(Problem):
    """A content file, or one entry in it, that cannot be used.

    Parameters
    ----------
    file : str
        Name of the file, without its folder.
    line : int or None
        Line of the mistake, from 1, where it is known.
    why : str
        What is wrong, as half a sentence.
    """

    def __init__(self, file: str, line: int | None, why: str) -> None:
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {why}. It is left out until the file is put right.", value=why)
        self.file = file
        self.line = line
        self.why = why


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """Read a TOML file; gives its text as well, for finding lines.

    Raises
    ------
    BadContent
        If the file cannot be read or is no TOML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadContent(path.name, None, "it is not text in UTF-8") from error
    except OSError as error:
        raise BadContent(path.name, None, f"it cannot be read ({error.strerror})") from error
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        why = _AT_LINE.sub("", str(error))
        if at is None:
            raise BadContent(path.name, None, why) from error
        line = int(at["line"]) if at["line"] else max(1, len(text.splitlines()))
        raise BadContent(path.name, line, why) from error


def read_tables(path: Path, name: str) -> tuple[str, list[Any]]:
    """Read a TOML file that holds ``[[name]]`` tables and nothing else; gives its text as well.

    Raises
    ------
    BadContent
        If the file cannot be read, is no TOML or holds something else.
    """
    text, raw = read_toml(path)
    entries = raw.get(name, [])
    if not isinstance(entries, list) or set(raw) - {name}:
        raise BadContent(path.name, 1, f"it may hold [[{name}]] tables only")
    return text, entries


def convert(
    path: Path, text: str, raw: object, to: type[T], table: tuple[str, int] | None = None
) -> T:
    """Turn a TOML table into a typed value.

    Parameters
    ----------
    path, text
        The file and what it says.
    raw : object
        The table, or what stands in its place.
    to : type
        A msgspec struct.
    table : (str, int), optional
        Name and number (from 0) of the array table that ``raw`` is, as in ``[[marker]]``.

    Raises
    ------
    BadContent
        If a key is missing, unknown or has a value that does not fit.
    """
    try:
        return msgspec.convert(raw, to)
    except msgspec.ValidationError as error:
        why = str(error)
        at = _WHERE.search(why)
        keys = [step["key"] for step in _STEP.finditer(at["path"]) if step["key"]] if at else []
        named = _NAMED.search(why)
        key = keys[0] if keys else named["key"] if named else None
        why = _WHERE.sub("", why)
        said = why if not keys else f"{keys[0]}: {why}"
        raise BadContent(path.name, line_of(text, key, table), said) from error


def line_of(text: str, key: str | None, table: tuple[str, int] | None = None) -> int | None:
    """Line (from 1) where ``key`` is set, else of the table's header, else ``None``."""
    lines = text.splitlines()
    start, stop = 0, len(lines)
    if table is not None:
        name, number = table
        header = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
        starts = [index for index, line in enumerate(lines) if header.match(line)]
        if number >= len(starts):
            return None
        start = starts[number]
        stop = starts[number + 1] if number + 1 < len(starts) else len(lines)
    if key is not None:
        setting = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
        for index in range(start, stop):
            if setting.match(lines[index]):
                return index + 1
    return start + 1 if table is not None else None
