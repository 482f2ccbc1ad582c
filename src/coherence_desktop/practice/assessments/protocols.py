"""The assessments that there are, and how each of them goes.

References
----------
Shaffer, F., & Meehan, Z. M. (2020). A practical guide to resonance frequency assessment for heart
rate variability biofeedback. Frontiers in Neuroscience, 14, 570400. doi:10.3389/fnins.2020.570400
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coherence_desktop.practice.assessments.parts import (
    Part,
    PartKind,
    breathe,
    slide,
)
from coherence_desktop.practice.pattern import MAX_RATE_PER_MIN, MIN_RATE_PER_MIN, Pattern

STEPPED = "resonance_stepped"
SLIDING = "resonance_sliding"
FINE = "resonance_fine"
DEEP_BREATHING = "deep_breathing"
RESTING = "resting"
RESONANCE = (STEPPED, SLIDING, FINE)
"""Assessments whose result is a proposed pace."""

RATES_PER_MIN = (6.5, 6.0, 5.5, 5.0, 4.5)
FINE_STEP_PER_MIN = 0.2
FINE_STEPS = 2
"""Rates on each side of the best in the fine second pass."""
READY_S = 15.0


class Order(StrEnum):
    """In which order rates are offered."""

    FALLING = "falling"
    RISING = "rising"
    SHUFFLED = "shuffled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a clinician can choose before an assessment."""

    order: Order = Order.FALLING
    seed: int = 0
    """Of the shuffled order: the same seed gives the same order."""
    baseline_s: float = 120.0
    rate_s: float = 120.0
    """At each rate; brought to the nearest whole breath."""
    rest_s: float = 60.0
    """Between two rates; 0 for none."""
    around_per_min: float = 6.0
    """Best rate so far, in whose neighbourhood the fine second pass looks."""
    resting_s: float = 300.0
    deep_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Protocol:
    """An assessment."""

    id: str
    name: str
    parts: Callable[[Options], tuple[Part, ...]]

    @property
    def duration_s(self) -> float:
        """Planned seconds with the usual options."""
        return sum(part.planned_s for part in self.parts(Options()))


def ordered(rates_per_min: Sequence[float], order: Order, seed: int = 0) -> tuple[float, ...]:
    """Rates in the order in which they are breathed."""
    falling = sorted(rates_per_min, reverse=True)
    match order:
        case Order.FALLING:
            pass
        case Order.RISING:
            falling.reverse()
        case Order.SHUFFLED:
            random.Random(seed).shuffle(falling)  # noqa: S311 - an order of rates, no secret
    return tuple(falling)


def fine_rates(around_per_min: float) -> tuple[float, ...]:
    """Rates of the fine second pass, as far as the guide can pace them.

    Raises
    ------
    InvalidPattern
        If it cannot pace the best rate itself.
    """
    Pattern.from_rate(around_per_min)
    steps = range(-FINE_STEPS, FINE_STEPS + 1)
    rates = (round(around_per_min + FINE_STEP_PER_MIN * step, 2) for step in steps)
    return tuple(rate for rate in rates if MIN_RATE_PER_MIN <= rate <= MAX_RATE_PER_MIN)


def _stepped(options: Options) -> tuple[Part, ...]:
    return _at_rates(RATES_PER_MIN, options)


def _fine(options: Options) -> tuple[Part, ...]:
    return _at_rates(fine_rates(options.around_per_min), options)


def _at_rates(rates_per_min: Sequence[float], options: Options) -> tuple[Part, ...]:
    parts = list(_quiet(PartKind.BASELINE, options.baseline_s))
    for number, rate in enumerate(ordered(rates_per_min, options.order, options.seed)):
        if number and options.rest_s > 0.0:
            parts.append(Part(f"rest_{number}", PartKind.REST, options.rest_s))
        parts.append(breathe(rate, options.rate_s))
    return tuple(parts)


def _sliding(options: Options) -> tuple[Part, ...]:
    return (*_quiet(PartKind.BASELINE, options.baseline_s), slide(6.75, 4.25, 78))


def _deep_breathing(options: Options) -> tuple[Part, ...]:
    return (*_quiet(PartKind.READY, READY_S), breathe(6.0, options.deep_s))


def _resting(options: Options) -> tuple[Part, ...]:
    return _quiet(PartKind.QUIET, options.resting_s)


def _quiet(kind: PartKind, seconds: float) -> tuple[Part, ...]:
    return (Part(kind.value, kind, seconds),) if seconds > 0.0 else ()


PROTOCOLS: Mapping[str, Protocol] = {
    protocol.id: protocol
    for protocol in (
        Protocol(STEPPED, "Resonance, step by step", _stepped),
        Protocol(SLIDING, "Resonance, sliding", _sliding),
        Protocol(FINE, "Resonance, finer steps", _fine),
        Protocol(DEEP_BREATHING, "Deep breathing", _deep_breathing),
        Protocol(RESTING, "Resting", _resting),
    )
}
"""All assessments by id, in display order."""


def all() -> tuple[Protocol, ...]:  # noqa: A001 - read as assessments.all()
    """All assessments, in display order."""
    return tuple(PROTOCOLS.values())
