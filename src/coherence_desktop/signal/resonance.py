"""Compares breathing rates by how strongly the heart answers, to find the resonance frequency.

Six criteria, in their order of weight: phase lock, peak-to-trough amplitude, LF power, height of
the LF peak, smoothness, number of LF peaks. Neighbouring rates differ little in any of them, so
the proposal follows the resonance that fits all rates together (see `resonance_curve`) where there
is one, and the ranks where there is none. The clinician decides.

References
----------
Shaffer, F., & Meehan, Z. M. (2020). A practical guide to resonance frequency assessment for heart
rate variability biofeedback. Frontiers in Neuroscience, 14, 570400. doi:10.3389/fnins.2020.570400
Lehrer, P. M., Vaschillo, E., & Vaschillo, B. (2000). Resonant frequency biofeedback training to
increase cardiac variability. Applied Psychophysiology and Biofeedback, 25(3), 177-191.
doi:10.1023/A:1009554825745
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from coherence_desktop.signal import stretches
from coherence_desktop.signal.breath_amplitude import swings
from coherence_desktop.signal.intervals import as_beat_times, as_rr
from coherence_desktop.signal.resonance_curve import (
    Answer,
    ResonanceCurve,
    answer,
    resonance_curve,
)
from coherence_desktop.signal.results import Absent, FloatArray
from coherence_desktop.signal.spectrum import LF_HZ, band_power
from coherence_desktop.signal.spline import Spline
from coherence_desktop.signal.synchrony import in_step
from coherence_desktop.signal.time_domain import deviation
from coherence_desktop.signal.welch import RATE_HZ, even_series, welch

LEAST_S = 60.0
"""Seconds that a rate must have been breathed for."""

CRITERIA = (
    "phase_lock",
    "amplitude_bpm",
    "lf_ms2",
    "lf_peak_ms2_hz",
    "smoothness",
    "lf_peaks",
)
"""In order of weight. More is better, except for the number of peaks."""

_PEAK_SHARE = 0.2
"""A peak counts from this share of the highest."""
_FINER = 8
_SMOOTH_UP_TO = 1.5
"""Waves up to this multiple of the breathing rate are smooth."""
_CLEARLY_FIRST = 4
_LIKELY_FIRST = 3
_ERRORS_APART = 2.0
_CLEARLY_IN, _LIKELY_IN = 1.5, 0.75

PhaseOf = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One breathing rate of an assessment: its beats, and the guide's phase."""

    rate_per_min: float
    t_s: ArrayLike
    rr_ms: ArrayLike
    phase_rad: PhaseOf
    """0 at the end of inhale, 2 pi a breath, growing."""


@dataclass(frozen=True, slots=True)
class RateMeasures:
    """How the heart answered to one breathing rate."""

    rate_per_min: float
    phase_lock: float
    """0 to 1: share of the variation that one wave at the breath's phase explains."""
    amplitude_bpm: float
    """Mean peak-to-trough heart rate of the breaths."""
    amplitude_error_bpm: float
    """Standard error of that mean, from breath to breath."""
    lf_ms2: float
    lf_peak_ms2_hz: float
    smoothness: float
    """0 to 1: share of the variation that is no faster than 1.5 times the breath."""
    lf_peaks: int
    """Separate peaks in the LF band of at least a fifth of the highest."""
    answer: Answer
    """The wave in heart rate at the breath's own rate, the first breath left out: it settles."""

    @property
    def phase_deg(self) -> float:
        """Where in the breath heart rate peaks: 0 at the end of inhale, positive after it."""
        return float(np.degrees(self.answer.phase_rad))


