"""Tachograms of overlapping windows, all cut from one spline.

A window's own spline differs from the spline through all beats only through the
conditions at the window's two ends. The difference solves the spline's equations without a right
side: it is a sum of two waves, each of which dies away from its end to about a quarter at every
beat. Their shapes are those of the beat times alone and serve all windows.
"""

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.coherence import RATE_HZ, SAMPLES, WINDOW_S
from coherence_desktop.signal.results import FloatArray
from coherence_desktop.signal.spline import Spline

STEP_S = 5.0

_STEP = int(STEP_S * RATE_HZ)
_SETTLING = 11
"""Each step of the recursion for the decay leaves at most 1/13 of the error."""
_NEGLIGIBLE = -28.0
"""Logarithm of the size at which a wave has died away."""

Indices = NDArray[np.intp]
Triple = tuple[FloatArray, FloatArray, FloatArray]


class WindowCutter:
    """Cuts tachograms of windows out of one stretch.

    Parameters
    ----------
    curve : Spline
        Through all beats of the stretch, in s and ms.
    """

    def __init__(self, curve: Spline) -> None:
        self._curve = curve
        h = np.diff(curve.t)
        self._fading = _decay(h)
        # The wave from a window's end is the wave from its begin with time turned round.
        self._growing = _decay(h[::-1])

    def tachograms(self, ends_s: FloatArray) -> FloatArray:
        """Tachograms of windows that end every 5 s; the same as `coherence.tachogram` of each.

        Parameters
        ----------
        ends_s : ndarray, shape (k,)
            Ends of the windows, 5 s apart. Each window is covered, see `coherence.uncovered`.

        Returns
        -------
        ndarray, shape (k, 256)
            In ms at 4 Hz.
        """
        begins = ends_s - WINDOW_S
        start, stop = np.searchsorted(self._curve.t, (begins[0], ends_s[-1]), side="right")
        every = self._curve.t.size
        t, rr, m = (column[start:stop] for column in self._curve)
        count = (ends_s.size - 1) * _STEP + SAMPLES
        grid = np.clip(begins[0] + np.arange(float(count)) / RATE_HZ, t[0], t[-1])
        next_point = np.ceil((t[1:-1] - begins[0]) * RATE_HZ).astype(np.intp)
        bounds = np.concatenate(([0], np.clip(next_point, 0, count), [count]))
        left = np.repeat(np.arange(t.size - 1), np.diff(bounds))
        right = left + 1
        width = t[right] - t[left]
        u = (grid - t[left]) / width
        v = 1.0 - u
        width *= width / 6.0
        near = width * (v * (v * v - 1.0))
        far = width * (u * (u * u - 1.0))
        values = v * rr[left] + u * rr[right] + near * m[left] + far * m[right]
        samples = _windows(values).copy()

        first = np.searchsorted(t, begins, side="right")
        last = np.searchsorted(t, ends_s, side="right") - 1
        highest = t.size - 1
        fading = _Wave(self._fading[start:stop], left, near, far, first, last)
        growing = _Wave(
            self._growing[every - stop : every - start],
            highest - right[::-1],
            far[::-1],
            near[::-1],
            highest - last[::-1],
            highest - first[::-1],
        )
        sizes = _end_conditions(np.diff(t), m, first, last, fading, growing)
        fading.add(samples, sizes[0])
        growing.add(samples[::-1, ::-1], sizes[1][::-1])

        # Samples before the first and after the last beat of a window have that beat's value.
        before = np.ceil((t[first] - begins) * RATE_HZ)
        for column in range(int(before.max())):
            np.copyto(samples[:, column], rr[first], where=column < before)
        after = np.floor((t[last] - begins) * RATE_HZ)
        for column in range(int(after.min()) + 1, SAMPLES):
            np.copyto(samples[:, column], rr[last], where=column > after)
        return samples


def _decay(h: FloatArray) -> FloatArray:
    """Size of the fading wave at each knot, relative to the knot before; its sign alternates.

    Shape (n,) for n - 1 distances of knots. The recursion runs from the last knot to the first,
    but forgets so fast that a few rounds over all knots at once settle it.
    """
    kept = np.full(h.size + 1, 0.25)
    pair = 2.0 * (h[:-1] + h[1:])
    rest = np.empty_like(pair)
    for _ in range(_SETTLING):
        np.multiply(h[1:], kept[2:], out=rest)
        np.subtract(pair, rest, out=rest)
        np.divide(h[:-1], rest, out=kept[1:-1])
    return kept


