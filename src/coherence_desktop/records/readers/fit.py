"""Garmin .fit files: the intervals of their HRV messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from coherence_desktop.records.readers.optional import damage_told, damaged_file, package
from coherence_desktop.records.readers.recording import Hole, Recording
from coherence_desktop.records.readers.regular import regular_size
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

LARGEST_BYTES = 200 * 1024 * 1024

_HRV, _RECORD, _FILE_ID = 78, 20, 0
_TIME, _TIMESTAMP, _CREATED = 0, 253, 4
_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
_INVALID = (0, 0xFFFF)
_LATE_S = 5.0
"""Messages with timestamps come once a second or so; what is later than this was a pause."""


def read_fit(path: Path) -> Recording:
    """Read the intervals of all HRV messages, with pauses where the watch's clock tells of them.

    Raises
    ------
    UnreadableRecording
        If the file is damaged, has no HRV messages or is larger than `LARGEST_BYTES`.
    """
    if regular_size(path) > LARGEST_BYTES:
        what = f"is larger than {LARGEST_BYTES >> 20} MB, which no watch writes. Choose another."
        raise UnreadableRecording(path, Reason.TOO_LARGE, what)
    track = _Track()
    for message in _messages(path):
        track.take(message)
    if not track.rr_ms:
        what = (
            "has no heartbeat intervals (HRV messages). "
            "Switch on 'Log HRV' in the watch, or choose another file."
        )
        raise UnreadableRecording(path, Reason.EMPTY, what)
    rr_ms = np.array(track.rr_ms)
    note = f"{rr_ms.size} intervals, read in 1/1000 s from HRV messages"
    if track.zeros:
        note += f"; {track.zeros} of 0 s left out"
    return Recording(rr_ms, np.array(track.t_s), f"{note}.", tuple(track.gaps), began=track.began)


@dataclass
class _Track:
    """Lays intervals one after the other, and apart where the clock went on without them."""

    rr_ms: list[float] = field(default_factory=list)
    t_s: list[float] = field(default_factory=list)
    gaps: list[Hole] = field(default_factory=list)
    zeros: int = 0
    began: datetime | None = None
    _end_s: float = 0.0
    _clock_s: int | None = None
    _clock_at_last_s: int | None = None

    def take(self, message: Any) -> None:  # noqa: ANN401 - the package has no types
        """Take the next message of the file."""
        number = message.global_mesg_num
        if number == _HRV:
            self._intervals(_values(message, _TIME))
        elif number == _RECORD:
            self._set_clock(_values(message, _TIMESTAMP))
        elif number == _FILE_ID:
            created = _values(message, _CREATED)
            if self.rr_ms:  # one recording after the other
                self._set_clock(created)
            elif isinstance(created[0], int):
                self.began = _EPOCH + timedelta(seconds=created[0])

    def _set_clock(self, told: list[object]) -> None:
        if isinstance(told[0], int):
            self._clock_s = told[0]

    def _intervals(self, thousandths: list[object]) -> None:
        valid = [ms for ms in thousandths if isinstance(ms, int) and ms not in _INVALID]
        self.zeros += sum(ms == 0 for ms in thousandths)
        if not valid:
            return
        self._wait(sum(valid) / 1000.0)
        self._clock_at_last_s = self._clock_s
        for ms in valid:
            self._end_s += ms / 1000.0
            self.rr_ms.append(float(ms))
            self.t_s.append(self._end_s)

    def _wait(self, coming_s: float) -> None:
        if self._clock_s is None or self._clock_at_last_s is None or not self.rr_ms:
            return
        late_s = self._clock_s - self._clock_at_last_s - coming_s
        if late_s > _LATE_S:
            self.gaps.append(Hole(self._end_s, self._end_s + late_s, "pause"))
            self._end_s += late_s


def _values(message: Any, number: int) -> list[object]:  # noqa: ANN401
    raw = next((one.raw_value for one in message.fields if one.def_num == number), None)
    return list(raw) if isinstance(raw, tuple | list) else [raw]


def _messages(path: Path) -> Iterator[Any]:
    fitdecode = package("fitdecode", path)
    errors = fitdecode.exceptions
    reader = None
    try:
        with damage_told(path, "a FIT file", errors.FitError):
            reader = fitdecode.FitReader(
                path,
                processor=None,
                check_crc=fitdecode.CrcCheck.RAISE,
                error_handling=fitdecode.ErrorHandling.IGNORE,
            )
            frames = iter(reader)
        while True:
            with damage_told(path, "a FIT file", errors.FitError):
                frame = next(frames, None)
            if frame is None:
                return
            if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                yield frame
    except UnreadableRecording as problem:
        cause = problem.__cause__
        if isinstance(cause, errors.FitCRCError):
            how = "is damaged: its checksum is wrong"
            raise damaged_file(path, "a FIT file", how) from cause
        if isinstance(cause, errors.FitEOFError):
            raise damaged_file(path, "a FIT file", "is cut off") from cause
        raise
    finally:
        if reader is not None:
            reader.close()
