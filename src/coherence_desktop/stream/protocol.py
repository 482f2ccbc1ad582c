"""The Lab Streaming Layer's protocol 1.10 as a server speaks it: bytes in, bytes out.

Independent of liblsl, which listens on every network of the computer whatever it is told.
Description of the protocol: doi 10.1101/2024.02.13.580071.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Format = Literal["double64", "int32", "string"]
Values = Sequence[float] | Sequence[int] | Sequence[str]

VERSION = 110
_TIMED = b"\x02"
_SHORT_STRING, _LONG_STRING = 1, 4
_TEST_TIME_S = 123456.789
_TEST_OFFSETS = (4, 2)
_TEST_BASE = {"double64": 16777217, "int32": 65537, "string": 0}
_STRING_TEST_BASE = 10
_BYTES = 256


class NotUnderstood(ValueError):
    """A request that is none."""


@dataclass(frozen=True)
class ShortInfoRequest:
    """A question for the streams that match; answers go to ``port`` of the asker."""

    query: str
    port: int
    query_id: str


@dataclass(frozen=True)
class TimeRequest:
    """A question for the time here, asked at ``asked_s`` there."""

    wave_id: str
    asked_s: str


@dataclass(frozen=True)
class FeedRequest:
    """Send the samples of the stream with this ``uid``; empty for whatever is served."""

    uid: str
    buffer_length: int


def parse_datagram(raw: bytes) -> ShortInfoRequest | TimeRequest:
    """Read a datagram.

    Raises
    ------
    NotUnderstood
        If it is no request.
    """
    lines = raw.decode("utf-8", "replace").splitlines()
    match [line.strip() for line in lines]:
        case ["LSL:shortinfo", query, returns, *_]:
            port, _, query_id = returns.partition(" ")
            if not port.isdecimal() or not 0 < int(port) < 1 << 16:
                raise NotUnderstood(f"{port!r} is no port")
            return ShortInfoRequest(query, int(port), query_id.strip())
        case ["LSL:timedata", times, *_]:
            wave_id, _, asked_s = times.partition(" ")
            return TimeRequest(wave_id, asked_s.strip())
        case _:
            raise NotUnderstood("neither a question for streams nor one for the time")


def short_info_reply(request: ShortInfoRequest, info: bytes) -> bytes:
    """Answer a question for streams."""
    return request.query_id.encode() + b"\r\n" + info


def time_reply(request: TimeRequest, heard_s: float, now_s: float) -> bytes:
    """Answer a question for the time, heard at ``heard_s``."""
    return f" {request.wave_id} {request.asked_s} {heard_s:.9f} {now_s:.9f}".encode()


def parse_feed_request(first: str, headers: Sequence[str]) -> FeedRequest:
    """Read what a client says that wants samples.

    Raises
    ------
    NotUnderstood
        If it does not speak protocol 1.10.
    """
    version, _, uid = first.removeprefix("LSL:streamfeed/").partition(" ")
    said = {
        name.strip().lower(): value.partition(";")[0].strip()
        for name, _, value in (line.partition(":") for line in headers)
    }
    data_version = said.get("data-protocol-version", version)
    length = said.get("max-buffer-length", "1")
    if not version.isdecimal() or not data_version.isdecimal() or not length.isdecimal():
        raise NotUnderstood(first)
    if int(version) // 100 != VERSION // 100 or min(int(version), int(data_version)) < VERSION:
        raise NotUnderstood(first)
    return FeedRequest(uid.strip(), int(length))


def feed_reply(uid: str, form: Format, channels: int) -> bytes:
    """Begin a feed: how the samples come, and two known ones for the client to check."""
    header = (
        f"LSL/{VERSION} 200 OK\r\nUID: {uid}\r\nByte-Order: 1234\r\n"
        f"Suppress-Subnormals: 0\r\nData-Protocol-Version: {VERSION}\r\n\r\n"
    )
    tests = (sample(form, _TEST_TIME_S, _test(form, channels, k)) for k in _TEST_OFFSETS)
    return header.encode() + b"".join(tests)


def refusal(status: int, why: str) -> bytes:
    """Refuse a feed."""
    return f"LSL/{VERSION} {status} {why}\r\n\r\n".encode()


def sample(form: Format, local_s: float, values: Values) -> bytes:
    """One sample as it is sent, with its time on the sender's clock."""
    head = _TIMED + struct.pack("<d", local_s)
    if form == "string":
        return head + b"".join(_string(str(value)) for value in values)
    return head + struct.pack(f"<{len(values)}{'d' if form == 'double64' else 'i'}", *values)


def _string(text: str) -> bytes:
    raw = text.encode()
    if len(raw) < _BYTES:
        return bytes((_SHORT_STRING, len(raw))) + raw
    return bytes((_LONG_STRING,)) + struct.pack("<I", len(raw)) + raw


def _test(form: Format, channels: int, offset: int) -> Values:
    signs = [1 - 2 * (k % 2) for k in range(channels)]
    if form == "string":
        return [str(sign * (k + _STRING_TEST_BASE)) for k, sign in enumerate(signs)]
    return [sign * (k + offset + _TEST_BASE[form]) for k, sign in enumerate(signs)]