Clarity = Literal["clear", "likely", "open"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The rates compared."""

    rates: tuple[RateMeasures, ...]
    """In the order of the segments, those that could be measured."""
    ranks: tuple[tuple[float, ...], ...]
    """For each rate its rank by each of `CRITERIA`, 1 the best; equals share their mean rank."""
    mean_ranks: tuple[float, ...]
    proposal_per_min: float | Absent
    """Rate nearest to the resonance; without one, the rate with the best mean rank, of equals
    the one with the better phase lock and so on."""
    first_in: int
    """Criteria, of six, in which the proposal is best or among the best."""
    margin: float
    """By how much the mean rank of the best other rate is worse than the proposal's."""
    clarity: Clarity
    """With a resonance: clear if no other rate is nearer by 1.5 standard errors, likely by 0.75;
    open too if it lies a whole step beyond the rates. By ranks: clear if first in four criteria,
    with an amplitude above each other's by two standard errors of the difference; likely if first
    in three."""
    curve: ResonanceCurve | Absent
    """The resonance that fits all rates, or why there is none."""
    absent: dict[float, Absent]
    """Rates that could not be measured, and why."""


def assess(segments: Sequence[Segment], independent: float = 1.0) -> Assessment:
    """Measure and rank the breathing rates of an assessment.

    Parameters
    ----------
    segments : sequence of Segment
        One for each rate, without the pauses between them.
    independent : float
        Share of the beats that is new in each segment, below 1 where they overlap.

    Returns
    -------
    Assessment

    Raises
    ------
    InvalidIntervals
        If a segment's intervals or times are none.
    """
    measured: list[RateMeasures] = []
    absent: dict[float, Absent] = {}
    for segment in segments:
        found = measure(segment)
        if isinstance(found, Absent):
            absent[segment.rate_per_min] = found
        else:
            measured.append(found)
    if len(measured) < 2:
        few = Absent(f"needs two rates to compare, has {len(measured)}")
        only = ((1.0,) * len(CRITERIA),) * len(measured)
        mean = (1.0,) * len(measured)
        return Assessment(tuple(measured), only, mean, few, 0, 0.0, "open", few, absent)
    table = np.array([_ranks(measured, name) for name in CRITERIA]).T
    means = table.mean(axis=1)
    rates = np.array([one.rate_per_min for one in measured])
    curve = resonance_curve(rates.tolist(), [one.answer for one in measured], independent)
    if isinstance(curve, Absent):
        best = min(range(len(measured)), key=lambda k: (means[k], *table[k]))
    else:
        best = int(np.argmin(np.abs(rates - curve.rate_per_min)))
    first_in = int(np.count_nonzero(table[best] == table.min(axis=0)))
    return Assessment(
        rates=tuple(measured),
        ranks=tuple(tuple(row) for row in table.tolist()),
        mean_ranks=tuple(means.tolist()),
        proposal_per_min=measured[best].rate_per_min,
        first_in=first_in,
        margin=float(np.delete(means, best).min() - means[best]),
        clarity=_clarity(measured, best, first_in)
        if isinstance(curve, Absent)
        else nearness(curve, _room(rates, best)),
        curve=curve,
        absent=absent,
    )


def nearness(curve: ResonanceCurve, room: tuple[float, float]) -> Clarity:
    """How clearly a resonance lies within some bounds, in breaths a minute."""
    low, high = room
    inside = min(curve.rate_per_min - low, high - curve.rate_per_min) / curve.error_per_min
    return "clear" if inside >= _CLEARLY_IN else "likely" if inside >= _LIKELY_IN else "open"


def measure(segment: Segment) -> RateMeasures | Absent:
    """Measure how the heart answered to one breathing rate.

    Parameters
    ----------
    segment : Segment

    Returns
    -------
    RateMeasures or Absent
        Of the longest part without a gap; absent if that is too short or does not vary.

    Raises
    ------
    InvalidIntervals
        If the intervals or times are none.
    """
    rr = as_rr(segment.rr_ms)
    t = as_beat_times(segment.t_s, rr)
    broken = stretches.broken_before(t, rr)
    longest = stretches.longest(t, stretches.unbroken(rr, broken))
    seconds = stretches.seconds(t, longest)
    if seconds < LEAST_S:
        return Absent(f"needs {LEAST_S:.0f} s of beats without a gap, has {seconds:.0f} s")
    t, rr = t[longest], rr[longest]
    samples = even_series(Spline.through(t, rr))
    times = t[0] + np.arange(float(samples.size)) / RATE_HZ
    fit = in_step(samples, segment.phase_rad(times))
    if isinstance(fit, Absent):
        return fit
    swing, _ = swings(rr, segment.phase_rad(t), broken[longest])
    if swing.size < 2:
        return Absent(f"needs 2 whole breaths with three beats, has {swing.size}")
    settled = t >= t[0] + 60.0 / segment.rate_per_min
    found = welch([samples])
    height, peaks = _lf_peaks(samples)
    return RateMeasures(
        rate_per_min=segment.rate_per_min,
        phase_lock=fit.explained,
        amplitude_bpm=float(swing.mean()),
        amplitude_error_bpm=deviation(swing) / float(np.sqrt(swing.size)),
        lf_ms2=band_power(found.f_hz, found.psd_ms2_hz, LF_HZ),
        lf_peak_ms2_hz=height,
        smoothness=_smoothness(samples, segment.rate_per_min / 60.0),
        lf_peaks=peaks,
        answer=answer(t[settled], rr[settled], segment.phase_rad),
    )


def _ranks(rates: Sequence[RateMeasures], name: str) -> FloatArray:
    values = np.array([float(getattr(rate, name)) for rate in rates])
    if name != "lf_peaks":
        values = -values
    better = (values[:, None] > values).sum(axis=1)
    equal = (values[:, None] == values).sum(axis=1)
    return np.asarray(better + (equal + 1) / 2.0)


def _room(rates: FloatArray, best: int) -> tuple[float, float]:
    """Bounds in which no other rate is nearer to a resonance; outside, a step beyond."""
    here = float(rates[best])
    below, above = rates[rates < here], rates[rates > here]
    down = here - float(below.max()) if below.size else 0.0
    up = float(above.min()) - here if above.size else 0.0
    return here - (down / 2.0 or up), here + (up / 2.0 or down)


def _clarity(rates: Sequence[RateMeasures], best: int, first_in: int) -> Clarity:
    top = rates[best]
    stands_out = all(
        top.amplitude_bpm - other.amplitude_bpm
        > _ERRORS_APART * np.hypot(top.amplitude_error_bpm, other.amplitude_error_bpm)
        for number, other in enumerate(rates)
        if number != best
    )
    if stands_out and first_in >= _CLEARLY_FIRST:
        return "clear"
    return "likely" if first_in >= _LIKELY_FIRST else "open"


def _lf_peaks(samples: FloatArray) -> tuple[float, int]:
    """Height of the highest LF peak in ms2/Hz, and how many there are."""
    hann = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(float(samples.size)) / samples.size)
    transform = np.fft.rfft(samples * hann, _FINER * samples.size)
    psd = (transform.real**2 + transform.imag**2) * (2.0 / (RATE_HZ * float(hann @ hann)))
    frequency = np.arange(psd.size) * (RATE_HZ / (_FINER * samples.size))
    first, stop = np.searchsorted(frequency, LF_HZ)
    inside = psd[first:stop]
    rising = inside >= psd[first - 1 : stop - 1]
    falling = inside > psd[first + 1 : stop + 1]
    high = inside >= _PEAK_SHARE * inside.max()
    return float(inside.max()), int(np.count_nonzero(rising & falling & high))


def _smoothness(samples: FloatArray, breath_hz: float) -> float:
    transform = np.fft.rfft(samples)
    power = transform.real**2 + transform.imag**2
    frequency = np.arange(power.size) * (RATE_HZ / samples.size)
    return float(power[frequency <= _SMOOTH_UP_TO * breath_hz].sum() / power.sum())
