"""Reads the ``[[step]]`` tables of a programme's file, naming what is wrong with one."""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from coherence_desktop.practice.content import BadContent, convert, line_of
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.practice.programme_steps import (
    AFTER,
    BEFORE,
    DONE,
    AnyStep,
    BreathingStep,
    CheckInStep,
    ImageryStep,
    Keep,
    Line,
    Scale,
    TextStep,
    WritingStep,
)

LONGEST_STEP_S = 1800.0
_ID = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = (BEFORE, AFTER, DONE)
MAXIMA = (10, 100)


class _Common(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    kind: str
    id: str
    title: str
    words: tuple[str, ...] = ()


class _Text(_Common, forbid_unknown_fields=True, kw_only=True):
    pass


class _Breathing(_Common, forbid_unknown_fields=True, kw_only=True):
    pattern: str
    seconds: float
    out_words: str = ""
    own: str = ""


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    seconds: float
    words: str


class _Imagery(_Common, forbid_unknown_fields=True, kw_only=True):
    lines: tuple[_Line, ...]


class _Writing(_Common, forbid_unknown_fields=True, kw_only=True):
    question: str
    keep: Keep = Keep.JOURNAL
    private: bool = True
    hint: str = ""


class _Scale(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    title: str
    maximum: int = 10
    low: str = ""
    high: str = ""


class _CheckIn(_Common, forbid_unknown_fields=True, kw_only=True):
    scales: tuple[_Scale, ...]


_KINDS: Mapping[str, type[_Common]] = {
    "text": _Text,
    "breathing": _Breathing,
    "imagery": _Imagery,
    "writing": _Writing,
    "check_in": _CheckIn,
}


def read_step(
    path: Path, text: str, raw: object, number: int, patterns: Mapping[str, Pattern]
) -> AnyStep:
    """Make a step of a ``[[step]]`` table.

    Parameters
    ----------
    path, text
        The file and what it says.
    raw : object
        The table.
    number : int
        Which one it is, from 0.
    patterns : mapping of str to Pattern
        Breathing patterns by id.

    Raises
    ------
    BadContent
        If it cannot be used.
    """
    table = ("step", number)
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        raise _bad(path, text, table, "kind", f"kind must be one of {', '.join(_KINDS)}")
    file: Any = convert(path, text, raw, _KINDS[kind], table)
    wrong = _wrong(file, patterns)
    if wrong is not None:
        raise _bad(path, text, table, *wrong)
    common = {"id": file.id, "title": file.title.strip(), "words": file.words}
    match file:
        case _Breathing():
            return BreathingStep(
                **common,
                pattern_id=file.pattern,
                pattern=patterns[file.pattern],
                seconds=file.seconds,
                out_words=file.out_words.strip(),
                own=file.own,
            )
        case _Imagery():
            lines = tuple(Line(line.seconds, line.words.strip()) for line in file.lines)
            return ImageryStep(**common, lines=lines)
        case _Writing():
            return WritingStep(
                **common,
                question=file.question,
                keep=file.keep,
                private=file.private,
                hint=file.hint,
            )
        case _CheckIn():
            scales = tuple(
                Scale(scale.id, scale.title.strip(), scale.maximum, scale.low, scale.high)
                for scale in file.scales
            )
            return CheckInStep(**common, scales=scales)
        case _:
            return TextStep(**common)


def _bad(path: Path, text: str, table: tuple[str, int], key: str, why: str) -> BadContent:
    return BadContent(path.name, line_of(text, key, table), why)


def _wrong(file: _Common, patterns: Mapping[str, Pattern]) -> tuple[str, str] | None:
    wrong = _wrong_id("id", file.id)
    if wrong is None and file.id in _TAKEN:
        wrong = "id", f'the id "{file.id}" is used by the app itself'
    if wrong is None and not file.title.strip():
        wrong = "title", "title must not be empty"
    if wrong is None and any(not words.strip() for words in file.words):
        wrong = "words", "words must not hold an empty text"
    if wrong is not None:
        return wrong
    match file:
        case _Text() if not file.words:
            return "words", "words must hold at least one sentence"
        case _Breathing():
            return _wrong_breathing(file, patterns)
        case _Imagery():
            return _wrong_lines(file)
        case _Writing():
            return _wrong_id("question", file.question)
        case _CheckIn():
            return _wrong_scales(file)
        case _:
            return None


def _wrong_id(key: str, name: str) -> tuple[str, str] | None:
    if _ID.fullmatch(name):
        return None
    return key, f'{key} must be small letters, digits and "_", not "{name}"'


def _wrong_seconds(key: str, seconds: float) -> tuple[str, str] | None:
    if math.isfinite(seconds) and 0.0 < seconds <= LONGEST_STEP_S:
        return None
    return key, f"seconds must be more than 0 and at most {LONGEST_STEP_S:g}, not {seconds:g}"


def _wrong_breathing(file: _Breathing, patterns: Mapping[str, Pattern]) -> tuple[str, str] | None:
    if file.pattern not in patterns:
        return "pattern", f'there is no breathing pattern "{file.pattern}"'
    return _wrong_seconds("seconds", file.seconds)


def _wrong_lines(file: _Imagery) -> tuple[str, str] | None:
    if not file.lines:
        return "lines", "lines must hold at least one"
    if any(not line.words.strip() for line in file.lines):
        return "lines", "lines must not hold an empty text"
    return next((w for line in file.lines if (w := _wrong_seconds("lines", line.seconds))), None)


def _wrong_scales(file: _CheckIn) -> tuple[str, str] | None:
    if not file.scales:
        return "scales", "scales must hold at least one"
    ids = [scale.id for scale in file.scales]
    for scale in file.scales:
        if wrong := _wrong_id("scales", scale.id):
            return wrong
        if not scale.title.strip():
            return "scales", "the title of a scale must not be empty"
        if scale.maximum not in MAXIMA:
            return "scales", f"a scale goes to 10 or 100, not {scale.maximum}"
        if ids.count(scale.id) > 1:
            return "scales", f'the scale "{scale.id}" stands twice'
    return None
