"""The whole vocabulary as one type, and its coding as msgpack."""

from collections.abc import Iterable

import msgspec

from coherence_desktop.events.base import VERSION
from coherence_desktop.events.heart import (
    Battery,
    Beat,
    BeatJudged,
    ClockDisagreement,
    Contact,
    Device,
    Gap,
    HeartRate,
    Link,
    PacketRejected,
    Realigned,
)
from coherence_desktop.events.session import (
    Amended,
    Answer,
    Ended,
    Marker,
    Note,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    PracticeStarted,
    Prompt,
    PromptRested,
    Rating,
    Reopened,
    Resumed,
    Started,
    WritingKept,
)
from coherence_desktop.events.signals import AccelerationChunk, EcgChunk
from coherence_desktop.events.trial import Notice, PhaseExtended, TrialEnded, TrialStarted

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
    | EcgChunk
    | AccelerationChunk
    | PracticeStarted
    | Marker
    | Note
    | Rating
    | Answer
    | WritingKept
    | Prompt
    | PromptRested
    | PacerChange
    | PacerStopped
    | Phase
    | Paused
    | Resumed
    | Reopened
    | TrialStarted
    | PhaseExtended
    | Notice
    | TrialEnded
    | Ended
    | Amended
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
