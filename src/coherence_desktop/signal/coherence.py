"""Coherence: how much of the last 64 s of heart rhythm is one smooth wave.

References
----------
McCraty, R., & Childre, D. (2010). Coherence: bridging personal, social, and global health.
Alternative Therapies in Health and Medicine, 16(4), 10-24.
"""

import numpy as np

from coherence_desktop.signal.intervals import GAP_S
from coherence_desktop.signal.results import Absent, Coherence, FloatArray
from coherence_desktop.signal.spline import Spline

WINDOW_S = 64.0
RATE_HZ = 4.0
SAMPLES = 256
PADDED = 1024
RESOLUTION_HZ = RATE_HZ / PADDED

PURE_SINE_SHARE = 0.785
"""Share of the power that this estimator finds around the peak of a pure sine."""

_BINS = 129
"""Bins from 0 to 0.5 Hz."""
_PEAK_BINS = slice(11, 67)
"""0.04 to 0.26 Hz, where the coherent wave is looked for."""
_TOTAL_BINS = slice(1, 103)
"""0.0033 to 0.4 Hz."""
_REACH = 3
"""Bins on each side of the peak that belong to it: 0.015 Hz."""

FREQUENCIES_HZ: FloatArray = np.arange(float(_BINS)) * RESOLUTION_HZ
FREQUENCIES_HZ.flags.writeable = False
_GRID_S: FloatArray = np.arange(float(SAMPLES)) / RATE_HZ - WINDOW_S

STILL_MS2 = 1e-12
"""Variance below which a tachogram is rounding noise around a straight line."""


def coherence(t_s: FloatArray, rr_ms: FloatArray, end_s: float) -> Coherence | Absent:
    """Coherence of the 64 s that end at a time.

    Parameters
    ----------
    t_s : ndarray, shape (n,)
        Times of the beats in s, increasing.
    rr_ms : ndarray, shape (n,)
        Intervals that end at these beats, in ms.
    end_s : float
        End of the window in s; beats up to and including it count.

    Returns
    -------
    Coherence or Absent
        Absent, with the reason, where the window is not covered by beats or the intervals do
        not vary.
    """
    missing = uncovered(t_s, rr_ms, end_s)
    if missing is not None:
        return missing
    window = beats_within(t_s, rr_ms, end_s)
    samples = tachogram(t_s[window], rr_ms[window], end_s)
    return from_spectrum(power(samples))


def beats_within(t_s: FloatArray, rr_ms: FloatArray, end_s: float) -> slice:
    """Which beats lie in the window: end - 64 s < t <= end.

    A first beat whose interval is a gap of over 5 s is left out: that is no RR interval.
    """
    first, last = np.searchsorted(t_s, (end_s - WINDOW_S, end_s), side="right")
    if first < last and rr_ms[first] > 1000.0 * GAP_S:
        first += 1
    return slice(int(first), int(last))


def uncovered(t_s: FloatArray, rr_ms: FloatArray, end_s: float) -> Absent | None:
    """Why the window that ends at a time cannot be used, or None if it can.

    A window is covered if it does not begin before the first interval and has no 5 s without a
    beat, its ends included; so it always holds more than the ten beats that are the least.
    """
    if t_s.size == 0:
        return Absent("needs 64 s of beats; no beat yet", WINDOW_S)
    wait = t_s[0] - rr_ms[0] / 1000.0 + WINDOW_S - end_s
    if wait > 1e-6:
        return Absent(f"needs 64 s of beats; {_whole(wait)} s to go", float(wait))
    window = beats_within(t_s, rr_ms, end_s)
    if window.start == window.stop:
        return Absent("no beat in these 64 s", WINDOW_S)
    last = float(t_s[window.stop - 1])
    if end_s - last > GAP_S:
        return Absent(f"no beat for {_whole(end_s - last)} s", WINDOW_S - GAP_S)
    gap = _last_gap(t_s, rr_ms, window, end_s)
    if gap is not None:
        start, after = gap
        wait = after + WINDOW_S - GAP_S - end_s
        return Absent(f"a gap of {_whole(after - start)} s; {_whole(wait)} s to go", wait)
    return None


def _last_gap(
    t_s: FloatArray, rr_ms: FloatArray, window: slice, end_s: float
) -> tuple[float, float] | None:
    """Start and end of the last gap that spoils the window: inside it, or reaching far into it."""
    first = float(t_s[window.start])
    steps = np.diff(t_s[window])
    wide = np.flatnonzero(steps > GAP_S)
    if wide.size:
        index = window.start + int(wide[-1])
        return float(t_s[index]), float(t_s[index + 1])
    if first - (end_s - WINDOW_S) > GAP_S:
        earlier = window.start - 1
        if earlier < 0:
            return first - float(rr_ms[0]) / 1000.0, first
        left_out = rr_ms[earlier] > 1000.0 * GAP_S
        return float(t_s[earlier] - left_out * rr_ms[earlier] / 1000.0), first
    return None


def tachogram(t_s: FloatArray, rr_ms: FloatArray, end_s: float) -> FloatArray:
    """Intervals of one window as an even series: not-a-knot cubic spline at 4 Hz, in ms.

    Parameters
    ----------
    t_s, rr_ms : ndarray, shape (n,)
        Beats of the window alone, in s and ms.
    end_s : float
        End of the window in s.

    Returns
    -------
    ndarray, shape (256,)
        Samples at end - 64 s, end - 63.75 s, ...; before the first and after the last beat the
        values of these beats.
    """
    return Spline.through(t_s, rr_ms).at(sample_times(end_s))


