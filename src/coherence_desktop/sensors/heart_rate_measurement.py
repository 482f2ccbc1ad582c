"""Codec for the Bluetooth Heart Rate Measurement characteristic, ``0x2A37``.

Source: Heart Rate Service 1.0, section 3.1, and GATT Specification Supplement, "Heart Rate
Measurement". Where they leave a choice to the receiver:

* reserved flag bits are ignored, as the Core Specification asks;
* the RR flag may be set with no interval following (straps do so between beats);
* half an interval, or bytes that no flag announces, make the whole packet malformed: what was
  cut or altered in one place is not to be believed in another;
* a zero interval is a value like any other here. That it is no beat is for the beat clock to say.
"""

import struct

import msgspec

HEART_RATE_SERVICE = "0000180d-0000-1000-8000-00805f9b34fb"
HEART_RATE_MEASUREMENT = "00002a37-0000-1000-8000-00805f9b34fb"

RR_TICKS_PER_SECOND = 1024
MAX_ATTRIBUTE_BYTES = 512
"""No attribute value is longer (Core Specification, Vol 3, Part F, 3.2.9)."""

_WIDE_HEART_RATE = 0x01
_CONTACT_DETECTED = 0x02
_CONTACT_SUPPORTED = 0x04
_ENERGY_PRESENT = 0x08
_RR_PRESENT = 0x10

_UINT16 = 0xFFFF


class MalformedPacket(ValueError):
    """Bytes that are no Heart Rate Measurement; carries them as ``raw``, the reason as ``why``."""

    def __init__(self, raw: bytes, why: str) -> None:
        super().__init__(f"not a heart rate measurement: {why} (0x{raw[:24].hex()})")
        self.raw = raw
        self.why = why


class HeartRateMeasurement(msgspec.Struct, frozen=True):
    """What one packet says."""

    heart_rate_bpm: int
    contact: bool | None = None
    """Skin contact; ``None`` where the strap cannot tell."""
    energy_kj: int | None = None
    """Energy expended since its last reset, in kilojoules; ``None`` where not sent."""
    rr_1024: tuple[int, ...] = ()
    """RR intervals in 1/1024 s, oldest first; zero is possible."""


def decode(raw: bytes | bytearray | memoryview) -> HeartRateMeasurement:
    """Read one notification.

    Raises
    ------
    MalformedPacket
        If ``raw`` is not exactly one Heart Rate Measurement.
    """
    raw = bytes(raw)
    if not raw:
        raise MalformedPacket(raw, "it is empty")
    if len(raw) > MAX_ATTRIBUTE_BYTES:
        raise MalformedPacket(raw, f"{len(raw)} bytes are more than an attribute can hold")
    flags = raw[0]
    at = 3 if flags & _WIDE_HEART_RATE else 2
    if len(raw) < at:
        raise MalformedPacket(raw, "it ends within the heart rate")
    heart_rate_bpm = int.from_bytes(raw[1:at], "little")

    energy_kj: int | None = None
    if flags & _ENERGY_PRESENT:
        if len(raw) < at + 2:
            raise MalformedPacket(raw, "it ends within the energy expended")
        energy_kj = int.from_bytes(raw[at : at + 2], "little")
        at += 2

    rest = len(raw) - at
    if rest and not flags & _RR_PRESENT:
        raise MalformedPacket(raw, f"{rest} bytes more than its flags announce")
    if rest % 2:
        raise MalformedPacket(raw, "it ends within an RR interval")

    return HeartRateMeasurement(
        heart_rate_bpm=heart_rate_bpm,
        contact=bool(flags & _CONTACT_DETECTED) if flags & _CONTACT_SUPPORTED else None,
        energy_kj=energy_kj,
        rr_1024=struct.unpack_from(f"<{rest // 2}H", raw, at),
    )


def encode(measurement: HeartRateMeasurement, *, wide: bool = False) -> bytes:
    """Write the packet that a strap would send; the inverse of `decode`.

    Parameters
    ----------
    measurement : HeartRateMeasurement
        What to say.
    wide : bool
        Send the heart rate as 16 bits even where 8 are enough.

    Raises
    ------
    ValueError
        If a value does not fit its field, or all of them do not fit one attribute.
    """
    bpm, energy = measurement.heart_rate_bpm, measurement.energy_kj
    _require_uint16("heart rate", bpm)
    wide = wide or bpm > 0xFF
    flags = _WIDE_HEART_RATE if wide else 0
    if measurement.contact is not None:
        flags |= _CONTACT_SUPPORTED | (_CONTACT_DETECTED if measurement.contact else 0)
    fields = bpm.to_bytes(2 if wide else 1, "little")
    if energy is not None:
        _require_uint16("energy expended", energy)
        flags |= _ENERGY_PRESENT
        fields += energy.to_bytes(2, "little")
    if measurement.rr_1024:
        flags |= _RR_PRESENT
        for ticks in measurement.rr_1024:
            _require_uint16("RR interval", ticks)
        fields += struct.pack(f"<{len(measurement.rr_1024)}H", *measurement.rr_1024)
    if 1 + len(fields) > MAX_ATTRIBUTE_BYTES:
        raise ValueError(f"{len(measurement.rr_1024)} RR intervals do not fit one packet")
    return bytes((flags,)) + fields


def _require_uint16(name: str, value: int) -> None:
    if not 0 <= value <= _UINT16:
        raise ValueError(f"{name} must be 0 to {_UINT16}, not {value}")
