"""The parts of an assessment: what each asks for, told by the name of its phase alone."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coherence_desktop.practice.pattern import MAX_RATE_PER_MIN, MIN_RATE_PER_MIN, Pattern

AFTER = "after"
AFTER_LABEL = "After the assessment"


class PartKind(StrEnum):
    """What is asked for in a part."""

    BASELINE = "baseline"
    """Sit quietly before the first rate."""
    READY = "ready"
    """A few seconds before the guide starts."""
    REST = "rest"
    """Breathe freely between two rates."""
    BREATHE = "breathe"
    """Follow the guide at one rate."""
    SLIDE = "slide"
    """Follow the guide while it gets slower."""
    QUIET = "quiet"
    """Sit quietly: this is what is measured."""


PACED = (PartKind.BREATHE, PartKind.SLIDE)

_LABELS = {
    PartKind.BASELINE: "Baseline",
    PartKind.READY: "Get ready",
    PartKind.REST: "Rest",
    PartKind.QUIET: "Sit quietly",
}
_NUMBER = r"(\d+(?:\.\d+)?)"
_NAME = re.compile(
    rf"(?P<kind>baseline|ready|quiet)|rest_\d+|breathe_{_NUMBER}|slide_{_NUMBER}_{_NUMBER}_(\d+)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an assessment.

    Its name says all of it but the time, so that a log alone tells how the assessment went:
    ``baseline``, ``rest_1``, ``breathe_5.5``, ``slide_6.75_4.25_78`` (from, to, breaths).
    """

    name: str
    kind: PartKind
    planned_s: float
    rates_per_min: tuple[float, ...] = ()
    """The guide's pace breath by breath; a single one for steady breathing, none without."""

    @property
    def label(self) -> str:
        """What the phase is called: "5.5 a minute"."""
        match self.kind:
            case PartKind.BREATHE:
                return f"{self.rates_per_min[0]:g} a minute"
            case PartKind.SLIDE:
                first, last = self.rates_per_min[0], self.rates_per_min[-1]
                return f"From {first:g} to {last:g} a minute"
            case _:
                return _LABELS[self.kind]

    def pattern(self, breath: int) -> Pattern:
        """Pattern of a breath of a paced part, from 0; beyond the last it stays what it was."""
        return Pattern.from_rate(self.rates_per_min[min(breath, len(self.rates_per_min) - 1)])


def part(name: str, planned_s: float) -> Part | None:
    """Part that a phase of this name is; ``None`` if it is none of an assessment."""
    found = _NAME.fullmatch(name)
    if found is None or not (math.isfinite(planned_s) and planned_s > 0.0):
        return None
    if found["kind"]:
        return Part(name, PartKind(found["kind"]), planned_s)
    steady, first, last, breaths = found.groups()[1:]
    if steady is None and first is None:
        return Part(name, PartKind.REST, planned_s)
    if steady is not None:
        kind, rates = PartKind.BREATHE, [float(steady)]
    else:
        kind, rates = PartKind.SLIDE, slide_rates(float(first), float(last), int(breaths))
    if not rates or not all(MIN_RATE_PER_MIN <= rate <= MAX_RATE_PER_MIN for rate in rates):
        return None
    return Part(name, kind, planned_s, tuple(rates))


def parts_of(planned_s: Mapping[str, float]) -> tuple[Part, ...]:
    """Parts of a plan as `PracticeStarted` carries it; names that are none are left out."""
    found = (part(name, seconds) for name, seconds in planned_s.items())
    return tuple(one for one in found if one is not None)


def plan_of(parts: Sequence[Part]) -> dict[str, float]:
    """Plan of these parts for `PracticeStarted`."""
    return {one.name: one.planned_s for one in parts}


def breathe(rate_per_min: float, seconds: float) -> Part:
    """Steady breathing for about so long, in whole breaths, so that none is cut off.

    Raises
    ------
    InvalidPattern
        If the guide cannot pace that rate.
    """
    rate = Pattern.from_rate(rate_per_min).rate_per_min
    breaths = max(1, round(seconds * rate / 60.0))
    name = f"breathe_{rate_per_min:g}"
    return Part(name, PartKind.BREATHE, breaths * 60.0 / rate, (rate_per_min,))


def slide(from_per_min: float, to_per_min: float, breaths: int) -> Part:
    """Breathing that gets slower, or faster, from one breath to the next.

    Raises
    ------
    InvalidPattern
        If the guide cannot pace one of the rates.
    """
    for rate in (from_per_min, to_per_min):
        Pattern.from_rate(rate)
    rates = tuple(slide_rates(from_per_min, to_per_min, breaths))
    name = f"slide_{from_per_min:g}_{to_per_min:g}_{breaths}"
    return Part(name, PartKind.SLIDE, sum(60.0 / rate for rate in rates), rates)


def slide_rates(from_per_min: float, to_per_min: float, breaths: int) -> list[float]:
    """Rate of each breath of a slide: every breath is longer than the last by the same time."""
    if breaths < 2 or min(from_per_min, to_per_min) <= 0.0:
        return []
    first_s, last_s = 60.0 / from_per_min, 60.0 / to_per_min
    step_s = (last_s - first_s) / (breaths - 1)
    inner = (60.0 / (first_s + breath * step_s) for breath in range(1, breaths - 1))
    return [from_per_min, *inner, to_per_min]
