"""A session's whole log as JSON, from which the identical session can be made again."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from coherence_desktop import __version__
from coherence_desktop.errors import Problem
from coherence_desktop.events import (
    VERSION,
    AnyEvent,
    UndecodableEvent,
    decode,
    encode,
)
from coherence_desktop.records.course import Course
from coherence_desktop.records.export_files import write_file
from coherence_desktop.records.session_adding import Arriving, UnusableLog, check_log
from coherence_desktop.records.summary import SessionSummary

FORMAT: Final = "coherence-desktop session"
FORMAT_VERSION = 1
MOST_BYTES = 256 * 1024 * 1024
_HEAD_BYTES = 4096
_NO_EVENTS = b"[]\n}"
_ARRAYS = ((0x90, 4), (0xDC << 16, 16), (0xDD << 32, 32))
"""How msgpack begins an array whose length has so many bits."""


class SessionFileProblem(Problem):
    """A JSON file that is no session which can be imported; nothing was changed."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path.name} {why} Nothing was imported.", path)
        self.path = path


class Packed(msgspec.Struct, frozen=True, tag="Packed", tag_field="event"):
    """An event with a value that JSON has no word for, such as NaN, as base64 of its msgpack."""

    msgpack: bytes


class SessionHead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a session besides its log."""

    id: str
    vocabulary: int
    client: str = ""
    """Id of the client; empty unless asked for."""
    client_name: str = ""


class _Document(msgspec.Struct, frozen=True, kw_only=True):
    format: Literal["coherence-desktop session"] = FORMAT
    version: int = FORMAT_VERSION
    app_version: str
    session: SessionHead
    sha256: str
    """Of the head and the log as msgpack, in hexadecimal digits."""
    events: list[AnyEvent | Packed]


class _Version(msgspec.Struct):
    format: Literal["coherence-desktop session"]
    version: int
    session: dict[str, msgspec.Raw]


_decoder = msgspec.json.Decoder(_Document)


def to_json(head: SessionHead, events: Sequence[AnyEvent]) -> bytes:
    """Encode a session; `from_json` gives the same head and events, bit for bit.

    Bytes are base64. Everything in the log is there, private notes and the strap's serial number
    too.
    """
    return b"".join(json_pieces(head, lambda: events))


def json_pieces(
    head: SessionHead, read: Callable[[], Iterable[AnyEvent]], course: Course | None = None
) -> Iterator[bytes]:
    """Encode a session as `to_json`, event by event.

    Parameters
    ----------
    head : SessionHead
    read : callable
        Reads the log, the same each time it is called.
    course : Course, optional
        Is told how far one has come.

    Raises
    ------
    Cancelled
        If it shall not go on.
    """
    course = course or Course()
    count = sum(1 for _ in read())
    told = _Checksum(head, count)
    for event in course.part(0.0, 0.3).counted(read(), count):
        told.take(event)
    document = _Document(app_version=__version__, session=head, sha256=told.hexadecimal, events=[])
    yield msgspec.json.format(msgspec.json.encode(document), indent=1).removesuffix(_NO_EVENTS)
    between = b"["
    for event in course.part(0.3, 1.0).counted(read(), count):
        lines = msgspec.json.format(msgspec.json.encode(_exact(event)), indent=1)
        yield between + (b"\n" + lines).replace(b"\n", b"\n  ")
        between = b","
    yield b"\n ]\n}\n" if count else _NO_EVENTS + b"\n"


def from_json(raw: bytes, path: Path) -> tuple[SessionHead, list[AnyEvent]]:
    """Decode what `to_json` wrote.

    Parameters
    ----------
    raw : bytes
    path : Path
        Name of the file, for messages.

    Raises
    ------
    SessionFileProblem
        If it is something else, of a newer version, or was changed since it was written.
    """
    foreign = "is no session that this app wrote. Choose another file."
    damaged = "was changed or damaged since it was written. Export the session again."
    try:
        version = msgspec.json.decode(raw, type=_Version)
        vocabulary = msgspec.json.decode(version.session.get("vocabulary", b"0"), type=int)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        ours = f'"{FORMAT}"'.encode() in raw[:_HEAD_BYTES]
        raise SessionFileProblem(path, damaged if ours else foreign) from error
    if version.version > FORMAT_VERSION or vocabulary > VERSION:
        newer = "comes from a newer version of the app. Install that one to import it."
        raise SessionFileProblem(path, newer)
    try:
        document = _decoder.decode(raw)
        events = [decode(e.msgpack) if isinstance(e, Packed) else e for e in document.events]
        check_log(Arriving(id=document.session.id, events=tuple(events)))
    except (
        msgspec.MsgspecError,
        UnicodeDecodeError,
        RecursionError,
        UndecodableEvent,
        UnusableLog,
    ) as error:
        raise SessionFileProblem(path, damaged) from error
    if _checksum(document.session, events) != document.sha256:
        raise SessionFileProblem(path, damaged)
    return document.session, events


def export_json(
    session: SessionSummary,
    events: list[AnyEvent],
    folder: Path,
    name: str,
    *,
    client_name: str | None = None,
    replace: bool = False,
) -> list[Path]:
    """Write a session to ``name.json``.

    Parameters
    ----------
    session : SessionSummary
    events : list of AnyEvent
        Its log.
    folder : Path
        Made if it is not there.
    name : str
        Of the file, without its ending.
    client_name : str, optional
        Given, the client's id and this name go along; otherwise neither.
    replace : bool
        Whether a file of that name may be replaced.

    Raises
    ------
    ExportExists, ExportFailed
        If it is not written; what was there before is as it was.
    """
    head = SessionHead(id=session.id, vocabulary=session.vocabulary)
    if client_name is not None:
        head = msgspec.structs.replace(head, client=session.client, client_name=client_name)
    path = folder / f"{name}.json"
    write_file(path, to_json(head, events), replace=replace)
    return [path]


def read_json(path: Path) -> tuple[SessionHead, list[AnyEvent]]:
    """Read the file of a session.

    Raises
    ------
    SessionFileProblem
        If it cannot be read, or is none.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise SessionFileProblem(path, "is not a file. Choose one.")
        if found.st_size > MOST_BYTES:
            raise SessionFileProblem(path, "is too large for one session. Choose another file.")
        raw = path.read_bytes()
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else type(error).__name__
        raise SessionFileProblem(path, f"cannot be read ({reason}). Check the path.") from error
    return from_json(raw, path)


