"""Finds the R peaks of a long ECG in a process of its own, which takes its memory along.

What finds them loads 80 MB of scipy and holds Python's lock while it does: in a thread that memory
would stay, and the window would stumble.
"""

import json
import logging
import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO

import numpy as np

import coherence_desktop
from coherence_desktop.errors import Cancelled, Problem
from coherence_desktop.records.course import Course
from coherence_desktop.records.readers.r_peaks import LEAST_HZ, Ecg, Stretch, heartbeats
from coherence_desktop.records.readers.recording import FloatArray, Progress
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording
from coherence_desktop.signal.raw_samples import IntArray

logger = logging.getLogger(__name__)

Parts = Sequence[tuple[int, float]]
"""Count of samples and their rate in Hz, for each part of the ECG without a gap."""

_REFUSED = 3
_SESSION = Path("session")
_COUNT, _PART = struct.Struct("<q"), struct.Struct("<qd")
_SAMPLE = np.dtype("<i4")
_PIECE_BYTES = 2**18
_PATIENCE_S = 60.0
_TAIL_BYTES = 2000
_CHILD = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); import coherence_desktop; "
    "del sys.path[0]; runpy.run_module(sys.argv[2], run_name='__main__', alter_sys=True)"
)
"""Runs a module of this very package, installed or not, and finds nothing else beside it."""


class PeaksNotFound(Problem):
    """The process that looks for R peaks did not start, died or hangs."""

    def __init__(self, code: int | None) -> None:
        super().__init__(
            "The search for beats in the ECG broke off: "
            "close other programs and open the session again.",
            code,
        )


class PeaksCancelled(Cancelled):
    """Nobody waits for the R peaks any more."""

    def __init__(self) -> None:
        super().__init__("The search for beats in the ECG was stopped.")


def peaks_here(
    parts: Parts, samples: Iterable[IntArray], progress: Progress | None = None
) -> list[FloatArray]:
    """Find the R peaks of each part, in samples from its start.

    Parameters
    ----------
    parts : sequence of (int, float)
    samples : iterable of ndarray
        Those of all parts, in order, in pieces of any length; some minutes are held at a time.
    progress : callable, optional
        Is told the share that is done.

    Raises
    ------
    UnreadableRecording
        If what finds R peaks is not installed.
    """
    found: list[FloatArray] = []
    read = _Forward(samples)
    course = Course(progress)
    total, first = sum(count for count, _ in parts), 0
    for count, rate_hz in parts:
        peaks = np.empty(0)
        if rate_hz >= LEAST_HZ:
            whole = (Stretch(0.0, 0, count),)
            part = course.part(first / total, (first + count) / total)
            ecg = Ecg("ECG", rate_hz, whole, read.from_place(first))
            peaks, _ = heartbeats(ecg, _SESSION, part.at)
        found.append(peaks * rate_hz)
        first += count
    return found


def peaks_elsewhere(
    parts: Parts,
    samples: Iterable[IntArray],
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[FloatArray]:
    """As `peaks_here`, in another process, which ends with this one or when it is cancelled.

    Raises
    ------
    UnreadableRecording, PeaksNotFound, PeaksCancelled
        If they are not found.
    """
    course = Course(progress, cancelled, PeaksCancelled)
    if getattr(sys, "frozen", False) or not sys.executable:
        return peaks_here(parts, samples, course.at)
    with tempfile.TemporaryFile() as complaints:
        code, answer = _answered(complaints, parts, samples, course)
        if code == _REFUSED:
            told = json.loads(answer)
            raise UnreadableRecording(_SESSION, Reason(told["reason"]), told["what"])
        if code != 0:
            logger.warning("search for R peaks broke off (%s): %s", code, _tail(complaints))
            raise PeaksNotFound(code)
    return _unpacked(answer, len(parts))


def _answered(
    complaints: IO[bytes], parts: Parts, samples: Iterable[IntArray], course: Course
) -> tuple[int | None, bytes]:
    """Give how the process ended, ``None`` if it did not in time, and what it said."""
    try:
        process = _started(complaints)
    except OSError as error:
        return error.errno, b""
    with process:
        try:
            answer = _asked(process, parts, samples, course)
        except subprocess.TimeoutExpired:
            _kill(process)
            return None, b""
        except BaseException:
            _kill(process)
            raise
    return process.returncode, answer


def _started(complaints: IO[bytes]) -> "subprocess.Popen[bytes]":
    beside = Path(coherence_desktop.__file__).parent.parent
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _CHILD, str(beside), __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    if process.stdin is not None:
        with suppress(OSError):  # what it did not take is not to be told as a fault
            process.stdin.close()


def _tail(complaints: IO[bytes]) -> str:
    """Give the end of what Python printed: the places in the code and the error."""
    size = complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, size - _TAIL_BYTES))
    return complaints.read().decode(errors="replace").strip()


