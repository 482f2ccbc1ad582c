"""Sample entropy, counted exactly and fast enough for a day of beats.

Two templates match if their first, second (and third) values are pairwise within r. In the order
of their values the partners of a value are one run, so the partners of a template are the common
members of two or three runs. Sorted by the first value only nearby templates need a look. The
other runs are sets of bits, read from tables of growing sets, and 64 partners are counted at once.

References
----------
Richman, J. S., & Moorman, J. R. (2000). Physiological time-series analysis using approximate
entropy and sample entropy. American Journal of Physiology, 278(6), H2039-H2049.
doi:10.1152/ajpheart.2000.278.6.H2039
"""

from functools import cache
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import Absent, FloatArray
from coherence_desktop.signal.time_domain import deviation

LEAST_BEATS = 100
TOLERANCE_SD = 0.2

SETTINGS = {"m": 2, "r_sd": TOLERANCE_SD, "distance": "Chebyshev, d <= r"}

_DENSE_UP_TO = 400
_DENSE_ROWS = 32
_COLUMNS = 2048
_ROWS = 512

Words = NDArray[np.uint64]
Indices = NDArray[np.intp]


def sample_entropy(rr_ms: FloatArray) -> float | Absent:
    """Sample entropy with m = 2 and r = 0.2 SD.

    Parameters
    ----------
    rr_ms : ndarray, shape (n,)
        Intervals of one unbroken stretch in ms.

    Returns
    -------
    float or Absent
        ln(B / A): B pairs among the n - 2 templates match over two values, A over three; in nats.
        Absent below 100 intervals, if they do not vary, or if no pair matches.
    """
    if rr_ms.size < LEAST_BEATS:
        return Absent(f"needs {LEAST_BEATS} intervals in a row, has {rr_ms.size}")
    r = TOLERANCE_SD * deviation(rr_ms)
    if not r > 1e-9:
        return Absent("the intervals do not vary")
    over_two, over_three = matches(rr_ms, r)
    if over_three == 0:
        return Absent("no two runs of three intervals are alike")
    return log(over_two / over_three)


def matches(x: FloatArray, r: float) -> tuple[int, int]:
    """Pairs of templates that match over two and over three values.

    Parameters
    ----------
    x : ndarray, shape (n,)
        Series; its n - 2 templates start at every value but the last two. At least three.
    r : float
        Greatest difference within a match.

    Returns
    -------
    over_two, over_three : int
        Unordered pairs of different templates.
    """
    if x.size <= _DENSE_UP_TO:
        return _compare_all(x, r)
    return _count(_partners(x, r))


def _compare_all(x: FloatArray, r: float) -> tuple[int, int]:
    near = np.empty((x.size, x.size), dtype=np.bool_)
    for top in range(0, x.size, _DENSE_ROWS):
        rows = slice(top, top + _DENSE_ROWS)
        near[rows] = np.abs(x[rows, None] - x) <= r
    two = near[:-2, :-2] & near[1:-1, 1:-1]
    three = two & near[2:, 2:]
    templates = x.size - 2
    # Each pair was seen from both sides, and each template matched itself.
    return (
        (int(np.count_nonzero(two)) - templates) // 2,
        (int(np.count_nonzero(three)) - templates) // 2,
    )


class _Partners(NamedTuple):
    """The partners of each value of the series, as a run of ranks among its distinct values."""

    rank: Indices
    first: Indices
    stop: Indices
    distinct: int


def _partners(x: FloatArray, r: float) -> _Partners:
    values, rank = np.unique(x, return_inverse=True)
    first = np.searchsorted(values, values - r, side="left")
    stop = np.searchsorted(values, values + r, side="right")
    # The definition compares rounded differences; the rounded bounds may be off by one value.
    first = np.maximum(first - 1, 0)
    first += values - values[first] > r
    first += values - values[first] > r
    stop = np.minimum(stop + 1, values.size)
    stop -= values[stop - 1] - values > r
    stop -= values[stop - 1] - values > r
    return _Partners(rank, first[rank], stop[rank], values.size)


def _count(partners: _Partners) -> tuple[int, int]:
    """Count matching pairs, in the order of the templates' first values."""
    templates = partners.rank.size - 2
    order = np.argsort(partners.rank[:templates], kind="stable")
    ordered = partners.rank[order]
    stop = np.searchsorted(ordered, partners.stop[order])
    over_two = over_three = 0
    for left in range(0, templates, _COLUMNS):
        right = min(left + _COLUMNS, templates)
        columns = order[left:right]
        second = _RunsWithin(partners, columns + 1)
        third = _RunsWithin(partners, columns + 2)
        first_row = int(np.searchsorted(stop, left, side="right"))
        for top in range(first_row, right, _ROWS):
            rows = slice(top, min(top + _ROWS, right))
            found = second.of(order[rows] + 1)
            _keep_after(found, np.arange(rows.start, rows.stop), stop[rows], left, right)
            over_two += int(np.bitwise_count(found).sum())
            found &= third.of(order[rows] + 2)
            over_three += int(np.bitwise_count(found).sum())
    return over_two, over_three


def _keep_after(found: Words, row: Indices, stop: Indices, left: int, right: int) -> None:
    """Drop partners that do not come after a row, or are too far in the first value."""
    from_bit = np.maximum(row + 1 - left, 0)
    to_bit = np.minimum(stop, right) - left
    # Rows are in order: those that lose columns on the right come first, on the left last.
    short = int(np.searchsorted(to_bit, right - left))
    if short:
        found[:short] &= _lowest()[to_bit[:short]]
    reach = int(np.searchsorted(from_bit, 0, side="right"))
    if reach < row.size:
        found[reach:] &= ~_lowest()[from_bit[reach:]]


class _RunsWithin:
    """Which of some columns have their value in a run of ranks, as bits."""

    def __init__(self, partners: _Partners, columns: Indices) -> None:
        self._partners = partners
        rank = partners.rank[columns]
        count = np.bincount(rank, minlength=partners.distinct)
        self._below = np.zeros(partners.distinct + 1, dtype=np.intp)
        np.cumsum(count, out=self._below[1:])
        sorted_columns = np.argsort(rank, kind="stable")
        grown = np.zeros((columns.size + 1, _COLUMNS // 64), dtype=np.uint64)
        bit = np.uint64(1) << (sorted_columns % 64).astype(np.uint64)
        grown[np.arange(1, columns.size + 1), sorted_columns // 64] = bit
        self._smallest: Words = np.bitwise_or.accumulate(grown, axis=0)

    def of(self, rows: Indices) -> Words:
        """Bits of the columns that are partners of these values, shape (rows, words)."""
        found = np.take(self._smallest, self._below[self._partners.stop[rows]], axis=0)
        found ^= np.take(self._smallest, self._below[self._partners.first[rows]], axis=0)
        return found


@cache
def _lowest() -> Words:
    """Sets of the lowest 0, 1, 2 ... bits of a block."""
    sets = np.zeros((_COLUMNS + 1, _COLUMNS // 64), dtype=np.uint64)
    bit = np.arange(_COLUMNS)
    sets[bit + 1, bit // 64] = np.uint64(1) << (bit % 64).astype(np.uint64)
    return np.bitwise_or.accumulate(sets, axis=0)
