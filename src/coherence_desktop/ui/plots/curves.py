"""Arrays to Qt's points, and long traces to their peaks."""

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPolygonF

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_PIECE = 48
"""Points drawn at a time: Qt's stroker slows down more than linearly with the length."""


def polygon(x: FloatArray, y: FloatArray) -> QPolygonF:
    """Points of two arrays of shape (n,)."""
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])


def pieces(x: FloatArray, y: FloatArray, starts: BoolArray) -> Iterator[QPolygonF]:
    """Lines that begin anew where ``starts`` is true; long ones in pieces that share an end."""
    bounds = [0, *np.flatnonzero(starts).tolist(), len(x)]
    for first, stop in itertools.pairwise(bounds):
        for at in range(first, stop - 1, _PIECE):
            end = min(at + _PIECE + 1, stop)
            yield polygon(x[at:end], y[at:end])


def finite_runs(x: FloatArray, y: FloatArray) -> Iterator[QPolygonF]:
    """Lines through the points whose ``y`` is a number."""
    good = np.isfinite(y)
    if good.all():
        if len(x) > 1:
            yield polygon(x, y)
        return
    edges = np.flatnonzero(np.diff(np.concatenate(([False], good, [False])).astype(np.int8)))
    for first, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if stop - first > 1:
            yield polygon(x[first:stop], y[first:stop])


def peak_columns(
    x: FloatArray, y: FloatArray, starts: BoolArray, dpr: float = 1.0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Extremes of a dense line in each column of device pixels.

    Neighbouring columns of one line overlap, so that drawn as vertical strokes they join.

    Returns
    -------
    x, low, high : ndarray, shape (k,)
        Middle of each column that holds a point, and the least and the greatest ``y`` in it.
    """
    column = np.floor(x * dpr).astype(np.int64)
    first = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    low = np.minimum.reduceat(y, first)
    high = np.maximum.reduceat(y, first)
    joined = ~starts[first[1:]]
    before = y[first[1:] - 1]
    low[1:] = np.where(joined, np.minimum(low[1:], before), low[1:])
    high[1:] = np.where(joined, np.maximum(high[1:], before), high[1:])
    middle = (column[first].astype(np.float64) + 0.5) / dpr
    return middle, low, high


def vertical_lines(x: FloatArray, low: FloatArray, high: FloatArray) -> list[QLineF]:
    """One stroke a column."""
    return [
        QLineF(a, b, a, c) for a, b, c in zip(x.tolist(), low.tolist(), high.tolist(), strict=True)
    ]
