"""The text of a file, if it is text, and not too much of it."""

import re
import zlib
from pathlib import Path

from coherence_desktop.records.readers.regular import CHOOSE, disk_told, regular_size
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

LARGEST_BYTES = 32 * 1024 * 1024
"""Forty days of beats; more is no recording of one person."""

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_GZIP_MARK, _AS_GZIP = b"\x1f\x8b", zlib.MAX_WBITS | 16
_PIECE_BYTES = 64 * 1024
_MOST_MEMBERS = 1024  # block gzip of the largest text has half of that
_UTF8_MARK, _UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path) -> str:
    """Read a text file: UTF-8, UTF-16 with its mark, or an old Western code page; or that gzipped.

    Raises
    ------
    UnreadableRecording
        If there is no such file, it may not be read, or is empty, binary, damaged or gigantic,
        also when unpacked.
    """
    raw = _read_bytes(path)
    packed = raw.startswith(_GZIP_MARK)
    if packed:
        raw = _unpacked(raw, path)
    raw = raw.removesuffix(b"\x1a")  # the end of a file under DOS
    if raw.startswith(_UTF16_MARKS):
        text = _decode(raw, "utf-16", path)
        if "\0" in text:
            raise _binary(path)
    elif _CONTROL.search(raw):
        raise _no_text_inside(path) if packed else _binary(path)
    else:
        raw = raw.removeprefix(_UTF8_MARK)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
    if not text.strip():
        raise UnreadableRecording(path, Reason.EMPTY, f"is empty. {CHOOSE}")
    return text


def _decode(raw: bytes, encoding: str, path: Path) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise _binary(path) from error


def _unpacked(raw: bytes, path: Path) -> bytes:
    """Unpack gzip, its members one after the other, and stop at the limit."""
    parts: list[bytes] = []
    room, at, members = LARGEST_BYTES + 1, 0, 0
    while raw.startswith(_GZIP_MARK, at):
        members += 1
        member = zlib.decompressobj(_AS_GZIP)
        while not member.eof:
            piece = raw[at : at + _PIECE_BYTES]
            try:
                parts.append(member.decompress(piece, room))
            except zlib.error as error:
                raise _damaged(path) from error
            room -= len(parts[-1])
            if room <= 0:
                raise _too_large(path, "unpacks to more than")
            if not piece or members > _MOST_MEMBERS:
                raise _damaged(path)
            at += len(piece) - len(member.unused_data)
    if raw[at:].strip(b"\0"):  # gzip allows zeros at the end
        raise _damaged(path)
    return b"".join(parts)


def _read_bytes(path: Path) -> bytes:
    if regular_size(path) <= LARGEST_BYTES:
        with disk_told(path), path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
        if len(raw) <= LARGEST_BYTES:
            return raw
    raise _too_large(path, "is larger than")


def _too_large(path: Path, how: str) -> UnreadableRecording:
    limit = LARGEST_BYTES // 2**20
    what = f"{how} {limit} MB, which no list of RR intervals is. {CHOOSE}"
    return UnreadableRecording(path, Reason.TOO_LARGE, what)


def _damaged(path: Path) -> UnreadableRecording:
    what = "is a gzip file that is damaged or cut off. Copy it again from where it came."
    return UnreadableRecording(path, Reason.DAMAGED, what)


def _no_text_inside(path: Path) -> UnreadableRecording:
    what = "is a gzip file, and not of text. Unpack it and choose what comes out."
    return UnreadableRecording(path, Reason.BINARY, what)


def _binary(path: Path) -> UnreadableRecording:
    return UnreadableRecording(path, Reason.BINARY, f"is not a text file. {CHOOSE}")
