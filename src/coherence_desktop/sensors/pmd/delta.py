"""Samples written as a first one and differences of few bits, as Polar's straps do.

The first sample has whole numbers; then come blocks of a bit width, a count, and that many
differences from the sample before, channel by channel, the lowest bit first.
"""

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int32]

MOST_IN_BLOCK = 255


class MalformedDelta(ValueError):
    """Bytes that are no such samples."""


def unpack(raw: bytes, channels: int, sample_bytes: int) -> IntArray:
    """Read samples, shape (n, channels).

    Raises
    ------
    MalformedDelta
        If they are cut, or there is something after them.
    """
    at = channels * sample_bytes
    if len(raw) < at:
        raise MalformedDelta("it ends within the first sample")
    first = [
        int.from_bytes(raw[n : n + sample_bytes], "little", signed=True)
        for n in range(0, at, sample_bytes)
    ]
    blocks: list[NDArray[np.int64]] = [np.array([first], dtype=np.int64)]
    while at < len(raw):
        if at + 2 > len(raw):
            raise MalformedDelta("it ends within the head of a block")
        width, count = raw[at], raw[at + 1]
        at += 2
        size = -(-width * count * channels // 8)
        if at + size > len(raw):
            raise MalformedDelta("it ends within a block")
        if width > 32:
            raise MalformedDelta(f"differences of {width} bits")
        blocks.append(_differences(raw[at : at + size], width, count, channels))
        at += size
    samples = np.cumsum(np.concatenate(blocks), axis=0)
    limit = 1 << (8 * sample_bytes - 1)
    if samples.min() < -limit or samples.max() >= limit:
        raise MalformedDelta(f"a sample is beyond {8 * sample_bytes} bits")
    return samples.astype(np.int32)


def pack(samples: IntArray, sample_bytes: int) -> bytes:
    """Write samples of shape (n, channels), n at least 1; the inverse of `unpack`."""
    values = np.asarray(samples, dtype=np.int64)
    raw = b"".join(int(v).to_bytes(sample_bytes, "little", signed=True) for v in values[0])
    steps = np.diff(values, axis=0)
    for begin in range(0, len(steps), MOST_IN_BLOCK):
        block = steps[begin : begin + MOST_IN_BLOCK]
        width = max(_width(int(block.min())), _width(int(block.max())))
        bits = (block.reshape(-1, 1) >> np.arange(width)) & 1
        body = np.packbits(bits.astype(np.uint8).ravel(), bitorder="little").tobytes()
        raw += bytes((width, len(block))) + body
    return raw


def _width(value: int) -> int:
    """Bits of a signed number."""
    return (value if value >= 0 else ~value).bit_length() + 1


def _differences(raw: bytes, width: int, count: int, channels: int) -> NDArray[np.int64]:
    if not width:
        return np.zeros((count, channels), dtype=np.int64)
    flat = np.unpackbits(np.frombuffer(raw, dtype=np.uint8), bitorder="little")
    bits = flat[: width * count * channels].reshape(-1, width).astype(np.int64)
    values = bits @ (1 << np.arange(width, dtype=np.int64))
    values -= bits[:, -1] << width
    return values.reshape(count, channels)
