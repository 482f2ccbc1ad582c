"""The course of paced breathing: runs of equal breaths, evaluated at any time."""

import math
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_TURN = 2.0 * math.pi


class Run(NamedTuple):
    """Equal breaths in a row, until the next run starts.

    A rest is a run too: one breath without an inhale, out from ``top``, then held for ever.
    """

    start_s: float
    inhale_s: float
    hold_in_s: float
    exhale_s: float
    hold_out_s: float
    top: float
    start_cycles: float
    """Phase at the start, in breaths."""
    knot_cycles: float
    """Phase at the end of the first inhale; of a rest, at the end of its exhale."""

    @property
    def parts_s(self) -> tuple[float, float, float, float]:
        """Seconds of breathing in, holding, breathing out, holding."""
        return (self.inhale_s, self.hold_in_s, self.exhale_s, self.hold_out_s)

    @property
    def period_s(self) -> float:
        """Seconds of one breath; infinite for a rest."""
        return self.inhale_s + self.hold_in_s + self.exhale_s + self.hold_out_s

    @property
    def inhale_cycles(self) -> float:
        """Share of the breath that is the inhale."""
        return self.inhale_s / self.period_s

    @property
    def resting(self) -> bool:
        """Whether nothing is asked of the person."""
        return self.inhale_s == 0.0

    @property
    def knot_s(self) -> float:
        """Time of ``knot_cycles``."""
        return self.start_s + (self.exhale_s if self.resting else self.inhale_s)

    def breaths_before(self, t: float) -> int:
        """Whole breaths of this run that are over at ``t``."""
        return math.floor(max(0.0, t - self.start_s) / self.period_s)


class Course:
    """Runs in order of time, each lasting until the next; the last one has no end.

    Parameters
    ----------
    runs : tuple of Run
        At least one.
    """

    def __init__(self, runs: tuple[Run, ...]) -> None:
        self.runs = runs

    def index_at(self, t: float) -> int:
        """Which run holds at ``t``; the first one also before its start."""
        return max(0, bisect_right(self._starts_s, t) - 1)

    def until(self, t: float) -> tuple[Run, ...]:
        """Runs up to the one at ``t``; later ones are only planned."""
        return self.runs[: self.index_at(t) + 1]

    def level(self, times: FloatArray) -> FloatArray:
        """Level of the breath at each time, 0 to 1."""
        start_s, inhale_s, hold_in_s, exhale_s, hold_out_s, top = self._rows(times)[..., :6].T
        period_s = inhale_s + hold_in_s + exhale_s + hold_out_s
        into_s = np.fmod(np.maximum(times.T - start_s, 0.0), period_s)
        into_exhale_s = into_s - inhale_s - hold_in_s
        rising = into_exhale_s < 0.0
        fraction = np.where(
            rising,
            np.minimum(into_s / np.where(inhale_s > 0.0, inhale_s, 1.0), 1.0),
            1.0 - np.clip(into_exhale_s / exhale_s, 0.0, 1.0),
        )
        eased = 0.5 - 0.5 * np.cos(np.pi * fraction)
        return np.asarray(np.where(rising, eased, top * eased).T, dtype=np.float64)

    def phase_rad(self, times: FloatArray) -> FloatArray:
        """Phase of the breath at each time."""
        knots_s, knots = self._knots
        beyond_s = np.maximum(times - knots_s[-1], 0.0)
        cycles = np.interp(times, knots_s, knots) + beyond_s / self.runs[-1].period_s
        return np.asarray(_TURN * cycles, dtype=np.float64)

    def asked(self, times: FloatArray) -> NDArray[np.bool_]:
        """Whether a breath is asked of the person at each time."""
        rows = self._rows(times)
        return np.asarray((rows[..., 1] > 0.0) & (times >= rows[..., 0]), dtype=np.bool_)

    @cached_property
    def _starts_s(self) -> list[float]:
        return [run.start_s for run in self.runs]

    @cached_property
    def _table(self) -> FloatArray:
        return np.array(self.runs, dtype=np.float64)

    @cached_property
    def _knots(self) -> tuple[FloatArray, FloatArray]:
        knots: list[tuple[float, float]] = []
        for run in self.runs:
            if knots and knots[-1][0] > run.start_s:  # a pause cut the inhale before short
                knots.pop()
            knots += ((run.start_s, run.start_cycles), (run.knot_s, run.knot_cycles))
        times_s, cycles = np.array(knots).T
        return np.ascontiguousarray(times_s), np.ascontiguousarray(cycles)

    def _rows(self, times: FloatArray) -> FloatArray:
        table = self._table
        index = table[:, 0].searchsorted(times, side="right") - 1
        return np.asarray(table[np.maximum(index, 0)], dtype=np.float64)
