"""A sound card by hand: takes blocks when the test says so, by a clock of its own."""

from collections.abc import Callable

import numpy as np
import pytest

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.signal.tones import RATE_HZ
from coherence_desktop.sound.player import Player

PERIOD = 2400


class Card:
    """Plays what a player makes; its crystal is off by some parts in a million.

    ``heard`` holds every sample, and sample ``n`` of it is heard at ``heard_at(n)``.
    """

    queue_s = 0.04

    def __init__(self, pacer: Pacer | None, slow_ppm: float = 0.0, jitter_s: float = 0.0) -> None:
        self.t = 0.0
        self.pacer = pacer
        self.player = Player(lambda: self.pacer, lambda: self._seen, self.queue_s)
        self._taker = self.player.taker()
        self._sample_s = (1.0 + slow_ppm * 1e-6) / RATE_HZ
        self._jitter_s = jitter_s
        self._random = np.random.default_rng(1)
        self._seen = 0.0
        self.taken = 0
        self.started_s = 0.0
        self.parts: list[np.ndarray] = []
        self.on = True
        self.volume = 1.0

    @property
    def heard(self) -> np.ndarray:
        return np.concatenate(self.parts)

    def heard_at(self, sample: int) -> float:
        return self.started_s + sample * self._sample_s + self.queue_s

    def run(self, seconds: float, *, tended: bool = True, keep: bool = True) -> None:
        """Let the card take blocks for a while."""
        until = self.t + seconds
        while self.t < until:
            if tended:
                self.player.tend(self.volume, on=self.on)
            self._seen = self.t + self._jitter_s * self._random.exponential()
            given = self._taker.send(PERIOD)
            if keep:
                self.parts.append(np.frombuffer(given, dtype=np.float32))
            self.taken += PERIOD
            self.t += PERIOD * self._sample_s


@pytest.fixture
def pacer() -> Pacer:
    """Six breaths a minute, the first after a second."""
    return Pacer(Pattern.from_rate(6.0), 1.0)


@pytest.fixture
def card(pacer: Pacer) -> Callable[..., Card]:
    return lambda **how: Card(how.pop("pacer", pacer), **how)
