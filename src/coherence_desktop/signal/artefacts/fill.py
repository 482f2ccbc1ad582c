"""Values that take the place of a fault."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from coherence_desktop.signal.artefacts.hypotheses import Hypotheses
from coherence_desktop.signal.artefacts.outcome import LONG_SHORT, Fault
from coherence_desktop.signal.artefacts.series import MARGIN, Series
from coherence_desktop.signal.results import FloatArray

REACH = 150
"""Beats to either side among which a like place is sought."""
ALIKE = 7
FEWEST_PLACES = 15
LEAST_SHARE = 0.5
"""A value is never filled in below this part of the level."""
CONTEXT_WEIGHTS = np.array([0.5, 1.0, 1.0, 0.5])


def line(x: FloatArray, faults: Hypotheses) -> FloatArray:
    """Values on the line between the neighbours of each fault.

    The sum of the intervals is kept, so that later beats stay where they were; a single short or
    long interval alone takes its neighbours' level.

    Parameters
    ----------
    x : array
        Intervals in ms, with margins of nan.
    faults : Hypotheses
        Where to fill.

    Returns
    -------
    array, shape (places, parts)
        In ms.
    """
    p, m, n = faults.position, faults.count, faults.parts
    before, after = x[p - 1], x[p + m]
    first = np.where(np.isnan(before), after, before)
    last = np.where(np.isnan(after), before, after)
    share = np.arange(1, n + 1) / (n + 1)
    between: FloatArray = first[:, None] + (last - first)[:, None] * share
    if not faults.keeps_time:
        return between
    total = x[p[:, None] + np.arange(m)].sum(axis=1)
    mean = (total / n)[:, None]
    kept = between + mean - between.mean(axis=1, keepdims=True)
    likely = (kept > LEAST_SHARE * mean).all(axis=1, keepdims=True)
    possible: FloatArray = np.where(likely, kept, mean)
    return possible


def refill(series: Series, faults: Sequence[Fault]) -> list[Fault]:
    """Give each fault the variation of the places most like its own.

    Straight lines are smoother than any heart and bias the variability that is measured later.
    Among the seven clean places nearby whose neighbours stand to them most as the fault's do, the
    one is taken whose steps are as large as theirs are on average.

    Parameters
    ----------
    series : Series
        The stretch with all faults replaced.
    faults : sequence of Fault
        The last ones of the stretch, in order.

    Returns
    -------
    list of Fault
        The same faults with other values. Sums are kept where they were.
    """
    marks = np.flatnonzero(series.fault)
    positions = marks[len(marks) - len(faults) :]
    places = _LikePlaces(series)
    x = series.value
    refilled: list[Fault] = []
    for position, fault in zip(positions.tolist(), faults, strict=True):
        n = len(fault.values)
        alone = fault.kind == LONG_SHORT and fault.count == 1
        merged = n == 1 and not alone
        variation = None if merged else places.variation(position, n, alone=alone)
        if variation is None:
            refilled.append(fault)
            continue
        centre = np.mean(x[[position - 1, position + n]]) if alone else np.mean(fault.values)
        values = centre + variation
        possible = bool((values > LEAST_SHARE * centre).all())
        refilled.append(replace(fault, values=tuple(values.tolist())) if possible else fault)
    return refilled


class _LikePlaces:
    """Clean places of a series, sought by how their neighbours stand to them."""

    def __init__(self, series: Series) -> None:
        self._x = series.value
        self._flawed_before = np.concatenate([[0], np.cumsum(series.raw < 0)])
        self._windows: dict[int, FloatArray] = {}

    def variation(self, position: int, n: int, *, alone: bool) -> FloatArray | None:
        """Deviations, in ms, of ``n`` values from their centre, as like places have them.

        The centre is the mean of the values, or of their neighbours for one that stands alone.
        """
        own = self._x[position - 2 : position + n + 2]
        windows = self._clean(position, n)
        if np.isnan(own[1]) or np.isnan(own[n + 2]) or len(windows) < FEWEST_PLACES:
            return None
        inner = slice(1, n + 3, n + 1) if alone else slice(2, n + 2)
        context = [0, 1, n + 2, n + 3]
        centres = windows[:, inner].mean(axis=1)
        gap = (windows[:, context] - centres[:, None]) - (own[context] - own[inner].mean())
        distance = np.where(np.isnan(gap), 0.0, gap) ** 2 @ CONTEXT_WEIGHTS
        nearest = np.argpartition(distance, ALIKE - 1)[:ALIKE]
        course = np.empty((ALIKE, n + 2))
        course[:, 1:-1] = windows[nearest, 2 : n + 2] - centres[nearest, None]
        course[:, [0, -1]] = own[[1, n + 2]] - own[inner].mean()
        power = (np.diff(course, axis=1) ** 2).sum(axis=1)
        chosen: FloatArray = course[np.argmin(np.abs(power - power.mean())), 1:-1]
        return chosen

    def _clean(self, position: int, n: int) -> FloatArray:
        """Runs of ``n`` clean values with two more at either side, one run a row."""
        size = n + 4
        start = max(MARGIN, position - 2 - REACH)
        stop = min(len(self._x) - MARGIN - size + 1, position - 2 + REACH)
        if stop <= start:
            return np.empty((0, size))
        if size not in self._windows:
            self._windows[size] = np.lib.stride_tricks.sliding_window_view(self._x, size)
        before = self._flawed_before
        clean = before[start + size : stop + size] == before[start:stop]
        runs: FloatArray = self._windows[size][start:stop][clean]
        return runs
