"""The phase of the breath as it shows in RR intervals, where nothing else tells it."""

import numpy as np

from coherence_desktop.signal import fourier
from coherence_desktop.signal.results import FloatArray
from coherence_desktop.signal.welch import RATE_HZ

_LOWEST, _HIGHEST = 0.7, 1.4
"""Band around the breathing rate, as shares of it."""


def breath_phase(samples: FloatArray, rate_hz: float) -> FloatArray:
    """Phase of the wave near the breathing rate in a tachogram.

    Parameters
    ----------
    samples : ndarray, shape (n,)
        Tachogram at 4 Hz without its straight line, see `welch.even_series`.
    rate_hz : float
        Breathing rate.

    Returns
    -------
    ndarray, shape (n // 2,)
        Phase in rad at every second sample, 0.5 s apart: 0 where heart rate peaks (intervals are
        shortest), 2 pi a breath.
    """
    padded = fourier.fast_size(samples.size)
    transform = np.fft.rfft(samples, padded)
    first, stop = np.ceil(np.array([_LOWEST, _HIGHEST]) * rate_hz * padded / RATE_HZ).astype(int)
    # Only frequencies above zero remain: the result is the analytic signal, whose angle is the
    # phase; all of them lie below 0.7 Hz, so half the samples are enough.
    band = np.zeros(padded // 2, dtype=np.complex128)
    band[first:stop] = -transform[first:stop]
    wave = np.fft.ifft(band)[: samples.size // 2]
    if wave.size == 0:
        return np.zeros(0)
    turns = np.angle(wave[1:] * wave[:-1].conj())
    return np.asarray(np.cumsum(np.append(np.angle(wave[0]), turns)))
