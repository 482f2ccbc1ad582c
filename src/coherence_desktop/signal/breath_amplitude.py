"""How far heart rate swings in each breath.

References
----------
Lehrer, P. M., Vaschillo, E., & Vaschillo, B. (2000). Resonant frequency biofeedback training to
increase cardiac variability. Applied Psychophysiology and Biofeedback, 25(3), 177-191.
doi:10.1023/A:1009554825745
"""

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import Absent, BreathAmplitude, FloatArray

_FEWEST_BEATS = 3
_TURN = 2.0 * np.pi


def swings(
    rr_ms: FloatArray, phase_rad: FloatArray, broken: NDArray[np.bool_]
) -> tuple[FloatArray, NDArray[np.intp]]:
    """Peak-to-trough heart rate of each whole breath.

    Breaths are cut half a turn away from the end of inhale, in the trough of heart rate.

    Parameters
    ----------
    rr_ms : ndarray, shape (n,)
        RR intervals in ms.
    phase_rad : ndarray, shape (n,)
        Phase of the breath at each beat: 0 at the end of inhale, 2 pi a breath, growing.
    broken : ndarray of bool, shape (n,)
        True where something is missing between a beat and the one before it.

    Returns
    -------
    swing_bpm : ndarray, shape (k,)
        Maximum minus minimum heart rate of each breath that is whole, has at least three beats,
        no rest of the guide and nothing missing in it.
    last_beat : ndarray of int, shape (k,)
        Index of the last beat of each of these breaths.
    """
    nothing = np.zeros(0), np.zeros(0, dtype=np.intp)
    if rr_ms.size < _FEWEST_BEATS + 2:
        return nothing
    breath = np.floor(phase_rad / _TURN + 0.5)
    starts = np.flatnonzero(breath[1:] != breath[:-1]) + 1
    if starts.size < 2:
        return nothing
    # A break before a breath's first beat lies between two breaths and may have cost either.
    spoilt = broken.copy()
    spoilt[1:] |= np.diff(phase_rad) < 1e-6
    spoilt[starts - 1] |= spoilt[starts]
    rate = 60000.0 / rr_ms
    begin, end = starts[:-1], starts[1:]
    inner = slice(0, -1)
    swing = np.maximum.reduceat(rate, starts)[inner] - np.minimum.reduceat(rate, starts)[inner]
    whole = ~np.logical_or.reduceat(spoilt, starts)[inner]
    whole &= (end - begin >= _FEWEST_BEATS) & (breath[end] - breath[begin] == 1)
    return swing[whole], (end - 1)[whole]


def breath_amplitude(
    rr_ms: FloatArray, phase_rad: FloatArray, broken: NDArray[np.bool_]
) -> BreathAmplitude | Absent:
    """Mean and last peak-to-trough heart rate of the breaths in a window; see `swings`."""
    swing, _ = swings(rr_ms, phase_rad, broken)
    if swing.size == 0:
        return Absent("no whole breath with three beats yet")
    return BreathAmplitude(float(swing.mean()), float(swing[-1]), int(swing.size))
