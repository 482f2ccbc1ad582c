"""What all entries of a chart share."""

import msgspec

VERSION = 1


class Entry(msgspec.Struct, frozen=True, tag=True, tag_field="entry", omit_defaults=True):
    """What all entries share: when, and by whom if that matters."""

    at_utc: str
    by: str = ""


class DayEntry(Entry, frozen=True, kw_only=True):
    """An entry that counts for a day of the person's own calendar, as an ISO date."""

    day: str
