"""Ties the samples that a device takes to the session's clock, smoothly."""

import math

from coherence_desktop.signal.tones import RATE_HZ

SETTLED_AFTER = 8
"""Blocks that a device must have taken before its clock is trusted."""
LOST_S = 0.1
"""A block this far from where it is expected belongs to another course of time."""
_STRIKES = 3
SLIPPED_S = 0.012
"""So many blocks in a row off to one side by more are no jitter: the device stood still."""
_SLIPS = 8
_SLOW_S = 10.0
"""Time over which jitter is smoothed; deviations of the device's rate are learned as slowly."""
_MOST = 0.01
"""Largest deviation of a device's rate that is believed."""


class SampleClock:
    """Session time of each sample, as a delay-locked loop learns it.

    Told for each block when the device took it. A device takes blocks unevenly and its crystal
    runs a little fast or slow; the loop gives a straight line through the one and follows the
    other. After a loop by Adriaensen 2005, "Using a DLL to filter time".

    Parameters
    ----------
    speed : float
        Session seconds per second.
    """

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._nominal_s = self._sample_s = speed / RATE_HZ
        self._sample = 0
        self._t = 0.0
        self._blocks = 0
        self._strikes = 0
        self._slips: list[float] = []

    @property
    def settled(self) -> bool:
        """Whether the time of a sample is known well enough to play to it."""
        return self._blocks >= SETTLED_AFTER

    @property
    def deviation(self) -> float:
        """How much slower than nominal the device runs, as a share."""
        return self._sample_s / self._nominal_s - 1.0

    def took(self, sample: int, t: float) -> None:
        """Hear that the device took ``sample`` and those after it at session time ``t``."""
        if self._blocks == 0:
            self._begin(sample, t)
            return
        passed = sample - self._sample
        expected = self._t + passed * self._sample_s
        off_s = t - expected
        if abs(off_s) > LOST_S * self.speed:
            self._strikes += 1
            if self._strikes >= _STRIKES or not self.settled:
                self._begin(sample, t)
            return
        self._strikes = 0
        self._blocks += 1
        if self._slipped(off_s):
            self._sample, self._t = sample, expected + sum(self._slips) / len(self._slips)
            self._slips.clear()
            return
        lasted = passed * self._sample_s / (_SLOW_S * self.speed)
        share = max(1.0 / self._blocks, min(1.0, math.sqrt(2.0) * lasted))
        self._sample, self._t = sample, expected + share * off_s
        if passed > 0 and self._blocks > 1.0 / share:
            change = lasted * lasted * off_s / passed
            bent = self._sample_s + change - self._nominal_s
            most = _MOST * self._nominal_s
            self._sample_s = self._nominal_s + min(max(bent, -most), most)

    def at(self, sample: int) -> float:
        """Session time at which the device takes ``sample``."""
        return self._t + (sample - self._sample) * self._sample_s

    def _slipped(self, off_s: float) -> bool:
        if abs(off_s) <= SLIPPED_S * self.speed or (self._slips and self._slips[0] * off_s < 0.0):
            self._slips.clear()
            return False
        self._slips.append(off_s)
        return len(self._slips) >= _SLIPS

    def _begin(self, sample: int, t: float) -> None:
        self._sample, self._t = sample, t
        self._sample_s = self._nominal_s
        self._blocks, self._strikes = 1, 0
        self._slips.clear()
