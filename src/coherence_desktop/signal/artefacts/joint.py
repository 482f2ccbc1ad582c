"""Joint explanation of faults that stand side by side.

Each of such faults is a neighbour of the others, so none can be judged alone. The intervals of the
cluster are divided into units, and the division that leaves the smoothest course is sought with a
beam of the best partial divisions.
"""

from dataclasses import dataclass

import numpy as np

from coherence_desktop.signal.artefacts.choice import RIVAL_SHARE, Choice
from coherence_desktop.signal.artefacts.course import LEVEL_SHARE_IN_UNIT
from coherence_desktop.signal.artefacts.outcome import ECTOPIC, EXTRA, LONG_SHORT, MISSED, NORMAL
from coherence_desktop.signal.artefacts.series import MARGIN, Series

GAP = 2
"""Suspicious intervals no further apart than this are one cluster."""
PAD = 1
LARGEST_CLUSTER = 16
NEAR_THE_BEST = 0.4
"""A second fault of a cluster has more than this part of the best one's gain."""
BEAM = 12
STEADY = 0.9
"""Width of the usual range, as a part of the level, below which beats can be counted by time."""
MOST_BEATS_IN_ONE = 6
LONGEST_UNIT = 4
PRICE_OF = {MISSED: 4.0, EXTRA: 4.0, ECTOPIC: 6.0, LONG_SHORT: 8.0}
PRICE_OF_ODD_DIVISION = 14.0
PRICE_OF_LENGTH = 4.0
PRICE_OF_LOST_TIME = 0.5


@dataclass(frozen=True, slots=True)
class _Unit:
    """``count`` intervals that stand for ``parts`` equal values."""

    count: int
    parts: int
    kind: str
    value: float
    price: float


@dataclass(frozen=True, slots=True)
class _Division:
    """Units so far, their cost, and the last two values they end with."""

    cost: float
    last_but_one: float | None
    last: float
    units: tuple[_Unit, ...]

    def extended(self, u: _Unit, scale: float) -> "_Division":
        cost = self.cost + u.price
        if self.last_but_one is not None:
            cost += abs(self.last - (self.last_but_one + u.value) / 2) / scale
        if u.parts > 1:
            cost += abs(u.value - self.last) / 2 / scale
        before = self.last if u.parts == 1 else u.value
        return _Division(cost, before, u.value, (*self.units, u))


def explain_clusters(series: Series, choices: list[Choice]) -> tuple[list[Choice], list[Choice]]:
    """Explain what no single fault explains.

    Parameters
    ----------
    series : Series
        A stretch under correction.
    choices : list of Choice
        The single faults that could be there, in order of place.

    Returns
    -------
    joint : list of Choice
        The faults of all clusters.
    rest : list of Choice
        Single faults outside of clusters.
    """
    x = series.value
    unusual = series.free & ((x < series.low) | (x > series.high))
    joint: list[Choice] = []
    explained = np.zeros(len(x) + 1, dtype=np.intp)
    for start, stop, inside in _clusters(unusual, choices):
        if not _compound(start, stop, inside, unusual):
            continue
        begin, end = _padded(series, start, stop)
        while end > begin and not series.free[end - 1]:
            end -= 1
        if end - begin > LARGEST_CLUSTER or not series.free[begin:end].all():
            continue
        found = _divide(series, begin, end)
        if found:
            explained[begin + 1 : end + 1] = 1
            joint += found
    if not joint:
        return [], choices
    before = np.cumsum(explained).tolist()
    return joint, [c for c in choices if before[c.stop] == before[c.position]]


def _clusters(
    unusual: np.ndarray[tuple[int], np.dtype[np.bool_]], choices: list[Choice]
) -> list[tuple[int, int, list[Choice]]]:
    """Bounds of each run of suspicious intervals, and the single faults in it."""
    suspicious = unusual.copy()
    for choice in choices:
        suspicious[choice.position : choice.stop] = True
    places = np.flatnonzero(suspicious)
    if not len(places):
        return []
    runs = np.split(places, np.flatnonzero(np.diff(places) > GAP) + 1)
    clusters: list[tuple[int, int, list[Choice]]] = [
        (int(run[0]), int(run[-1]) + 1, []) for run in runs
    ]
    k = 0
    for choice in choices:
        while choice.position >= clusters[k][1]:
            k += 1
        clusters[k][2].append(choice)
    return clusters


