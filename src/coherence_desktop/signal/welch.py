"""Welch's spectrum of RR intervals.

References
----------
Welch, P. D. (1967). The use of fast Fourier transform for the estimation of power spectra. IEEE
Transactions on Audio and Electroacoustics, 15(2), 70-73. doi:10.1109/TAU.1967.1161901
"""

from collections.abc import Sequence

import numpy as np

from coherence_desktop.signal.results import FloatArray, Spectrum
from coherence_desktop.signal.spline import Spline

RATE_HZ = 4.0
SEGMENT = 1024
FEWEST_SAMPLES = 16

SETTINGS = {
    "interpolation": "not-a-knot cubic spline",
    "rate_hz": RATE_HZ,
    "detrend": "linear over the whole series, constant per segment",
    "window": "hann, periodic",
    "segment_samples": SEGMENT,
    "overlap": 0.5,
    "zero_padding": False,
}

_CHUNK = 256
"""Segments transformed at a time, to stay within the processor's cache."""


def even_series(curve: Spline) -> FloatArray:
    """Intervals at 4 Hz from the first beat up to the last, without their straight line.

    Parameters
    ----------
    curve : Spline
        Through the beats of one unbroken stretch, in s and ms.

    Returns
    -------
    ndarray, shape (k,)
        In ms; none if there is only one beat.
    """
    start, stop = float(curve.t[0]), float(curve.t[-1])
    count = int(np.ceil((stop - start) * RATE_HZ))
    if count == 0:
        return np.zeros(0)
    return without_line(curve.on_grid(start, 1.0 / RATE_HZ, count))


def without_line(samples: FloatArray) -> FloatArray:
    """Subtract the least-squares straight line, shape (k,)."""
    if samples.size < 2:
        return samples - samples
    ramp = np.arange(float(samples.size))
    ramp -= 0.5 * (samples.size - 1)
    slope = float(ramp @ samples) / float(ramp @ ramp)
    ramp *= -slope
    ramp += samples
    ramp -= samples.mean()
    return ramp


def welch(stretches: Sequence[FloatArray]) -> Spectrum:
    """Welch's power spectral density over one or more unbroken stretches.

    Parameters
    ----------
    stretches : sequence of ndarray
        Even series in ms at 4 Hz, see `even_series`. Segments have 1024 samples, or as many as
        the longest stretch has; they never reach over a break, and shorter stretches are left
        out.

    Returns
    -------
    Spectrum
        One-sided density in ms2/Hz from 0 to 2 Hz.
    """
    length = min(SEGMENT, max(part.size for part in stretches))
    hop = length - length // 2
    hann = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(float(length)) / length)
    total = np.zeros(length // 2 + 1)
    count = 0
    for part in stretches:
        if part.size < length:
            continue
        segments = np.lib.stride_tricks.sliding_window_view(part, length)[::hop]
        for first in range(0, len(segments), _CHUNK):
            chunk = segments[first : first + _CHUNK]
            tapered = (chunk - chunk.mean(axis=1, keepdims=True)) * hann
            transform = np.fft.rfft(tapered, axis=1)
            total += (transform.real**2 + transform.imag**2).sum(axis=0)
        count += len(segments)
    psd = total * (2.0 / (count * RATE_HZ * float(hann @ hann)))
    psd[0] *= 0.5
    if length % 2 == 0:
        psd[-1] *= 0.5
    return Spectrum(np.arange(float(total.size)) * (RATE_HZ / length), psd)
