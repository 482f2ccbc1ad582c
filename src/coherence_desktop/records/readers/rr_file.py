"""Reads RR intervals from text and CSV files of any program."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.records.readers.bids import read_bids
from coherence_desktop.records.readers.columns import read_column
from coherence_desktop.records.readers.lines import Column
from coherence_desktop.records.readers.text import read_text
from coherence_desktop.records.readers.units import RrUnit, detected_unit, first_impossible
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RrFile:
    """What a file of RR intervals holds.

    Attributes
    ----------
    rr_ms : ndarray, shape (n_beats,), float64
        The intervals in the order of the file.
    unit : RrUnit
        Of the file.
    note : str
        How it was read, for people: unit, how that is known, column, rows left out.
    t_s : ndarray, shape (n_beats,), float64, or None
        Times of the beats that end the intervals, if the file has them in a column ``t_s``.
    """

    rr_ms: FloatArray
    unit: RrUnit
    note: str
    t_s: FloatArray | None = None


def read_rr_file(path: Path, unit: RrUnit | None = None) -> RrFile:
    """Read a text file with one interval a line, or a CSV file with a named column of them.

    Blank lines and lines that begin with ``#``, ``%`` or ``//`` are passed over; a decimal comma,
    a byte order mark, any ends of line and gzip are understood. A column is recognised by a name
    like ``rr``, ``rr_ms``, ``RR-interval [ms]``, ``ibi`` or ``nn``; its cells may be lists.
    So the exports of Elite HRV, HRV Logger, HRV4Training and Polar Sensor Logger are read, the
    series and reports of Kubios HRV, and BIDS tables with the JSON file right beside them,
    the only other file that is looked at.

    Parameters
    ----------
    path : Path
        The file.
    unit : RrUnit, optional
        Of its intervals. By default what its header says, else ms or s by the middle value.

    Raises
    ------
    UnreadableRecording
        If it is missing, empty, binary, gigantic, damaged or something else, in one sentence.
    """
    path = Path(path)
    text = read_text(path)
    column = read_bids(text, path) or _plain_list(text) or read_column(text, path)
    values = np.array(column.values)
    found = unit or column.unit or detected_unit(values, path)
    impossible = first_impossible(values, found)
    if impossible is not None:
        line = column.lines[impossible] if column.lines else impossible + 1
        what = f"has no interval between heartbeats in line {line}: {values[impossible]:g}."
        raise UnreadableRecording(path, Reason.LINE, f"{what} Correct it.")
    rr_ms = values * found.ms
    known = "as told" if unit else "as the file says" if column.unit else "by the middle value"
    t_s = None if column.times is None else np.array(column.times)
    return RrFile(rr_ms, found, _note(column, found, known), t_s)


def _plain_list(text: str) -> Column | None:
    """Read one number a line and nothing else; quick, for days of beats."""
    if "_" in text:
        return None
    try:
        values = list(map(float, text.splitlines()))
    except ValueError:
        return None
    return Column(values, [], None, None, None, 0)


def _note(column: Column, unit: RrUnit, known: str) -> str:
    count = len(column.values)
    note = f"{count} interval{'s' if count != 1 else ''}, read in {unit} ({known})"
    if column.name is not None:
        note += f" from column {column.name!r}"
    if column.skipped:
        note += f"; {column.skipped} row{'s' if column.skipped != 1 else ''} without one left out"
    return f"{note}."