def _compound(
    start: int,
    stop: int,
    inside: list[Choice],
    unusual: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> bool:
    """Whether several intervals are unusual beside what any likely single fault explains."""
    if not inside:
        return int(np.count_nonzero(unusual[start:stop])) > 1
    best = max(inside, key=lambda choice: choice.gain)
    rivals = [choice for choice in inside if choice.gain > RIVAL_SHARE * best.gain]
    if all(unusual[start : r.position].any() or unusual[r.stop : stop].any() for r in rivals):
        return True
    return any(
        choice.gain > NEAR_THE_BEST * best.gain
        for choice in inside
        if not choice.touches(best.position, best.stop)
    )


def _padded(series: Series, start: int, stop: int) -> tuple[int, int]:
    for _ in range(PAD):
        start -= int(start > MARGIN and series.free[start - 1])
        stop += int(stop < series.stop and series.free[stop])
    return start, stop


def _divide(series: Series, start: int, stop: int) -> list[Choice]:
    before = _known(series, start - 2, start)
    after = _known(series, stop, stop + 2)
    ends = before[-1:] + after[:1]
    if not ends:
        return []
    level = sum(ends) / len(ends)
    scale = float(series.scale[start:stop].mean()) + LEVEL_SHARE_IN_UNIT * level
    options = _options(series, start, stop, level, scale)
    last_but_one = before[0] if len(before) > 1 else None
    reached: list[list[_Division]] = [[] for _ in range(stop - start + 1)]
    reached[0] = [_Division(0.0, last_but_one, before[-1] if before else after[0], ())]
    for place, units in enumerate(options):
        for division in sorted(reached[place], key=lambda d: d.cost)[:BEAM]:
            for unit in units:
                reached[place + unit.count].append(division.extended(unit, scale))
    whole = min(reached[-1], key=lambda d: d.cost + _roughness_to(d, after) / scale)
    choices: list[Choice] = []
    place = start
    for unit in whole.units:
        if unit.kind != NORMAL:
            values = np.full(unit.parts, unit.value)
            choices.append(Choice(np.inf, unit.price, place, unit.count, unit.kind, values))
        place += unit.count
    return choices


def _options(
    series: Series, start: int, stop: int, level: float, scale: float
) -> list[list[_Unit]]:
    """Units that could begin at each place."""
    x = series.value[start:stop].tolist()
    low, high = float(series.low[start:stop].mean()), float(series.high[start:stop].mean())
    steady = high - low < STEADY * level
    options: list[list[_Unit]] = []
    for place, interval in enumerate(x):
        units = [_Unit(1, 1, NORMAL, interval, 0.0)]
        units += [
            _Unit(1, n, MISSED, interval / n, PRICE_OF[MISSED])
            for n in range(2, MOST_BEATS_IN_ONE + 1)
            if low < interval / n < high
        ]
        if not low < interval < high:
            price = PRICE_OF[LONG_SHORT] + PRICE_OF_LOST_TIME * abs(interval - level) / scale
            units.append(_Unit(1, 1, LONG_SHORT, level, price))
        for count in range(2, min(LONGEST_UNIT, len(x) - place) + 1):
            total = sum(x[place : place + count])
            longer = PRICE_OF_LENGTH * (count - 2)
            for parts in range(1, count + 3):
                if not low < total / parts < high:
                    continue
                early = x[place] < x[place + count - 1]
                same = ECTOPIC if early else LONG_SHORT
                kind = EXTRA if parts < count else MISSED if parts > count else same
                whole = parts in (1, count)
                price = (PRICE_OF[kind] if whole else PRICE_OF_ODD_DIVISION) + longer
                countable = steady and (abs(parts - count) == 1 or parts == count + 2)
                if whole or countable:
                    units.append(_Unit(count, parts, kind, total / parts, price))
        options.append(units)
    return options


def _known(series: Series, start: int, stop: int) -> list[float]:
    """Values that can bear witness: an unusual one may be part of the next fault."""
    values = series.value[start:stop]
    usual = (values > series.low[start:stop]) & (values < series.high[start:stop])
    known: list[float] = values[usual].tolist()
    return known


def _roughness_to(division: _Division, after: list[float]) -> float:
    known = [] if division.last_but_one is None else [division.last_but_one]
    course = [*known, division.last, *after]
    return sum(
        abs(course[k] - (course[k - 1] + course[k + 1]) / 2) for k in range(1, len(course) - 1)
    )
