"""Codec for the data frames of Polar's measurement service.

Source: Polar Measurement Data Specification and ``online_measurement.pdf`` of
github.com/polarofficial/polar-ble-sdk. A frame has the kind of measurement, the time of its
**last** sample in ns of the strap's clock (since 2000 where it was set), its form, and samples.
"""

import struct
from enum import IntEnum

import msgspec
import numpy as np

from coherence_desktop.sensors.pmd import delta
from coherence_desktop.signal.raw_samples import (
    ACCELERATION_BYTES,
    ECG_BYTES,
    IntArray,
    pack_acceleration,
    unpack_acceleration,
)

PMD_SERVICE = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
PMD_CONTROL = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
PMD_DATA = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"

NS = 1_000_000_000
_HEAD = struct.Struct("<BQB")
_DELTA = 0x80


class Kind(IntEnum):
    """Kinds of measurement that are understood."""

    ECG = 0
    ACCELERATION = 2


class MalformedFrame(ValueError):
    """Bytes that are no frame of a kind and form that is understood; carries them as ``raw``."""

    def __init__(self, raw: bytes, why: str) -> None:
        super().__init__(f"not a frame of samples: {why} (0x{raw[:24].hex()})")
        self.raw = raw
        self.why = why


class Frame(msgspec.Struct, frozen=True):
    """Samples as an event keeps them, and when the last one was taken."""

    kind: Kind
    last_ns: int
    """On the strap's clock; 0 where it tells no time."""
    samples: bytes
    """As `EcgChunk.samples` or `AccelerationChunk.samples`."""

    @property
    def count(self) -> int:
        """Number of samples."""
        return len(self.samples) // BYTES[self.kind]


BYTES = {Kind.ECG: ECG_BYTES, Kind.ACCELERATION: ACCELERATION_BYTES}


def decode(raw: bytes, factor: float = 1.0) -> Frame:
    """Read one notification.

    Parameters
    ----------
    raw : bytes
    factor : float
        What the strap said its compressed accelerations are to be multiplied by.

    Raises
    ------
    MalformedFrame
        If it is cut or altered, or of a kind or form that is not understood.
    """
    raw = bytes(raw)
    if len(raw) <= _HEAD.size:
        raise MalformedFrame(raw, "there are no samples in it")
    kind_id, last_ns, form = _HEAD.unpack_from(raw)
    body = raw[_HEAD.size :]
    match kind_id, form:
        case Kind.ECG, 0:
            samples = body
        case Kind.ACCELERATION, 1:
            samples = body
        case Kind.ACCELERATION, 0x81 | 0x80:
            scale = factor if form & ~_DELTA else 1000.0 * factor
            samples = _expanded(raw, body, scale)
        case _:
            raise MalformedFrame(raw, f"kind {kind_id} in form {form:#x}")
    if len(samples) % BYTES[Kind(kind_id)]:
        raise MalformedFrame(raw, "it ends within a sample")
    return Frame(Kind(kind_id), last_ns, samples)


def encode(frame: Frame, *, compressed: bool = False) -> bytes:
    """Write the notification that a strap would send; accelerations in differences if asked."""
    form, body = 0, frame.samples
    if frame.kind is Kind.ACCELERATION:
        form = 1
        if compressed:
            form, body = 1 | _DELTA, delta.pack(unpack_acceleration(body), 2)
    return _HEAD.pack(frame.kind, frame.last_ns, form) + body


def _expanded(raw: bytes, body: bytes, scale: float) -> bytes:
    try:
        values: IntArray = delta.unpack(body, 3, 2)
        if scale != 1.0:
            values = np.rint(values * scale).astype(np.int32)
        return pack_acceleration(values)
    except ValueError as error:
        raise MalformedFrame(raw, str(error)) from error
