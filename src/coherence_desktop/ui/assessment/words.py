"""What the pages of an assessment say."""

from collections.abc import Mapping
from dataclasses import dataclass

from coherence_desktop.practice.assessments.parts import Part, PartKind
from coherence_desktop.practice.assessments.protocols import (
    DEEP_BREATHING,
    FINE,
    RESTING,
    SLIDING,
    STEPPED,
)
from coherence_desktop.signal.resonance import Assessment
from coherence_desktop.signal.results import Absent
from coherence_desktop.ui.words.values import NBSP, length

DONE_HEADLINE = "That is all"
DONE_WORDS = "The results are shown when the session has ended."
PAUSED_WORDS = "Paused. The time of this part stands still."


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of an assessment before it begins."""

    summary: str
    happens: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    STEPPED: Kind(
        "Five slow rates, one after the other, to find the one that moves the heart most.",
        (
            "First you sit quietly. This is the baseline.",
            "Then you breathe with the guide at 6.5, 6, 5.5, 5 and 4.5 breaths a minute.",
            "Between two rates you rest and breathe as you like.",
            "Breathe gently, not deeply. Slower is not better.",
        ),
    ),
    SLIDING: Kind(
        "One slow glide from 6.75 to 4.25 breaths a minute, in 78 breaths.",
        (
            "First you sit quietly. This is the baseline.",
            "Then you breathe with the guide. Each breath is a little longer than the last.",
            "The change is too small to notice. There is nothing to do but follow.",
            "Breathe gently, not deeply.",
        ),
    ),
    FINE: Kind(
        "Five rates close together, around the best one so far.",
        (
            "First you sit quietly. This is the baseline.",
            "Then you breathe with the guide at rates 0.2 a minute apart.",
            "Between two rates you rest and breathe as you like.",
            "This tells neighbours apart after the first pass.",
        ),
    ),
    DEEP_BREATHING: Kind(
        "One minute of slow, deep breathing: how far the heart can swing.",
        (
            "A few seconds to get ready.",
            "Then six deep breaths with the guide, ten seconds each.",
            "Stop at any time if you feel dizzy.",
        ),
    ),
    RESTING: Kind(
        "Five minutes of sitting quietly: the heart at rest.",
        (
            "Sit comfortably, both feet on the floor, and do not speak.",
            "Breathe as usual. There is no guide.",
            "All measures are taken from this time.",
        ),
    ),
}

_NOW = {
    PartKind.BASELINE: ("Baseline", "Sit quietly and breathe as usual."),
    PartKind.READY: ("Get ready", "Sit comfortably. The guide starts when this time is over."),
    PartKind.REST: ("Rest", "Breathe as you like."),
    PartKind.BREATHE: ("", "Follow the guide: in as it grows, out as it shrinks."),
    PartKind.SLIDE: ("Breathe with the guide", "It slows down a little with every breath."),
    PartKind.QUIET: ("Sit quietly", "Breathe as usual, without speaking."),
}

CLARITY = {
    "clear": "clear",
    "likely": "likely",
    "open": "open: read with care",
}


def rate_words(rate_per_min: float) -> str:
    """``5.5``, ``6``, ``5.94``: as many decimals as the rate has."""
    return f"{round(rate_per_min, 2):g}"


def now_words(part: Part) -> tuple[str, str]:
    """Headline and sentence of a running part."""
    headline, said = _NOW[part.kind]
    if part.kind is PartKind.BREATHE:
        headline = f"Breathe at {rate_words(part.rates_per_min[0])} a minute"
    return headline, said


def short_words(part: Part) -> str:
    """A part in one or two words, for where there is little room."""
    match part.kind:
        case PartKind.BREATHE:
            return rate_words(part.rates_per_min[0])
        case PartKind.SLIDE:
            first, last = part.rates_per_min[0], part.rates_per_min[-1]
            return f"{rate_words(first)} to {rate_words(last)}"
        case _:
            return part.label


def next_words(part: Part | None) -> str:
    """What comes after the running part."""
    if part is None:
        return "Next: the end"
    what = {PartKind.BREATHE: f"{short_words(part)} a minute"}.get(part.kind, part.label.lower())
    return f"Next: {what}, {length(part.planned_s)}"


def left_words(seconds: float) -> str:
    """Minutes left in all, in words that do not change every second."""
    if seconds < 60.0:
        return "less than a minute left in all"
    return f"{-(-seconds // 60):.0f}{NBSP}min left in all"


IN_STEP = "It holds for breathing in step with the guide; a second behind it can mislead."


def minutes_words(seconds: float) -> str:
    """How long something lasts, to the minute from two minutes on."""
    return length(seconds) if seconds < 120.0 else f"{round(seconds / 60.0)}{NBSP}min"


def proposal_words(found: Assessment, *, sliding: bool = False) -> str:
    """Why this rate is proposed, and how sure that is."""
    proposal = found.proposal_per_min
    if isinstance(proposal, Absent):
        return f"No proposal: {proposal.reason}."
    rate = rate_words(proposal)
    ranks = f"{rate} is first or level in {found.first_in} of six criteria."
    by_rank = found.rates[found.mean_ranks.index(min(found.mean_ranks))].rate_per_min
    if isinstance(found.curve, Absent):
        return f"No resonance fits all rates: {found.curve.reason}. By rank, {ranks}"
    fit = (
        f"The resonance that fits all rates best lies at {found.curve.rate_per_min:.2f} a minute, "
        f"give or take {found.curve.error_per_min:.2f}."
    )
    sure = {
        "clear": "That is near enough to choose by." if sliding else "No other rate is as near.",
        "likely": "A neighbouring rate may do as well.",
        "open": "A neighbouring rate may do as well. Finer steps, or another day, can tell more.",
    }[found.clarity]
    if found.margin < 0.0:
        ranks += f" By rank alone it would be {rate_words(by_rank)}."
    return f"{fit} {sure} {ranks} {IN_STEP}"
