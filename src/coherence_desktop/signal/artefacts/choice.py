"""Weighing hypotheses against each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.artefacts.course import (
    LEVEL_SHARE_IN_UNIT,
    innovations,
    roughness,
)
from coherence_desktop.signal.artefacts.fill import line
from coherence_desktop.signal.artefacts.hypotheses import (
    PRICE,
    PRICE_OF_LOST_TIME,
    Hypotheses,
    propose,
)
from coherence_desktop.signal.artefacts.series import MARGIN, Series
from coherence_desktop.signal.results import FloatArray

NEIGHBOURS = 3
"""Intervals to either side whose roughness a fault can change, and one more."""
RIVAL_SHARE = 0.3
"""A hypothesis with less than this part of the best gain is no rival."""
WIDEST_RIVALRY = 9
PRECEDENT_REACH = 100
FEWEST_PRECEDENTS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One fault at one place, and what is gained by it."""

    gain: float
    """Units of roughness taken away, less the price."""
    price: float
    position: int
    count: int
    kind: str
    values: FloatArray

    @property
    def stop(self) -> int:
        """Position after its last interval."""
        return self.position + self.count

    def touches(self, start: int, stop: int) -> bool:
        """Whether it explains an interval from ``start`` to before ``stop``."""
        return self.position < stop and self.stop > start


def weigh(series: Series) -> list[Choice]:
    """All faults that would smooth the course by more than their price, in order of place."""
    choices: list[Choice] = []
    for h in propose(series):
        values = line(series.value, h)
        price = np.full(len(h.position), PRICE * h.count + h.surcharge)
        if not h.keeps_time:
            lost = np.abs(series.value[h.position] - values[:, 0])
            price = price + PRICE_OF_LOST_TIME[1] * lost / h.unit
        gain = _smoothing(series.value, h, values) / h.unit - price
        choices += [
            Choice(float(gain[k]), float(price[k]), int(h.position[k]), h.count, h.kind, values[k])
            for k in np.flatnonzero(gain > 0)
        ]
    return sorted(choices, key=lambda choice: choice.position)


def without_contact(choices: Iterable[Choice]) -> list[Choice]:
    """Take the best first; one that touches a better one waits for the next round."""
    taken: set[int] = set()
    kept: list[Choice] = []
    for choice in sorted(choices, key=lambda choice: -choice.gain):
        if taken.isdisjoint(range(choice.position - 1, choice.stop + 1)):
            kept.append(choice)
        taken.update(range(choice.position, choice.stop))
    return kept


def judge_rivals(series: Series, choices: list[Choice]) -> list[Choice]:
    """Weigh faults that explain the same intervals by course and by precedent.

    A course is predictable if it is smooth, or if it went that way before: the sudden rise of a
    slow breath is not smooth, but there was one like it ten seconds ago.

    Parameters
    ----------
    series : Series
        A stretch under correction.
    choices : list of Choice
        In order of place.

    Returns
    -------
    list of Choice
        The same, with the gains of rivals set by how well each predicts the course.
    """
    unclear = np.isnan(series.value)
    for choice in choices:
        unclear[choice.position : choice.stop] = True
    unclear_before = np.concatenate([[0], np.cumsum(unclear)])
    judged: list[Choice] = []
    for group in _overlapping(choices):
        best = max(choice.gain for choice in group)
        rivals = [choice for choice in group if choice.gain > RIVAL_SHARE * best]
        start, stop = group[0].position, max(choice.stop for choice in group)
        if len(rivals) < 2 or stop - start > WIDEST_RIVALRY:
            judged += group
            continue
        judged += [choice for choice in group if choice.gain <= RIVAL_SHARE * best]
        costs = [
            _surprise(series, unclear_before, rival, start, stop) + rival.price for rival in rivals
        ]
        least = min(costs)
        judged += [
            replace(rival, gain=best + least - cost)
            for rival, cost in zip(rivals, costs, strict=True)
        ]
    return judged


def _overlapping(choices: list[Choice]) -> list[list[Choice]]:
    groups: list[list[Choice]] = []
    stop = -1
    for choice in choices:
        if choice.position < stop:
            groups[-1].append(choice)
        else:
            groups.append([choice])
        stop = max(stop, choice.stop)
    return groups


def _smoothing(x: FloatArray, h: Hypotheses, values: FloatArray) -> FloatArray:
    """Roughness in ms that each hypothesis takes away."""
    p, m = h.position[:, None], h.count
    before = x[p + np.arange(-NEIGHBOURS, 0)]
    after = x[p + np.arange(m, m + NEIGHBOURS)]
    raw = np.hstack([before, x[p + np.arange(m)], after])
    return roughness(raw) - roughness(np.hstack([before, values, after]))


def _surprise(
    series: Series, unclear_before: NDArray[np.intp], rival: Choice, start: int, stop: int
) -> float:
    """Units by which the course from ``start`` to ``stop`` is neither smooth nor seen before."""
    x = series.value
    first, last = max(MARGIN, start - NEIGHBOURS), min(series.stop, stop + NEIGHBOURS)
    course = np.concatenate([x[first : rival.position], rival.values, x[rival.stop : last]])
    unit = float(series.scale[start]) + LEVEL_SHARE_IN_UNIT * float(course.mean())
    rough = float(innovations(course).sum())
    size = len(course)
    begin = max(MARGIN, start - PRECEDENT_REACH)
    end = min(series.stop - size, stop + PRECEDENT_REACH)
    if end <= begin:
        return 2 * rough / unit
    seen = np.lib.stride_tricks.sliding_window_view(x[begin : end + size - 1], size)
    clear = unclear_before[begin + size : end + size] == unclear_before[begin:end]
    if np.count_nonzero(clear) < FEWEST_PRECEDENTS:
        return 2 * rough / unit
    gap = seen[clear] - course
    inner = slice(rival.position - first, rival.position - first + len(rival.values))
    # How a fault's time is shared out is a guess: only its sum is held against a precedent.
    within = gap[:, inner].sum(axis=1)
    around = np.abs(gap).sum(axis=1) - np.abs(gap[:, inner]).sum(axis=1)
    nearest = float((around + np.abs(within)).min())
    unlike = nearest / (size - len(rival.values) + 1) * 2 * NEIGHBOURS
    return (min(rough, unlike) + (rough + unlike) / 2) / unit
