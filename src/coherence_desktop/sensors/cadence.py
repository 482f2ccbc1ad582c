"""The rhythm in which a strap's packets come: at each beat or by a timer, steady or not."""

from collections import deque
from statistics import fmean, median

_KNOWN_AFTER = 6


class Cadence:
    """Learns from the last packets, whatever is in them."""

    def __init__(self) -> None:
        self._silences: deque[float] = deque(maxlen=16)
        self._steps: deque[float] = deque(maxlen=16)
        self._small_steps: deque[float] = deque(maxlen=64)
        self._last_s: float | None = None
        self.before_last_s: float | None = None
        """When the packet before the last one arrived."""

    @property
    def interval_s(self) -> float:
        """Usual time from packet to packet."""
        return median(self._silences) if self._silences else 1.0

    @property
    def is_timed(self) -> bool:
        """Whether the strap sends by a timer, not at each beat.

        Then the time between packets varies less than it differs from the intervals in them.
        """
        if len(self._steps) < _KNOWN_AFTER:
            return False
        return _scatter(self._silences) < 0.5 * _scatter(self._steps)

    @property
    def follows_beats(self) -> bool:
        """Whether the strap sends at each beat; where the heart is steady, neither is known."""
        if len(self._steps) < _KNOWN_AFTER:
            return False
        return _scatter(self._steps) < 0.5 * _scatter(self._silences)

    @property
    def slips(self) -> bool:
        """Whether intervals are longer than a timer's, which then at times has no beat to send."""
        if len(self._small_steps) < _KNOWN_AFTER:
            return False
        return fmean(self._small_steps) < -0.002 * self.interval_s

    @property
    def jitter_s(self) -> float:
        """By how much packets usually come off their time, be it a timer's or the heart's."""
        if len(self._steps) < _KNOWN_AFTER:
            return 0.0
        return min(_usual_deviation(self._silences), _usual_deviation(self._steps))

    @property
    def is_steady(self) -> bool:
        """Whether packets usually come on time."""
        return self.jitter_s < 0.1 * self.interval_s

    def packet(self, arrival_s: float) -> float:
        """Take note of a packet; gives the silence before it."""
        silence_s = 0.0 if self._last_s is None else arrival_s - self._last_s
        if self._last_s is not None:
            self._silences.append(silence_s)
        self.before_last_s, self._last_s = self._last_s, arrival_s
        return silence_s

    def step(self, step_s: float) -> None:
        """Take note of how much more time passed between two packets than the intervals say.

        Only for packets with beats, one right after the other.
        """
        self._steps.append(step_s)
        if abs(step_s) < 0.25 * self.interval_s:
            self._small_steps.append(step_s)


def _usual_deviation(values: deque[float]) -> float:
    middle = median(values)
    return median(abs(value - middle) for value in values)


def _scatter(values: deque[float]) -> float:
    middle = median(values)
    return fmean(abs(value - middle) for value in values)
