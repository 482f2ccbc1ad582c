"""Keeps a device a little ahead in samples of the breath."""

from collections.abc import Callable

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.sound.feed import SampleFeed, Taker
from coherence_desktop.sound.renderer import BLOCK_SAMPLES, Renderer
from coherence_desktop.sound.sample_clock import SampleClock

LEAD_SAMPLES = 3 * BLOCK_SAMPLES
"""Made ahead of what the device has taken: at least 360 ms."""


class Player:
    """Course of the breath on one device; owns no thread.

    Parameters
    ----------
    pacer : callable
        The breath guide as it is now known.
    now : callable
        Session time in seconds; must not wait.
    queue_s : float
        Seconds between the device's taking a sample and playing it.
    speed : float
        Session seconds per second.
    """

    def __init__(
        self,
        pacer: Callable[[], Pacer | None],
        now: Callable[[], float],
        queue_s: float,
        speed: float = 1.0,
    ) -> None:
        self._pacer = pacer
        self._feed = SampleFeed(now)
        self.clock = SampleClock(speed)
        self.renderer = Renderer(self.clock, queue_s)
        self._padded = 0

    @property
    def quiet(self) -> bool:
        """Whether nothing is heard, nor waits to be."""
        return self.renderer.silent and self._feed.queued == 0

    @property
    def next_sample(self) -> int:
        """Number of the first sample that is not made yet."""
        return self._feed.next_sample

    def taker(self) -> Taker:
        """Started generator for the device."""
        taker = self._feed.taker()
        next(taker)
        return taker

    def tend(self, volume: float, *, on: bool) -> bool:
        """Make what is missing; true if the device took anything since the last time.

        Parameters
        ----------
        volume : float
            0 to 1.
        on : bool
            False lets the sound fade, and makes no more than it needs to.
        """
        takes = self._feed.takes()
        for sample, t in takes:
            self.clock.took(sample, t)
        if self._feed.padded != self._padded:
            self._padded = self._feed.padded
            self.renderer.interrupted()
        pacer = self._pacer()
        while self._feed.queued < LEAD_SAMPLES and (on or not self.renderer.silent):
            sample = self._feed.next_sample
            self._feed.put(self.renderer.block(sample, pacer, volume, on=on))
        return bool(takes)
