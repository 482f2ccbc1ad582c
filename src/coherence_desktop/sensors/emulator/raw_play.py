"""What ECG and acceleration an emulated strap has at any moment of its recording."""

from itertools import accumulate
from typing import Protocol

import msgspec
import numpy as np

from coherence_desktop.sensors.heart_rate_measurement import RR_TICKS_PER_SECOND
from coherence_desktop.signal.raw_samples import IntArray
from coherence_desktop.signal.results import FloatArray

R_UV = 1000.0
GRAVITY_MG = (-60.0, -985.0, 150.0)
"""A person who sits upright: mostly along the strap's long way down."""
BREATH_MG = (4.0, 6.0, 22.0)
BEAT_MG = 3.0
NOISE_UV, NOISE_MG = 6.0, 1.5

_WAVES = (
    (-0.17, 0.022, 90.0),
    (-0.028, 0.010, -110.0),
    (0.0, 0.011, R_UV),
    (0.030, 0.011, -230.0),
    (0.26, 0.055, 240.0),
)
"""P, Q, R, S and T: middle in s from the R peak, width in s, height in microvolts."""
_REACH_S = 0.5
_BASELINE_S = 2.0


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """How an emulated strap's raw signals are, and what goes wrong with them."""

    breaths_per_min: float = 12.0
    lose_every: int = 0
    """Of so many frames one is not sent."""
    late_s: float = 0.0
    """Frames leave up to this much later than they could."""
    clock_fast: float = 0.0
    """By what share of itself the strap's clock runs fast."""
    clock_set: bool = True
    compressed: bool = False
    """Accelerations are sent as differences."""
    breaks_off_s: float = 0.0
    """The streams go silent after this long, until they are asked for again."""


class Ecg(Protocol):
    """An ECG that can be asked for any moment."""

    def uv(self, t_s: FloatArray) -> IntArray:
        """Microvolts at times in s since the recording's start."""


class EcgOfBeats:
    """A simple P, Q, R, S and T at each beat of a list of intervals.

    Parameters
    ----------
    ticks : tuple of int
        RR intervals in 1/1024 s; R peaks are at their ends, and at the start.
    loop : bool
        Whether they begin again at the end.
    """

    def __init__(self, ticks: tuple[int, ...], *, loop: bool = False) -> None:
        self._peaks_s = np.array([0, *accumulate(ticks)]) / RR_TICKS_PER_SECOND
        self._loop = loop
        self._random = np.random.default_rng(1)

    def peaks_s(self, from_s: float, to_s: float) -> FloatArray:
        """Times of R peaks from one moment to another."""
        period_s = float(self._peaks_s[-1])
        found: list[FloatArray] = []
        first = max(int(from_s // period_s), 0) if self._loop else 0
        last = int(to_s // period_s) if self._loop else 0
        for turn in range(first, last + 1):
            peaks = self._peaks_s[1 if turn else 0 :] + turn * period_s
            found.append(peaks[(peaks >= from_s) & (peaks <= to_s)])
        return np.concatenate([np.empty(0), *found])

    def uv(self, t_s: FloatArray) -> IntArray:
        """Microvolts at times in s."""
        peaks = self.peaks_s(float(t_s[0]) - _REACH_S, float(t_s[-1]) + _REACH_S)
        since = t_s[:, None] - peaks[None, :]
        value = self._random.normal(0.0, NOISE_UV, t_s.size)
        for middle_s, width_s, height_uv in _WAVES:
            value += (height_uv * np.exp(-0.5 * ((since - middle_s) / width_s) ** 2)).sum(axis=1)
        rounded: IntArray = np.rint(value).astype(np.int32)
        return rounded


class EcgOfRecording:
    """A recorded ECG; beyond its end there is nothing.

    Parameters
    ----------
    samples : ndarray, shape (n,)
        In any unit: its baseline is taken out, and it is scaled so that the highest waves are
        about a millivolt.
    rate_hz : float
    """

    def __init__(self, samples: FloatArray, rate_hz: float) -> None:
        level = samples - _moving_mean(samples, max(1, round(_BASELINE_S * rate_hz)))
        top = float(np.percentile(np.abs(level), 99.5)) or 1.0
        self._uv = level * (R_UV / top)
        self._rate_hz = rate_hz

    def uv(self, t_s: FloatArray) -> IntArray:
        """Microvolts at times in s: means over the time that each stands for, against aliases."""
        step_s = float(t_s[1] - t_s[0]) if t_s.size > 1 else 1.0 / self._rate_hz
        parts = max(1, int(step_s * self._rate_hz))
        spread = ((np.arange(parts) + 0.5) / parts - 0.5) * step_s
        at = (t_s[:, None] + spread) * self._rate_hz
        values = np.interp(at, np.arange(self._uv.size), self._uv, left=0.0, right=0.0)
        rounded: IntArray = np.rint(values.mean(axis=1)).astype(np.int32)
        return rounded


class Acceleration:
    """Gravity, the chest's breathing and a little of each beat.

    Parameters
    ----------
    breaths_per_min : float
    beats : EcgOfBeats
    """

    def __init__(self, breaths_per_min: float, beats: EcgOfBeats) -> None:
        self._breath_hz = breaths_per_min / 60.0
        self._beats = beats
        self._random = np.random.default_rng(2)

    def mg(self, t_s: FloatArray) -> IntArray:
        """Thousandths of g at times in s, shape (n, 3)."""
        breath = np.sin(2 * np.pi * self._breath_hz * t_s)
        values = np.array(GRAVITY_MG) + breath[:, None] * np.array(BREATH_MG)
        peaks = self._beats.peaks_s(float(t_s[0]) - _REACH_S, float(t_s[-1]) + _REACH_S)
        since = t_s[:, None] - peaks[None, :] - 0.1
        values[:, 2] += BEAT_MG * np.exp(-0.5 * (since / 0.03) ** 2).sum(axis=1)
        values += self._random.normal(0.0, NOISE_MG, values.shape)
        rounded: IntArray = np.rint(values).astype(np.int32)
        return rounded


def _moving_mean(samples: FloatArray, count: int) -> FloatArray:
    """Mean of so many samples around each one; fewer at the ends."""
    sums = np.concatenate([[0.0], np.cumsum(samples)])
    index = np.arange(samples.size)
    first = np.maximum(index - count // 2, 0)
    stop = np.minimum(index + count // 2 + 1, samples.size)
    mean: FloatArray = (sums[stop] - sums[first]) / (stop - first)
    return mean
