"""The target wave's place on the tachogram: around the heart's mean, as high as it can follow."""

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.practice.pacer import TARGET_SHARE
from coherence_desktop.signal.results import BreathAmplitude, HeartRateNow, LiveSnapshot
from coherence_desktop.ui.plots.buffers import GrowingArray

BEATS_NEEDED = 10
"""Before so many beats there is no mean to centre the wave on, and no wave."""
FIRST_SWING_BPM = 12.0
"""Height of the wave while no breath has been measured."""
LEAST_SWING_BPM = 6.0
GLIDE_BPM = 2.0
"""The wave moves and grows by at most this much at a beat."""

FloatArray = NDArray[np.float64]


class TargetHistory:
    """Centre and swing of the target wave over the session, in bpm."""

    def __init__(self) -> None:
        self._t = GrowingArray()
        self._centre = GrowingArray()
        self._swing = GrowingArray()

    @property
    def known(self) -> bool:
        """Whether there is a wave to draw."""
        return len(self._t) > 0

    @property
    def first_t(self) -> float | None:
        """Session time from which the wave is drawn."""
        return float(self._t.values[0]) if self.known else None

    @property
    def current(self) -> tuple[float, float]:
        """Centre and swing now, in bpm."""
        return self._centre.last, self._swing.last

    def measured(self, snapshot: LiveSnapshot) -> bool:
        """Take new measures; true when the wave has a new place."""
        rate = snapshot.heart_rate
        if not isinstance(rate, HeartRateNow) or snapshot.session_quality.beats < BEATS_NEEDED:
            return False
        amplitude = snapshot.breath_amplitude
        swing = (
            max(LEAST_SWING_BPM, TARGET_SHARE * amplitude.mean_bpm)
            if isinstance(amplitude, BreathAmplitude)
            else None
        )
        if not self.known:
            self._append(snapshot.t, rate.mean_bpm, FIRST_SWING_BPM if swing is None else swing)
            return True
        centre, before = self.current
        self._append(
            snapshot.t,
            _glide(centre, rate.mean_bpm),
            before if swing is None else _glide(before, swing),
        )
        return True

    def at(self, t: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Centre and swing at each of ``t``, in bpm; held before the first and after the last."""
        times = self._t.values
        return np.interp(t, times, self._centre.values), np.interp(t, times, self._swing.values)

    def _append(self, t: float, centre: float, swing: float) -> None:
        self._t.append(t)
        self._centre.append(centre)
        self._swing.append(swing)


def _glide(value: float, target: float) -> float:
    return value + min(max(target - value, -GLIDE_BPM), GLIDE_BPM)
