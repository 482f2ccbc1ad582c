"""Headers of WFDB records, and the files that they name, all in one folder."""

import math
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from coherence_desktop.records.readers.optional import damage_told, damaged_file, package
from coherence_desktop.records.readers.regular import disk_told, lies_beside
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

SUFFIX = ".hea"
KIND = "a WFDB record"
_LARGEST_BYTES = 4 * 1024 * 1024
_MOST_SIGNALS, _MOST_SEGMENTS = 4096, 100_000
_RECORD_LINE = re.compile(rb"[\w.-]+(/\d+)?[ \t]+\d+([ \t].*)?")
_PLAIN_NAME = re.compile(r"\w[\w.+-]*", re.ASCII)
_ABSENT = "~"

# physionet.org/physiotools/wag/signal-5.htm; packed ones (508 to 524) have no fixed size.
_SAMPLE_BYTES = {
    "8": 1.0,
    "80": 1.0,
    "212": 1.5,
    "310": 4 / 3,
    "311": 4 / 3,
    "16": 2.0,
    "61": 2.0,
    "160": 2.0,
    "24": 3.0,
    "32": 4.0,
}


@dataclass(frozen=True)
class Segment:
    """Frames that lie in one record of their own.

    Attributes
    ----------
    name : str or None
        Of that record; None where nothing was recorded.
    frames : int
        Its length.
    labels : tuple of str
        Of its signals.
    samples : tuple of int
        Of each signal in a frame.
    files : tuple of str
        Its signal files.
    """

    name: str | None
    frames: int
    labels: tuple[str, ...] = ()
    samples: tuple[int, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class WfdbHeader:
    """What a record is made of: frames a second, and segments one after the other."""

    fs_hz: float
    segments: tuple[Segment, ...]
    began: datetime | None = None

    @property
    def labels(self) -> list[str]:
        """All labels of signals, each once."""
        return list(dict.fromkeys(label for part in self.segments for label in part.labels))

    @property
    def duration_s(self) -> float:
        """Of the whole record."""
        return sum(part.frames for part in self.segments) / self.fs_hz


def begins_as_header(head: bytes) -> bool:
    """Tell whether a text begins with the record line of a header."""
    lines = (line.strip() for line in head.splitlines())
    first = next((line for line in lines if line and not line.startswith(b"#")), b"")
    return _RECORD_LINE.fullmatch(first) is not None


def wfdb_header(folder: Path, record: str, path: Path) -> WfdbHeader:
    """Read the header of a record, and those of its segments.

    Parameters
    ----------
    folder : Path
        Where all its files must be.
    record : str
        Its name.
    path : Path
        The file that a person named.

    Raises
    ------
    UnreadableRecording
        If a header or signal file is damaged, missing or outside the folder.
    """
    main = _read(folder, record, path)
    fs_hz = float(main.fs or 0.0)
    if not (math.isfinite(fs_hz) and fs_hz > 0):
        raise damaged_file(path, KIND)
    if getattr(main, "n_seg", None) is None:
        return WfdbHeader(fs_hz, (_segment(main, folder, record, path),), main.base_datetime)
    names, lengths = list(main.seg_name or ()), list(main.seg_len or ())
    if not 0 < len(names) == len(lengths) <= _MOST_SEGMENTS or any(n < 0 for n in lengths):
        raise damaged_file(path, KIND)
    segments = []
    for name, frames in zip(names, lengths, strict=True):
        if name == _ABSENT or frames == 0:  # of no length: the layout, which names no files
            segments.append(Segment(None, int(frames)))
            continue
        _check_name(name, path)
        part = _read(folder, name, path)
        if getattr(part, "n_seg", None) is not None or part.fs != main.fs:
            raise damaged_file(path, KIND)
        found = _segment(part, folder, name, path)
        if found.frames != frames:
            raise damaged_file(path, KIND)
        segments.append(found)
    return WfdbHeader(fs_hz, tuple(segments), main.base_datetime)


def location(folder: Path, record: str, path: Path) -> str:
    """Give a record's place as the package takes it, which must not take it for an address.

    Raises
    ------
    UnreadableRecording
        If it might.
    """
    place = str(folder.absolute() / record)
    if "::" in place or "://" in place:
        what = "lies in a folder with '::' in its name. Move it to another folder."
        raise UnreadableRecording(path, Reason.OUTSIDE, what)
    return place


def _read(folder: Path, record: str, path: Path) -> Any:  # noqa: ANN401 - the package has no types
    file = folder / f"{record}{SUFFIX}"
    if file != path and not lies_beside(file):
        what = f"needs {file.name} beside it, as a file and not a link. Put it there."
        raise UnreadableRecording(path, Reason.MISSING, what)
    with disk_told(path), file.open("rb") as opened:
        text = opened.read(_LARGEST_BYTES + 1)
    if len(text) > _LARGEST_BYTES:
        raise damaged_file(path, KIND)
    named = [line.split()[0] for line in text.decode("latin-1").splitlines() if line.strip()]
    for name in [name for name in named if not name.startswith("#")][1:]:
        if name == ".." or set(name) & set("/\\:"):
            raise _outside(name, path)
    wfdb = package("wfdb", path)
    with damage_told(path, KIND):
        return wfdb.rdheader(location(folder, record, path))


def _segment(header: Any, folder: Path, record: str, path: Path) -> Segment:  # noqa: ANN401
    files = tuple(header.file_name or ())
    if not files:
        return Segment(record, int(header.sig_len or 0))
    samples = tuple(int(count or 1) for count in header.samps_per_frame)
    formats = [str(fmt) for fmt in header.fmt]
    offsets = [int(offset or 0) for offset in header.byte_offset]
    counts = {len(files), len(samples), len(formats), len(offsets), header.n_sig}
    if len(counts) > 1 or len(files) > _MOST_SIGNALS or min(samples) < 1 or min(offsets) < 0:
        raise damaged_file(path, KIND)
    frames = header.sig_len
    for name in dict.fromkeys(files):
        _check_name(name, path)
        here = [k for k, file in enumerate(files) if file == name]
        fits = _frames_in(folder / name, formats[here[0]], here, samples, offsets, path)
        if frames is None:
            frames = fits
        if fits is not None and frames is not None and fits < frames:
            raise damaged_file(path, KIND, f"is cut off: {name} is shorter than its header says")
    if frames is None or frames < 0:
        raise damaged_file(path, KIND, "does not tell its length")
    labels = [str(label) if label else f"signal {k}" for k, label in enumerate(header.sig_name)]
    return Segment(record, int(frames), tuple(labels), samples, files)


def _frames_in(
    file: Path,
    fmt: str,
    here: list[int],
    samples: tuple[int, ...],
    offsets: list[int],
    path: Path,
) -> int | None:
    """Count the frames that a signal file has room for; None where only reading it tells."""
    if file != path and not lies_beside(file):
        what = f"needs {file.name} beside it, as a file and not a link. Put it there."
        raise UnreadableRecording(path, Reason.MISSING, what)
    if fmt not in _SAMPLE_BYTES:
        return None
    with disk_told(path):
        size = file.stat().st_size
    room = (size - offsets[here[0]]) / _SAMPLE_BYTES[fmt]
    return int(room + 1e-9) // sum(samples[k] for k in here)


def _check_name(name: object, path: Path) -> None:
    if not isinstance(name, str) or not _PLAIN_NAME.fullmatch(name):
        raise _outside(name, path)


def _outside(name: object, path: Path) -> UnreadableRecording:
    what = f"names {str(name)[:40]!r}, which may lie outside its folder. Correct its header."
    return UnreadableRecording(path, Reason.OUTSIDE, what)
