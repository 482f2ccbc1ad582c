"""Detrended fluctuation analysis: how fluctuations grow with the length of the box.

References
----------
Peng, C.-K., Havlin, S., Stanley, H. E., & Goldberger, A. L. (1995). Quantification of scaling
exponents and crossover phenomena in nonstationary heartbeat time series. Chaos, 5(1), 82-87.
doi:10.1063/1.166141
"""

from functools import cache
from math import sqrt

import numpy as np

from coherence_desktop.signal.results import Absent, FloatArray, Measures

ALPHA1_BOXES = (4, 16)
ALPHA2_BOXES = (16, 64)
BOXES_OF_THE_LONGEST = 4
"""A slope needs at least as many boxes of its greatest length."""

SETTINGS = {
    "alpha1_boxes": list(ALPHA1_BOXES),
    "alpha2_boxes": list(ALPHA2_BOXES),
    "boxes": "every length, without overlap, linear detrend",
}

_STILL_MS = 1e-9


def scaling(rr_ms: FloatArray) -> Measures:
    """Short- and long-term scaling exponents.

    Parameters
    ----------
    rr_ms : ndarray, shape (n,)
        Intervals of one unbroken stretch in ms.

    Returns
    -------
    dict of str to float or Absent
        ``dfa_alpha1`` over boxes of 4 to 16 beats and ``dfa_alpha2`` over 16 to 64: slope of
        ln F(n) on ln n over every length.
    """
    measures: Measures = {}
    profile = np.cumsum(rr_ms - rr_ms.mean()) if rr_ms.size else rr_ms
    known: dict[int, float] = {}
    ranges = {"dfa_alpha1": ALPHA1_BOXES, "dfa_alpha2": ALPHA2_BOXES}
    for name, (shortest, longest) in ranges.items():
        needed = BOXES_OF_THE_LONGEST * longest
        if rr_ms.size < needed:
            measures[name] = Absent(f"needs {needed} intervals in a row, has {rr_ms.size}")
            continue
        lengths = range(shortest, longest + 1)
        for length in lengths:
            if length not in known:
                known[length] = fluctuation(profile, length)
        f = np.array([known[length] for length in lengths])
        if f.min() < _STILL_MS:
            measures[name] = Absent("the intervals do not vary")
        else:
            measures[name] = _slope(np.log(np.array(lengths)), np.log(f))
    return measures


def fluctuation(profile: FloatArray, length: int) -> float:
    """Root of the mean squared distance of a profile from a straight line in each box.

    Parameters
    ----------
    profile : ndarray, shape (n,)
        Running sum of the intervals' distances from their mean.
    length : int
        Values in a box; what is left over at the end does not count.
    """
    boxes = profile.size // length
    table = profile[: boxes * length].reshape(boxes, length)
    # Counting from each box's first value keeps the difference of squares below accurate.
    table = table - table[:, :1]
    on_line = table @ _lines(length)
    off_line = np.vdot(table, table) - np.vdot(on_line, on_line)
    return sqrt(max(float(off_line), 0.0) / table.size)


@cache
def _lines(length: int) -> FloatArray:
    """Level and slope in a box, orthogonal and of unit length, shape (length, 2)."""
    ramp = np.arange(length) - 0.5 * (length - 1)
    lines = np.full((length, 2), 1.0 / sqrt(length))
    lines[:, 1] = ramp / np.sqrt(ramp @ ramp)
    return lines


def _slope(x: FloatArray, y: FloatArray) -> float:
    away = x - x.mean()
    return float((away @ y) / (away @ away))