def _asked(
    process: "subprocess.Popen[bytes]", parts: Parts, samples: Iterable[IntArray], course: Course
) -> bytes:
    """Hand everything over, as fast as it is taken: how much was is how far the work is."""
    total, done = sum(count for count, _ in parts), 0
    head = _COUNT.pack(len(parts)) + b"".join(_PART.pack(*one) for one in parts)
    takes = _takes(process, head)
    for piece in _in_bytes(samples) if takes else ():
        course.at(done / total)
        if not _takes(process, piece):
            break
        done += len(piece) // _SAMPLE.itemsize
    answer, _ = process.communicate(timeout=_PATIENCE_S)
    course.at(1.0)
    return answer


def _takes(process: "subprocess.Popen[bytes]", piece: bytes) -> bool:
    """Hand a piece over, unless the process ended before, which says why itself."""
    if process.stdin is None:
        return False
    try:
        process.stdin.write(piece)
    except OSError:  # a broken pipe; Windows calls it an invalid argument
        return False
    return True


def _in_bytes(samples: Iterable[IntArray]) -> Iterator[bytes]:
    held = bytearray()
    for piece in samples:
        held += piece.astype(_SAMPLE).tobytes()
        if len(held) >= _PIECE_BYTES:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _unpacked(answer: bytes, count: int) -> list[FloatArray]:
    found, at = [], 0
    for _ in range(count):
        (size,) = _COUNT.unpack_from(answer, at)
        found.append(np.frombuffer(answer, "<f8", size, at + _COUNT.size).astype(np.float64))
        at += _COUNT.size + 8 * size
    return found


class _Forward:
    """Pieces that come one after the other, read as one, forwards and a little back."""

    def __init__(self, pieces: Iterable[IntArray]) -> None:
        self._pieces = iter(pieces)
        self._first = 0
        self._held = np.empty(0, dtype=np.int32)

    def from_place(self, place: int) -> Callable[[int, int], FloatArray]:
        """Give what reads samples from one index to another, counted from there on."""
        return lambda begin, end: self._read(place + begin, place + end)

    def _read(self, begin: int, end: int) -> FloatArray:
        """Nothing before ``begin`` can be read after this."""
        parts = [self._held[begin - self._first :]]
        behind = self._first + len(self._held)
        while behind < end:
            piece = next(self._pieces)
            parts.append(piece[max(0, begin - behind) :])
            behind += len(piece)
        self._held, self._first = np.concatenate(parts), begin
        return self._held[: end - begin].astype(np.float64)


def _given(source: BinaryIO) -> tuple[Parts, Iterator[IntArray]]:
    (count,) = _COUNT.unpack(source.read(_COUNT.size))
    parts = [_PART.unpack(source.read(_PART.size)) for _ in range(count)]

    def samples() -> Iterator[IntArray]:
        while raw := source.read(_PIECE_BYTES):
            yield np.frombuffer(raw, _SAMPLE)
        raise EOFError  # whoever asked is gone

    return parts, samples()


def _work(source: BinaryIO, target: BinaryIO) -> int:
    try:
        found = peaks_here(*_given(source))
    except UnreadableRecording as error:
        what = error.message.removeprefix(f"{_SESSION.name} ")
        target.write(json.dumps({"reason": error.reason, "what": what}).encode())
        return _REFUSED
    target.write(b"".join(_COUNT.pack(len(one)) + one.astype("<f8").tobytes() for one in found))
    return 0


if __name__ == "__main__":
    _code = _work(sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.flush()
    sys.exit(_code)