class _Wave:
    """A solution of the spline's equations without a right side that dies away with time.

    One starts at the first knot of each window, where its second derivative is 1.

    Parameters
    ----------
    kept : ndarray, shape (n,)
        Size at each knot relative to the knot before, see `_decay`.
    left : ndarray of int, shape (g,)
        Knot to the left of each point of the grid.
    near, far : ndarray, shape (g,)
        What a second derivative of 1 at the knot to the left, and to the right, adds to the
        spline at each point of the grid.
    start, end : ndarray of int, shape (k,)
        First and last knot of each window.
    """

    def __init__(
        self,
        kept: FloatArray,
        left: Indices,
        near: FloatArray,
        far: FloatArray,
        start: Indices,
        end: Indices,
    ) -> None:
        self._kept = kept
        self._log = np.cumsum(np.log(kept))
        self._start = start
        self._end = end
        shape = near - kept[left + 1] * far
        np.negative(shape, out=shape, where=left % 2 == 1)
        self._shapes = _windows(shape)
        self._logs = _windows(self._log[left])

    def at_start(self) -> Triple:
        """Second derivatives at the first three knots of each window."""
        one, two = self._kept[self._start + 1], self._kept[self._start + 2]
        return np.ones(one.size), -one, one * two

    def at_end(self) -> Triple:
        """Second derivatives at the last three knots of each window, the last first."""
        size = np.exp(self._log[self._end] - self._log[self._start])
        last = _sign(self._end - self._start) * size
        before = -last / self._kept[self._end]
        return last, before, -before / self._kept[self._end - 1]

    def add(self, samples: FloatArray, size: FloatArray) -> None:
        """Add the waves of given sizes to the windows' samples."""
        start = self._log[self._start][:, None]
        there = (self._logs[:, ::_STEP] - start > _NEGLIGIBLE).any(axis=0)
        columns = min(_STEP * int(np.count_nonzero(there)), SAMPLES)
        wave = np.exp(self._logs[:, :columns] - start)
        wave *= self._shapes[:, :columns]
        wave *= (size * _sign(self._start))[:, None]
        samples[:, :columns] += wave


def _end_conditions(
    h: FloatArray, m: FloatArray, first: Indices, last: Indices, fading: _Wave, growing: _Wave
) -> tuple[FloatArray, FloatArray]:
    """Sizes of both waves with which each window's spline is not-a-knot at its ends."""

    def at_first(z: Triple) -> FloatArray:
        return (z[1] - z[0]) / h[first] - (z[2] - z[1]) / h[first + 1]

    def at_last(z: Triple) -> FloatArray:
        return (z[1] - z[0]) / h[last - 1] - (z[2] - z[1]) / h[last - 2]

    def turned(z: Triple) -> Triple:
        return z[0][::-1], z[1][::-1], z[2][::-1]

    fading_first, fading_last = at_first(fading.at_start()), at_last(fading.at_end())
    growing_first = at_first(turned(growing.at_end()))
    growing_last = at_last(turned(growing.at_start()))
    excess_first = at_first((m[first], m[first + 1], m[first + 2]))
    excess_last = at_last((m[last], m[last - 1], m[last - 2]))
    determinant = fading_first * growing_last - growing_first * fading_last
    return (
        (growing_first * excess_last - growing_last * excess_first) / determinant,
        (fading_last * excess_first - fading_first * excess_last) / determinant,
    )


def _windows(series: FloatArray) -> FloatArray:
    """Windows of a series on the grid, one every 5 s, without copying, shape (k, 256)."""
    pieces = np.lib.stride_tricks.sliding_window_view(series, SAMPLES)
    windows: FloatArray = pieces[::_STEP]
    return windows


def _sign(power: Indices) -> FloatArray:
    """Return (-1) to a power."""
    return np.asarray(1.0 - 2.0 * (power % 2), dtype=np.float64)
