"""Power of a spectrum in the bands of heart-rate variability.

References
----------
Task Force of the ESC and NASPE (1996). Heart rate variability: standards of measurement. European
Heart Journal, 17(3), 354-381. doi:10.1093/oxfordjournals.eurheartj.a014868
"""

import numpy as np

from coherence_desktop.signal.results import Absent, FloatArray, Measures

VLF_HZ = (0.0033, 0.04)
LF_HZ = (0.04, 0.15)
HF_HZ = (0.15, 0.4)

LEAST_S = {"vlf_ms2": 256.0, "lf_ms2": 120.0, "hf_ms2": 60.0}
"""Seconds of beats that a band needs: a few of its slowest waves, for VLF one whole segment."""

_BANDS = {"vlf_ms2": VLF_HZ, "lf_ms2": LF_HZ, "hf_ms2": HF_HZ}
_NEEDS = {
    "total_ms2": "vlf_ms2",
    "lf_nu": "lf_ms2",
    "hf_nu": "lf_ms2",
    "lf_hf": "lf_ms2",
    "peak_hz": "lf_ms2",
}

KEYS = (*_BANDS, *_NEEDS)


def band_measures(f_hz: FloatArray, psd_ms2_hz: FloatArray, seconds: float) -> Measures:
    """Measures of a spectrum.

    Parameters
    ----------
    f_hz, psd_ms2_hz : ndarray, shape (k,)
        One-sided power spectral density.
    seconds : float
        Length of the series it was made from; bands that it is too short for are absent.

    Returns
    -------
    dict of str to float or Absent
        ``vlf_ms2 lf_ms2 hf_ms2 total_ms2 lf_nu hf_nu lf_hf peak_hz``. Bands are trapezoids over
        lo <= f < hi, the total is VLF + LF + HF, the peak lies within 0.04 to 0.4 Hz.
    """
    measures: Measures = {}
    found = {name: band_power(f_hz, psd_ms2_hz, band) for name, band in _BANDS.items()}
    vlf, lf, hf = found.values()
    if lf + hf <= 0.0:
        still = Absent("the intervals do not vary")
        return dict.fromkeys(KEYS, still)
    first, stop = np.searchsorted(f_hz, (LF_HZ[0], HF_HZ[1]))
    found |= {
        "total_ms2": vlf + lf + hf,
        "lf_nu": 100.0 * lf / (lf + hf),
        "hf_nu": 100.0 * hf / (lf + hf),
        "lf_hf": lf / hf if hf > 0.0 else np.inf,
        "peak_hz": float(f_hz[first + np.argmax(psd_ms2_hz[first:stop])]),
    }
    for name, value in found.items():
        least = LEAST_S[_NEEDS.get(name, name)]
        if seconds < least:
            measures[name] = Absent(f"needs {least:.0f} s of beats, has {seconds:.0f} s")
        elif np.isfinite(value):
            measures[name] = value
        else:
            measures[name] = Absent("no power in the HF band")
    return measures


def band_power(f_hz: FloatArray, psd_ms2_hz: FloatArray, band_hz: tuple[float, float]) -> float:
    """Trapezoid of a density over lo <= f < hi, on an even grid, in ms2."""
    first, stop = np.searchsorted(f_hz, band_hz)
    inside = psd_ms2_hz[first:stop]
    if inside.size < 2:
        return 0.0
    step = float(f_hz[1] - f_hz[0])
    return step * float(inside.sum() - 0.5 * (inside[0] + inside[-1]))


def absent(reason: Absent) -> Measures:
    """All measures of a spectrum, absent for one reason."""
    return dict.fromkeys(KEYS, reason)
