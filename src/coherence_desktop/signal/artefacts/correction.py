"""Correction of a whole recording, with both sides of every interval known."""

import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coherence_desktop.signal.artefacts.explain import explain
from coherence_desktop.signal.artefacts.fill import refill
from coherence_desktop.signal.artefacts.outcome import (
    EXCLUDED,
    GAP,
    LONGEST_INTERVAL_MS,
    NORMAL,
    Correction,
    Fault,
    InvalidInterval,
)
from coherence_desktop.signal.artefacts.series import Series
from coherence_desktop.signal.artefacts.told import TOLD_KINDS, replace_told
from coherence_desktop.signal.results import FloatArray


def correct(
    rr_ms: ArrayLike,
    *,
    t: ArrayLike | None = None,
    gaps: Sequence[tuple[float, float]] = (),
    excluded: Iterable[int] = (),
    accepted: Iterable[int] = (),
    told: Mapping[int, str] | None = None,
) -> Correction:
    """Judge every interval by how badly it breaks the predictable course, and correct by kind.

    Missed beats are split, extra ones merged, ectopic pairs shared out anew; all of these keep
    the time of every other beat. A single short or long interval is replaced by what its
    neighbours let expect. An interval over 3 s is a gap. Gaps, excluded intervals and holes of
    over 3 s between ``t`` and the intervals break the series; nothing is judged across a break.

    Parameters
    ----------
    rr_ms : array_like, shape (n,)
        RR intervals in ms, in order.
    t : array_like, shape (n,), optional
        Time of the beat that ends each interval, in seconds; without it the intervals follow each
        other from 0.
    gaps : sequence of (float, float)
        Start and end, in seconds, of times without known beats.
    excluded, accepted : iterable of int
        Raw indices that a person took out, or declared normal; they override the detector.
    told : mapping of int to str, optional
        Raw indices that a person declared to be of one of `TOLD_KINDS`; so do they.

    Returns
    -------
    Correction

    Raises
    ------
    InvalidInterval
        If an interval is not a positive finite number.
    ValueError
        If ``t`` has another length than ``rr_ms``, an index is out of range, or a kind is none
        that can be told.
    """
    rr = np.array(rr_ms, dtype=float, ndmin=1)
    _refuse_invalid(rr)
    end_s = np.cumsum(rr) / 1000 if t is None else np.array(t, dtype=float, ndmin=1)
    if end_s.shape != rr.shape:
        raise ValueError(f"{len(end_s)} times for {len(rr)} intervals; each interval needs one")
    out, kept = _indices(excluded, len(rr)), _indices(accepted, len(rr))
    told = _told(told or {}, len(rr))

    kinds = np.full(len(rr), NORMAL, dtype="<U10")
    kinds[rr > LONGEST_INTERVAL_MS] = GAP
    kinds[kept] = NORMAL
    kinds[out] = EXCLUDED
    breaks = _breaks(rr, end_s, gaps)
    free = np.ones(len(rr), dtype=bool)
    free[kept] = False

    faults: list[Fault] = []
    stretches = _stretches(kinds == NORMAL, breaks)
    for start, stop in stretches:
        raw = Series.of(rr[start:stop], free[start:stop], first_raw=start)
        by_hand, series = replace_told(raw, told) if told else ([], raw)
        found, series = explain(series)
        faults += refill(series, sorted([*by_hand, *found], key=lambda fault: fault.start))
    return _assemble(rr, end_s, kinds, faults, stretches)


