"""Breathing patterns: how long each part of a breath lasts."""

import math
from dataclasses import dataclass, replace
from typing import Self

from coherence_desktop.errors import Problem
from coherence_desktop.events import PacerChange

MIN_RATE_PER_MIN = 3.0
MAX_RATE_PER_MIN = 12.0
MIN_PART_S = 0.5
"""Shortest in-breath or out-breath: anything quicker would make the guide flash."""
DEFAULT_INHALE_SHARE = 0.4

_ROUNDING = 1e-9


class InvalidPattern(Problem):
    """A breath that cannot be paced; ``part`` names the field, ``value`` what it was."""

    def __init__(self, part: str, value: object, why: str) -> None:
        super().__init__(f"This breath cannot be paced: {why}.", value=value)
        self.part = part
        self.why = why


@dataclass(frozen=True, slots=True)
class Pattern:
    """One breath: in, hold, out, hold, each in seconds.

    Raises
    ------
    InvalidPattern
        If a part is not a number of seconds, the in- or out-breath is shorter than 0.5 s, or the
        breaths are not 3 to 12 a minute.
    """

    inhale_s: float
    hold_in_s: float
    exhale_s: float
    hold_out_s: float = 0.0
    name: str = ""

    def __post_init__(self) -> None:
        for part, shortest in (
            ("inhale_s", MIN_PART_S),
            ("hold_in_s", 0.0),
            ("exhale_s", MIN_PART_S),
            ("hold_out_s", 0.0),
        ):
            seconds = getattr(self, part)
            if not (math.isfinite(seconds) and seconds >= shortest - _ROUNDING):
                raise InvalidPattern(
                    part, seconds, f"{part} must be at least {shortest:g} s, not {seconds:g}"
                )
        rate = self.rate_per_min
        if not MIN_RATE_PER_MIN - _ROUNDING <= rate <= MAX_RATE_PER_MIN + _ROUNDING:
            raise InvalidPattern("rate_per_min", rate, _rate_out_of_bounds(rate))

    @classmethod
    def from_rate(
        cls, rate_per_min: float, inhale_share: float = DEFAULT_INHALE_SHARE, name: str = ""
    ) -> Self:
        """Breath without holds at a rate (3 to 12 a minute), ``inhale_share`` of it breathing in.

        Raises
        ------
        InvalidPattern
            If the rate or the share is out of bounds.
        """
        if not MIN_RATE_PER_MIN <= rate_per_min <= MAX_RATE_PER_MIN:
            raise InvalidPattern("rate_per_min", rate_per_min, _rate_out_of_bounds(rate_per_min))
        if not 0.0 < inhale_share < 1.0:
            raise InvalidPattern(
                "inhale_share",
                inhale_share,
                f"the share of breathing in must be between 0 and 1, not {inhale_share:g}",
            )
        period_s = 60.0 / rate_per_min
        return cls(
            inhale_s=period_s * inhale_share,
            hold_in_s=0.0,
            exhale_s=period_s * (1.0 - inhale_share),
            name=name,
        )

    @classmethod
    def of(cls, change: PacerChange) -> Self:
        """Pattern that an event asks for.

        Raises
        ------
        InvalidPattern
            If it asks for a breath that cannot be paced.
        """
        return cls(
            change.inhale_s, change.hold_in_s, change.exhale_s, change.hold_out_s, change.name
        )

    @classmethod
    def nearest(cls, change: PacerChange) -> Self:
        """Like `of`, but a rate outside 3 to 12 a minute is brought to the nearer bound.

        Raises
        ------
        InvalidPattern
            If that is no breath either, e.g. with no in-breath at all.
        """
        parts = (change.inhale_s, change.hold_in_s, change.exhale_s, change.hold_out_s)
        period_s = sum(parts)
        if not (math.isfinite(period_s) and period_s > 0.0 and min(parts) >= 0.0):
            return cls.of(change)
        bounded_s = min(max(period_s, 60.0 / MAX_RATE_PER_MIN), 60.0 / MIN_RATE_PER_MIN)
        if bounded_s == period_s:
            return cls.of(change)
        inhale_s, hold_in_s, exhale_s, hold_out_s = (p * bounded_s / period_s for p in parts)
        return cls(inhale_s, hold_in_s, exhale_s, hold_out_s)

    @property
    def parts_s(self) -> tuple[float, float, float, float]:
        """Seconds of breathing in, holding, breathing out, holding."""
        return (self.inhale_s, self.hold_in_s, self.exhale_s, self.hold_out_s)

    @property
    def period_s(self) -> float:
        """Seconds of one whole breath."""
        return self.inhale_s + self.hold_in_s + self.exhale_s + self.hold_out_s

    @property
    def rate_per_min(self) -> float:
        """Breaths a minute."""
        return 60.0 / self.period_s

    @property
    def inhale_share(self) -> float:
        """Breathing in as a share of the moving parts, holds left out."""
        return self.inhale_s / (self.inhale_s + self.exhale_s)

    def with_rate(self, rate_per_min: float) -> Self:
        """Give the same proportions at another rate; the name goes, as it may tell the old one.

        Raises
        ------
        InvalidPattern
            If the rate is out of bounds.
        """
        if not MIN_RATE_PER_MIN <= rate_per_min <= MAX_RATE_PER_MIN:
            raise InvalidPattern("rate_per_min", rate_per_min, _rate_out_of_bounds(rate_per_min))
        scale = 60.0 / rate_per_min / self.period_s
        inhale_s, hold_in_s, exhale_s, hold_out_s = (part * scale for part in self.parts_s)
        return replace(
            self,
            inhale_s=inhale_s,
            hold_in_s=hold_in_s,
            exhale_s=exhale_s,
            hold_out_s=hold_out_s,
            name="",
        )

    def stepped(self, by_per_min: float) -> Self | None:
        """Next slower or faster tenth of a breath a minute; ``None`` at the bound."""
        wanted = round(self.rate_per_min + by_per_min, 1)
        rate = min(max(wanted, MIN_RATE_PER_MIN), MAX_RATE_PER_MIN)
        if abs(rate - self.rate_per_min) < _ROUNDING:
            return None
        return self.with_rate(rate)

    def change_at(self, t: float, *, glide: bool = True) -> PacerChange:
        """Event that asks for this pattern at ``t``."""
        return PacerChange(
            t,
            inhale_s=self.inhale_s,
            hold_in_s=self.hold_in_s,
            exhale_s=self.exhale_s,
            hold_out_s=self.hold_out_s,
            name=self.name,
            glide=glide,
        )


def _rate_out_of_bounds(rate: float) -> str:
    return (
        f"the pace must be {MIN_RATE_PER_MIN:g} to {MAX_RATE_PER_MIN:g} breaths a minute, "
        f"not {rate:.3g}"
    )
