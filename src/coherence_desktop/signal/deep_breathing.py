"""How far heart rate swings in a minute of deep breathing.

The E/I ratio divides the longest intervals of the breaths, which come with breathing out, by the
shortest, which come with breathing in.

References
----------
Shaffer, F., & Ginsberg, J. P. (2017). An overview of heart rate variability metrics and norms.
Frontiers in Public Health, 5, 258. doi:10.3389/fpubh.2017.00258
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coherence_desktop.signal import stretches
from coherence_desktop.signal.breath_amplitude import swings
from coherence_desktop.signal.intervals import as_beat_times, as_rr
from coherence_desktop.signal.results import Absent, FloatArray
from coherence_desktop.signal.time_domain import time_domain

FEWEST_BREATHS = 3


@dataclass(frozen=True, slots=True)
class DeepBreathing:
    """Measures of deep breathing, each a value or the reason why there is none."""

    range_bpm: float | Absent
    """Highest minus lowest heart rate of a breath, mean over the breaths."""
    ei_ratio: float | Absent
    sdnn_ms: float | Absent
    rmssd_ms: float | Absent
    breaths: int
    """Whole breaths that were measured."""
    ranges_bpm: tuple[float, ...] = ()
    """Range of each of them."""


def deep_breathing(
    t_s: ArrayLike, rr_ms: ArrayLike, phase_rad: Callable[[FloatArray], FloatArray]
) -> DeepBreathing:
    """Measure breathing with a slow guide.

    Parameters
    ----------
    t_s, rr_ms : array_like, shape (n,)
        Beats in s and the intervals that end at them in ms.
    phase_rad : callable
        Phase of the guide: 0 at the end of inhale, 2 pi a breath, growing.

    Returns
    -------
    DeepBreathing
        Range and ratio are absent for fewer than three whole breaths without a gap.

    Raises
    ------
    InvalidIntervals
        If the intervals or times are none.
    """
    rr = as_rr(rr_ms)
    t = as_beat_times(t_s, rr)
    if not rr.size:
        none = Absent("no beats in it")
        return DeepBreathing(none, none, none, none, 0)
    broken = stretches.broken_before(t, rr)
    phase = phase_rad(t)
    swing, last = swings(rr, phase, broken)
    time = time_domain(rr, broken)
    few = Absent(f"needs {FEWEST_BREATHS} whole breaths without a gap, has {swing.size}")
    enough = swing.size >= FEWEST_BREATHS
    return DeepBreathing(
        range_bpm=float(swing.mean()) if enough else few,
        ei_ratio=_ratio(rr, np.floor(phase / (2.0 * np.pi) + 0.5), last) if enough else few,
        sdnn_ms=time["sdnn_ms"],
        rmssd_ms=time["rmssd_ms"],
        breaths=int(swing.size),
        ranges_bpm=tuple(swing.tolist()),
    )


def _ratio(rr: FloatArray, breath: FloatArray, last_beats: ArrayLike) -> float:
    """Mean longest interval of the breaths over their mean shortest."""
    breaths = [rr[breath == breath[last]] for last in np.asarray(last_beats).tolist()]
    longest = np.mean([one.max() for one in breaths])
    return float(longest / np.mean([one.min() for one in breaths]))
