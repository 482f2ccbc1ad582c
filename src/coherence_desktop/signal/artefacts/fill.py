"""Values that take the place of a fault."""

from collections.abc import Sequence
from dataclasses import replace

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
    kept: FloatArray = between + ((total - between.sum(axis=1)) / n)[:, None]
    return kept


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
    flawed_before = np.concatenate([[0], np.cumsum(series.raw < 0)])
    refilled: list[Fault] = []
    x = series.value
    for position, fault in zip(positions.tolist(), faults, strict=True):
        n = len(fault.values)
        alone = fault.kind == LONG_SHORT and fault.count == 1
        if n == 1 and not alone:
            refilled.append(fault)
            continue
        variation = _like_variation(x, flawed_before, position, n, alone=alone)
        if variation is None:
            refilled.append(fault)
            continue
        centre = np.mean(x[[position - 1, position + n]]) if alone else np.mean(fault.values)
        refilled.append(replace(fault, values=tuple((centre + variation).tolist())))
    return refilled


def _like_variation(
    x: FloatArray, flawed_before: NDArray[np.intp], position: int, n: int, *, alone: bool
) -> FloatArray | None:
    """Deviations, in ms, of ``n`` values from their centre, as like places have them.

    The centre is the mean of the values, or of their neighbours for a value that stands alone.
    """
    own = x[position - 2 : position + n + 2]
    start = max(MARGIN + 2, position - REACH)
    stop = min(len(x) - MARGIN - n - 1, position + REACH)
    if np.isnan(own[1]) or np.isnan(own[n + 2]) or stop <= start:
        return None
    windows = np.lib.stride_tricks.sliding_window_view(x[start - 2 : stop + n + 1], n + 4)
    flawed = flawed_before[start + n + 2 : stop + n + 2] - flawed_before[start - 2 : stop - 2]
    windows = windows[flawed == 0]
    if len(windows) < FEWEST_PLACES:
        return None
    inner = slice(1, n + 3, n + 1) if alone else slice(2, n + 2)
    context = [0, 1, n + 2, n + 3]
    centres = windows[:, inner].mean(axis=1)
    gap = (windows[:, context] - centres[:, None]) - (own[context] - own[inner].mean())
    distance = np.where(np.isnan(gap), 0.0, gap) ** 2 @ CONTEXT_WEIGHTS
    nearest = np.argpartition(distance, ALIKE - 1)[:ALIKE]
    variations = windows[nearest, 2 : n + 2] - centres[nearest, None]
    outer = own[[1, n + 2]] - own[inner].mean()
    steps = np.diff(
        np.column_stack([np.full(ALIKE, outer[0]), variations, np.full(ALIKE, outer[1])]), axis=1
    )
    power = (steps**2).sum(axis=1)
    chosen: FloatArray = variations[np.argmin(np.abs(power - power.mean()))]
    return chosen
