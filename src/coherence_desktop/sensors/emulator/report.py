"""What an emulated strap truly did, for whoever compares it with what arrived."""

import msgspec


class Sent(msgspec.Struct, frozen=True, tag="sent", tag_field="did"):
    """A packet left for somebody who listened."""

    monotonic_s: float
    """On the system's monotonic clock, which all processes share."""
    at_s: float
    """When it was due, in seconds of the recording."""
    beats: tuple[int, ...]
    """Numbers of the beats that it is the first to tell of."""
    ticks: tuple[int, ...]
    """Their intervals in 1/1024 s."""
    fault: str
    raw: str
    """The packet in hexadecimal."""


class Missed(msgspec.Struct, frozen=True, tag="missed", tag_field="did"):
    """The heart beat and nobody was told: a fault, or no one listened."""

    monotonic_s: float
    at_s: float
    beat: int
    ticks: int
    why: str


class Changed(msgspec.Struct, frozen=True, tag="changed", tag_field="did"):
    """The strap's state changed.

    ``state`` is ``ready``, ``listener``, ``no_listener``, ``fault_begins``, ``fault_ends``,
    ``bluetooth_lost``, ``bluetooth_back`` or ``finished``.
    """

    monotonic_s: float
    state: str
    fault: str = ""
    name: str = ""
    address: str = ""


class SentFrame(msgspec.Struct, frozen=True, tag="frame", tag_field="did"):
    """A frame of raw samples was due; ``at_s`` is the recording's time of its first one."""

    at_s: float
    kind: str
    rate_hz: int
    sent: bool
    samples: str
    """As the event keeps them, in hexadecimal."""


EmulatorEvent = Sent | Missed | Changed | SentFrame

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[EmulatorEvent] = msgspec.json.Decoder(EmulatorEvent)


def to_json(event: EmulatorEvent) -> bytes:
    """Write an event as one line of JSON, line end included."""
    return _encoder.encode(event) + b"\n"


def from_json(line: bytes) -> EmulatorEvent:
    """Read what `to_json` wrote.

    Raises
    ------
    msgspec.DecodeError
        If it is something else.
    """
    return _decoder.decode(line)


class EmulatorResult(msgspec.Struct, frozen=True):
    """The whole performance."""

    name: str
    address: str
    packets: int
    sent_1024: tuple[int, ...]
    """Intervals that were told, in order, in 1/1024 s."""
    missed: int
    """Beats that were not told."""
    faults: dict[str, int]
    """How often each fault happened."""
    duration_s: float
