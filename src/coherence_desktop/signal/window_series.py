"""Measures of windows of 64 s along a recording, one every 5 s."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coherence_desktop.signal import breathing, coherence
from coherence_desktop.signal.coherence import WINDOW_S
from coherence_desktop.signal.intervals import GAP_S
from coherence_desktop.signal.results import FloatArray, Synchrony
from coherence_desktop.signal.spline import Spline
from coherence_desktop.signal.synchrony import synchrony
from coherence_desktop.signal.window_tachograms import STEP_S, WindowCutter

_TOGETHER = 512
"""Windows worked on at a time, to stay within the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class WindowSeries:
    """Measures of the windows that beats cover, one value a window, all of shape (k,).

    NaN where a window has no value of a measure.
    """

    t_s: FloatArray
    """End of each window."""
    ratio: FloatArray
    score: FloatArray
    peak_hz: FloatArray
    breathing_hz: FloatArray
    """Frequency of the respiratory wave in RR, however clear it is."""
    breathing_clarity: FloatArray
    """0 to 1: how clear that wave is, see `breathing`."""
    explained: FloatArray
    """Synchrony with the breath, where its phase is known."""
    phase_deg: FloatArray


def window_series(
    curves: Sequence[Spline],
    start_s: float,
    end_s: float,
    phase_rad: Callable[[FloatArray], FloatArray] | None = None,
) -> WindowSeries:
    """Measures of the windows that end 64, 69, 74 ... s after the first interval's start.

    Parameters
    ----------
    curves : sequence of Spline
        Through each stretch without a gap of over 5 s between beats, in order, in s and ms.
    start_s, end_s : float
        Start of the recording's first interval and its last beat.
    phase_rad : callable, optional
        Phase of the breath at times in s: 0 at the end of inhale, 2 pi a breath, growing.

    Returns
    -------
    WindowSeries
        Coherence equals `coherence.coherence` at each of the ends; windows that are not covered,
        or in which the intervals do not vary, are left out.
    """
    columns: list[list[FloatArray]] = [[np.zeros(0)] * 8]
    for curve in curves:
        ends = _window_ends(curve.t, start_s, end_s)
        if ends.size == 0:
            continue
        cutter = WindowCutter(curve)
        for first in range(0, ends.size, _TOGETHER):
            some = ends[first : first + _TOGETHER]
            samples = cutter.tachograms(some)
            psd = coherence.power(samples)
            measures = [*coherence.ratios(psd), *breathing.from_spectra(psd)]
            found = [np.full(some.size, np.nan)] * 2
            if phase_rad is not None:
                found = _in_step(samples, some, phase_rad)
            columns.append([some, *measures, *found])
    series = [np.concatenate(column) for column in zip(*columns, strict=True)]
    there = ~np.isnan(series[1])
    return WindowSeries(*(column[there] for column in series))


def _window_ends(t: FloatArray, start_s: float, end_s: float) -> FloatArray:
    """Ends of the windows that the beats of one stretch cover."""
    if t.size < 2:
        return np.zeros(0)
    number = max(0.0, float(np.ceil((t[0] - start_s - GAP_S) / STEP_S)))
    last = float(t[-1]) - start_s + GAP_S - WINDOW_S
    count = max(0, int(last / STEP_S - number) + 2)
    ends = start_s + WINDOW_S + STEP_S * (number + np.arange(float(count)))
    covered = (t[0] - (ends - WINDOW_S) <= GAP_S) & (ends - t[-1] <= GAP_S)
    return np.asarray(ends[covered & (ends < end_s)])


def _in_step(
    samples: FloatArray, ends: FloatArray, phase_rad: Callable[[FloatArray], FloatArray]
) -> list[FloatArray]:
    found = np.full((2, ends.size), np.nan)
    for row, end in enumerate(ends):
        fit = synchrony(samples[row], phase_rad(coherence.sample_times(float(end))))
        if isinstance(fit, Synchrony):
            found[:, row] = fit.explained, fit.phase_deg
    return list(found)
