"""Fits a resonance to how the heart answered at several breathing rates.

Amplitude alone is a weak guide: near the resonance it changes little from one rate to the next and
scatters with the depth of the breaths. The phase changes fastest just there: below the resonance
heart rate peaks before the end of inhale, above it after, at it with it. Both together are fitted
with the answer of one second-order resonance.

The phase is counted from the guide, not from measured breath. A person who breathes half a second
or more behind it moves the resonance that is found, by more than half a step from about 0.9 s on;
nothing in the intervals tells that lag apart.

References
----------
Vaschillo, E. G., Vaschillo, B., & Lehrer, P. M. (2006). Characteristics of resonance in heart rate
variability stimulated by biofeedback. Applied Psychophysiology and Biofeedback, 31(2), 129-142.
doi:10.1007/s10484-006-9009-3
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from coherence_desktop.signal.results import Absent, FloatArray
from coherence_desktop.signal.spline import Spline
from coherence_desktop.signal.welch import RATE_HZ, even_series

FEWEST_RATES = 3

_WAVE_SCATTER = 0.12
"""Usual scatter of the wave's height over two minutes, as a share of it."""
_PHASE_SCATTER_RAD = np.radians(8.0)
_LAG_SCATTER_S = 0.12
"""How far people usually breathe behind or ahead of the guide."""
_OFFERED_PER_MIN = np.arange(3.0, 9.001, 0.02)
_QUALITIES = np.arange(0.5, 8.01, 0.25)
_LAGS_S = np.arange(-0.6, 0.61, 0.1)
_WORST_FIT = 6.0
"""Squared misfit, in units of the usual scatter, above which there is no such curve."""
_LEAST_GAIN = 9.0
"""By how much a resonance has to fit better than the same answer at all rates."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The wave in heart rate at the breath's own rate."""

    wave_bpm: float
    """Height from peak to trough."""
    phase_rad: float
    """Where in the breath it peaks: 0 at the end of inhale, positive after it."""


@dataclass(frozen=True, slots=True)
class ResonanceCurve:
    """The resonance that fits the answers best."""

    rate_per_min: float
    """Where it lies."""
    error_per_min: float
    """Standard error of that, as the misfit tells."""
    q: float
    """How sharp it is: its rate divided by its width at half power."""
    height_bpm: float
    """Height of the wave at the resonance, peak to trough."""

    def wave_bpm(self, rate_per_min: FloatArray) -> FloatArray:
        """Height of the wave that the curve foresees at these rates, peak to trough."""
        away = self.q * (rate_per_min / self.rate_per_min - self.rate_per_min / rate_per_min)
        return np.asarray(self.height_bpm / np.sqrt(1.0 + away**2))


def answer(
    t_s: FloatArray, rr_ms: FloatArray, phase_rad: Callable[[FloatArray], FloatArray]
) -> Answer:
    """Fit one wave at the breath's phase to heart rate.

    Heart rate of an interval counts for its middle, not for the beat that ends it.

    Parameters
    ----------
    t_s, rr_ms : ndarray, shape (n,)
        Beats in s and the intervals that end at them in ms, without a gap.
    phase_rad : callable
        Phase of the guide: 0 at the end of inhale, 2 pi a breath, growing.
    """
    middle = t_s - rr_ms / 2000.0
    bpm = even_series(Spline.through(middle, 60000.0 / rr_ms))
    phase = phase_rad(middle[0] + np.arange(float(bpm.size)) / RATE_HZ)
    waves = np.stack((np.cos(phase), np.sin(phase)), axis=1)
    fit = np.linalg.lstsq(waves, bpm, rcond=None)[0]
    return Answer(2.0 * float(np.hypot(fit[0], fit[1])), float(np.arctan2(fit[1], fit[0])))


def resonance_curve(
    rates_per_min: Sequence[float], answers: Sequence[Answer], independent: float = 1.0
) -> ResonanceCurve | Absent:
    """Fit a resonance to the answers at some rates.

    The lag of breathing behind the guide is fitted along, held near zero.

    Parameters
    ----------
    rates_per_min : sequence of float
    answers : sequence of Answer
        One for each rate.
    independent : float
        Share of the answers that is new in each, below 1 where their beats overlap.

    Returns
    -------
    ResonanceCurve or Absent
        Absent where the rates are too few, no resonance fits them, or the same answer at all
        rates fits nearly as well.
    """
    if len(answers) < FEWEST_RATES:
        return Absent(f"needs {FEWEST_RATES} rates, has {len(answers)}")
    rates = np.asarray(rates_per_min, dtype=float)
    wave = np.log([max(one.wave_bpm, 1e-6) for one in answers])
    phase = np.array([one.phase_rad for one in answers])
    misfit = independent * _misfit(rates, wave, phase) + (_LAGS_S / _LAG_SCATTER_S) ** 2
    best = np.unravel_index(int(misfit.argmin()), misfit.shape)
    least = float(misfit[best])
    freedom = max(1.0, 2.0 * independent * rates.size - 3.0)
    if least > _WORST_FIT * freedom:
        return Absent("amplitude and phase do not follow one resonance")
    scale = max(1.0, least / freedom)
    if _misfit_of_none(wave, phase, rates, independent) - least < _LEAST_GAIN * scale:
        return Absent("the heart answers all rates nearly alike")
    profile = misfit.min(axis=(1, 2))
    weight = np.exp(-0.5 * (profile - profile.min()) / scale)
    weight /= weight.sum()
    rate = float(weight @ _OFFERED_PER_MIN)
    error = float(np.sqrt(weight @ (_OFFERED_PER_MIN - rate) ** 2))
    q = float(_QUALITIES[best[1]])
    away = q * (rates / rate - rate / rates)
    height = float(np.exp(np.mean(wave + 0.5 * np.log1p(away**2))))
    return ResonanceCurve(rate, error, q, height)


def _misfit(rates: FloatArray, wave: FloatArray, phase: FloatArray) -> FloatArray:
    """Squared misfit of each resonance, quality and lag on offer, in units of the scatter."""
    centre = _OFFERED_PER_MIN[:, None, None]
    away = _QUALITIES[:, None] * (rates / centre - centre / rates)
    heights = wave + 0.5 * np.log1p(away**2)
    heights = heights - heights.mean(axis=-1, keepdims=True)
    in_height = np.sum(heights**2, axis=-1) / _WAVE_SCATTER**2
    behind = np.arctan(away)[:, :, None, :] + _lags_rad(rates)
    apart = np.angle(np.exp(1j * (phase - behind)))
    in_phase = np.sum(apart**2, axis=-1) / _PHASE_SCATTER_RAD**2
    return np.asarray(in_height[:, :, None] + in_phase)


def _misfit_of_none(
    wave: FloatArray, phase: FloatArray, rates: FloatArray, independent: float
) -> float:
    """Squared misfit of an answer with one height and one phase at all rates."""
    turn = np.angle(np.mean(np.exp(1j * phase)))
    apart = np.angle(np.exp(1j * (phase - turn - _lags_rad(rates))))
    in_phase = np.sum(apart**2, axis=-1) / _PHASE_SCATTER_RAD**2
    in_height = np.sum((wave - wave.mean()) ** 2) / _WAVE_SCATTER**2
    prior = (_LAGS_S / _LAG_SCATTER_S) ** 2
    return float(np.min(independent * (in_height + in_phase) + prior))


def _lags_rad(rates: FloatArray) -> FloatArray:
    return np.asarray(2.0 * np.pi / 60.0 * rates * _LAGS_S[:, None])
