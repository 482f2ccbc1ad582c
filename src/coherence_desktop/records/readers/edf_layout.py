"""Where the channels of an EDF or BDF file lie in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.records.readers.optional import damaged_file
from coherence_desktop.records.readers.regular import disk_told, regular_size
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

EDF_MARK, BDF_MARK = b"0       ", b"\xffBIOSEMI"
MAIN_BYTES = 256

# edfplus.info/specs/edf.html: widths of the fields that each channel has in the header.
_WIDTHS = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
_LABEL, _UNIT, _SAMPLES = 0, 2, 8
_MOST_CHANNELS = 4096
_MOST_RECORD_BYTES = 256 * 1024 * 1024
_NUMBER = re.compile(rb"-?\d+ *")
_BEGAN = re.compile(rb"(\d\d)\.(\d\d)\.(\d\d)(\d\d)\.(\d\d)\.(\d\d)")
_NO_DAY = date(1985, 1, 1)
_DURATION = re.compile(rb"\d+(\.\d*)?([eE][-+]?\d{1,2})? *")


@dataclass(frozen=True, eq=False)
class EdfLayout:
    """The header of a file, and its data records as they lie on the disk.

    Attributes
    ----------
    kind : str
        ``EDF`` or ``BDF``.
    labels, units : tuple of str
        Of all channels, annotations included.
    samples : tuple of int
        Of each channel in one data record.
    record_s : float
        Length of a data record.
    discontinuous : bool
        Whether the file says that data records need not follow each other.
    records : ndarray, shape (n_records, record_bytes), uint8
        Mapped from the disk, not read.
    """

    kind: str
    labels: tuple[str, ...]
    units: tuple[str, ...]
    samples: tuple[int, ...]
    record_s: float
    discontinuous: bool
    records: NDArray[np.uint8]
    _header: bytes

    @property
    def sample_bytes(self) -> int:
        """Of one sample."""
        return 3 if self.kind == "BDF" else 2

    @property
    def annotations(self) -> list[int]:
        """Indices of the channels that hold annotations."""
        return [at for at, label in enumerate(self.labels) if label == f"{self.kind} Annotations"]

    def raw(self, channel: int, first: int, stop: int) -> NDArray[np.uint8]:
        """Read the bytes of one channel in some data records, one row each."""
        start = sum(self.samples[:channel]) * self.sample_bytes
        end = start + self.samples[channel] * self.sample_bytes
        return np.ascontiguousarray(self.records[first:stop, start:end])

    def alone(self, channel: int, first: int, stop: int) -> bytes:
        """Make a whole file of one channel in some data records."""
        fields, at = [], MAIN_BYTES
        for width in _WIDTHS:
            begin = at + width * channel
            fields.append(self._header[begin : begin + width])
            at += width * len(self.labels)
        main = bytearray(self._header[:MAIN_BYTES])
        main[184:192] = b"%-8d" % (2 * MAIN_BYTES)
        main[192:236] = b" " * 44
        main[236:244] = b"%-8d" % (stop - first)
        main[252:256] = b"%-4d" % 1
        return bytes(main) + b"".join(fields) + self.raw(channel, first, stop).tobytes()


def edf_layout(path: Path) -> EdfLayout:
    """Read the header of an EDF or BDF file and map its data.

    Raises
    ------
    UnreadableRecording
        If the header is damaged, or the file is shorter than it says.
    """
    size = regular_size(path)
    with disk_told(path), path.open("rb") as file:
        main = file.read(MAIN_BYTES)
        kind = "BDF" if main.startswith(BDF_MARK) else "EDF"
        channels = _whole(main[252:256])
        if channels is None or not 0 < channels <= _MOST_CHANNELS or len(main) < MAIN_BYTES:
            raise _damaged(path, kind)
        header = main + file.read(MAIN_BYTES * channels)
    head_bytes, told = _whole(main[184:192]), _whole(main[236:244])
    if len(header) != MAIN_BYTES * (channels + 1) or head_bytes != len(header) or told is None:
        raise _damaged(path, kind)
    samples = [_whole(field) for field in _fields(header, channels, _SAMPLES)]
    counts = tuple(count for count in samples if count is not None and count >= 0)
    record_bytes = sum(counts) * (3 if kind == "BDF" else 2)
    duration = _DURATION.fullmatch(main[244:252])
    if len(counts) < channels or duration is None or not 0 < record_bytes <= _MOST_RECORD_BYTES:
        raise _damaged(path, kind)
    there = (size - len(header)) // record_bytes
    if told > there:
        how = f"is cut off: {there} of {told} data records are there"
        raise damaged_file(path, f"an {kind} file" if kind == "EDF" else "a BDF file", how)
    n_records = there if told < 0 else told  # -1 while it is still recorded
    if n_records == 0:
        what = "holds no data, only the header of a recording. Choose another file."
        raise UnreadableRecording(path, Reason.EMPTY, what)
    with disk_told(path):
        records = np.memmap(
            path, dtype=np.uint8, mode="r", offset=len(header), shape=(n_records, record_bytes)
        )
    return EdfLayout(
        kind,
        tuple(_text(field) for field in _fields(header, channels, _LABEL)),
        tuple(_text(field) for field in _fields(header, channels, _UNIT)),
        counts,
        float(main[244:252]),
        main[192:197] == kind.encode() + b"+D",
        records,
        header,
    )


def edf_began(head: bytes) -> datetime | None:
    """When a file began as the beginning of its header tells; ``None`` where that was blotted out.

    Years have two digits, from 1985 on; the first day of that year stands for none.
    """
    told = _BEGAN.fullmatch(head[168:184])
    if told is None:
        return None
    day, month, year, hour, minute, second = map(int, told.groups())
    try:
        since = year + (1900 if year >= _NO_DAY.year % 100 else 2000)
        began = datetime(since, month, day, hour, minute, second)  # noqa: DTZ001 - it has no zone
    except ValueError:
        return None
    return None if began.date() == _NO_DAY else began


def _fields(header: bytes, channels: int, which: int) -> Sequence[bytes]:
    start = MAIN_BYTES + sum(_WIDTHS[:which]) * channels
    width = _WIDTHS[which]
    return [header[start + width * k : start + width * (k + 1)] for k in range(channels)]


def _whole(field: bytes) -> int | None:
    return int(field) if _NUMBER.fullmatch(field) else None


def _text(field: bytes) -> str:
    return field.decode("latin-1").strip(" \0")


def _damaged(path: Path, kind: str) -> UnreadableRecording:
    return damaged_file(path, f"an {kind} file" if kind == "EDF" else "a BDF file")
