"""Values that take the place of a fault."""

import numpy as np

from coherence_desktop.signal.artefacts.hypotheses import Hypotheses
from coherence_desktop.signal.artefacts.outcome import LONG_SHORT
from coherence_desktop.signal.results import FloatArray


def fill(x: FloatArray, faults: Hypotheses) -> FloatArray:
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
    before, after = (
        np.where(np.isnan(before), after, before),
        np.where(np.isnan(after), before, after),
    )
    share = np.arange(1, n + 1) / (n + 1)
    line: FloatArray = before[:, None] + (after - before)[:, None] * share
    if faults.kind == LONG_SHORT and m == 1:
        return line
    total = np.sum([x[p + k] for k in range(m)], axis=0)
    filled: FloatArray = line + ((total - line.sum(axis=1)) / n)[:, None]
    return filled
