"""What a stream is, told in the XML that readers of the Lab Streaming Layer expect."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, tostring

from coherence_desktop.stream.protocol import VERSION, Format


@dataclass(frozen=True)
class Channel:
    """One channel, by the names of the XDF meta-data specification."""

    label: str
    unit: str
    kind: str


@dataclass(frozen=True)
class Description:
    """What a stream is, whoever serves it.

    Attributes
    ----------
    source_id : str
        The same for the same stream of the same session, so that readers find it again.
    rate_hz : float
        Samples a second; 0 where they come as they happen.
    """

    name: str
    kind: str
    channels: tuple[Channel, ...]
    format: Format
    source_id: str
    rate_hz: float = 0.0


@dataclass(frozen=True)
class Place:
    """Where a stream is served."""

    host: str
    port: int
    uid: str
    created_s: float


@dataclass
class Origin:
    """Where the data come from: the session, and the device without what names its owner."""

    session: dict[str, str] = field(default_factory=dict)
    device: dict[str, str] = field(default_factory=dict)


def info(what: Description, place: Place) -> Element:
    """Describe a stream in short: all but ``desc``."""
    root = Element("info")
    for name, value in (
        ("name", what.name),
        ("type", what.kind),
        ("channel_count", len(what.channels)),
        ("channel_format", what.format),
        ("source_id", what.source_id),
        ("nominal_srate", what.rate_hz),
        ("version", VERSION / 100),
        ("created_at", place.created_s),
        ("uid", place.uid),
        ("session_id", "default"),
        ("hostname", place.host),
        ("v4address", ""),
        ("v4data_port", place.port),
        ("v4service_port", place.port),
        ("v6address", ""),
        ("v6data_port", 0),
        ("v6service_port", 0),
    ):
        SubElement(root, name).text = str(value)
    SubElement(root, "desc")
    return root


def full_info(what: Description, place: Place, origin: Origin) -> Element:
    """Describe a stream with its channels, its device and its session."""
    root = info(what, place)
    desc = root.find("desc")
    assert desc is not None  # noqa: S101 - made three lines above
    channels = SubElement(desc, "channels")
    for channel in what.channels:
        one = SubElement(channels, "channel")
        _fill(one, {"label": channel.label, "unit": channel.unit, "type": channel.kind})
    _fill(SubElement(desc, "acquisition"), origin.device)
    _fill(SubElement(desc, "session"), origin.session)
    synchronization = {"time_source": "device", "can_drop_samples": "true"}
    _fill(SubElement(desc, "synchronization"), synchronization)
    return root


def as_text(element: Element) -> bytes:
    """Write a description as it is sent."""
    return b'<?xml version="1.0"?>\n' + bytes(tostring(element, encoding="utf-8"))


def _fill(element: Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if text:
            SubElement(element, name).text = text
