"""What of a session goes out: which streams there are, and the samples that events make.

Nothing that a person wrote goes out but the labels of markers; no name, no address, no serial.
"""

import math
from dataclasses import dataclass

from coherence_desktop.events import (
    AnyEvent,
    Beat,
    Device,
    EcgChunk,
    Ended,
    Gap,
    HeartRate,
    Link,
    Marker,
    Note,
    Notice,
    PacerChange,
    PacerStopped,
    Paused,
    Phase,
    PracticeStarted,
    Rating,
    Realigned,
    Reopened,
    Resumed,
    Started,
    TrialEnded,
    TrialStarted,
)
from coherence_desktop.signal.raw_samples import unpack_ecg
from coherence_desktop.signal.results import Absent, LiveSnapshot
from coherence_desktop.stream.description import Channel, Description
from coherence_desktop.stream.protocol import Values

RR, HEART_RATE, COHERENCE, MARKERS, ECG = (
    f"CoherenceDesktop_{name}" for name in ("RR", "HeartRate", "Coherence", "Markers", "ECG")
)
"""Names of the streams."""

Item = AnyEvent | LiveSnapshot


@dataclass(frozen=True)
class Sample:
    """One sample of a stream, at session time ``t``."""

    stream: str
    t: float
    values: Values


def descriptions(session_id: str) -> tuple[Description, ...]:
    """Describe the streams that every session has.

    Parameters
    ----------
    session_id : str
        Makes the streams' source ids, by which readers find them again.
    """
    return (
        _irregular(RR, "RR", session_id, Channel("RR", "milliseconds", "RR")),
        _irregular(
            HEART_RATE, "HeartRate", session_id, Channel("HeartRate", "beats/minute", "HeartRate")
        ),
        _irregular(
            COHERENCE,
            "Coherence",
            session_id,
            Channel("CoherenceScore", "percent", "Coherence"),
            Channel("CoherenceRatio", "ratio", "Coherence"),
            Channel("PeakFrequency", "hertz", "Frequency"),
        ),
        Description(
            MARKERS,
            "Markers",
            (Channel("Marker", "", "Marker"),),
            "string",
            source_id(session_id, MARKERS),
        ),
    )


def ecg_description(session_id: str, rate_hz: float) -> Description:
    """Describe the stream of an ECG, which a session has once the strap sends one."""
    channels = (Channel("ECG", "microvolts", "ECG"),)
    return Description(ECG, "ECG", channels, "int32", source_id(session_id, ECG), rate_hz)


def source_id(session_id: str, stream: str) -> str:
    """Id of a stream of a session, the same each time it is served."""
    return f"{stream}-{session_id}"


def _irregular(name: str, kind: str, session_id: str, *channels: Channel) -> Description:
    return Description(name, kind, channels, "double64", source_id(session_id, name))


class Samples:
    """Makes samples of what happens; owns no clock and no socket.

    Measures that go absent are told once, as no number (NaN); nothing is repeated in their place.
    """

    def __init__(self) -> None:
        self._shown: set[str] = set()

    def take(self, item: Item) -> list[Sample]:
        """Give the samples that an event or a snapshot of the live measures makes."""
        if isinstance(item, LiveSnapshot):
            return self._measures(item)
        match item:
            case Beat():
                return [Sample(RR, item.t, [item.rr_ms])]
            case HeartRate():
                self._shown.add(HEART_RATE)
                return [Sample(HEART_RATE, item.t, [float(item.bpm)])]
            case EcgChunk():
                values = unpack_ecg(item.samples).tolist()
                return [
                    Sample(ECG, item.t + k / item.rate_hz, [value])
                    for k, value in enumerate(values)
                ]
            case _:
                marker = marker_of(item)
                return [] if marker is None else [Sample(MARKERS, marker[0], [marker[1]])]

    def _measures(self, now: LiveSnapshot) -> list[Sample]:
        rate, coherence = now.heart_rate, now.coherence
        told = self._told(
            HEART_RATE, now.t, None if isinstance(rate, Absent) else [rate.now_bpm], 1
        )
        found = (
            None
            if isinstance(coherence, Absent)
            else [coherence.score, coherence.ratio, coherence.peak_hz]
        )
        return told + self._told(COHERENCE, now.t, found, 3)

    def _told(self, stream: str, t: float, values: list[float] | None, n: int) -> list[Sample]:
        if values is not None:
            self._shown.add(stream)
            return [Sample(stream, t, values)]
        if stream not in self._shown:
            return []
        self._shown.discard(stream)
        return [Sample(stream, t, [math.nan] * n)]


def marker_of(event: AnyEvent) -> tuple[float, str] | None:
    """Session time and text of the marker that an event makes, ``None`` where it makes none.

    Texts are ``what`` or ``what: which``. A gap and a correction of times stand where they begin.
    """
    match event:
        case Gap():
            return event.start_s, f"gap: {event.end_s - event.start_s:.3f} s, {event.cause}"
        case Realigned():
            return event.from_s, f"beats from here moved: {event.shift_s:+.4f} s"
        case _:
            text = _text(event)
            return None if text is None else (event.t, text)


def device_of(event: Device) -> dict[str, str]:
    """What a stream tells of the device: its kind, not which one it is."""
    return {
        "manufacturer": event.manufacturer,
        "model": event.model,
        "firmware": event.firmware,
        "hardware": event.hardware,
    }


def _text(event: AnyEvent) -> str | None:
    match event:
        case Started():
            return "session started"
        case Reopened():
            return "session reopened"
        case Ended():
            return f"session ended: {event.reason}"
        case Device():
            told = f"{event.manufacturer} {event.model or event.hardware}".strip()
            return f"device: {told}" if told else None
        case Marker():
            return f"mark: {event.label or event.key}"
        case Note():
            return "note"
        case Rating():
            return f"rating: {event.scale} {event.value:g}"
        case PacerChange():
            parts = (event.inhale_s, event.hold_in_s, event.exhale_s, event.hold_out_s)
            return f"pace: {' '.join(f'{part:g}' for part in parts)} s"
        case PacerStopped():
            return "pace: none"
        case PracticeStarted():
            return f"practice: {event.kind} {event.practice_id}".rstrip()
        case Phase():
            return f"phase: {event.name}"
        case Paused():
            return "paused"
        case Resumed():
            return "resumed"
        case TrialStarted():
            return f"trial started: {event.number} {event.exercise_id}"
        case TrialEnded():
            return f"trial ended: {event.reason.value}"
        case Notice():
            return f"notice: {event.kind}"
        case Link():
            return f"link: {event.state.value}"
        case _:
            return None
