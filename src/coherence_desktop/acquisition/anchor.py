"""Ties a session's monotonic clock to the calendar."""

import os
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path

from coherence_desktop import __version__
from coherence_desktop.events import Started

_LINK = Path("/etc/localtime")


def started_now(*, title: str, source: str) -> Started:
    """Make the first event of a session that starts now.

    Parameters
    ----------
    title : str
        What is practised.
    source : str
        ``strap``, ``lsl``, ``replay``, ``simulation`` or ``none``.
    """
    utc = datetime.now(UTC)
    local = utc.astimezone()
    offset = local.utcoffset()
    return Started(
        0.0,
        started_utc=utc.isoformat(timespec="microseconds"),
        timezone=_zone_name() or local.strftime("%z"),
        utc_offset_s=int(offset.total_seconds()) if offset is not None else 0,
        app_version=__version__,
        title=title,
        source=source,
    )


def _zone_name() -> str:
    """IANA name of the local time zone where the system tells it; else empty."""
    named = os.environ.get("TZ", "").lstrip(":")
    if not named and _LINK.is_symlink():
        named = str(_LINK.resolve()).partition("zoneinfo/")[2]
    try:
        return zoneinfo.ZoneInfo(named).key if named else ""
    except (ValueError, zoneinfo.ZoneInfoNotFoundError):
        return ""