def sample_times(end_s: float) -> FloatArray:
    """Times in s at which the window that ends at a time is sampled, shape (256,)."""
    return _GRID_S + end_s


def detrended(samples: FloatArray) -> FloatArray:
    """Samples without their least-squares straight line, shape (256,)."""
    level = samples.mean()
    slope = (_RAMP @ samples) / _RAMP_POWER
    return np.asarray(samples - (level + slope * _RAMP))


def power(samples: FloatArray) -> FloatArray:
    """Power spectral density of tachograms: linear detrend, Hann, zero padding to 1024.

    Parameters
    ----------
    samples : ndarray, shape (..., 256)
        Tachograms in ms at 4 Hz.

    Returns
    -------
    ndarray, shape (..., 129)
        One-sided density in ms2/Hz at `FREQUENCIES_HZ` (0 to 0.5 Hz).
    """
    # Folded around the middle sample the real part needs only the sum of the halves and the
    # imaginary part only their difference. The straight line goes in as one more row of each.
    later, earlier = samples[..., 129:], samples[..., 127:0:-1]
    start = samples[..., 0]
    even = np.empty((*samples.shape[:-1], 129))
    odd = np.empty((*samples.shape[:-1], 128))
    even[..., 0] = samples[..., 128]
    np.add(later, earlier, out=even[..., 1:128])
    np.subtract(later, earlier, out=odd[..., :127])
    total = samples.sum(axis=-1)
    slope = (odd[..., :127] @ _STEPS - 128.0 * start + 0.5 * total) / _RAMP_POWER
    even[..., 128] = -(total / SAMPLES + 0.5 * slope)
    odd[..., 127] = -slope
    real = even @ _COSINES
    imaginary = odd @ _SINES
    real *= real
    imaginary *= imaginary
    real += imaginary
    return real


def from_spectrum(psd_ms2_hz: FloatArray) -> Coherence | Absent:
    """Coherence from the spectrum of a window.

    Parameters
    ----------
    psd_ms2_hz : ndarray, shape (129,)
        Density at `FREQUENCIES_HZ`, as `power` gives it.
    """
    ratio, score, peak_hz = ratios(psd_ms2_hz[None, :])
    if np.isnan(score[0]):
        return Absent("the intervals do not vary")
    return Coherence(float(ratio[0]), float(score[0]), float(peak_hz[0]))


def ratios(psd_ms2_hz: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Ratio, score and peak frequency of many spectra at once.

    Parameters
    ----------
    psd_ms2_hz : ndarray, shape (k, 129)

    Returns
    -------
    ratio, score, peak_hz : ndarray, shape (k,)
        NaN in all three where there is no variation to speak of.
    """
    peak_bin = _PEAK_BINS.start + np.argmax(psd_ms2_hz[:, _PEAK_BINS], axis=1)
    around = peak_bin[:, None] + np.arange(-_REACH, _REACH + 1)
    near = psd_ms2_hz[np.arange(peak_bin.size)[:, None], around]
    peak = (near.sum(axis=1) - 0.5 * (near[:, 0] + near[:, -1])) * RESOLUTION_HZ
    ends = psd_ms2_hz[:, _TOTAL_BINS.start] + psd_ms2_hz[:, _TOTAL_BINS.stop - 1]
    total = (psd_ms2_hz[:, _TOTAL_BINS].sum(axis=1) - 0.5 * ends) * RESOLUTION_HZ
    still = total < STILL_MS2
    total = np.where(still, 1.0, total)
    rest = np.maximum(total - peak, np.finfo(float).tiny)
    ratio = np.where(still, np.nan, peak / rest)
    score = np.where(still, np.nan, 100.0 * np.minimum(1.0, peak / total / PURE_SINE_SHARE))
    return ratio, score, np.where(still, np.nan, peak_bin * RESOLUTION_HZ)


def _whole(seconds: float) -> int:
    """Seconds as a person reads them: a wait of 0.2 s is still a second."""
    return int(np.ceil(seconds - 1e-6))


def _transform() -> tuple[FloatArray, FloatArray]:
    """Hann window, Fourier sums around the middle sample and scale to density, as matrices.

    Their last rows are the sums of a level of 1 and of a slope of 1 for each sample.
    """
    step = np.arange(128)
    hann = 0.5 + 0.5 * np.cos(2.0 * np.pi * step / SAMPLES)
    energy = 1.5 * SAMPLES / 4.0
    scaled = hann * np.sqrt(2.0 / (RATE_HZ * energy))
    angle = 2.0 * np.pi / PADDED * np.outer(step, np.arange(_BINS))
    cosines = scaled[:, None] * np.cos(angle)
    sines = scaled[1:, None] * np.sin(angle[1:])
    level = cosines[0] + 2.0 * cosines[1:].sum(axis=0)
    slope = 2.0 * step[1:] @ sines
    return np.vstack([cosines, level]), np.vstack([sines, slope])


_COSINES, _SINES = _transform()
_STEPS: FloatArray = np.arange(1.0, 128.0)
_RAMP: FloatArray = np.arange(float(SAMPLES)) - (SAMPLES - 1) / 2.0
_RAMP_POWER = float(_RAMP @ _RAMP)
