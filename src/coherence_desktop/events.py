"""The vocabulary of a session: everything that can happen, as frozen events with a time.

A session is its event log. ``t`` is always seconds since the session started, on the session's
monotonic clock. Events are never changed; a correction is a later event.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

import msgspec

VERSION = 1
"""Version of this vocabulary; a log says which one it was written with."""


class Event(msgspec.Struct, frozen=True, tag=True, tag_field="event", omit_defaults=True):
    """What all events share: when."""

    t: float


class Started(Event, frozen=True, kw_only=True):
    """The session began; anchors its monotonic clock to the calendar."""

    started_utc: str
    """ISO 8601 with microseconds, in UTC."""
    timezone: str
    """IANA name where known, otherwise the offset, e.g. ``Europe/Berlin`` or ``+02:00``."""
    utc_offset_s: int
    app_version: str
    vocabulary: int = VERSION
    title: str = ""
    source: str = ""
    """Where the beats come from: ``strap``, ``replay``, ``simulation`` or ``none``."""


class Device(Event, frozen=True, kw_only=True):
    """The strap told who it is. Absent facts are empty."""

    name: str
    address: str
    model: str = ""
    """Id of the file in ``devices/`` that it matched, or ``generic``."""
    manufacturer: str = ""
    firmware: str = ""
    hardware: str = ""
    serial: str = ""


class LinkState(StrEnum):
    """States of the link between the app and the source of beats."""

    SEARCHING = "searching"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    FAILED = "failed"
    ENDED = "ended"


class Link(Event, frozen=True):
    """The link changed state; ``reason`` is a machine word, ``message`` a plain sentence."""

    state: LinkState
    reason: str = ""
    message: str = ""


class Battery(Event, frozen=True):
    """Charge of the strap, in percent."""

    percent: int


class Contact(Event, frozen=True):
    """Skin contact as the strap reports it; ``None`` when it cannot tell."""

    detected: bool | None


class Beat(Event, frozen=True):
    """One beat at ``t``, ending an interval of ``rr_ms``, heard of at ``received_s``.

    ``rr_ms`` is exact: a strap's 1/1024 s is a dyadic fraction of a millisecond.
    """

    rr_ms: float
    received_s: float


class HeartRate(Event, frozen=True):
    """Heart rate that the strap computed itself, in beats a minute."""

    bpm: int


class Gap(Event, frozen=True, kw_only=True):
    """No beats are known between ``start_s`` and ``end_s``; ``t`` is when this became known."""

    start_s: float
    end_s: float
    cause: str


class Realigned(Event, frozen=True):
    """Beats at or after ``from_s`` known up to now really were ``shift_s`` later (or earlier)."""

    from_s: float
    shift_s: float


class ClockDisagreement(Event, frozen=True):
    """The intervals add up to ``ahead_s`` more (or less) than the time that passed."""

    ahead_s: float


class PacketRejected(Event, frozen=True):
    """A packet that was not used, or not wholly, kept as it came.

    ``malformed``, ``duplicate``, ``no_contact`` (intervals sent without skin contact) or
    ``zero_rr`` (its other intervals are beats).
    """

    reason: str
    raw: bytes = b""


class BeatKind(StrEnum):
    """What an interval is judged to be."""

    NORMAL = "normal"
    MISSED = "missed"
    EXTRA = "extra"
    ECTOPIC = "ectopic"
    LONG_SHORT = "long_short"
    GAP = "gap"
    EXCLUDED = "excluded"
    ACCEPTED = "accepted"


class BeatJudged(Event, frozen=True, kw_only=True):
    """The interval that ends at the ``index``-th beat of the session (from 0) was judged.

    ``corrected_ms`` is what takes its place: empty where it was merged away, two values where it
    was split. A later judgement of the same beat replaces this one; ``settled`` is the last word
    of the detector. ``by`` is ``detector`` or ``person``.
    """

    index: int
    kind: BeatKind
    corrected_ms: tuple[float, ...] = ()
    settled: bool = True
    by: Literal["detector", "person"] = "detector"


class Marker(Event, frozen=True):
    """Someone marked this moment; ``key`` is the marker's id, ``mark`` for the plain one."""

    label: str
    key: str = "mark"


class Note(Event, frozen=True):
    """A text written at this moment."""

    text: str
    private: bool = True


class Rating(Event, frozen=True):
    """A value on a named scale, e.g. ``distress`` 0 to 100."""

    scale: str
    value: float


class PacerChange(Event, frozen=True, kw_only=True):
    """From now on the pacer glides to this pattern (seconds for each part of the breath)."""

    inhale_s: float
    hold_in_s: float = 0.0
    exhale_s: float
    hold_out_s: float = 0.0
    name: str = ""
    glide: bool = True


class Phase(Event, frozen=True):
    """A part of the session began; it lasts until the next phase or the end."""

    name: str
    label: str = ""
    target_s: float | None = None


class Paused(Event, frozen=True):
    """The practice rests; recording goes on."""


class Resumed(Event, frozen=True):
    """The practice goes on."""


class Ended(Event, frozen=True):
    """The session was closed properly."""

    reason: str = "ended"


AnyEvent = (
    Started
    | Device
    | Link
    | Battery
    | Contact
    | Beat
    | HeartRate
    | Gap
    | Realigned
    | ClockDisagreement
    | PacketRejected
    | BeatJudged
    | Marker
    | Note
    | Rating
    | PacerChange
    | Phase
    | Paused
    | Resumed
    | Ended
)


class UndecodableEvent(ValueError):
    """Bytes that are no event of this vocabulary; carries them as ``raw``."""

    def __init__(self, raw: bytes, why: str) -> None:
        super().__init__(f"not an event of vocabulary {VERSION}: {why}")
        self.raw = raw


_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[AnyEvent] = msgspec.msgpack.Decoder(AnyEvent)
_log_decoder = msgspec.msgpack.Decoder(list[AnyEvent])


def encode(event: AnyEvent) -> bytes:
    """Encode one event as msgpack."""
    return _encoder.encode(event)


def decode(raw: bytes) -> AnyEvent:
    """Decode one event.

    Raises
    ------
    UndecodableEvent
        If ``raw`` is no event of this vocabulary.
    """
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UndecodableEvent(raw, str(error)) from error


def encode_log(events: Iterable[AnyEvent]) -> bytes:
    """Encode a run of events as one msgpack array, in order."""
    return _encoder.encode(list(events))


def decode_log(raw: bytes) -> list[AnyEvent]:
    """Decode what `encode_log` wrote.

    Raises
    ------
    UndecodableEvent
        If ``raw`` is not wholly made of events of this vocabulary.
    """
    try:
        return _log_decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UndecodableEvent(raw, str(error)) from error
