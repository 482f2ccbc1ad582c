"""Small stateful filters and noises that the model is made of, one sample at a time."""

import math
from collections.abc import Sequence


class Wander:
    """A value that wanders around zero and forgets itself in ``memory_s`` (Ornstein-Uhlenbeck).

    Parameters
    ----------
    sd : float
        Its standard deviation.
    memory_s : float
        Its time constant.
    dt_s : float
        Time step.
    start : float
        A draw of a standard normal distribution.
    """

    def __init__(self, sd: float, memory_s: float, dt_s: float, start: float) -> None:
        self._keep = math.exp(-dt_s / memory_s)
        self._push = sd * math.sqrt(1.0 - self._keep**2)
        self.value = sd * start

    def step(self, draw: float) -> float:
        """Go one step with a draw of a standard normal distribution."""
        self.value = self._keep * self.value + self._push * draw
        return self.value


class Drift:
    """Slow drift with a spectrum near 1/f: equal wanderings over widely spaced time constants."""

    def __init__(
        self, sd: float, memories_s: Sequence[float], dt_s: float, starts: Sequence[float]
    ) -> None:
        each = sd / math.sqrt(len(memories_s))
        self._parts = [
            Wander(each, memory_s, dt_s, start)
            for memory_s, start in zip(memories_s, starts, strict=True)
        ]

    def step(self, draws: Sequence[float]) -> float:
        """Go one step with one standard normal draw for each time constant."""
        return sum(part.step(draw) for part, draw in zip(self._parts, draws, strict=True))


class Resonance:
    """Second-order band-pass with gain 1 and no delay at its centre (bilinear transform).

    Parameters
    ----------
    centre_hz : float
        Resonance frequency.
    q : float
        Centre frequency divided by the bandwidth at half power.
    dt_s : float
        Time step.
    """

    def __init__(self, centre_hz: float, q: float, dt_s: float) -> None:
        angle = 2.0 * math.pi * centre_hz * dt_s
        alpha = math.sin(angle) / (2.0 * q)
        self._gain = alpha / (1.0 + alpha)
        self._back1 = 2.0 * math.cos(angle) / (1.0 + alpha)
        self._back2 = (alpha - 1.0) / (1.0 + alpha)
        self._x1 = self._x2 = self._y1 = self._y2 = 0.0

    @property
    def noise_sd(self) -> float:
        """Standard deviation of the output for white noise of unit variance."""
        return math.sqrt(self._gain)

    def step(self, x: float) -> float:
        """Filter one sample."""
        y = self._gain * (x - self._x2) + self._back1 * self._y1 + self._back2 * self._y2
        self._x2, self._x1 = self._x1, x
        self._y2, self._y1 = self._y1, y
        return y