def looks_like_session(path: Path) -> bool:
    """Tell whether a file begins as one of `to_json` does; ``False`` if it cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except (OSError, ValueError):
        return False
    return head.lstrip().startswith(b"{") and f'"{FORMAT}"'.encode() in head


def _exact(event: AnyEvent) -> AnyEvent | Packed:
    packed = encode(event)
    try:
        same = encode(msgspec.json.decode(msgspec.json.encode(event), type=AnyEvent)) == packed
    except msgspec.MsgspecError:
        same = False
    return event if same else Packed(packed)


class _Checksum:
    """SHA-256 of a head and of a log of so many events, as `encode_log` writes it.

    Parameters
    ----------
    head : SessionHead
    count : int
        Of the events.
    """

    def __init__(self, head: SessionHead, count: int) -> None:
        self._sha256 = hashlib.sha256(msgspec.msgpack.encode(head))
        kind, size = next(one for one in _ARRAYS if count < 1 << one[1])
        self._sha256.update((kind | count).to_bytes(size // 8 + 1))

    def take(self, event: AnyEvent) -> None:
        """Take the next event of the log."""
        self._sha256.update(encode(event))

    @property
    def hexadecimal(self) -> str:
        """Its digits."""
        return self._sha256.hexdigest()


def _checksum(head: SessionHead, events: Sequence[AnyEvent]) -> str:
    told = _Checksum(head, len(events))
    for event in events:
        told.take(event)
    return told.hexadecimal