def _assemble(
    rr: FloatArray,
    end_s: FloatArray,
    kinds: NDArray[np.str_],
    faults: list[Fault],
    stretches: list[tuple[int, int]],
) -> Correction:
    """Put values in the place of faults; every other beat keeps its time."""
    stretch = np.full(len(rr), -1)
    for number, (start, stop) in enumerate(stretches):
        stretch[start:stop] = number
    corrected: list[tuple[float, ...]] = [(value,) for value in rr.tolist()]
    for k in np.flatnonzero(kinds != NORMAL):
        corrected[k] = ()

    lengths = (stretch >= 0).astype(np.intp)
    for fault in faults:
        kinds[fault.start : fault.stop] = fault.kind
        corrected[fault.start : fault.stop] = fault.shares()
        lengths[fault.start : fault.stop] = 0
        lengths[fault.start] = len(fault.values)
    ends = np.cumsum(lengths)
    values, times = np.empty(ends[-1:].sum()), np.empty(ends[-1:].sum())
    kept = np.flatnonzero(kinds == NORMAL)
    values[ends[kept] - 1], times[ends[kept] - 1] = rr[kept], end_s[kept]
    for fault in faults:
        place = int(ends[fault.start])
        begin = place - len(fault.values)
        before_s = float(end_s[fault.start]) - float(rr[fault.start]) / 1000
        last_s = float(end_s[fault.stop - 1])
        stretched = (last_s - before_s) / sum(fault.values)
        values[begin:place] = fault.values
        times[begin:place] = [before_s + stretched * t for t in itertools.accumulate(fault.values)]

    names, numbers = np.unique(kinds[kinds != NORMAL], return_counts=True)
    counts = {str(name): int(number) for name, number in zip(names, numbers, strict=True)}
    return Correction(
        kinds=kinds,
        corrected=corrected,
        rr_ms=values,
        t_s=times,
        segment=np.repeat(stretch, lengths),
        counts=counts,
        percent=100.0 * sum(counts.values()) / len(rr) if len(rr) else 0.0,
        longest_clean_s=_longest_clean_s(rr, kinds, stretches),
    )


def _longest_clean_s(
    rr: FloatArray, kinds: NDArray[np.str_], stretches: list[tuple[int, int]]
) -> float:
    longest = 0.0
    for start, stop in stretches:
        flawed = np.flatnonzero(kinds[start:stop] != NORMAL) + start
        edges = np.concatenate([[start - 1], flawed, [stop]])
        ends = np.concatenate([[0.0], np.cumsum(rr[start:stop])]) / 1000
        clean = ends[edges[1:] - start] - ends[edges[:-1] + 1 - start]
        longest = max(longest, float(clean.max()))
    return longest


def _refuse_invalid(rr: FloatArray) -> None:
    wrong = np.flatnonzero(~(np.isfinite(rr) & (rr > 0)))
    if len(wrong):
        raise InvalidInterval(int(wrong[0]), float(rr[wrong[0]]))


def _indices(given: Iterable[int], n: int) -> NDArray[np.intp]:
    indices = np.array(sorted(set(given)), dtype=np.intp)
    outside = indices[(indices < 0) | (indices >= n)]
    if len(outside):
        raise ValueError(f"interval {outside[0]} was named but there are {n}, counted from 0")
    return indices


def _told(told: Mapping[int, str], n: int) -> dict[int, str]:
    kinds = {int(index): told[index] for index in _indices(told, n)}
    wrong = next((kind for kind in kinds.values() if kind not in TOLD_KINDS), None)
    if wrong is not None:
        raise ValueError(f"nobody can tell that an interval is {wrong!r}")
    return kinds


def _breaks(
    rr: FloatArray, end_s: FloatArray, gaps: Sequence[tuple[float, float]]
) -> NDArray[np.intp]:
    """Indices of intervals that do not follow the one before them."""
    if len(rr) < 2:
        return np.empty(0, dtype=np.intp)
    hole_ms = (end_s[1:] - end_s[:-1]) * 1000 - rr[1:]
    silent = np.flatnonzero(hole_ms > LONGEST_INTERVAL_MS) + 1
    middle_s = np.array([(start + end) / 2 for start, end in gaps])
    after = np.searchsorted(end_s, middle_s)
    breaks: NDArray[np.intp] = np.union1d(silent, after[(after > 0) & (after < len(rr))])
    return breaks


def _stretches(judged: NDArray[np.bool_], breaks: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Unbroken runs ``(start, stop)`` of intervals that are to be judged."""
    n = len(judged)
    unbroken = np.ones(n, dtype=bool)
    unbroken[breaks] = False
    follows = np.zeros(n + 1, dtype=bool)
    follows[1:n] = judged[1:] & judged[:-1] & unbroken[1:]
    starts = np.flatnonzero(judged & ~follows[:n])
    stops = np.flatnonzero(judged & ~follows[1:]) + 1
    return list(zip(starts.tolist(), stops.tolist(), strict=True))
