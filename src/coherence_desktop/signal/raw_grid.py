"""Raw samples at even times, block by block, for forms that know no others."""

from collections.abc import Iterable, Iterator

import numpy as np

from coherence_desktop.signal.raw_samples import IntArray, OpenSpan
from coherence_desktop.signal.results import FloatArray

_CHUNKS_AT_ONCE = 128


def on_grid(
    chunks: Iterable[tuple[float, float, IntArray]], rate_hz: float, duration_s: float, rows: int
) -> Iterator[FloatArray]:
    """Samples at even times from 0 on.

    Each value is that of the cubic through the four samples around its time, so waves keep their
    height and their time; where there are no samples it is NaN. No more than a few blocks and
    chunks are held at once. Where samples are told twice, the later ones count, as long as they
    begin at most one block before those.

    Parameters
    ----------
    chunks : iterable of (float, float, ndarray)
        Time of the first sample in s, promised rate in Hz and samples of each, shape (n,) or
        (n, 3), in order.
    rate_hz : float
    duration_s : float
    rows : int
        In a block.

    Yields
    ------
    ndarray, shape (rows,) or (rows, 3), float64
        The last block may be shorter. Nothing without chunks.
    """
    window: _Window | None = None
    open_run: _OpenRun | None = None
    size = int(duration_s * rate_hz) + 1
    for t, promised_hz, samples in chunks:
        if not len(samples):
            continue
        if window is None:
            window = _Window(size, rows, samples.shape[1:])
        if open_run is None or not open_run.span.continues(t, promised_hz):
            if open_run is not None:
                yield from window.put(*open_run.rest())
            open_run = _OpenRun(t, promised_hz, rate_hz, size)
        open_run.add(t, samples)
        if open_run.waiting >= _CHUNKS_AT_ONCE:
            yield from window.put(*open_run.known())
    if window is not None and open_run is not None:
        yield from window.put(*open_run.rest())
        yield from window.rest()


class _OpenRun:
    """Samples without a gap, of which only the newest are kept."""

    def __init__(self, start_s: float, promised_hz: float, grid_hz: float, size: int) -> None:
        self.span = OpenSpan(promised_hz)
        self._grid_hz = grid_hz
        self._size = size
        self._next = max(0, int(np.ceil(start_s * grid_hz)))
        self._first = 0
        self._times: list[float] = []
        self._chunks: list[IntArray] = []

    @property
    def waiting(self) -> int:
        """How many chunks are kept."""
        return len(self._chunks)

    def add(self, t: float, samples: IntArray) -> None:
        self.span.add(t, len(samples))
        self._times.append(t)
        self._chunks.append(samples)

    def known(self) -> tuple[int, FloatArray]:
        """First place on the grid, and the values from it on that no later chunk changes."""
        samples = np.concatenate(self._chunks)
        firsts = self._firsts()
        last = min(firsts[-1], self._first + len(samples) - 2)
        index = np.arange(self._first, last + 1, dtype=np.float64)
        times = np.interp(index, firsts, self._times)
        beyond = int(np.ceil(times[-1] * self._grid_hz)) + 1
        grid_s = np.arange(self._next, min(beyond, self._size)) / self._grid_hz
        begun, values = self._values(samples, index, times, grid_s[grid_s < times[-1]])
        kept = max(0, int(np.searchsorted(firsts, last - 2, side="right")) - 1)
        self._first = int(firsts[kept])
        del self._times[:kept], self._chunks[:kept]
        return begun, values

    def rest(self) -> tuple[int, FloatArray]:
        """As `known`, up to the end: no chunk follows."""
        samples = np.concatenate(self._chunks)
        span = self.span.close()
        index = np.arange(self._first, self._first + len(samples), dtype=np.float64)
        times = np.interp(index, [*self._firsts(), span.count], [*self._times, span.end_s])
        last = min(self._size - 1, int(np.floor(times[-1] * self._grid_hz)))
        grid_s = np.arange(self._next, last + 1) / self._grid_hz
        return self._values(samples, index, times, grid_s)

    def _firsts(self) -> IntArray:
        counts = [0, *(len(chunk) for chunk in self._chunks[:-1])]
        firsts: IntArray = self._first + np.cumsum(counts)
        return firsts

    def _values(
        self, samples: IntArray, index: FloatArray, times: FloatArray, grid_s: FloatArray
    ) -> tuple[int, FloatArray]:
        begun, self._next = self._next, self._next + len(grid_s)
        return begun, _cubic(samples, np.interp(grid_s, times, index), self._first)


def _cubic(samples: IntArray, at: FloatArray, first: int) -> FloatArray:
    """Values between samples, by Lagrange's cubic through the four around each."""
    index = np.floor(at).astype(np.intp)
    part = (at - index).reshape(-1, *(1,) * (samples.ndim - 1))
    index -= first
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


class _Window:
    """The part of the grid that is written into: this block and the one after it."""

    def __init__(self, size: int, rows: int, axes: tuple[int, ...]) -> None:
        self._size, self._rows = size, rows
        self._start = 0
        self._values = np.full((2 * rows, *axes), np.nan)

    def put(self, first: int, values: FloatArray) -> Iterator[FloatArray]:
        """Write values from a place on; gives the blocks that are done by that."""
        for begin in range(0, len(values), self._rows):
            part, at = values[begin : begin + self._rows], first + begin
            while at + len(part) > self._start + 2 * self._rows:
                yield self._done()
            part = part[max(0, self._start - at) :]
            at = max(at, self._start) - self._start
            self._values[at : at + len(part)] = part

    def rest(self) -> Iterator[FloatArray]:
        """Give what is left, up to the end of the grid."""
        while self._start < self._size:
            yield self._done()

    def _done(self) -> FloatArray:
        done = self._values[: min(self._rows, self._size - self._start)].copy()
        self._values[: self._rows] = self._values[self._rows :]
        self._values[self._rows :] = np.nan
        self._start += self._rows
        return done
