"""What a library holds, counted; and checked to its last byte."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zlib import crc32

import msgspec

from coherence_desktop.records.cipher import Connection
from coherence_desktop.records.course import Course
from coherence_desktop.records.problems import LibraryDamaged
from coherence_desktop.records.tables import place_of

_ROWS_BETWEEN_LOOKS = 64
_OPERATIONS_BETWEEN_LOOKS = 100_000
_WITH_CHECKSUM = ("chart_entries", "writings", "audit")


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """How much there is of each kind."""

    sessions: int
    events: int
    clients: int = 0
    chart_entries: int = 0
    writings: int = 0
    audit: int = 0

    @property
    def words(self) -> str:
        """What a person asks first: ``12 sessions, 1 client``."""
        counted = ((self.sessions, "session"), (self.clients, "client"))
        return ", ".join(f"{many} {one}{'' if many == 1 else 's'}" for many, one in counted)


def count(connection: Connection) -> Contents:
    """Count what a library holds; one of an older version may lack some kinds.

    Parameters
    ----------
    connection : Connection
        In a transaction, so that everything is of one moment.
    """
    kinds = ("sessions", "clients", *_WITH_CHECKSUM)
    tables = _tables(connection)
    found = {
        kind: connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0]  # noqa: S608
        for kind in kinds
        if kind in tables
    }
    events = connection.execute("SELECT total(count) FROM events").fetchone()[0]
    return Contents(events=int(events), **found)


def check(connection: Connection, path: Path, course: Course) -> Contents:
    """Check each page, each table and each checksum of a library, then count what it holds.

    Parameters
    ----------
    connection : Connection
        To a file that nobody writes to.
    path : Path
        For the sentences.
    course : Course

    Raises
    ------
    LibraryDamaged
        If anything is not as it was written.
    KeepingCancelled
        If asked to stop.
    sqlcipher3.dbapi2.Error
        If the file cannot be read.
    """
    course.at(0.0)
    # Authenticates the pages as they are in the file: a changed byte shows, free pages too.
    if connection.execute("PRAGMA cipher_integrity_check").fetchall():
        raise LibraryDamaged(path)
    course.at(0.3)
    connection.set_progress_handler(lambda: int(course.cancelled), _OPERATIONS_BETWEEN_LOOKS)
    try:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    except connection.OperationalError:
        course.at(0.3)
        raise
    finally:
        connection.set_progress_handler(None, 0)
    if found != [("ok",)]:
        raise LibraryDamaged(path)
    course.at(0.6)
    _check_logs(connection, path, course.part(0.6, 0.95))
    tables = _tables(connection)
    for table in _WITH_CHECKSUM:
        if table in tables:
            _check_rows(connection, path, table)
    course.at(1.0)
    return count(connection)


def _check_logs(connection: Connection, path: Path, course: Course) -> None:
    sessions = dict(connection.execute('SELECT "key", events FROM sessions').fetchall())
    found = dict.fromkeys(sessions, 0)
    total = connection.execute("SELECT count(*) FROM events").fetchone()[0]
    for number, (place, length, body, checksum) in enumerate(_logs(connection)):
        if number % _ROWS_BETWEEN_LOOKS == 0:
            course.at(number / total)
        session = place >> 32
        if session not in found or place != place_of(session, found[session]):
            raise LibraryDamaged(path, "a session has a gap")
        if crc32(body) != checksum:
            raise LibraryDamaged(path, "a part of a session cannot be read")
        found[session] += length
    if found != sessions:
        raise LibraryDamaged(path, "a session is not whole")


def _logs(connection: Connection) -> Iterator[tuple[int, int, bytes, int]]:
    read = "SELECT place, count, body, crc32 FROM events ORDER BY place"
    with closing(connection.execute(read)) as rows:
        yield from rows


def _check_rows(connection: Connection, path: Path, table: str) -> None:
    read = f"SELECT body, crc32 FROM {table}"  # noqa: S608 - a name of ours
    with closing(connection.execute(read)) as rows:
        for body, checksum in rows:
            if crc32(body) != checksum:
                raise LibraryDamaged(path, "a part of a chart, text or list cannot be read")


def _tables(connection: Connection) -> set[str]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for (name,) in names}
