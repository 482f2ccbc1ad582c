"""Coherence levels for feedback: low, medium, high, as thresholds on the score."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Levels:
    """Least score of the medium and of the high level, 0 to 100."""

    medium: float = 40.0
    high: float = 65.0

    def of(self, score: float) -> int:
        """1 low, 2 medium, 3 high."""
        if score >= self.high:
            return 3
        return 2 if score >= self.medium else 1
