"""The audit list as people read it: names where there still are any, kinds, and a table."""

import csv
import io
import re
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import msgspec

from coherence_desktop.records.charts import Charts
from coherence_desktop.records.export.cells import harmless, one_line
from coherence_desktop.records.export_files import write_file
from coherence_desktop.records.keeping.audit import Deed, audit, audit_entries
from coherence_desktop.records.library import Library

GROUPS: dict[str, tuple[Deed, ...]] = {
    "Opened": (Deed.OPENED, Deed.CHART_OPENED, Deed.SESSION_OPENED),
    "Taken out": (Deed.EXPORTED, Deed.REPORTED, Deed.HANDED_OVER, Deed.BACKED_UP),
    "Brought in": (Deed.IMPORTED, Deed.TAKEN_IN, Deed.RESTORED),
    "Changed": (Deed.MOVED, Deed.KEY_CHANGED, Deed.WAY_CHANGED),
    "Deleted": (Deed.CLIENT_DELETED, Deed.SESSION_DELETED),
}
"""Kinds of deeds by what a person looks for."""
_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{26}\b")
_HEAD = ("at_utc", "who", "what", "about")


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """One entry, in words."""

    at_utc: str
    """ISO 8601 in UTC."""
    who: str
    what: str
    about: str
    """As it is kept: ids, names of files."""
    words: str
    """The same, with the names of clients and the days of sessions that are still there."""

    @property
    def local(self) -> str:
        """Day and time on the clock of this computer."""
        return f"{datetime.fromisoformat(self.at_utc).astimezone():%Y-%m-%d %H:%M}"


def read_lines(
    library: Library, *, deeds: Collection[str] = (), newest: int | None = None
) -> list[AuditLine]:
    """Read the list, the newest entry first.

    Parameters
    ----------
    library : Library
    deeds : collection of str
        Only these, as in `Deed`; without any, all.
    newest : int, optional
        So many at most.

    Raises
    ------
    LibraryProblem
        If it cannot be read.
    """
    wanted = [one for one in audit_entries(library) if not deeds or one.what in deeds]
    known = _names(library)
    return [
        AuditLine(
            at_utc=one.at_utc,
            who=one.who,
            what=one.what,
            about=one.about,
            words=_ID.sub(lambda found: known.get(found[0], found[0]), one.about),
        )
        for one in wanted[:newest]
    ]


def write_table(
    library: Library, path: Path, deeds: Collection[str] = (), *, replace: bool = False
) -> Path:
    """Write the list as a table (CSV) without names, and note that it was exported.

    Parameters
    ----------
    library : Library
    path : Path
    deeds : collection of str
        As for `read_lines`.
    replace : bool
        Whether a file of that name may be replaced.

    Raises
    ------
    ExportExists, ExportFailed, LibraryProblem
        If it is not written.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_HEAD)
    for one in read_lines(library, deeds=deeds):
        cells = (one.at_utc, one.who, one.what, one.about)
        table.writerow(harmless(one_line(cell)) for cell in cells)
    audit(library, Deed.EXPORTED, "the audit list")
    write_file(path, text.getvalue().encode(), replace=replace)
    return path


def _names(library: Library) -> dict[str, str]:
    clients = {head.id: head.name or head.id for head in Charts(library).clients()}
    sessions = {}
    for one in library.sessions():
        whose = f" with {clients[one.client]}" if one.client in clients else ""
        sessions[one.id] = f"session of {one.started:%Y-%m-%d %H:%M}{whose}"
    return clients | sessions
