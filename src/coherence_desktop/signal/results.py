"""What the measures give back: values, or the reason why there is none."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Absent:
    """A measure that cannot be given, and why, in plain words ("needs 64 s of beats")."""

    reason: str
    wait_s: float | None = None
    """Seconds of good data still needed, where that is known."""


Measures = dict[str, float | Absent]
"""Measures of one group by their keys in the numbers reference."""


@dataclass(frozen=True, slots=True)
class Coherence:
    """Coherence of one 64 s window, by the definitions in the numbers reference."""

    ratio: float
    score: float
    """0 to 100: the share of the variation that is one smooth wave."""
    peak_hz: float


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Power spectral density of the window's tachogram."""

    f_hz: FloatArray
    psd_ms2_hz: FloatArray


@dataclass(frozen=True, slots=True)
class Synchrony:
    """How far heart rate moves with the breath."""

    explained: float
    """0 to 1: fraction of the variance explained by one wave at the breath's phase."""
    phase_deg: float
    """Where in the breath heart rate peaks; 0 is the end of inhale."""


@dataclass(frozen=True, slots=True)
class BreathingRate:
    """Breathing as it shows in the intervals alone, or in the movement of the chest."""

    rate_hz: float
    clarity: float
    """0 to 1: share of the variation that is near this rate (of intervals: weighted by it)."""
    source: str = "intervals"
    """``intervals`` or ``acceleration``."""


@dataclass(frozen=True, slots=True)
class HeartRateNow:
    """Heart rate over the window, in beats a minute."""

    mean_bpm: float
    now_bpm: float
    min_bpm: float
    max_bpm: float


@dataclass(frozen=True, slots=True)
class BreathAmplitude:
    """Peak-to-trough heart rate of each breath, averaged over the breaths in the window."""

    mean_bpm: float
    last_bpm: float
    breaths: int


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the data are."""

    beats: int
    corrected: int
    by_kind: dict[str, int]
    gaps: int
    longest_clean_s: float

    @property
    def corrected_percent(self) -> float:
        """Corrected intervals as a percentage of all."""
        return 100.0 * self.corrected / self.beats if self.beats else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class LiveSnapshot:
    """All live measures after one beat."""

    t: float
    heart_rate: HeartRateNow | Absent
    coherence: Coherence | Absent
    spectrum: Spectrum | Absent
    synchrony: Synchrony | Absent
    breath_amplitude: BreathAmplitude | Absent
    rmssd_ms: float | Absent
    window_quality: Quality
    """Of the last 64 s."""
    session_quality: Quality
    breathing_rate: BreathingRate | Absent = Absent("needs 64 s of beats")
    """Whether a guide is on or not: of the chest's acceleration where it is clear there, otherwise
    from the intervals; its ``source`` says which."""
