"""What a stream says of itself, from its XML."""

import math
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, XMLParser

from coherence_desktop.sensors.lsl.protocol import NotUnderstood

MOST_CHANNELS = 4096
"""More than any stream with a heart has; room is made for each."""


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """One stream, as it is served now.

    Attributes
    ----------
    uid : str
        New each time the stream is served.
    source_id : str
        The same when it is served again; may be empty.
    computer : str
        Name of the computer that serves it.
    address : str
        Its IPv4 address, from which it answered.
    data_port, service_port : int
        Where it gives its samples, and where it tells the time.
    """

    name: str
    kind: str
    uid: str
    source_id: str
    computer: str
    channels: int
    form: str
    rate_hz: float
    address: str
    data_port: int
    service_port: int

    def again(self, other: "StreamInfo") -> bool:
        """Whether this is the other one, served again."""
        return (self.name, self.kind, self.source_id) == (
            other.name,
            other.kind,
            other.source_id,
        ) and bool(self.source_id or self.computer == other.computer)


@dataclass(frozen=True, slots=True)
class FullInfo:
    """What a stream says of its channels and its device, empty where it does not."""

    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    manufacturer: str
    model: str


def parse_info(xml: bytes, address: str) -> StreamInfo:
    """Read a stream's short description, sent from ``address``.

    Raises
    ------
    NotUnderstood
        If it is none, or not one that IPv4 reaches, or has too many channels.
    """
    root = _root(xml)

    def text(name: str) -> str:
        return (root.findtext(name) or "").strip()

    try:
        info = StreamInfo(
            name=text("name"),
            kind=text("type"),
            uid=text("uid"),
            source_id=text("source_id"),
            computer=text("hostname"),
            channels=int(text("channel_count")),
            form=text("channel_format"),
            rate_hz=float(text("nominal_srate") or 0.0),
            address=address,
            data_port=int(text("v4data_port") or 0),
            service_port=int(text("v4service_port") or 0),
        )
    except ValueError as error:
        raise NotUnderstood("a description with a number that is none") from error
    ports = (info.data_port, info.service_port)
    if not 1 <= info.channels <= MOST_CHANNELS:
        raise NotUnderstood("a number of channels that no stream has")
    if not info.uid or not all(0 < port < 1 << 16 for port in ports):
        raise NotUnderstood("not the description of a stream that can be reached")
    if not math.isfinite(info.rate_hz):
        raise NotUnderstood("a rate that is none")
    return info


def parse_full_info(xml: bytes, channels: int) -> FullInfo:
    """Read what a stream says of its channels and its device.

    Raises
    ------
    NotUnderstood
        If it is no description.
    """
    root = _root(xml)
    told = list(root.iterfind("desc/channels/channel"))[:channels]

    def of_each(name: str) -> tuple[str, ...]:
        texts = [(one.findtext(name) or "").strip() for one in told]
        return tuple(texts + [""] * (channels - len(texts)))

    return FullInfo(
        labels=of_each("label"),
        kinds=of_each("type"),
        units=of_each("unit"),
        manufacturer=_either(root, "desc/acquisition/manufacturer", "desc/manufacturer"),
        model=_either(root, "desc/acquisition/model", "desc/model"),
    )


def _either(root: Element, *paths: str) -> str:
    texts = ((root.findtext(path) or "").strip() for path in paths)
    return next(filter(None, texts), "")


def _root(xml: bytes) -> Element:
    if b"<!DOCTYPE" in xml or b"\0" in xml:
        raise NotUnderstood("a description with declarations of its own")
    parser = XMLParser()  # noqa: S314 - without declarations nothing in it can grow
    try:
        parser.feed(xml)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:  # also for an encoding nobody knows
        raise NotUnderstood("a description that is no XML") from error
    return root
