"""How far heart rate moves with the breath.

References
----------
Vaschillo, E. G., Vaschillo, B., & Lehrer, P. M. (2006). Characteristics of resonance in heart rate
variability stimulated by biofeedback. Applied Psychophysiology and Biofeedback, 31(2), 129-142.
doi:10.1007/s10484-006-9009-3
"""

import numpy as np

from coherence_desktop.signal.coherence import RATE_HZ, STILL_MS2, detrended
from coherence_desktop.signal.results import Absent, FloatArray, Synchrony

_FEWEST_TURNS = 2.0


def synchrony(samples: FloatArray, phase_rad: FloatArray) -> Synchrony | Absent:
    """Fit one wave at the breath's phase to the tachogram of a 64 s window.

    Parameters
    ----------
    samples : ndarray, shape (256,)
        Tachogram in ms at 4 Hz, see `coherence.tachogram`.
    phase_rad : ndarray, shape (256,)
        Phase of the breath at the same times: 0 at the end of inhale, 2 pi a breath, growing.

    Returns
    -------
    Synchrony or Absent
        Absent where the breath rested within the window or made fewer than two turns, or the
        intervals do not vary.
    """
    standing = np.flatnonzero(np.diff(phase_rad) <= 0.0)
    if standing.size:
        wait = (int(standing[-1]) + 1) / RATE_HZ
        return Absent(f"needs 64 s with the guide; {int(np.ceil(wait))} s to go", wait)
    return in_step(detrended(samples), phase_rad)


def in_step(detrended_ms: FloatArray, phase_rad: FloatArray) -> Synchrony | Absent:
    """Fit one wave at the breath's phase to a tachogram of any length.

    Parameters
    ----------
    detrended_ms : ndarray, shape (n,)
        Even tachogram in ms, without its straight line.
    phase_rad : ndarray, shape (n,)
        Phase of the breath at the same times: 0 at the end of inhale, 2 pi a breath, growing.

    Returns
    -------
    Synchrony or Absent
        Fraction of the variance that cos and sin of the phase explain by least squares, and the
        phase at which heart rate (the inverse of RR) is highest. Absent for fewer than two
        breaths, or if the intervals do not vary.
    """
    if not phase_rad[-1] - phase_rad[0] >= 2.0 * np.pi * _FEWEST_TURNS:
        return Absent("fewer than two breaths with the guide")
    variation = float(detrended_ms @ detrended_ms)
    if variation < STILL_MS2 * detrended_ms.size:
        return Absent("the intervals do not vary")
    cosine, sine = np.cos(phase_rad), np.sin(phase_rad)
    cc, ss, cs = cosine @ cosine, sine @ sine, cosine @ sine
    yc, ys = detrended_ms @ cosine, detrended_ms @ sine
    determinant = cc * ss - cs * cs
    a = (yc * ss - ys * cs) / determinant
    b = (ys * cc - yc * cs) / determinant
    explained = float((a * yc + b * ys) / variation)
    # Intervals are longest where heart rate is lowest, half a breath from its peak.
    peak_deg = float(np.degrees(np.arctan2(-b, -a)))
    return Synchrony(min(1.0, max(0.0, explained)), peak_deg)
