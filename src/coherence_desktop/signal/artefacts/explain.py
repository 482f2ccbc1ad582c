"""The explanation of a stretch of intervals that leaves the smoothest course."""

from dataclasses import dataclass

import numpy as np

from coherence_desktop.signal.artefacts.course import innovation_scale, roughness
from coherence_desktop.signal.artefacts.fill import fill
from coherence_desktop.signal.artefacts.hypotheses import Hypotheses, propose
from coherence_desktop.signal.artefacts.outcome import Fault
from coherence_desktop.signal.artefacts.series import Series
from coherence_desktop.signal.results import FloatArray

ROUNDS = 6
PRICE = 2.0
"""Units by which an explanation must smooth the course for each interval it replaces: about what
smoothing a healthy interval would gain."""
REACH = 3
"""Neighbours on either side whose roughness a fault can change, and one more."""


@dataclass(frozen=True, slots=True)
class _Choice:
    gain: float
    position: int
    count: int
    kind: str
    values: FloatArray


def explain(series: Series, *, rescale: bool = True) -> tuple[list[Fault], Series]:
    """Find the faults of one unbroken stretch, and what takes their place.

    In each round every fault that could be there is weighed by how much smoother the course
    becomes without it; the best ones that do not touch are accepted, and the next round judges
    what is left against the corrected course.

    Parameters
    ----------
    series : Series
        A stretch under correction.
    rescale : bool
        Whether to estimate the innovation scale again once the worst faults are gone.

    Returns
    -------
    faults : list of Fault
        In the order of their raw intervals.
    series : Series
        The stretch with the faults replaced.
    """
    faults: list[Fault] = []
    for turn in range(ROUNDS):
        accepted = _without_contact(_weigh(series))
        if not accepted:
            break
        faults += [
            Fault(int(series.raw[c.position]), c.count, c.kind, tuple(map(float, c.values)))
            for c in accepted
        ]
        series = series.replaced([(c.position, c.count, c.values) for c in accepted])
        if rescale and turn == 0:
            series = series.rescaled(innovation_scale(series.core()))
    return sorted(faults, key=lambda fault: fault.start), series


def _weigh(series: Series) -> list[_Choice]:
    choices: list[_Choice] = []
    for hypotheses in propose(series):
        values = fill(series.value, hypotheses)
        gains = _gain(series.value, hypotheses, values)
        choices += [
            _Choice(
                float(gains[k]),
                int(hypotheses.position[k]),
                hypotheses.count,
                hypotheses.kind,
                values[k],
            )
            for k in np.flatnonzero(gains > 0)
        ]
    return sorted(choices, key=lambda choice: -choice.gain)


def _gain(x: FloatArray, hypotheses: Hypotheses, values: FloatArray) -> FloatArray:
    """Units of roughness that each hypothesis takes away."""
    p, m = hypotheses.position[:, None], hypotheses.count
    before = x[p + np.arange(-REACH, 0)]
    after = x[p + np.arange(m, m + REACH)]
    raw = np.hstack([before, x[p + np.arange(m)], after])
    corrected = np.hstack([before, values, after])
    smoother = (roughness(raw) - roughness(corrected)) / hypotheses.unit
    gain: FloatArray = smoother - PRICE * m
    return gain


def _without_contact(choices: list[_Choice]) -> list[_Choice]:
    """Take the best first; one that touches a better one waits for the next round."""
    taken: set[int] = set()
    kept: list[_Choice] = []
    for choice in choices:
        span = range(choice.position, choice.position + choice.count)
        near = range(choice.position - 1, choice.position + choice.count + 1)
        if taken.isdisjoint(near):
            kept.append(choice)
        taken.update(span)
    return sorted(kept, key=lambda choice: choice.position)
