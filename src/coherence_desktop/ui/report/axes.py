"""Axes of a figure: from values to points, with lines and numbers at round values."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.ui.report.drawing import Anchor, Label, Run, Shape, segment
from coherence_desktop.ui.review.views import Band

FloatArray = NDArray[np.float64]

LEFT, RIGHT = 30.0, 490.0
"""Edges of the area in which values are drawn."""
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 14400)
_BAND_INKS = {"induce": "band_induce", "stay": "band_stay", "recover": "accent_soft"}
_MOST_POINTS = 1400


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle with a scale on each of its sides."""

    x0: float
    x1: float
    y0: float
    y1: float
    top: float
    bottom: float
    left: float = LEFT
    right: float = RIGHT

    def x(self, value: float) -> float:
        """From the left edge of the figure."""
        return self.left + (value - self.x0) / (self.x1 - self.x0) * (self.right - self.left)

    def y(self, value: float) -> float:
        """From its top."""
        return self.bottom - (value - self.y0) / (self.y1 - self.y0) * (self.bottom - self.top)

    def run(self, x: Sequence[float] | FloatArray, y: Sequence[float] | FloatArray) -> Run:
        """Points of a line, to a hundredth of a point."""
        pairs = zip(x, y, strict=True)
        return tuple((round(self.x(a), 2), round(self.y(b), 2)) for a, b in pairs)

    def across(self, ticks: Iterable[tuple[float, str]]) -> list[Shape]:
        """Numbers under the area."""
        shapes: list[Shape] = []
        for value, text in ticks:
            x = self.x(value)
            shapes.append(segment(x, self.bottom, x, self.bottom + 2.5, "edge", 0.5))
            shapes.append(Label(x, self.bottom + 10.5, text, anchor=Anchor.MIDDLE))
        return shapes

    def up(
        self, ticks: Iterable[float], words: Callable[[float], str] = "{:g}".format
    ) -> list[Shape]:
        """Lines across the area with their numbers at its left."""
        shapes: list[Shape] = []
        for value in ticks:
            y = self.y(value)
            shapes.append(segment(self.left, y, self.right, y, "line", 0.5))
            shapes.append(Label(self.left - 4, y + 2.5, words(value), anchor=Anchor.END))
        return shapes


def round_steps(low: float, high: float, most: int) -> list[float]:
    """Round values within bounds, at most about so many."""
    if not high > low:
        return [low]
    rough = (high - low) / max(1, most)
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * share for share in (1.0, 2.0, 5.0, 10.0) if unit * share >= rough - 1e-12)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)]


def time_ticks(end_s: float, most: int = 9) -> list[float]:
    """Round times of a session."""
    step = next((step for step in _STEPS_S if end_s / step <= most), 86400)
    return [float(t) for t in range(0, int(end_s) + 1, step)]


def bounds_bpm(bpm: FloatArray) -> tuple[float, float]:
    """Bounds of heart rate in steps of 10, without single far ones; 50 to 110 where none is."""
    known = bpm[np.isfinite(bpm)]
    if not known.size:
        return 50.0, 110.0
    low, high = np.percentile(known, (0.05, 99.95))
    lower = 10.0 * math.floor((low - 2.0) / 10.0)
    return lower, max(lower + 20.0, 10.0 * math.ceil((high + 2.0) / 10.0))


def thinned(t: FloatArray, y: FloatArray, share: float = 1.0) -> tuple[FloatArray, FloatArray]:
    """Keep lowest and highest of each small stretch, where there are more points than can be seen.

    Parameters
    ----------
    t, y : ndarray, shape (n,)
    share : float
        Of the width of the figure that they take.
    """
    most = max(8, int(_MOST_POINTS * share))
    if t.size <= most:
        return t, y
    starts = np.unique(np.linspace(0, t.size, most // 2, endpoint=False).astype(np.intp))
    stops = np.append(starts[1:], t.size)
    kept = {
        at
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
        for at in (start + int(np.argmin(y[start:stop])), start + int(np.argmax(y[start:stop])))
    }
    order = np.array(sorted(kept), dtype=np.intp)
    return t[order], y[order]


def finite_runs(area: Area, t: FloatArray, y: FloatArray) -> tuple[Run, ...]:
    """Lines through values, broken where a value is not known."""
    known = np.isfinite(y).astype(np.int8)
    edges = np.diff(np.concatenate(([0], known, [0])))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    runs = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        part = thinned(t[start:stop], y[start:stop], (stop - start) / max(1, t.size))
        runs.append(area.run(*part))
    return tuple(run for run in runs if len(run) > 1)


def band_ink(band: Band) -> str:
    """Colour of a phase's ground; empty where it has none."""
    return _BAND_INKS.get(band.name, "sunken" if band.name == "baseline" else "")
