"""The simulated person's breathing: it follows the guide, or goes its own way without one."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.sensors.simulation.body import Body
from coherence_desktop.sensors.simulation.waves import Wander

FloatArray = NDArray[np.float64]
LevelAt = Callable[[FloatArray], FloatArray]
"""Level of the guide (0 to 1) at each session time; NaN where nothing is asked."""

_FREE_INHALE_SHARE = 0.4
_TIMING_MEMORY_S = 8.0
_DEPTH_MEMORY_S = 12.0
_SWITCH_S = 0.15
"""Smooths the change between following and breathing freely."""


class Breathing:
    """How full the lungs are, around 0, from -0.5 to 0.5 in a full breath.

    Parameters
    ----------
    body : Body
        Settings.
    level_at : callable or None
        The guide; ``None`` if there is none.
    rng : numpy.random.Generator
        Source of chance.
    dt_s : float
        Time step.
    """

    def __init__(
        self, body: Body, level_at: LevelAt | None, rng: np.random.Generator, dt_s: float
    ) -> None:
        self._body = body
        self._level_at = level_at
        self._rng = rng
        self._dt_s = dt_s
        starts = rng.standard_normal(3)
        self._timing = Wander(body.timing_jitter_s, _TIMING_MEMORY_S, dt_s, starts[0])
        self._depth = Wander(body.depth_jitter, _DEPTH_MEMORY_S, dt_s, starts[1])
        self._rate = Wander(body.free_rate_jitter, _DEPTH_MEMORY_S, dt_s, starts[2])
        self._cycle = float(rng.random())
        self._fill = 0.0

    def during(self, times_s: FloatArray) -> list[float]:
        """Fill of the lungs at the next times, evenly spaced."""
        draws = self._rng.standard_normal((len(times_s), 3)).tolist()
        lags_s = [self._body.lag_s + self._timing.step(draw[0]) for draw in draws]
        if self._level_at is None:
            asked = [math.nan] * len(times_s)
        else:
            asked = self._level_at(times_s - np.array(lags_s)).tolist()
        follow = 1.0 - math.exp(-self._dt_s / _SWITCH_S)
        fills: list[float] = []
        for level, (_, depth_draw, rate_draw) in zip(asked, draws, strict=True):
            depth = 1.0 + self._depth.step(depth_draw)
            free = self._free(rate_draw)
            wanted = depth * (free if math.isnan(level) else level - 0.5)
            self._fill += follow * (wanted - self._fill)
            fills.append(self._fill)
        return fills

    def _free(self, draw: float) -> float:
        rate_hz = self._body.free_rate_per_min / 60.0 * max(0.3, 1.0 + self._rate.step(draw))
        self._cycle = (self._cycle + rate_hz * self._dt_s) % 1.0
        if self._cycle < _FREE_INHALE_SHARE:
            half_turns = self._cycle / _FREE_INHALE_SHARE - 1.0
        else:
            half_turns = (self._cycle - _FREE_INHALE_SHARE) / (1.0 - _FREE_INHALE_SHARE)
        return self._body.free_depth * 0.5 * math.cos(math.pi * half_turns)
