"""Raw samples as bytes and as numbers, and chunks of them joined to unbroken runs."""

from collections.abc import Iterable
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
"""From this length on a run's own times tell its rate."""
_BLOCK_CHUNKS = 1000
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
class Run:
    """Samples without a gap.

    Attributes
    ----------
    start_s : float
        Time of the first sample.
    rate_hz : float
        Mean over the run as its chunks' times tell; the promised one where they are too few.
    samples : ndarray, shape (n,) or (n, 3), int32
    knots : ndarray, shape (k, 2), float64
        Index of the first sample of each chunk, and its time.
    """

    start_s: float
    rate_hz: float
    samples: IntArray
    knots: FloatArray

    @property
    def end_s(self) -> float:
        """Where the sample after the last would be."""
        index, t = self.knots[-1]
        return float(t + (len(self.samples) - index) / self.rate_hz)

    def times_s(self) -> FloatArray:
        """Time of each sample, shape (n,): on straight lines between the chunks' times."""
        return self.times_at(np.arange(len(self.samples), dtype=np.float64))

    def times_at(self, index: FloatArray) -> FloatArray:
        """Times at places in the samples, in s; a place may lie between two samples."""
        known = np.vstack([self.knots, (len(self.samples), self.end_s)])
        times: FloatArray = np.interp(index, known[:, 0], known[:, 1])
        return times


def join(chunks: Iterable[tuple[float, float, IntArray]]) -> list[Run]:
    """Join chunks that follow each other without a gap.

    Parameters
    ----------
    chunks : iterable of (float, float, ndarray)
        Time of the first sample in s, promised rate in Hz and samples of each, in order.

    Returns
    -------
    list of Run
        In order of time.
    """
    runs: list[Run] = []
    open_run: _OpenRun | None = None
    for t, rate_hz, samples in chunks:
        if not len(samples):
            continue
        if open_run is None or not open_run.continues(t, rate_hz):
            if open_run is not None:
                runs.append(open_run.close())
            open_run = _OpenRun(rate_hz)
        open_run.add(t, samples)
    if open_run is not None:
        runs.append(open_run.close())
    return runs


class _OpenRun:
    """A run that grows; chunks are put together in blocks, as a day has too many small ones."""

    def __init__(self, promised_hz: float) -> None:
        self._promised_hz = promised_hz
        self._times: list[float] = []
        self._counts: list[int] = []
        self._chunks: list[IntArray] = []
        self._blocks: list[IntArray] = []

    def continues(self, t: float, rate_hz: float) -> bool:
        """Whether a chunk that begins then has no gap before it."""
        end_s = self._times[-1] + self._counts[-1] / self._promised_hz
        late_s = abs(t - end_s)
        return rate_hz == self._promised_hz and late_s * rate_hz <= JOIN_SAMPLES

    def add(self, t: float, samples: IntArray) -> None:
        self._times.append(t)
        self._counts.append(len(samples))
        self._chunks.append(samples)
        if len(self._chunks) >= _BLOCK_CHUNKS:
            self._blocks.append(np.concatenate(self._chunks))
            self._chunks.clear()

    def close(self) -> Run:
        samples = np.concatenate([*self._blocks, *self._chunks])
        firsts = np.cumsum([0, *self._counts[:-1]])
        knots = np.column_stack([firsts, self._times])
        rate_hz = self._promised_hz
        if firsts[-1] >= TELLING_S * self._promised_hz:
            rate_hz = float(firsts[-1] / (knots[-1, 1] - knots[0, 1]))
        return Run(float(knots[0, 1]), rate_hz, samples, knots)


def on_grid(runs: Iterable[Run], rate_hz: float, duration_s: float) -> FloatArray:
    """Samples at even times from 0 on, for forms that know no other.

    Each value is that of the cubic through the four samples around its time, so waves keep their
    height and their time; where there are no samples it is NaN.

    Parameters
    ----------
    runs : iterable of Run
    rate_hz : float
    duration_s : float

    Returns
    -------
    ndarray, shape (n,) or (n, 3), float64
        Empty without runs.
    """
    size = int(duration_s * rate_hz) + 1
    grid: FloatArray | None = None
    for run in runs:
        if grid is None:
            grid = np.full((size, *run.samples.shape[1:]), np.nan)
        times = run.times_s()
        first = max(0, int(np.ceil(times[0] * rate_hz)))
        last = min(size - 1, int(np.floor(times[-1] * rate_hz)))
        if last < first:
            continue
        at = np.interp(np.arange(first, last + 1) / rate_hz, times, np.arange(float(times.size)))
        grid[first : last + 1] = _cubic(run.samples, at)
    return np.empty(0) if grid is None else grid


def _cubic(samples: IntArray, at: FloatArray) -> FloatArray:
    """Values between samples, by Lagrange's cubic through the four around each."""
    index = np.floor(at).astype(np.intp)
    part = (at - index).reshape(-1, *(1,) * (samples.ndim - 1))
    before, here, after, beyond = (
        samples[np.clip(index + step, 0, len(samples) - 1)].astype(np.float64)
        for step in (-1, 0, 1, 2)
    )
    values: FloatArray = (
        -part * (part - 1) * (part - 2) / 6 * before
        + (part + 1) * (part - 1) * (part - 2) / 2 * here
        - (part + 1) * part * (part - 2) / 2 * after
        + (part + 1) * part * (part - 1) / 6 * beyond
    )
    return values
