"""Who opened, took out, brought in, changed or deleted what: a list that is only added to."""

import getpass
import logging
from datetime import UTC, datetime
from enum import StrEnum
from zlib import crc32

import msgspec

from coherence_desktop.records.cipher import Connection, FileIdentity
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryDamaged, LibraryProblem
from coherence_desktop.records.storage import problems_of

logger = logging.getLogger(__name__)


class Deed(StrEnum):
    """What was done."""

    OPENED = "opened"
    CHART_OPENED = "chart opened"
    SESSION_OPENED = "session opened"
    EXPORTED = "exported"
    IMPORTED = "imported"
    REPORTED = "reported"
    HANDED_OVER = "handed over"
    TAKEN_IN = "taken in"
    BACKED_UP = "backed up"
    RESTORED = "restored"
    MOVED = "moved"
    KEY_CHANGED = "key changed"
    WAY_CHANGED = "way changed"
    CLIENT_DELETED = "client deleted"
    SESSION_DELETED = "session deleted"


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the list."""

    at_utc: str
    """ISO 8601 in UTC, to the second."""
    who: str
    """The user of the system, by their log-in name; empty where the system does not tell."""
    what: str
    """A `Deed`; a newer version may have written one that is not known here."""
    about: str = ""
    """What it was done to: the id of a session or client, the name of a file. Never a name of a
    person, because it stays when the client is deleted."""


def audit(library: Library, what: Deed, about: str = "") -> AuditEntry:
    """Note in the library that something was done; when this returns, the entry is on the disk.

    Parameters
    ----------
    library : Library
        An open one; a session may be recorded into it.
    what : Deed
    about : str
        An id or the name of a file; no names of persons.

    Raises
    ------
    LibraryProblem
        If the library cannot be written. What must not be done unseen is not done then.
    """
    FileIdentity(library.path).check()
    with problems_of(library.path), library.connections.transaction() as connection:
        return note(connection, what, about)


def audit_if_possible(library: Library, what: Deed, about: str = "") -> None:
    """Note what has been done already, or may be done without a note: opening above all.

    A full or failing disk is a reason to log, not to keep a person from what is theirs.
    """
    try:
        audit(library, what, about)
    except LibraryProblem as problem:
        logger.warning("the audit list was not written: %s", type(problem).__name__)


def note(connection: Connection, what: Deed, about: str = "") -> AuditEntry:
    """Add an entry to the file of a connection, which is in a transaction."""
    entry = AuditEntry(
        at_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        who=_user(),
        what=what,
        about=about.encode("utf-8", "replace").decode("utf-8"),
    )
    body = msgspec.msgpack.encode(entry)
    connection.execute("INSERT INTO audit (body, crc32) VALUES (?, ?)", (body, crc32(body)))
    return entry


def audit_entries(library: Library, *, newest: int | None = None) -> list[AuditEntry]:
    """Read the list, the newest entry first.

    Parameters
    ----------
    library : Library
    newest : int, optional
        Read so many at most.

    Raises
    ------
    LibraryDamaged
        If an entry cannot be read.
    LibraryProblem
        If the library cannot be read.
    """
    read = "SELECT body, crc32 FROM audit ORDER BY number DESC LIMIT ?"
    limit = -1 if newest is None else newest
    with problems_of(library.path), library.connections.transaction() as connection:
        rows = connection.execute(read, (limit,)).fetchall()
    entries = []
    for body, checksum in rows:
        if crc32(body) != checksum:
            raise LibraryDamaged(library.path, "the audit list cannot be read")
        try:
            entries.append(msgspec.msgpack.decode(body, type=AuditEntry))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise LibraryDamaged(library.path, "the audit list cannot be read") from error
    return entries


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system without accounts
        return ""
