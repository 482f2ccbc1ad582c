"""Codec for the control point of Polar's measurement service: what to stream, and its answers.

Source: as of `frames`.
"""

import struct
from enum import IntEnum

import msgspec

from coherence_desktop.sensors.pmd.frames import Kind

_FEATURES = 0x0F
_ANSWER = 0xF0


class Command(IntEnum):
    """What is asked of the strap."""

    SETTINGS = 1
    START = 2
    STOP = 3


class Setting(IntEnum):
    """Settings of a stream."""

    RATE_HZ = 0
    BITS = 1
    RANGE_G = 2
    CHANNELS = 4
    FACTOR = 5


_WIDTHS = {0: 2, 1: 2, 2: 2, 3: 4, 4: 1, 5: 4, 6: 16}
_NEEDED = {
    Kind.ECG: (Setting.RATE_HZ, Setting.BITS),
    Kind.ACCELERATION: (Setting.RANGE_G, Setting.RATE_HZ, Setting.BITS),
}

SUCCESS = 0
INVALID_COMMAND = 1
NOT_SUPPORTED = 3
INVALID_PARAMETER = 5
ALREADY_STREAMING = 6
INVALID_RATE = 8
PACKETS_TOO_SMALL = 10
CHARGING = 13


class MalformedAnswer(ValueError):
    """Bytes that are no answer of a control point."""


class Request(msgspec.Struct, frozen=True):
    """A command as the strap reads it."""

    command: Command
    kind: int
    settings: dict[int, int] = {}


class Answer(msgspec.Struct, frozen=True):
    """What the strap says to a command."""

    command: int
    kind: int
    error: int
    settings: dict[int, tuple[int, ...]] = {}

    @property
    def factor(self) -> float:
        """What compressed samples are to be multiplied by."""
        values = self.settings.get(Setting.FACTOR)
        if not values:
            return 1.0
        told: float = struct.unpack("<f", struct.pack("<I", values[0]))[0]
        return told


def features(raw: bytes) -> frozenset[Kind]:
    """Kinds of measurement that the control point, when read, says there are.

    Raises
    ------
    MalformedAnswer
        If it says something else.
    """
    if len(raw) < 2 or raw[0] != _FEATURES:
        raise MalformedAnswer(f"no list of measurements: 0x{raw[:24].hex()}")
    return frozenset(kind for kind in Kind if raw[1] >> kind & 1)


def write_features(kinds: frozenset[Kind]) -> bytes:
    """Write what `features` reads."""
    return bytes((_FEATURES, sum(1 << kind for kind in kinds))) + bytes(15)


def ask_settings(kind: Kind) -> bytes:
    """Ask for the settings that a stream can have."""
    return bytes((Command.SETTINGS, kind))


def start(kind: Kind, chosen: dict[int, int]) -> bytes:
    """Ask for a stream with these settings; those that its kind does not need are left out."""
    raw = bytes((Command.START, kind))
    for setting in (*_NEEDED[kind], Setting.CHANNELS):
        if setting in chosen:
            raw += bytes((setting, 1)) + chosen[setting].to_bytes(_WIDTHS[setting], "little")
    return raw


def stop(kind: Kind) -> bytes:
    """Ask for the end of a stream."""
    return bytes((Command.STOP, kind))


def read_answer(raw: bytes) -> Answer:
    """Read an answer.

    Raises
    ------
    MalformedAnswer
        If it is none.
    """
    if len(raw) < 4 or raw[0] != _ANSWER:
        raise MalformedAnswer(f"no answer: 0x{raw[:24].hex()}")
    return Answer(raw[1], raw[2], raw[3], _read_settings(raw[5:]))


def write_answer(answer: Answer) -> bytes:
    """Write what `read_answer` reads."""
    raw = bytes((_ANSWER, answer.command, answer.kind, answer.error, 0))
    for setting, values in answer.settings.items():
        raw += bytes((setting, len(values)))
        raw += b"".join(value.to_bytes(_WIDTHS[setting], "little") for value in values)
    return raw


def read_request(raw: bytes) -> Request:
    """Read a command.

    Raises
    ------
    MalformedAnswer
        If it is none.
    """
    if len(raw) < 2 or raw[0] not in tuple(Command):
        raise MalformedAnswer(f"no command: 0x{raw[:24].hex()}")
    given = _read_settings(raw[2:])
    if any(len(values) != 1 for values in given.values()):
        raise MalformedAnswer("a setting has not one value")
    return Request(Command(raw[0]), raw[1], {key: values[0] for key, values in given.items()})


def choose(offered: dict[int, tuple[int, ...]], wished: dict[int, int]) -> dict[int, int]:
    """Take of each setting the offered value nearest to the wish; the largest without one."""
    chosen = {}
    for setting, values in offered.items():
        if values and setting in (*Setting,) and setting != Setting.FACTOR:
            wish = wished.get(setting, max(values))
            chosen[setting] = min(values, key=lambda value: (abs(value - wish), value))
    return chosen


def _read_settings(raw: bytes) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    at = 0
    while at < len(raw):
        if at + 2 > len(raw) or raw[at] not in _WIDTHS:
            raise MalformedAnswer(f"no settings: 0x{raw[:24].hex()}")
        setting, count, width = raw[at], raw[at + 1], _WIDTHS[raw[at]]
        at += 2
        if at + count * width > len(raw):
            raise MalformedAnswer("it ends within a setting")
        found[setting] = tuple(
            int.from_bytes(raw[n : n + width], "little")
            for n in range(at, at + count * width, width)
        )
        at += count * width
    return found
