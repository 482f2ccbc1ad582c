"""Raw samples as bytes and as numbers, and chunks of them joined to unbroken spans."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import FloatArray

IntArray = NDArray[np.int32]

ECG_BYTES = 3
ACCELERATION_BYTES = 6
JOIN_SAMPLES = 1.5
"""A chunk that begins within this many samples of the end of the one before it continues it."""
TELLING_S = 10.0
"""From this length on a span's own times tell its rate."""
_UV_LIMIT = 2**23
_MG_LIMIT = 2**15


def unpack_ecg(samples: bytes) -> IntArray:
    """Microvolts from 24 bits each, signed, little-endian.

    Raises
    ------
    ValueError
        If there is part of a sample.
    """
    if len(samples) % ECG_BYTES:
        raise ValueError(f"{len(samples)} bytes are no whole number of ECG samples")
    wide = np.zeros((len(samples) // ECG_BYTES, 4), dtype=np.uint8)
    wide[:, 1:] = np.frombuffer(samples, dtype=np.uint8).reshape(-1, ECG_BYTES)
    return wide.view("<i4")[:, 0].astype(np.int32) >> 8


def pack_ecg(uv: Iterable[int] | IntArray) -> bytes:
    """Inverse of `unpack_ecg`.

    Raises
    ------
    ValueError
        If a value does not fit.
    """
    values = np.asarray(uv if isinstance(uv, np.ndarray) else list(uv), dtype=np.int64)
    if values.size and not -_UV_LIMIT <= values.min() <= values.max() < _UV_LIMIT:
        raise ValueError("an ECG sample is beyond 24 bits of microvolts")
    return values.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :ECG_BYTES].tobytes()


def unpack_acceleration(samples: bytes) -> IntArray:
    """Thousandths of g, shape (n, 3): x, y and z.

    Raises
    ------
    ValueError
        If there is part of a sample.
    """
    if len(samples) % ACCELERATION_BYTES:
        raise ValueError(f"{len(samples)} bytes are no whole number of acceleration samples")
    return np.frombuffer(samples, dtype="<i2").reshape(-1, 3).astype(np.int32)


def pack_acceleration(mg: IntArray) -> bytes:
    """Inverse of `unpack_acceleration`.

    Raises
    ------
    ValueError
        If a value does not fit, or these are not x, y and z.
    """
    values = np.asarray(mg, dtype=np.int64)
    if values.ndim != 2 or values.shape[1] != 3:
        raise ValueError(f"acceleration has shape (n, 3), not {values.shape}")
    if values.size and not -_MG_LIMIT <= values.min() <= values.max() < _MG_LIMIT:
        raise ValueError("an acceleration is beyond 16 bits of thousandths of g")
    return values.astype("<i2").tobytes()


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """Where and when samples follow each other without a gap.

    Attributes
    ----------
    count : int
        Of its samples.
    rate_hz : float
        Mean over the span as its chunks' times tell; the promised one where they are too few.
    knots : ndarray, shape (k, 2), float64
        Index of the first sample of each chunk, and its time.
    """

    count: int
    rate_hz: float
    knots: FloatArray

    @property
    def start_s(self) -> float:
        """Time of the first sample."""
        return float(self.knots[0, 1])

    @property
    def end_s(self) -> float:
        """Where the sample after the last would be."""
        index, t = self.knots[-1]
        return float(t + (self.count - index) / self.rate_hz)

    def times_s(self) -> FloatArray:
        """Time of each sample, shape (n,): on straight lines between the chunks' times."""
        return self.times_at(np.arange(self.count, dtype=np.float64))

    def times_at(self, index: FloatArray) -> FloatArray:
        """Times at places in the samples, in s; a place may lie between two samples."""
        known = np.vstack([self.knots, (self.count, self.end_s)])
        times: FloatArray = np.interp(index, known[:, 0], known[:, 1])
        return times


def spans(chunks: Iterable[tuple[float, float, int]]) -> Iterator[Span]:
    """Join chunks that follow each other without a gap, without their samples.

    Parameters
    ----------
    chunks : iterable of (float, float, int)
        Time of the first sample in s, promised rate in Hz and count of samples of each, in order.

    Yields
    ------
    Span
        In order of time.
    """
    open_span: OpenSpan | None = None
    for t, rate_hz, count in chunks:
        if not count:
            continue
        if open_span is None or not open_span.continues(t, rate_hz):
            if open_span is not None:
                yield open_span.close()
            open_span = OpenSpan(rate_hz)
        open_span.add(t, count)
    if open_span is not None:
        yield open_span.close()


class OpenSpan:
    """A span that grows.

    Parameters
    ----------
    promised_hz : float
        Rate of its chunks.
    """

    def __init__(self, promised_hz: float) -> None:
        self._promised_hz = promised_hz
        self._times = array("d")
        self._counts = array("q")

    def continues(self, t: float, rate_hz: float) -> bool:
        """Whether a chunk that begins then has no gap before it."""
        end_s = self._times[-1] + self._counts[-1] / self._promised_hz
        late_s = abs(t - end_s)
        return rate_hz == self._promised_hz and late_s * rate_hz <= JOIN_SAMPLES

    def add(self, t: float, count: int) -> None:
        """Take a chunk that continues it."""
        self._times.append(t)
        self._counts.append(count)

    def close(self) -> Span:
        """Give it as it is now."""
        counts = np.array(self._counts)
        firsts = np.cumsum(counts) - counts
        knots = np.column_stack([firsts, self._times])
        rate_hz = self._promised_hz
        if firsts[-1] >= TELLING_S * self._promised_hz:
            rate_hz = float(firsts[-1] / (knots[-1, 1] - knots[0, 1]))
        return Span(int(counts.sum()), rate_hz, knots)
