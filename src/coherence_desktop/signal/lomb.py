"""The Lomb-Scargle spectrum of RR intervals, scaled to a power spectral density.

References
----------
Scargle, J. D. (1982). Studies in astronomical time series analysis II. Astrophysical Journal, 263,
835-853. doi:10.1086/160554
Press, W. H., & Rybicki, G. B. (1989). Fast algorithm for spectral analysis of unevenly sampled
data. Astrophysical Journal, 338, 277-280. doi:10.1086/167197
"""

import numpy as np

from coherence_desktop.signal import fourier
from coherence_desktop.signal.results import FloatArray, Spectrum

HIGHEST_HZ = 0.4
FINER = 4
"""Grid steps within 1/T."""
FEWEST_BEATS = 4

SETTINGS = {
    "normalization": "classical, one-sided density 2 dt P, dt = T / (n - 1)",
    "detrend": "mean",
    "step": "1 / (4 T)",
    "highest_hz": HIGHEST_HZ,
}


def lomb(t_s: FloatArray, rr_ms: FloatArray) -> Spectrum:
    """Lomb-Scargle power spectral density of one unbroken stretch.

    The sums over the beats are fast Fourier sums, so that a day takes n log n; they agree with
    the sums term by term to 1e-7.

    Parameters
    ----------
    t_s, rr_ms : ndarray, shape (n,)
        Beats in s and intervals in ms; at least `FEWEST_BEATS`.

    Returns
    -------
    Spectrum
        One-sided density in ms2/Hz from 1/(4 T) in steps of 1/(4 T) up to 0.4 Hz, T from the
        first beat to the last.
    """
    n = t_s.size
    seconds = float(t_s[-1] - t_s[0])
    highest = int(np.floor(HIGHEST_HZ * FINER * seconds))
    size = fourier.grid_size(highest)
    # Sums at f and at 2 f run over the same multiples, the latter with half the period. Where
    # time starts cancels, as long as it is the same moment for both.
    place = (t_s - t_s[0]) * (size / (FINER * seconds)) + fourier.REACH
    moved = fourier.sums(place, rr_ms - rr_ms.mean(), size, highest)[1:]
    weight = fourier.sums(2.0 * place, np.ones(n), size, highest)[1:]
    extent = np.maximum(np.abs(weight), np.finfo(float).tiny)
    energy = moved.real**2 + moved.imag**2
    # With exp(i w tau) from the weights, cosine and sine parts are orthogonal; only the squares
    # of their sums are needed, so no angle is ever taken.
    turned = (moved * moved * weight.conj()).real / extent
    cosine2 = 0.5 * (energy + turned)
    sine2 = 0.5 * (energy - turned)
    beyond = np.maximum(n - extent, 1e-9 * n)
    periodogram = cosine2 / (n + extent) + sine2 / beyond
    psd = periodogram * (2.0 * seconds / (n - 1))
    return Spectrum(np.arange(1.0, highest + 1.0) / (FINER * seconds), psd)
