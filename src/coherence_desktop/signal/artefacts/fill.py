"""Values that take the place of a fault."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

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
        self._runs: dict[tuple[int, bool], _Runs] = {}

    def variation(self, position: int, n: int, *, alone: bool) -> FloatArray | None:
        """Deviations, in ms, of ``n`` values from their centre, as like places have them.

        The centre is the mean of the values, or of their neighbours for one that stands alone.
        """
        if (n, alone) not in self._runs:
            self._runs[n, alone] = _Runs.of(self._x, n, alone=alone)
        runs = self._runs[n, alone]
        clean = self._clean(position, n + 4)
        own = runs.context[position - 2]
        if np.isnan(own[1]) or np.isnan(own[2]) or len(clean) < FEWEST_PLACES:
            return None
        unknown = np.isnan(own)
        gap = runs.context[clean] - np.where(unknown, 0.0, own)
        distance = (gap * gap) @ np.where(unknown, 0.0, CONTEXT_WEIGHTS)
        nearest = clean[np.argpartition(distance, ALIKE - 1)[:ALIKE]]
        course = np.empty((ALIKE, n + 2))
        course[:, 1:-1] = runs.inner[nearest]
        course[:, 0], course[:, -1] = own[1], own[2]
        steps = course[:, 1:] - course[:, :-1]
        power = (steps * steps).sum(axis=1)
        chosen: FloatArray = course[np.abs(power - power.sum() / ALIKE).argmin(), 1:-1]
        return chosen

    def _clean(self, position: int, size: int) -> NDArray[np.intp]:
        """Where runs of ``size`` clean values begin within reach."""
        start = max(MARGIN, position - 2 - REACH)
        stop = max(start, min(len(self._x) - MARGIN - size + 1, position - 2 + REACH))
        before = self._flawed_before
        clean: NDArray[np.intp] = start + np.flatnonzero(
            before[start + size : stop + size] == before[start:stop]
        )
        return clean


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Every run of ``n`` values with two more at either side, as deviations from its centre."""

    inner: FloatArray
    """Shape ``(runs, n)``."""
    context: FloatArray
    """The two values before and the two after, shape ``(runs, 4)``."""

    @classmethod
    def of(cls, x: FloatArray, n: int, *, alone: bool) -> "_Runs":
        windows = np.lib.stride_tricks.sliding_window_view(x, n + 4)
        inner = windows[:, 2 : n + 2]
        centre = windows[:, 1 : n + 3 : n + 1] if alone else inner
        deviation = windows - centre.mean(axis=1, keepdims=True)
        return cls(deviation[:, 2 : n + 2], deviation[:, [0, 1, n + 2, n + 3]])
