"""The Lab Streaming Layer's protocol 1.10 as a reader speaks it: bytes in, values out.

Independent of liblsl, whose readers open ports on every network of the computer whatever they are
told. Description of the protocol: doi 10.1101/2024.02.13.580071.
"""

import math
import struct
from collections.abc import Callable, Sequence

VERSION = 110
EVERY_STREAM = "session_id='default'"
_ORDERS = {"1234": "<", "4321": ">"}
_VALUES = {
    "float32": "f",
    "double64": "d",
    "int8": "b",
    "int16": "h",
    "int32": "i",
    "int64": "q",
}
_STRING = "string"
_LENGTHS = {1: "B", 2: "H", 4: "I", 8: "Q"}
_TEST_TIME_S = 123456.789
_TESTS = 2
LONGEST_TEXT = 1 << 20

Value = float | str
Row = tuple[Value, ...]


class NotUnderstood(ValueError):
    """Not what a stream says."""


def stream_question(query: str, port: int, query_id: str) -> bytes:
    """Ask which streams match; they answer to ``port``."""
    return f"LSL:shortinfo\r\n{query}\r\n{port} {query_id}\r\n".encode()


def parse_stream_answer(raw: bytes, query_id: str) -> bytes:
    """Take the description of a stream out of its answer.

    Raises
    ------
    NotUnderstood
        If it answers another question.
    """
    answered, newline, described = raw.partition(b"\r\n")
    if not newline or answered.strip() != query_id.encode():
        raise NotUnderstood("an answer to something else")
    return described


def time_question(wave: int, asked_s: float) -> bytes:
    """Ask for the time there."""
    return f"LSL:timedata\r\n{wave} {asked_s:.9f}\r\n".encode()


def parse_time_answer(raw: bytes) -> tuple[int, float, float, float]:
    """Read the wave, when it was asked, and when it was heard and answered there.

    Raises
    ------
    NotUnderstood
        If it is no such answer.
    """
    try:
        wave, *told = raw.split()
        asked_s, heard_s, answered_s = map(float, told)
        if not all(map(math.isfinite, (asked_s, heard_s, answered_s))):
            raise ValueError(raw)
        return int(wave), asked_s, heard_s, answered_s
    except ValueError as error:
        raise NotUnderstood("no answer to a question for the time") from error


def feed_request(uid: str, form: str) -> bytes:
    """Ask for the samples of one stream."""
    size = 0 if form == _STRING else struct.calcsize(_format(form))
    lines = (
        f"LSL:streamfeed/{VERSION} {uid}",
        "Native-Byte-Order: 1234",
        "Endian-Performance: 0",
        "Has-IEEE754-Floats: 1",
        "Supports-Subnormals: 1",
        f"Value-Size: {size}",
        f"Data-Protocol-Version: {VERSION}",
        "Max-Buffer-Length: 360",
        "Max-Chunk-Length: 0",
        "Session-Id: default",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def parse_feed_header(raw: bytes) -> str:
    """Read how the samples come; gives their byte order as `struct` writes it.

    Raises
    ------
    NotUnderstood
        If the stream refuses, or speaks another version.
    """
    first, *lines = raw.decode("utf-8", "replace").splitlines() or [""]
    if first.split()[1:2] != ["200"]:
        raise NotUnderstood(first)
    told = {
        name.strip().lower(): value.partition(";")[0].strip()
        for name, _, value in (line.partition(":") for line in lines)
    }
    if told.get("data-protocol-version", str(VERSION)) != str(VERSION):
        raise NotUnderstood(first)
    order = _ORDERS.get(told.get("byte-order", "1234"))
    if order is None:
        raise NotUnderstood(f"byte order {told['byte-order']}")
    return order


class Samples:
    """Reads the samples of one feed, whatever pieces its bytes come in.

    Parameters
    ----------
    form : str
        Channel format, as the stream tells it.
    channels : int
    order : str
        From `parse_feed_header`.
    rate_hz : float
        Nominal; 0 where samples come as they happen.

    Raises
    ------
    NotUnderstood
        If the format is unknown.
    """

    def __init__(self, form: str, channels: int, order: str, rate_hz: float) -> None:
        self._order = order
        self._channels = channels
        self._step_s = 1.0 / rate_hz if rate_hz > 0 else 0.0
        self._values: Callable[[int], tuple[Row, int]]
        if form == _STRING:
            self._values = self._texts
        else:
            self._row = struct.Struct(f"{order}{channels}{_format(form)}")
            self._values = self._numbers
        self._raw = bytearray()
        self._last_s = 0.0
        self._tests = _TESTS

    def feed(self, raw: bytes) -> list[tuple[float, Row]]:
        """Take bytes; gives the time there and the values of each sample that is now whole.

        Raises
        ------
        NotUnderstood
            If they are no samples, or not what the stream's two test samples must be.
        """
        self._raw += raw
        found: list[tuple[float, Row]] = []
        at = 0
        try:
            while at < len(self._raw):
                t, after = self._time(at)
                if not math.isfinite(t):
                    raise NotUnderstood("a time that is none")
                row, at = self._values(after)
                self._last_s = t
                if self._tests:
                    self._tests -= 1
                    if t != _TEST_TIME_S:
                        raise NotUnderstood("test samples differ")
                else:
                    found.append((t, row))
        except struct.error:  # the rest has not come yet
            pass
        finally:
            del self._raw[:at]
        return found

    def _time(self, at: int) -> tuple[float, int]:
        match self._raw[at]:
            case 1:
                return self._last_s + self._step_s, at + 1
            case 2:
                (t,) = struct.unpack_from(f"{self._order}d", self._raw, at + 1)
                return t, at + 9
            case tag:
                raise NotUnderstood(f"a sample cannot begin with {tag}")

    def _numbers(self, at: int) -> tuple[Row, int]:
        return self._row.unpack_from(self._raw, at), at + self._row.size

    def _texts(self, at: int) -> tuple[Row, int]:
        texts: list[str] = []
        for _ in range(self._channels):
            (size,) = struct.unpack_from("B", self._raw, at)
            if size not in _LENGTHS:
                raise NotUnderstood(f"a length of {size} bytes")
            (length,) = struct.unpack_from(self._order + _LENGTHS[size], self._raw, at + 1)
            if length > LONGEST_TEXT:
                raise NotUnderstood(f"a text of {length} bytes")
            (text,) = struct.unpack_from(f"{length}s", self._raw, at + 1 + size)
            texts.append(text.decode("utf-8", "replace"))
            at += 1 + size + length
        return tuple(texts), at


def _format(form: str) -> str:
    if form not in _VALUES:
        raise NotUnderstood(f"values of the kind {form!r}")
    return _VALUES[form]


def best_offset(answers: Sequence[tuple[float, float]]) -> float | None:
    """Of time comparisons, each a round trip and an offset in s, the one least in doubt."""
    return min(answers)[1] if answers else None
