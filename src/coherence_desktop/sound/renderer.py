"""Makes the sound of the breath for the moment at which it will be heard."""

import numpy as np

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.signal.tones import STEP_S, STEP_SAMPLES, SampleArray, Voice, tones
from coherence_desktop.sound.sample_clock import SampleClock

STEPS = 12
BLOCK_SAMPLES = STEPS * STEP_SAMPLES
"""120 ms."""
JUMP_S = 0.25
"""Course and clock this far apart are brought together in silence."""
_CATCH_UP_S = 1.0
_FASTEST = 0.02
"""The course of the breath is never stretched or pressed by more, so nobody hears it."""
_AHEAD = np.arange(1, STEPS + 1) * STEP_S


class Renderer:
    """Makes one block of 120 ms after the other.

    The course of the breath runs on from block to block without a jump; a small error against the
    session's clock is worked off by running it up to 2 % faster or slower.

    Parameters
    ----------
    clock : SampleClock
        When the device takes each sample.
    queue_s : float
        Seconds from there until it is heard.
    """

    def __init__(self, clock: SampleClock, queue_s: float) -> None:
        self._clock = clock
        self._queue_s = queue_s * clock.speed
        self._voice = Voice()
        self._t: float | None = None

    @property
    def t(self) -> float | None:
        """Session time that the next block begins with; ``None`` while none can be known."""
        return self._t

    @property
    def silent(self) -> bool:
        """Whether nothing is heard at the end of the last block."""
        return self._voice.silent

    def interrupted(self) -> None:
        """The device was given silence of its own; sound fades in from there."""
        self._voice = Voice(self._voice.turns, self._voice.level, 0.0, self._voice.volume)

    def block(self, sample: int, pacer: Pacer | None, volume: float, *, on: bool) -> SampleArray:
        """Make the block that begins with ``sample``.

        Parameters
        ----------
        sample : int
            Number of its first sample in the device's own count.
        pacer : Pacer or None
            The breath that is asked for.
        volume : float
            0 to 1.
        on : bool
            False lets the sound fade.
        """
        speed = self._clock.speed
        heard_s = self._clock.at(sample) + self._queue_s
        if self._t is None or self._voice.gate == 0.0:
            self._t = heard_s
        off_s = (heard_s - self._t) / speed
        known = self._clock.settled and abs(off_s) < JUMP_S
        bend = min(max(off_s / _CATCH_UP_S, -_FASTEST), _FASTEST)
        pace = speed * (1.0 + bend)
        if on and known and pacer is not None:
            levels = pacer.guide(self._t + pace * _AHEAD)
        else:
            levels = np.full(STEPS, np.nan)
        self._t += pace * BLOCK_SAMPLES / STEP_SAMPLES * STEP_S
        samples, self._voice = tones(levels, self._voice, volume)
        return samples
