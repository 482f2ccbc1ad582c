"""Sessions of a compassion practice: what they are to be, with the words kept for one client."""

from typing import TYPE_CHECKING

from coherence_desktop.practice.programme import Programme
from coherence_desktop.practice.programmes import CompassionPractice, load_programmes
from coherence_desktop.records.library import Library
from coherence_desktop.records.locations import own_content
from coherence_desktop.ui.session.plan import SessionPlan

if TYPE_CHECKING:
    from coherence_desktop.ui.live.commands import SessionCommands
    from coherence_desktop.ui.live.held_page import HeldPage
    from coherence_desktop.ui.theme import Theme


def programme_plan(
    practice: CompassionPractice,
    library: Library,
    client: str = "",
    *,
    minutes_shown: bool = False,
    continuing: str = "",
) -> SessionPlan:
    """Plan a compassion practice.

    Parameters
    ----------
    practice : CompassionPractice
    library : Library
        Where private words are kept.
    client : str
        Id of the chart; without one, private words are not kept, and the page says so.
    minutes_shown : bool
        Whether the breath guide shows the minutes left.
    continuing : str
        Id of the session to go on with.
    """

    def make_page(theme: "Theme", session: "SessionCommands") -> "HeldPage":
        from coherence_desktop.records.writings import Writings
        from coherence_desktop.ui.programme.page import ProgrammePage

        keeper = Writings(library, client) if client else None
        return ProgrammePage(theme, session, practice, keeper, minutes_shown=minutes_shown)

    return SessionPlan(
        practice.name,
        lambda: Programme(practice),
        client,
        make_page=make_page,
        continuing=continuing,
    )


def practice_of(practice_id: str) -> CompassionPractice | None:
    """Compassion practice of an id, one's own ones too; ``None`` if its file is gone."""
    return load_programmes(extra=own_content("practices")).by_id.get(practice_id)
