"""RR intervals of a BIDS table, whose columns the JSON file right beside it names."""

import json
import math
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from coherence_desktop.records.readers.columns import (
    has_header,
    lines_of,
    named_column,
    no_column,
)
from coherence_desktop.records.readers.lines import Column, cells_of
from coherence_desktop.records.readers.names import plain, rr_index
from coherence_desktop.records.readers.sampled import MOST_OVERLAP, sampled_intervals
from coherence_desktop.records.readers.units import RrUnit, stated_unit
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

LARGEST_SIDECAR_BYTES = 1024 * 1024

TABLE = re.compile(r"(?P<stem>.+)\.tsv(\.gz)?", re.I)
_CONTINUOUS = re.compile(r"(.*_)?physio\.tsv(\.gz)?", re.I)


@dataclass(frozen=True)
class Sidecar:
    """What a JSON file tells of the table beside it."""

    names: tuple[str, ...]
    units: dict[str, str]
    rate_hz: float | None


def read_bids(text: str, path: Path) -> Column | None:
    """Read a ``.tsv`` or ``.tsv.gz`` by its JSON file; None if that has nothing to tell.

    A table of events names its columns itself; the JSON file may tell their units. One of
    continuous recordings leaves the names to the JSON file, as the BIDS specification says.

    Raises
    ------
    UnreadableRecording
        If the JSON file is missing where it is needed, is damaged or names no RR intervals, or
        if those are samples at a fixed rate, each interval many times.
    """
    table = TABLE.fullmatch(path.name)
    if table is None:
        return None
    beside = path.with_name(table["stem"] + ".json")
    sidecar = read_sidecar(beside, path)
    names = sidecar.names if sidecar else ()
    if sidecar is None or not names:
        if _CONTINUOUS.fullmatch(path.name):
            what = f"has no names of columns. Put {beside.name}, which has them, beside it."
            raise UnreadableRecording(path, Reason.COLUMNS, what)
        if sidecar is None or not sidecar.units:
            return None
    rows, unit = lines_of(text, path)
    if (
        has_header(rows[0].text)
        and rr_index([plain(n) for n in rows[0].text.split("\t")]) is not None
    ):
        names = tuple(name.strip() for name in cells_of(rows[0], "\t", path))
        rows = rows[1:]
    elif not names:
        return None
    at = rr_index([plain(name) for name in names])
    if at is None:
        raise no_column(names, path)
    found = named_column(names, rows, "\t", _unit(sidecar, names[at]) or unit, path)
    if found is not None and sidecar.rate_hz is not None:
        _refuse_samples(found, len(rows) / sidecar.rate_hz, sidecar.rate_hz, path)
    return found


def _unit(sidecar: Sidecar, name: str) -> RrUnit | None:
    return stated_unit(sidecar.units.get(name, ""))


def _refuse_samples(column: Column, duration_s: float, rate_hz: float, path: Path) -> None:
    middle = sorted(column.values)[len(column.values) // 2]
    unit = column.unit or (RrUnit.S if middle < 10 else RrUnit.MS)
    if len(column.values) > 1 and sum(column.values) * unit.ms / 1000 > MOST_OVERLAP * duration_s:
        raise sampled_intervals(rate_hz, path)


def read_sidecar(beside: Path, path: Path) -> Sidecar | None:
    """Read the JSON file beside a table; None if there is none.

    Raises
    ------
    UnreadableRecording
        If it is damaged or cannot be read.
    """
    try:
        found = beside.lstat()  # a link might lead elsewhere: it is not followed
        if not stat.S_ISREG(found.st_mode):
            return None
        with beside.open("rb") as file:
            raw = file.read(LARGEST_SIDECAR_BYTES + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        what = f"is described by {beside.name}, which cannot be read. Check its permissions."
        raise UnreadableRecording(path, Reason.UNREADABLE, what) from error
    try:
        told = json.loads(raw) if len(raw) <= LARGEST_SIDECAR_BYTES else None
    except (ValueError, RecursionError) as error:
        raise _no_description(beside, path) from error
    if not isinstance(told, dict):
        raise _no_description(beside, path)
    names = told.get("Columns", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _no_description(beside, path)
    units = {
        name: about["Units"]
        for name, about in told.items()
        if isinstance(about, dict) and isinstance(about.get("Units"), str)
    }
    return Sidecar(tuple(names), units, _rate_hz(told.get("SamplingFrequency")))


def _rate_hz(told: object) -> float | None:
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    try:
        rate_hz = float(told)
    except OverflowError:
        return None
    return rate_hz if math.isfinite(rate_hz) and rate_hz > 0 else None


def _no_description(beside: Path, path: Path) -> UnreadableRecording:
    what = f"is described by {beside.name}, which is no BIDS description. Correct that file."
    return UnreadableRecording(path, Reason.DAMAGED, what)
