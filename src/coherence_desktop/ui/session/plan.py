"""What a session is to be, before a strap is chosen for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from coherence_desktop.events import AnyEvent
    from coherence_desktop.practice.session import Practice
    from coherence_desktop.ui.live.held_page import PageMaker

PRESET = "resonance"
PLANNED_S = 600.0


@dataclass(frozen=True)
class SessionPlan:
    """What is practised, by whom, and on which page it is shown."""

    title: str
    make_practice: "Callable[[], Practice]"
    client: str = ""
    """Id of the client's chart; empty for a session of nobody in the list."""
    about: str = ""
    """Who, as the page says it beside the strap."""
    make_page: "PageMaker | None" = None
    """Makes the page; ``None`` for the page of live breathing."""
    first: "AnyEvent | None" = None
    """Command to give as soon as the session runs; its time is set then."""
    continuing: str = ""
    """Id of the session to go on with."""
    sound_only: bool = False
    """Begin with eyes closed: tones, and a dark screen."""


def breathing_plan(
    client: str = "", about: str = "", rate_per_min: float | None = None
) -> SessionPlan:
    """Ten minutes of paced breathing: at this rate, or at the usual starting point."""

    def make_practice() -> "Practice":
        from coherence_desktop.practice.breathing import Breathing
        from coherence_desktop.practice.pattern import Pattern
        from coherence_desktop.practice.patterns import load_patterns

        pattern = load_patterns().by_id[PRESET].pattern
        if rate_per_min is not None:
            pattern = Pattern.from_rate(rate_per_min)
        return Breathing(pattern, PLANNED_S, PRESET)

    return SessionPlan("Breathing at resonance", make_practice, client, about)
