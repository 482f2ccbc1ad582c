"""Plans a session of anything on offer, on the page for whoever sits before it."""

from typing import TYPE_CHECKING

from coherence_desktop.practice.breathing import Breathing
from coherence_desktop.practice.catalogue import BREATHING
from coherence_desktop.practice.pattern import MAX_RATE_PER_MIN, MIN_RATE_PER_MIN, Pattern
from coherence_desktop.practice.patterns import load_patterns
from coherence_desktop.practice.programme import KIND as COMPASSION
from coherence_desktop.records.locations import own_content
from coherence_desktop.ui.session.plan import PRESET, SessionPlan

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.live.commands import SessionCommands
    from coherence_desktop.ui.live.held_page import HeldPage, PageMaker
    from coherence_desktop.ui.theme import Theme


def plan_of(
    kind: str,
    practice_id: str,
    minutes: float,
    library: "Library",
    *,
    client: str = "",
    about: str = "",
    rate_per_min: float | None = None,
    pattern: Pattern | None = None,
    at_home: bool = False,
    minutes_shown: bool = True,
) -> SessionPlan | None:
    """Plan a practice; ``None`` if there is none of that id any more.

    Parameters
    ----------
    kind, practice_id : str
        As in `events.PracticeStarted`.
    minutes : float
        How long to breathe; other practices have lengths of their own.
    library : Library
    client, about : str
        Id of the chart, and who it is in words.
    rate_per_min : float, optional
        Breaths a minute instead of the pattern's.
    pattern : Pattern, optional
        For a breathing practice that is not known here: as it came with the plan.
    at_home : bool
        Whether the page is for the person who practises.
    minutes_shown : bool
        Whether minutes left are shown at home.
    """
    if kind == COMPASSION:
        from coherence_desktop.ui.session.programme_plan import practice_of, programme_plan

        practice = practice_of(practice_id)
        if practice is None:
            return None
        return programme_plan(practice, library, client, minutes_shown=minutes_shown)
    preset = load_patterns(extra=own_content("patterns")).by_id.get(practice_id)
    pattern = pattern if preset is None else preset.pattern
    if kind != BREATHING or pattern is None:
        return None
    title = pattern.name
    if rate_per_min is not None:
        rate_per_min = min(max(rate_per_min, MIN_RATE_PER_MIN), MAX_RATE_PER_MIN)
    if practice_id == PRESET:
        title = "Breathing at your rhythm" if at_home else "Breathing at resonance"
        pattern = pattern if rate_per_min is None else Pattern.from_rate(rate_per_min)
    elif rate_per_min is not None:
        pattern = pattern.with_rate(rate_per_min)
    return SessionPlan(
        title,
        lambda: Breathing(pattern, 60.0 * minutes, practice_id),
        client,
        about,
        _home_page(title, minutes_shown=minutes_shown) if at_home else None,
    )


def _home_page(title: str, *, minutes_shown: bool) -> "PageMaker":
    def make_page(theme: "Theme", session: "SessionCommands") -> "HeldPage":
        from coherence_desktop.ui.home.breathing_page import HomeBreathingPage

        return HomeBreathingPage(theme, session, title, minutes_shown=minutes_shown)

    return make_page
