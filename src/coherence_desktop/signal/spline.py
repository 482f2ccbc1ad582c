"""The not-a-knot cubic spline through a tachogram, in numpy alone.

The second derivatives M of a cubic spline solve a tridiagonal system whose rows are dominated by
their diagonal, so that a knot's influence at least halves with every knot. Parallel cyclic
reduction squares that factor at each level: six levels reach 64 knots, beyond which nothing is
left in double precision. The same few array operations serve a window of 80 beats and a day.

References
----------
de Boor, C. (2001). A Practical Guide to Splines, chapter IV.
Hockney, R. W., & Jesshope, C. R. (1988). Parallel Computers 2, section 5.4.
"""

from typing import NamedTuple, Self

import numpy as np

from coherence_desktop.signal.results import FloatArray

_STRIDES = (1, 2, 4, 8, 16, 32)


def second_derivatives(t: FloatArray, y: FloatArray) -> FloatArray:
    """Second derivatives at the knots of the not-a-knot spline.

    Parameters
    ----------
    t : ndarray, shape (n,)
        Knots, strictly increasing; at least one.
    y : ndarray, shape (n,)
        Values at the knots.

    Returns
    -------
    ndarray, shape (n,)
        In units of y per unit of t squared. With three knots the spline is a parabola, with
        two a straight line, with one a constant.
    """
    n = t.size
    if n < 3:
        return np.zeros(n)
    h = t[1:] - t[:-1]
    slope = (y[1:] - y[:-1]) / h
    bend = 6.0 * (slope[1:] - slope[:-1])
    pair = h[:-1] + h[1:]
    if n == 3:
        return np.full(3, bend[0] / (3.0 * pair[0]))
    diagonal = 2.0 * pair
    before = h[:-1].copy()
    after = h[1:].copy()
    # Not a knot: the third derivative is continuous there, which removes the outermost unknowns.
    diagonal[0], after[0] = h[0] + 2.0 * h[1], h[1] - h[0]
    diagonal[-1], before[-1] = h[-1] + 2.0 * h[-2], h[-2] - h[-1]
    bend[0] *= h[1] / pair[0]
    bend[-1] *= h[-2] / pair[-1]
    before[0] = after[-1] = 0.0
    m = np.empty(n)
    m[1:-1] = _solve(before / diagonal, after / diagonal, bend / diagonal)
    m[0] = m[1] + (m[1] - m[2]) * (h[0] / h[1])
    m[-1] = m[-2] + (m[-2] - m[-3]) * (h[-1] / h[-2])
    return m


class Spline(NamedTuple):
    """A spline by its knots, its values and its second derivatives there, each of shape (n,)."""

    t: FloatArray
    y: FloatArray
    m: FloatArray

    @classmethod
    def through(cls, t: FloatArray, y: FloatArray) -> Self:
        """Not-a-knot cubic spline through values at increasing knots; at least one."""
        return cls(t, y, second_derivatives(t, y))

    def at(self, times: FloatArray) -> FloatArray:
        """Value at any times, shape (k,); outside the knots it keeps the value of the end."""
        t, y, m = self
        if t.size == 1:
            return np.full(times.shape, y[0])
        inside = np.minimum(np.maximum(times, t[0]), t[-1])
        left = np.searchsorted(t[1:-1], inside, side="right")
        right = left + 1
        start = t[left]
        h = t[right] - start
        u = (inside - start) / h
        v = 1.0 - u
        bow = v * (v * v - 1.0) * m[left] + u * (u * u - 1.0) * m[right]
        return np.asarray(v * y[left] + u * y[right] + h * h / 6.0 * bow)

    def on_grid(self, start: float, step: float, count: int) -> FloatArray:
        """Value on an even grid between the first and the last knot.

        Parameters
        ----------
        start, step : float
            First point of the grid, not before the first knot, and its spacing.
        count : int
            Points of the grid; none lies after the last knot.

        Returns
        -------
        ndarray, shape (count,)
        """
        t, y, m = self
        h = t[1:] - t[:-1]
        linear = (y[1:] - y[:-1]) / h - h / 6.0 * (2.0 * m[:-1] + m[1:])
        cubic = (m[1:] - m[:-1]) / (6.0 * h)
        # Each piece's coefficients are repeated for the points in it: no search for any point.
        first = np.ceil((t[1:-1] - start) / step).astype(np.intp)
        points = np.diff(np.concatenate(([0], np.clip(first, 0, count), [count])))
        offset = start + step * np.arange(float(count)) - np.repeat(t[:-1], points)
        value = np.repeat(cubic, points) * offset
        value += np.repeat(0.5 * m[:-1], points)
        value *= offset
        value += np.repeat(linear, points)
        value *= offset
        value += np.repeat(y[:-1], points)
        return value


def _solve(a: FloatArray, c: FloatArray, d: FloatArray) -> FloatArray:
    """Solve ``a[i] x[i-1] + x[i] + c[i] x[i+1] = d[i]`` for diagonally dominant rows."""
    n = d.size
    for s in _STRIDES:
        if s >= n:
            break
        # Each row takes up the rows s before and s after it, which moves its neighbours to 2 s.
        towards = a[s:] * c[:-s]
        pivot = np.ones(n)
        pivot[s:] -= towards
        pivot[:-s] -= towards
        known = d.copy()
        known[s:] -= a[s:] * d[:-s]
        known[:-s] -= c[:-s] * d[s:]
        further_a = np.zeros(n)
        further_a[s:] = -a[s:] * a[:-s]
        further_c = np.zeros(n)
        further_c[:-s] = -c[:-s] * c[s:]
        a, c, d = further_a / pivot, further_c / pivot, known / pivot
    return d
