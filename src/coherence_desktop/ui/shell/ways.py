"""The two ways to start the app, and the pages that each has in its rail."""

from coherence_desktop.ui.places import (
    CLIENTS,
    JOURNAL,
    PRACTISE,
    PROGRESS,
    REVIEW,
    SETTINGS,
    TODAY,
)
from coherence_desktop.ui.preferences import Way
from coherence_desktop.ui.widgets.rail import RailEntry

_SETTINGS = RailEntry(SETTINGS, "Settings", "settings")
_ENTRIES = {
    Way.CLINIC: (
        RailEntry(CLIENTS, "Clients", "clients"),
        RailEntry(PRACTISE, "Session", "practise"),
        RailEntry(REVIEW, "Review", "review"),
        _SETTINGS,
    ),
    Way.HOME: (
        RailEntry(TODAY, "Today", "today"),
        RailEntry(PRACTISE, "Practise", "practise"),
        RailEntry(PROGRESS, "Progress", "progress"),
        RailEntry(JOURNAL, "Journal", "journal"),
        _SETTINGS,
    ),
}


def entries_of(way: Way) -> tuple[RailEntry, ...]:
    """Entries of the rail, from the top; none before a way is chosen."""
    return _ENTRIES.get(way, ())
