"""Measures of windows of 64 s along a recording, one every 5 s."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from coherence_desktop.signal import breathing, coherence
from coherence_desktop.signal.coherence import WINDOW_S
from coherence_desktop.signal.intervals import GAP_S
from coherence_desktop.signal.results import FloatArray, Synchrony
from coherence_desktop.signal.synchrony import synchrony
from coherence_desktop.signal.window_tachograms import STEP_S, tachograms

_TOGETHER = 256
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
    t_s: FloatArray,
    rr_ms: FloatArray,
    stretches: list[slice],
    phase_rad: Callable[[FloatArray], FloatArray] | None = None,
) -> WindowSeries:
    """Measures of the windows that end 64, 69, 74 ... s after the first interval's start.

    Parameters
    ----------
    t_s, rr_ms : ndarray, shape (n,)
        Beats in s and intervals in ms.
    stretches : list of slice
        Parts of the series without a gap of over 5 s between beats, in order.
    phase_rad : callable, optional
        Phase of the breath at times in s: 0 at the end of inhale, 2 pi a breath, growing.

    Returns
    -------
    WindowSeries
        Coherence equals `coherence.coherence` at each of the ends; windows that are not covered,
        or in which the intervals do not vary, are left out.
    """
    columns: list[list[FloatArray]] = [[np.zeros(0)] * 8]
    origin = float(t_s[0] - rr_ms[0] / 1000.0) if t_s.size else 0.0
    for part in stretches:
        t, rr = t_s[part] - origin, rr_ms[part]
        ends = _window_ends(t, float(t_s[-1]) - origin)
        for first in range(0, ends.size, _TOGETHER):
            some = ends[first : first + _TOGETHER]
            samples = tachograms(t, rr, some)
            psd = coherence.power(samples)
            measures = [*coherence.ratios(psd), *breathing.from_spectra(psd)]
            found = [np.full(some.size, np.nan)] * 2
            if phase_rad is not None:
                found = _in_step(samples, some + origin, phase_rad)
            columns.append([some + origin, *measures, *found])
    series = [np.concatenate(column) for column in zip(*columns, strict=True)]
    there = ~np.isnan(series[1])
    return WindowSeries(*(column[there] for column in series))


def _window_ends(t: FloatArray, recording_s: float) -> FloatArray:
    """Ends of the windows that the beats of one stretch cover, from its recording's start."""
    if t.size < 2:
        return np.zeros(0)
    number = max(0.0, float(np.ceil((t[0] - GAP_S) / STEP_S)))
    last = float(t[-1]) + GAP_S - WINDOW_S
    count = max(0, int(last / STEP_S - number) + 2)
    ends = WINDOW_S + STEP_S * (number + np.arange(float(count)))
    covered = (t[0] - (ends - WINDOW_S) <= GAP_S) & (ends - t[-1] <= GAP_S)
    return np.asarray(ends[covered & (ends < recording_s)])


def _in_step(
    samples: FloatArray, ends: FloatArray, phase_rad: Callable[[FloatArray], FloatArray]
) -> list[FloatArray]:
    found = np.full((2, ends.size), np.nan)
    for row, end in enumerate(ends):
        fit = synchrony(samples[row], phase_rad(coherence.sample_times(float(end))))
        if isinstance(fit, Synchrony):
            found[:, row] = fit.explained, fit.phase_deg
    return list(found)
