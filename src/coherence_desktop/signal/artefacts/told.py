"""Faults that a person tells of, and what takes their place: the detector is not asked."""

from collections.abc import Mapping

import numpy as np

from coherence_desktop.signal.artefacts.fill import line
from coherence_desktop.signal.artefacts.hypotheses import MOST_BEATS_IN_ONE, Hypotheses
from coherence_desktop.signal.artefacts.outcome import (
    ECTOPIC,
    EXTRA,
    LONG_SHORT,
    MISSED,
    Fault,
)
from coherence_desktop.signal.artefacts.series import MARGIN, Replacement, Series

TOLD_KINDS = (MISSED, EXTRA, ECTOPIC, LONG_SHORT)
"""Kinds that a person may tell of."""
_PAIRS = (EXTRA, ECTOPIC)


def replace_told(series: Series, told: Mapping[int, str]) -> tuple[list[Fault], Series]:
    """Replace the intervals of a stretch that a person says are faulty.

    An extra beat joins the two intervals around it, an ectopic one shares them out anew, a missed
    one splits its interval, and a single long or short interval is as its neighbours let expect.
    Of faults that share an interval the first counts.

    Parameters
    ----------
    series : Series
        A stretch, before anything was replaced.
    told : mapping of int to str
        Kinds by raw index; those of other stretches are passed over.

    Returns
    -------
    faults : list of Fault
        In order.
    series : Series
        The stretch with the faults replaced.
    """
    first_raw = int(series.raw[MARGIN]) if len(series) else 0
    faults: list[Fault] = []
    replacements: list[Replacement] = []
    free_from = MARGIN
    for index in sorted(told):
        position = MARGIN + index - first_raw
        if not MARGIN <= position < series.stop:
            continue
        h = _hypothesis(series, position, told[index])
        if h is None or h.position[0] < free_from:
            continue
        at = int(h.position[0])
        (values,) = line(series.value, h)
        faults.append(Fault(int(series.raw[at]), h.count, h.kind, tuple(values.tolist())))
        replacements.append(Replacement(at, h.count, values))
        free_from = at + h.count
    return faults, series.replaced(replacements) if replacements else series


def _hypothesis(series: Series, position: int, kind: str) -> Hypotheses | None:
    """What is to be replaced; ``None`` in a stretch that is too short to tell by what."""
    if len(series) < (3 if kind in _PAIRS else 2):
        return None
    count, parts = 1, 1
    if kind in _PAIRS:
        count, parts = 2, 1 if kind == EXTRA else 2
        position = min(position, series.stop - 2)
    elif kind == MISSED:
        around = np.nanmean(series.value[[position - 1, position + 1]])
        beats = round(float(series.value[position] / around))
        parts = min(max(beats, 2), MOST_BEATS_IN_ONE)
    unit = series.scale[position : position + 1]
    return Hypotheses(kind, count, parts, np.array([position]), unit)
