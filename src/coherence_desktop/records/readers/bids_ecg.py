"""The ECG column of a continuous BIDS recording, whose columns the JSON file beside it names."""

import gzip
import zlib
from array import array
from pathlib import Path
from typing import BinaryIO

import numpy as np

from coherence_desktop.records.readers.bids import TABLE, read_sidecar
from coherence_desktop.records.readers.labels import ecg_channel
from coherence_desktop.records.readers.names import plain, rr_index
from coherence_desktop.records.readers.r_peaks import Ecg, Stretch, heartbeats
from coherence_desktop.records.readers.recording import Progress, Recording, of_beats
from coherence_desktop.records.readers.regular import disk_told, first_bytes
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

MOST_SAMPLES = 100_000_000
"""A day at 1000 Hz; they are held in memory."""

_GZIP_MARK, _LONGEST_LINE = b"\x1f\x8b", 65_536
_ABSENT = (b"n/a", b"", b"NaN", b"nan")


def read_bids_ecg(
    path: Path, channel: str | None = None, progress: Progress | None = None
) -> Recording | None:
    """Find R peaks in the ECG column of a ``.tsv`` or ``.tsv.gz``; None if it has none.

    A column called ``cardiac`` may be a pulse wave: it is used only when it is named.

    Parameters
    ----------
    path : Path
        The table.
    channel : str, optional
        Name of the column to use.
    progress : callable, optional
        Is told the share that is done.

    Raises
    ------
    UnreadableRecording
        If the table or its JSON file is damaged, or there is no such column.
    """
    table = TABLE.fullmatch(path.name)
    if table is None:
        return None
    sidecar = read_sidecar(path.with_name(table["stem"] + ".json"), path)
    if sidecar is None or sidecar.rate_hz is None or not sidecar.names:
        return None
    names = list(sidecar.names)
    if channel is None and rr_index([plain(name) for name in names]) is not None:
        return None
    at = ecg_channel(names, path, channel)
    if at is None:
        return None
    samples = _column(path, at, len(names))
    ecg = Ecg(
        names[at],
        sidecar.rate_hz,
        (Stretch(0.0, 0, len(samples)),),
        lambda first, stop: np.array(samples[first:stop], dtype=float),
    )
    beats, holes = heartbeats(ecg, path, progress)
    return of_beats(beats, ecg.note(beats.size), path, holes)


def _column(path: Path, at: int, width: int) -> "array[float]":
    packed = first_bytes(path, 2) == _GZIP_MARK
    try:
        with disk_told(path), path.open("rb") as file:
            return _numbers(gzip.GzipFile(fileobj=file) if packed else file, path, at, width)
    except (EOFError, zlib.error) as error:
        raise _cut_off(path) from error
    except UnreadableRecording as problem:
        if isinstance(problem.__cause__, gzip.BadGzipFile):
            raise _cut_off(path) from problem.__cause__
        raise


def _numbers(file: "BinaryIO | gzip.GzipFile", path: Path, at: int, width: int) -> "array[float]":
    numbers = array("f")
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        cells = line.rstrip(b"\r\n").split(b"\t")
        if len(cells) != width:
            raise _damaged(line, number, path)
        cell = cells[at]
        try:
            numbers.append(float("nan") if cell in _ABSENT else float(cell))
        except ValueError as error:
            raise _damaged(line, number, path) from error
        if number > MOST_SAMPLES:
            what = f"holds more than {MOST_SAMPLES:,} samples. Split it."
            raise UnreadableRecording(path, Reason.TOO_LARGE, what)
    if not numbers:
        raise UnreadableRecording(path, Reason.EMPTY, "is empty. Choose another file.")
    return numbers


def _damaged(line: bytes, number: int, path: Path) -> UnreadableRecording:
    shown = line[:40].decode("utf-8", "replace").rstrip()
    what = f"does not have the columns that its JSON file names: line {number} is {shown!r}."
    return UnreadableRecording(path, Reason.LINE, f"{what} Correct it.")


def _cut_off(path: Path) -> UnreadableRecording:
    what = "is a gzip file that is damaged or cut off. Copy it again from where it came."
    return UnreadableRecording(path, Reason.DAMAGED, what)
