"""What is inside a file that is handed over, before it is encrypted."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from coherence_desktop import __version__
from coherence_desktop.chart import VERSION as CHART_VERSION
from coherence_desktop.chart import AnyEntry, UndecodableEntry, decode_entries, encode_entries
from coherence_desktop.events import VERSION as EVENTS_VERSION
from coherence_desktop.events import UndecodableEvent, decode_log, encode_log
from coherence_desktop.records.handover.problems import HandoverProblem, Why
from coherence_desktop.records.session_adding import Arriving, UnusableLog, check_log
from coherence_desktop.records.writings import Writing

FORMAT: Final = "coherence-desktop hand-over"
FORMAT_VERSION = 1
Kind = Literal["plan", "sessions"]
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class SentSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session's log on its way."""

    id: str
    vocabulary: int
    log: bytes
    """As `events.encode_log` gives it."""


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed over."""

    entries: bytes = b"\x90"
    """As `chart.encode_entries` gives them."""
    sessions: tuple[SentSession, ...] = ()
    writings: tuple[Writing, ...] = ()


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-over with all that is checked before anything of it is taken."""

    format: Literal["coherence-desktop hand-over"] = FORMAT
    version: int = FORMAT_VERSION
    chart_version: int = CHART_VERSION
    events_version: int = EVENTS_VERSION
    app_version: str = __version__
    kind: Kind
    made_utc: str
    expires_utc: str | None = None
    code: str = ""
    """Whose plan it is, without a name; empty where no plan was ever opened."""
    key: str = ""
    """By which the other side can be answered without a passphrase."""
    payload: Payload


class _Version(msgspec.Struct):
    format: Literal["coherence-desktop hand-over"]
    version: int
    chart_version: int
    events_version: int


def pack(envelope: Envelope) -> bytes:
    """Encode as msgpack; nothing is compressed, so that no small file becomes a huge one."""
    return msgspec.msgpack.encode(envelope)


def unpack(plain: bytes, path: Path, kind: Kind, now: datetime) -> Envelope:
    """Decode and check.

    Parameters
    ----------
    plain : bytes
        What was encrypted.
    path : Path
        Name of the file, for messages.
    kind : str
        What it is to hold.
    now : datetime
        The moment, aware.

    Raises
    ------
    HandoverProblem
        If it is something else, of a newer version, expired, or of the other kind.
    """
    try:
        version = msgspec.msgpack.decode(plain, type=_Version)
    except _UNREADABLE as error:
        raise HandoverProblem(path, Why.FOREIGN) from error
    ours = (FORMAT_VERSION, CHART_VERSION, EVENTS_VERSION)
    theirs = (version.version, version.chart_version, version.events_version)
    if any(their > our for their, our in zip(theirs, ours, strict=True)):
        raise HandoverProblem(path, Why.NEWER)
    try:
        envelope = msgspec.msgpack.decode(plain, type=Envelope)
        moment(envelope.made_utc)
        expires = moment(envelope.expires_utc) if envelope.expires_utc is not None else None
    except (*_UNREADABLE, ValueError) as error:
        raise HandoverProblem(path, Why.DAMAGED) from error
    if expires is not None and now > expires:
        day = expires.astimezone(now.tzinfo).date().isoformat()
        raise HandoverProblem(path, Why.EXPIRED, day)
    if envelope.kind != kind:
        raise HandoverProblem(path, Why.OTHER_KIND, envelope.kind)
    return envelope


def entries_of(envelope: Envelope, path: Path, allowed: tuple[type, ...]) -> list[AnyEntry]:
    """Decode the entries of a chart, of which only some kinds may come.

    Raises
    ------
    HandoverProblem
        If there are others, or they cannot be read.
    """
    try:
        entries = decode_entries(envelope.payload.entries)
        for entry in entries:
            moment(entry.at_utc)
    except (UndecodableEntry, RecursionError, ValueError) as error:
        raise HandoverProblem(path, Why.DAMAGED) from error
    if not all(isinstance(entry, allowed) for entry in entries):
        raise HandoverProblem(path, Why.DAMAGED)
    return entries


def sessions_of(envelope: Envelope, path: Path) -> list[Arriving]:
    """Decode and check the logs.

    Raises
    ------
    HandoverProblem
        If one of them could not be kept or read again.
    """
    arriving = []
    try:
        for sent in envelope.payload.sessions:
            log = tuple(decode_log(sent.log))
            one = Arriving(id=sent.id, events=log, vocabulary=sent.vocabulary)
            check_log(one)
            arriving.append(one)
    except (UndecodableEvent, UnusableLog, RecursionError) as error:
        raise HandoverProblem(path, Why.DAMAGED) from error
    return arriving


def sent_session(arriving: Arriving) -> SentSession:
    """Encode a log for its way."""
    log = encode_log(arriving.events)
    return SentSession(id=arriving.id, vocabulary=arriving.vocabulary, log=log)


def sent_entries(entries: list[AnyEntry]) -> bytes:
    """Encode entries for their way; what could not be read back is a fault of the caller."""
    body = encode_entries(entries)
    decode_entries(body)
    return body


def moment(utc: str) -> datetime:
    """Read a moment (ISO 8601), aware; without a zone it is in UTC.

    Raises
    ------
    ValueError
        If it is none.
    """
    read = datetime.fromisoformat(utc)
    try:
        return (read if read.tzinfo is not None else read.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(utc) from error
