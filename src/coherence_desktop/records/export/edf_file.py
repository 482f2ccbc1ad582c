"""The bytes of an EDF+ file, some data records at a time."""

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from coherence_desktop.records.course import Course
from coherence_desktop.records.export.channels import Channel, Signals
from coherence_desktop.records.export.session import FloatArray

_STEPS = 65535
_RECORDS_AT_ONCE = 60
_HEADER_BYTES = 256
"""For the file, and for each signal."""
_RECORDS_FIELD = slice(236, 244)
_LEAST_MARKS_BYTES = 10
_MICROS = 10**6


class Mark(NamedTuple):
    """An annotation; sorted as they stand in the file."""

    onset_s: float
    duration_s: float
    """0 for a moment."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EdfHead:
    """What the header tells, but for the signals.

    Attributes
    ----------
    patient, recording : edfio.Patient, edfio.Recording
    starttime : datetime.time
    records : int
        Data records in the file.
    record_s : int
        Length of each.
    """

    patient: Any
    recording: Any
    starttime: Any
    records: int
    record_s: int


def edf_pieces(
    edfio: ModuleType,
    head: EdfHead,
    signals: Sequence[Signals],
    marks: Iterable[Mark],
    course: Course,
) -> Iterator[bytes]:
    """Write signals and annotations; of the signals, some minutes are in memory at a time.

    Parameters
    ----------
    edfio : module
    head : EdfHead
    signals : sequence of Signals
        At least one; none longer than the file. Where a value is not known, 0 is written.
    marks : iterable of Mark
    course : Course
        Is told how far one has come.
    """
    told = _records_of(marks, head)
    width = max(_LEAST_MARKS_BYTES, max(map(len, told)))
    width += width % 2
    ranges = [
        _ranges(each, course.part(0.4 * at / len(signals), 0.4 * (at + 1) / len(signals)))
        for at, each in enumerate(signals)
    ]
    yield _header(edfio, head, signals, ranges, width)
    sources = [_whole_records(each, head.record_s) for each in signals]
    for first in range(0, head.records, _RECORDS_AT_ONCE):
        course.at(0.4 + 0.6 * first / head.records)
        part = told[first : first + _RECORDS_AT_ONCE]
        columns = [
            _digital(edfio, each, low_high, values, len(part))
            for each, low_high, source in zip(signals, ranges, sources, strict=True)
            for values in (next(source)[: len(part) * round(head.record_s * each.rate_hz)],)
        ]
        padded = b"".join(record.ljust(width, b"\0") for record in part)
        annotations = np.frombuffer(padded, dtype=np.uint8).reshape(len(part), width)
        yield np.hstack([*columns, annotations]).tobytes()
    course.at(1.0)


def _header(
    edfio: ModuleType,
    head: EdfHead,
    signals: Sequence[Signals],
    ranges: Sequence[FloatArray],
    width: int,
) -> bytes:
    """The header of a file of one record, in which the count of records is put right."""
    made = [
        _signal(
            edfio, each.rate_hz, channel, low_high, np.zeros(round(head.record_s * each.rate_hz))
        )
        for each, lows_highs in zip(signals, ranges, strict=True)
        for channel, low_high in zip(each.channels, lows_highs, strict=True)
    ]
    text = "x" * (width - _LEAST_MARKS_BYTES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about how edfio stores it
        file = edfio.Edf(
            made,
            patient=head.patient,
            recording=head.recording,
            starttime=head.starttime.replace(microsecond=0),
            data_record_duration=head.record_s,
            annotations=[edfio.EdfAnnotation(0.0, None, text)],
        )
    written = io.BytesIO()
    file.write(written)
    header = bytearray(written.getvalue()[: _HEADER_BYTES * (len(made) + 2)])
    header[_RECORDS_FIELD] = f"{head.records:<8}".encode()
    return bytes(header)


def _signal(
    edfio: ModuleType, rate_hz: float, channel: Channel, low_high: FloatArray, values: FloatArray
) -> Any:  # noqa: ANN401
    return edfio.EdfSignal(
        values,
        rate_hz,
        label=channel.label,
        transducer_type=channel.about[:80],
        physical_dimension=channel.unit,
        physical_range=(float(low_high[0]), float(low_high[1])),
        prefiltering="0 where it is not known",
    )


def _digital(
    edfio: ModuleType, signals: Signals, ranges: FloatArray, values: FloatArray, records: int
) -> Any:  # noqa: ANN401
    """Bytes of the channels in each record, shape (records, bytes)."""
    made = [
        _signal(edfio, signals.rate_hz, channel, low_high, values[:, at]).digital
        for at, (channel, low_high) in enumerate(zip(signals.channels, ranges, strict=True))
    ]
    return np.hstack([each.astype("<i2").reshape(records, -1).view(np.uint8) for each in made])


def _ranges(signals: Signals, course: Course) -> FloatArray:
    """What the lowest and the highest number of each channel stand for, shape (channels, 2)."""
    low, high = np.zeros(len(signals.channels)), np.zeros(len(signals.channels))
    done = 0
    for block in signals.blocks(_rows(signals, 1)):
        course.at(done / signals.size)
        known = np.nan_to_num(block)
        low, high = np.minimum(low, known.min(axis=0)), np.maximum(high, known.max(axis=0))
        done += len(block)
    course.at(1.0)
    told = zip(low.tolist(), high.tolist(), signals.channels, strict=True)
    return np.array([_range(*one) for one in told])


def _range(low: float, high: float, channel: Channel) -> tuple[float, float]:
    step = channel.step
    while max(-low, high) > step * (_STEPS // (2 if low < 0 else 1)):
        step *= 2
    lowest = -step * (_STEPS // 2) if low < 0 else 0.0
    return _short(lowest), _short(lowest + step * _STEPS)


def _short(value: float) -> float:
    """A number that fits the eight characters of the header."""
    return float(f"{value:.7g}") if abs(value) < 1e4 else float(round(value))


def _rows(signals: Signals, record_s: int) -> int:
    return _RECORDS_AT_ONCE * round(record_s * signals.rate_hz)


def _whole_records(signals: Signals, record_s: int) -> Iterator[FloatArray]:
    """Values of whole records, without end."""
    rows = _rows(signals, record_s)
    nothing = np.empty((0, len(signals.channels)))
    for block in chain(signals.blocks(rows), repeat(nothing)):
        whole = np.zeros((rows, len(signals.channels)))
        whole[: len(block)] = np.nan_to_num(block)
        yield whole


def _records_of(marks: Iterable[Mark], head: EdfHead) -> list[bytes]:
    """The annotations of each record, the first of which tells when it begins."""
    since = head.starttime.microsecond
    records = [
        [_annotation(at * head.record_s * _MICROS + since, 0, "")] for at in range(head.records)
    ]
    for mark in sorted(marks):
        at = min(max(int(mark.onset_s // head.record_s), 0), head.records - 1)
        onset, duration = round(mark.onset_s * _MICROS), round(mark.duration_s * _MICROS)
        records[at].append(_annotation(onset + since, duration, mark.text))
    return [b"".join(record) for record in records]


def _annotation(onset_us: int, duration_us: int, text: str) -> bytes:
    sign = "-" if onset_us < 0 else "+"
    duration = f"\x15{_seconds(duration_us)}" if duration_us else ""
    return f"{sign}{_seconds(abs(onset_us))}{duration}\x14{text}\x14\0".encode()


def _seconds(micros: int) -> str:
    whole, part = divmod(micros, _MICROS)
    return f"{whole}.{part:06d}".rstrip("0") if part else f"{whole}"
