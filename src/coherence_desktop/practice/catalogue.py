"""Everything that can be practised alone, in one list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from coherence_desktop.errors import Problem
from coherence_desktop.practice import assessments
from coherence_desktop.practice.breathing import Breathing
from coherence_desktop.practice.content import BadContent
from coherence_desktop.practice.patterns import Preset, load_patterns
from coherence_desktop.practice.programme import KIND as COMPASSION
from coherence_desktop.practice.programme import Programme
from coherence_desktop.practice.programmes import CompassionPractice, load_programmes
from coherence_desktop.practice.session import Practice

BREATHING, ASSESSMENT = "breathing", "assessment"
BREATHING_S = 600.0
"""Usual length of breathing with the guide."""


class NoSuchPractice(Problem):
    """No practice, or more than one, goes by that name."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"There is no one practice {reference!r}. List them with 'practices'.", reference
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be practised."""

    id: str
    name: str
    kind: str
    """``breathing``, ``assessment`` or ``compassion``, as in `PracticeStarted`."""
    duration_s: float
    """About how long it takes."""
    make: Callable[[], Practice] = field(compare=False, repr=False)
    """Makes it, not begun."""
    about: str = ""
    programme: CompassionPractice | None = field(default=None, compare=False, repr=False)
    """Its steps, if it is a compassion practice."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is offered, in display order, and the files that were refused."""

    offers: tuple[Offer, ...]
    problems: tuple[BadContent, ...] = ()

    def find(self, reference: str) -> Offer:
        """Find what goes by an id, by a name, or by the beginning of one.

        Raises
        ------
        NoSuchPractice
            If nothing does, or several do.
        """
        wanted = reference.strip().casefold().replace("-", "_")
        for key in (_id, _name):
            exact = [offer for offer in self.offers if key(offer) == wanted]
            if exact:
                return exact[0]
        begun = [
            o for o in self.offers if _id(o).startswith(wanted) or _name(o).startswith(wanted)
        ]
        if not wanted or len(begun) != 1:
            raise NoSuchPractice(reference)
        return begun[0]


def load_catalogue(own: Path | None = None) -> Catalogue:
    """Load all that is offered.

    Parameters
    ----------
    own : Path, optional
        Folder of one's own content, laid out as the bundled assets are; it need not exist.
    """
    patterns = load_patterns(extra=None if own is None else own / "patterns")
    known = {preset.id: preset.pattern for preset in patterns.by_id.values()}
    extra = None if own is None else own / "practices"
    programmes = load_programmes(extra=extra, patterns=known)
    offers = (
        *(_breathing(preset) for preset in patterns.by_id.values()),
        *(_assessment(protocol) for protocol in assessments.all()),
        *(_compassion(practice) for practice in programmes.practices),
    )
    return Catalogue(offers, (*patterns.problems, *programmes.problems))


def _breathing(preset: Preset) -> Offer:
    return Offer(
        id=preset.id,
        name=preset.pattern.name,
        kind=BREATHING,
        duration_s=BREATHING_S,
        make=lambda: Breathing(preset.pattern, BREATHING_S, preset.id),
        about=preset.about,
    )


def _assessment(protocol: assessments.Protocol) -> Offer:
    return Offer(
        id=protocol.id,
        name=protocol.name,
        kind=ASSESSMENT,
        duration_s=protocol.duration_s,
        make=lambda: assessments.assessment(protocol.id),
    )


def _compassion(practice: CompassionPractice) -> Offer:
    return Offer(
        id=practice.id,
        name=practice.name,
        kind=COMPASSION,
        duration_s=practice.duration_s,
        make=lambda: Programme(practice),
        about=practice.about,
        programme=practice,
    )


def _id(offer: Offer) -> str:
    return offer.id.casefold()


def _name(offer: Offer) -> str:
    return offer.name.casefold()
