"""Says in a phrase why a bar of artefact correction was missed, with the beats that cause it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coherence_desktop.signal.artefacts.hypotheses import EARLY_SCORE
from coherence_desktop.signal.artefacts.places import Places
from coherence_desktop.signal.artefacts.series import Series

APART = 4
"""Intervals between two places that are told apart."""
BESIDE = 3
"""Intervals to either side of a place whose steps count as its own."""


def beats_around(rr_ms: np.ndarray, flagged: np.ndarray, index: int) -> str:
    """The intervals around one, flagged ones in brackets."""
    places = range(max(0, index - 4), min(len(rr_ms), index + 6))
    return " ".join(f"[{rr_ms[k]:.0f}]" if flagged[k] else f"{rr_ms[k]:.0f}" for k in places)


def why_not_found(rr_ms: np.ndarray, index: int, premature: float) -> str:
    """Why a labelled beat at the end of an interval was not found."""
    if premature < 0.05:
        return "under 5 % premature"
    evidence = max(_evidence(rr_ms, index), _evidence(rr_ms, index - 1))
    return f"{100 * premature:.0f} % premature: evidence {evidence:.2f} of {EARLY_SCORE}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a method made of a recording."""

    kinds: np.ndarray
    """Kind of each raw interval."""
    corrected: list[tuple[float, ...]]
    """For each raw interval what takes its place, in ms."""

    @property
    def flagged(self) -> np.ndarray:
        """Whether each raw interval is not normal."""
        return self.kinds != "normal"

    @property
    def rr_ms(self) -> np.ndarray:
        """The corrected series."""
        return np.array([value for values in self.corrected for value in values])

    def ends_ms(self, raw_ms: np.ndarray) -> np.ndarray:
        """Time of the beat that ends each corrected interval; beats around faults stay."""
        raw_ends = np.cumsum(raw_ms)
        ends: list[float] = []
        for run in np.split(
            np.arange(len(raw_ms)), np.flatnonzero(~self.flagged[1:] | ~self.flagged[:-1]) + 1
        ):
            values = [value for k in run for value in self.corrected[k]]
            begin = raw_ends[run[0]] - raw_ms[run[0]]
            stretched = (raw_ends[run[-1]] - begin) / max(sum(values), 1.0)
            ends += (begin + stretched * np.cumsum(values)).tolist()
        return np.array(ends)


def worst_place(verdict: Verdict, faulty: np.ndarray, true_ms: np.ndarray) -> str:
    """The place that puts RMSSD off the most, with its beats and the cause."""
    ends, true_ends = np.cumsum(faulty), np.cumsum(true_ms)
    nearest = np.clip(np.searchsorted(true_ends, ends - 1e-6), 0, len(true_ms) - 1)
    true = np.isclose(true_ends[nearest], ends) & np.isclose(true_ms[nearest], faulty)
    got, wanted = _power(verdict.ends_ms(faulty), verdict.rr_ms), _power(true_ends, true_ms)
    total = got(0, np.inf) - wanted(0, np.inf)
    suspects = np.flatnonzero(verdict.flagged | ~true)
    worst, most = (0, 1), -np.inf
    for run in np.split(suspects, np.flatnonzero(np.diff(suspects) > APART) + 1):
        start, stop = int(run[0]), int(run[-1]) + 1
        window = ends[max(0, start - BESIDE)], ends[min(len(ends) - 1, stop + BESIDE - 1)]
        share = (got(*window) - wanted(*window)) / total
        if share > most:
            worst, most = (start, stop), share
    cause = _cause(verdict, faulty, true_ms, true, worst)
    beats = beats_around(faulty, verdict.flagged, worst[0])
    return f"beat {worst[0]}: {beats}\n      {cause}; {100 * most:.0f} % of the error"


def _power(ends: np.ndarray, rr_ms: np.ndarray) -> Callable[[float, float], float]:
    """Function of two times that gives the squared steps at beats between them."""
    squares = np.diff(rr_ms) ** 2

    def between(start: float, stop: float) -> float:
        inside = (ends[:-1] > start - 1e-3) & (ends[:-1] < stop + 1e-3)
        return float(squares[inside].sum())

    return between


def _cause(
    verdict: Verdict,
    faulty: np.ndarray,
    true_ms: np.ndarray,
    true: np.ndarray,
    place: tuple[int, int],
) -> str:
    start, stop = place
    flagged, put_in = verdict.flagged[start:stop], ~true[start:stop]
    end, true_ends = np.cumsum(faulty)[stop - 1], np.cumsum(true_ms)
    begin = end - faulty[start:stop].sum()
    if not put_in.any():
        return "healthy beats that look like a fault"
    if not flagged[put_in].any():
        evidence = _evidence(faulty, start)
        if evidence:
            return f"overlooked: evidence {evidence:.2f} of {EARLY_SCORE}, as healthy beats have"
        around = np.concatenate([faulty[max(0, start - 1) : start], faulty[stop : stop + 1]])
        beside = " and ".join(f"{value:.0f}" for value in around)
        return f"overlooked: together {faulty[start:stop].sum():.0f} ms, beside {beside}"
    beats = int(((true_ends > begin + 1e-3) & (true_ends < end + 1e-3)).sum())
    stands_for = sum(len(values) for values in verdict.corrected[start:stop])
    if stands_for != beats:
        kinds = ", ".join(dict.fromkeys(verdict.kinds[start:stop][flagged].tolist()))
        return f"{beats} beats taken for {stands_for} ({kinds})"
    if flagged[~put_in].any():
        return "healthy beats beside it look like a fault too"
    if not flagged[put_in].all():
        return "part of it taken for healthy beats"
    inside = slice(*np.searchsorted(true_ends, [begin - 1.0, end + 1.0]))
    step = np.abs(np.diff(true_ms[inside])).max()
    return f"found, but the heart's own step of {step:.0f} ms under it cannot be known"


def _evidence(faulty: np.ndarray, index: int) -> float:
    """Evidence that the beat after an interval came early."""
    series = Series.of(faulty, np.ones(len(faulty), dtype=bool))
    places = Places(series, 2)
    first, second = places.inside
    score, _ = places.displacement(first, second, np.ones(len(first), dtype=bool))
    here = series.raw[places.position] == index
    return float(score[here].max(initial=0.0))
