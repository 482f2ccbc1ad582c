"""R peaks of an ECG of any length, in pieces, to a fraction of a sample."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from coherence_desktop.records.readers.optional import damage_told, package
from coherence_desktop.records.readers.recording import FloatArray, Hole, IntArray, Progress
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

LEAST_HZ = 62.0
"""Below this there is nothing left of the band in which R peaks are found."""
MOST_HZ = 100_000.0
LONGEST_S = 31 * 86_400.0

_BAND_HZ = (5.0, 30.0)
_CORE_S, _MARGIN_S, _MOST_SAMPLES = 600.0, 10.0, 16_000_000
_AROUND_S = 0.07
"""An R peak lies within this of where it was detected, also in an inverted lead."""
_SAME_BEAT_S = 0.1
_SHORTEST_PIECE_S = 2.0
_NEIGHBOURS = 8
_LOWEST, _HIGH_ENOUGH = 0.3, 0.5
"""Shares of the height of the R peaks around: what is lower is none, what is higher is one."""
_LATE = 1.5
"""An interval longer than this multiple of the usual one may hide a beat."""
_LEAST_RR_S = 0.25
_FEWEST = 3
_TOLERABLE_LOSS_S = 0.04


class Stretch(NamedTuple):
    """Samples ``first`` to ``stop`` that follow each other without a gap."""

    start_s: float
    first: int
    stop: int


@dataclass(frozen=True)
class Ecg:
    """An ECG channel that can be read in pieces."""

    name: str
    fs_hz: float
    stretches: tuple[Stretch, ...]
    read: Callable[[int, int], FloatArray]
    """Gives the samples from one index to another; NaN where there was no signal."""

    width: int = 1
    """Samples that are read together with each one of it."""

    def note(self, count: int) -> str:
        """Say how many beats were found in it, for people."""
        return f"{count} R peaks found in the ECG channel {self.name!r}, {self.fs_hz:g} samples/s."


def heartbeats(
    ecg: Ecg, path: Path, progress: Progress | None = None
) -> tuple[FloatArray, list[Hole]]:
    """Find the R peaks of an ECG.

    Detected by sleepecg (Brunner & Hofer 2023, doi:10.21105/joss.05411); each is placed where a
    parabola through the highest sample of the signal between 5 and 30 Hz and its two neighbours
    peaks.

    Parameters
    ----------
    ecg : Ecg
        Its channel.
    path : Path
        For messages.
    progress : callable, optional
        Is told the share that is done.

    Returns
    -------
    beats_s : ndarray, shape (n,), float64
        Times of the R peaks, ascending.
    holes : list of Hole
        Where the recording pauses, or the channel has no signal.

    Raises
    ------
    UnreadableRecording
        If it is sampled too slowly, is longer than a month or cannot be read.
    """
    _refuse(ecg, path)
    finder = _Finder(ecg, path)
    beats: list[FloatArray] = []
    holes = pauses(ecg.stretches, ecg.fs_hz)
    total, done = sum(stretch.stop - stretch.first for stretch in ecg.stretches), 0
    for stretch in ecg.stretches:
        for first, stop in _cores(ecg, stretch):
            found, lost = finder.beats(stretch, first, stop)
            beats.append(found)
            holes += lost
            done += stop - first
            if progress is not None:
                progress(done / total)
    times = np.sort(np.concatenate([np.empty(0), *beats]))
    return times[np.diff(times, prepend=-np.inf) > _SAME_BEAT_S], _merged(holes)


def pauses(parts: Sequence[Stretch], fs_hz: float) -> list[Hole]:
    """Where stretches do not follow each other."""
    return [
        Hole(before.start_s + (before.stop - before.first) / fs_hz, after.start_s, "pause")
        for before, after in pairwise(parts)
    ]


def _refuse(ecg: Ecg, path: Path) -> None:
    if not LEAST_HZ <= ecg.fs_hz <= MOST_HZ:
        what = (
            f"has its ECG channel {ecg.name!r} sampled {ecg.fs_hz:g} times a second; "
            f"R peaks need at least {LEAST_HZ:g}. Choose another channel or file."
        )
        raise UnreadableRecording(path, Reason.CHANNEL, what)
    if sum(stretch.stop - stretch.first for stretch in ecg.stretches) > LONGEST_S * ecg.fs_hz:
        what = f"holds more than {LONGEST_S / 86_400:g} days of ECG. Split it."
        raise UnreadableRecording(path, Reason.TOO_LARGE, what)


def _cores(ecg: Ecg, stretch: Stretch) -> Iterator[tuple[int, int]]:
    size = int(max(min(_CORE_S * ecg.fs_hz, _MOST_SAMPLES / ecg.width), _MARGIN_S * ecg.fs_hz))
    for first in range(stretch.first, stretch.stop, size):
        yield first, min(first + size, stretch.stop)


class _Finder:
    """Finds R peaks piece by piece; which way they point is settled by the first that has any."""

    def __init__(self, ecg: Ecg, path: Path) -> None:
        self._ecg, self._path = ecg, path
        self._sleepecg = package("sleepecg", path)
        filters = package("scipy.signal", path)
        self._filter = filters.sosfiltfilt
        self._band = filters.butter(2, _BAND_HZ, "bandpass", fs=ecg.fs_hz, output="sos")
        self._sign = 0

    def beats(self, stretch: Stretch, first: int, stop: int) -> tuple[FloatArray, list[Hole]]:
        """Give the beats from one sample to another, and a little beyond; and lost signal."""
        fs_hz, margin = self._ecg.fs_hz, int(_MARGIN_S * self._ecg.fs_hz)
        begin, end = max(stretch.first, first - margin), min(stretch.stop, stop + margin)
        samples = self._ecg.read(begin, end)

        def seconds(index: float) -> float:
            return stretch.start_s + (index - stretch.first) / fs_hz

        samples, lost = _mended(samples, int(_TOLERABLE_LOSS_S * fs_hz))
        holes = [
            Hole(seconds(begin + a), seconds(begin + b), "no_signal")
            for a, b in lost
            if begin + b > first and begin + a < stop
        ]
        found: list[FloatArray] = []
        edges = [0, *(edge for run in lost for edge in run), len(samples)]
        for a, b in zip(edges[::2], edges[1::2], strict=True):
            if b - a >= _SHORTEST_PIECE_S * fs_hz:
                found.append(begin + a + self._peaks(samples[a:b]))
        peaks = np.concatenate([np.empty(0), *found])
        near = _SAME_BEAT_S / 2 * fs_hz
        peaks = peaks[(peaks >= first - near) & (peaks < stop + near)]
        return stretch.start_s + (peaks - stretch.first) / fs_hz, holes

    def _peaks(self, samples: FloatArray) -> FloatArray:
        if np.ptp(samples) == 0:
            return np.empty(0)
        reach = max(round(_AROUND_S * self._ecg.fs_hz), 2)
        with damage_told(self._path, "a recording with an ECG channel"):
            smooth = self._filter(self._band, samples)
            if self._sign == 0:
                self._sign = self._way_up(samples, smooth, reach)
            # A lead the wrong way round is turned first: the detector takes S waves for R peaks.
            found = self._sleepecg.detect_heartbeats(samples * (self._sign or 1), self._ecg.fs_hz)
        detected, upright = np.asarray(found), smooth * (self._sign or 1)
        if not len(detected):
            return np.empty(0)
        believed = believable(upright, detected, reach, self._ecg.fs_hz)
        around = _around(upright, believed, reach)
        top = 1 + around[:, 1:-1].argmax(axis=1)
        rows = np.arange(len(top))
        left, middle, right = (around[rows, top + step] for step in (-1, 0, 1))
        bend = left - 2 * middle + right
        offset = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, -1.0), 0.0)
        peaks: FloatArray = believed - reach + top + np.clip(offset, -1.0, 1.0)
        return peaks

    def _way_up(self, samples: FloatArray, smooth: FloatArray, reach: int) -> int:
        """1 if R peaks point up, -1 if down; 0 while nothing is found."""
        found = np.asarray(self._sleepecg.detect_heartbeats(samples, self._ecg.fs_hz))
        if not len(found):
            return 0
        around = _around(smooth, found, reach)
        up, down = np.median(around.max(axis=1)), np.median(-around.min(axis=1))
        return 1 if up >= down else -1


def believable(upright: FloatArray, detected: IntArray, reach: int, fs_hz: float) -> IntArray:
    """Leave out what is far lower than the R peaks around it, and look for what it hid.

    A detector lowers its threshold when a beat is late, as each is where a breath slows the heart;
    then it takes a ripple for the beat, and is blind for a while.

    Parameters
    ----------
    upright : ndarray, shape (n,)
        Signal between 5 and 30 Hz, R peaks upward.
    detected : ndarray of int, shape (m,)
        Indices, ascending.
    reach : int
        A peak lies within so many samples of where it was detected.
    fs_hz : float

    Returns
    -------
    ndarray of int
        Indices, ascending.
    """
    heights = _around(upright, detected, reach).max(axis=1)
    usual = _usual(heights)
    kept = detected[heights >= _LOWEST * usual]
    if len(kept) < _FEWEST:
        return detected
    usual_rr = _usual(np.diff(kept).astype(float))
    late = np.flatnonzero(np.diff(kept) > _LATE * usual_rr)
    apart = round(_LEAST_RR_S * fs_hz)
    found: list[int] = []
    for before, after in zip(kept[late].tolist(), kept[late + 1].tolist(), strict=True):
        place = np.searchsorted(detected, before)
        found += _highest(
            upright, before + apart, after - apart, _HIGH_ENOUGH * usual[place], apart
        )
    return np.unique(np.concatenate([kept, np.array(found, dtype=kept.dtype)]))


def _highest(signal: FloatArray, begin: int, end: int, least: float, apart: int) -> list[int]:
    """Tops between two indices that are high enough, the highest first, and not close together."""
    inside = signal[begin:end]
    if inside.size < 3:
        return []
    tops = 1 + np.flatnonzero((inside[1:-1] >= inside[:-2]) & (inside[1:-1] > inside[2:]))
    taken: list[int] = []
    for top in tops[np.argsort(-inside[tops])].tolist():
        if inside[top] < least:
            break
        if all(abs(top - other) >= apart for other in taken):
            taken.append(top)
    return [begin + top for top in taken]


def _around(signal: FloatArray, indices: IntArray, reach: int) -> FloatArray:
    padded = np.pad(signal, reach, mode="edge")
    rows: FloatArray = padded[indices[:, None] + np.arange(2 * reach + 1)]
    return rows


def _usual(values: FloatArray) -> FloatArray:
    """Median of the values around each."""
    padded = np.pad(values, _NEIGHBOURS, mode="reflect" if len(values) > _NEIGHBOURS else "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEIGHBOURS + 1)
    medians: FloatArray = np.median(windows, axis=1)
    return medians


def _mended(samples: FloatArray, tolerable: int) -> tuple[FloatArray, list[tuple[int, int]]]:
    """Draw a line through the loss of a few samples; give where more is lost."""
    absent = ~np.isfinite(samples)
    if not absent.any():
        return samples, []
    edges = np.flatnonzero(np.diff(absent, prepend=False, append=False))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    if absent.all():
        return samples, runs
    indices = np.arange(len(samples))
    filled = samples.copy()
    filled[absent] = np.interp(indices[absent], indices[~absent], samples[~absent])
    return filled, [(a, b) for a, b in runs if b - a > tolerable]


def _merged(holes: list[Hole]) -> list[Hole]:
    merged: list[Hole] = []
    for hole in sorted(holes):
        if merged and hole.start_s <= merged[-1].end_s:
            last = merged.pop()
            hole = Hole(last.start_s, max(last.end_s, hole.end_s), last.cause)
        merged.append(hole)
    return merged
