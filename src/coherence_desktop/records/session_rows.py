"""Reads and makes the rows of sessions and of their logs."""

from collections.abc import Generator, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from zlib import crc32

from coherence_desktop.events import (
    AccelerationChunk,
    AnyEvent,
    EcgChunk,
    Started,
    UndecodableEvent,
    decode_log,
)
from coherence_desktop.records.cipher import Connection
from coherence_desktop.records.problems import (
    LibraryDamaged,
    SessionAmbiguous,
    SessionNotFound,
    SessionUnreadable,
)
from coherence_desktop.records.session_id import normalise
from coherence_desktop.records.summary import SessionState, SessionSummary
from coherence_desktop.records.tables import SELECT_SESSIONS, SessionRow, place_of

_LOG = "SELECT place, body, crc32 FROM events WHERE place BETWEEN ? AND ? ORDER BY place"
_LOG_BYTES = "SELECT coalesce(sum(length(body)), 0) FROM events WHERE place BETWEEN ? AND ?"


def read_sessions(connection: Connection) -> list[SessionSummary]:
    """Summaries of all sessions, the newest first."""
    rows = connection.execute(f"{SELECT_SESSIONS} ORDER BY id DESC").fetchall()
    return [_summary(SessionRow(*row)) for row in rows]


def choose(sessions: list[SessionSummary], reference: str) -> SessionSummary:
    """Find one session by its id, the beginning of its id, or ``last``.

    Parameters
    ----------
    sessions : list of SessionSummary
        The newest first.
    reference : str

    Raises
    ------
    SessionNotFound, SessionAmbiguous
        If none or several go by that.
    """
    if reference.strip().lower() == "last":
        found = sessions[:1]
    else:
        prefix = normalise(reference)
        found = [session for session in sessions if prefix and session.id.startswith(prefix)]
    if not found:
        raise SessionNotFound(reference)
    if len(found) > 1:
        raise SessionAmbiguous(reference, len(found))
    return found[0]


def key_of(connection: Connection, session_id: str) -> int:
    """Key of the session with exactly this id.

    Raises
    ------
    SessionNotFound
        If there is none.
    """
    row = connection.execute('SELECT "key" FROM sessions WHERE id = ?', (session_id,)).fetchone()
    if row is None:
        raise SessionNotFound(session_id)
    key: int = row[0]
    return key


def read_log(
    connection: Connection, path: Path, session_id: str, *, raw: bool = True
) -> list[AnyEvent]:
    """Read the whole log of a session, in the order in which it was recorded.

    Parameters
    ----------
    connection : Connection
    path : Path
        Of the library, for messages.
    session_id : str
    raw : bool
        Whether all chunks of ECG and acceleration are kept. Otherwise the first and the last one
        of each are, which tell that there are more, and until when.

    Raises
    ------
    SessionNotFound, SessionUnreadable, LibraryDamaged
        If there is none, a newer version wrote it, or a part of it cannot be read.
    """
    log = log_of(connection, path, session_id)
    return list(log if raw else without_raw(log))


def log_of(connection: Connection, path: Path, session_id: str) -> Generator[AnyEvent, None, None]:
    """Read a log as `read_log`, event by event: only those of one row are held at a time."""
    count = 0
    key = key_of(connection, session_id)
    run = (place_of(key, 0), place_of(key + 1, 0) - 1)
    with closing(connection.execute(_LOG, run)) as rows:
        for place, body, checksum in rows:
            if place != place_of(key, count) or crc32(body) != checksum:
                raise LibraryDamaged(path)
            try:
                part = decode_log(body)
            except UndecodableEvent as error:
                raise SessionUnreadable(session_id) from error
            count += len(part)
            yield from part


def log_bytes(connection: Connection, session_id: str) -> int:
    """Size of a log as `encode_log` gives it, within a few bytes; nothing of it is read."""
    key = key_of(connection, session_id)
    run = (place_of(key, 0), place_of(key + 1, 0) - 1)
    size: int = connection.execute(_LOG_BYTES, run).fetchone()[0]
    return size


def without_raw(log: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Leave out chunks of raw signals, but for the first and the last one of each."""
    kept: list[AnyEvent] = []
    told: set[type[AnyEvent]] = set()
    last: dict[type[AnyEvent], tuple[int, AnyEvent]] = {}
    for event in log:
        if isinstance(event, EcgChunk | AccelerationChunk):
            if type(event) in told:
                last.pop(type(event), None)
                last[type(event)] = len(kept), event
                continue
            told.add(type(event))
        kept.append(event)
    for place, event in reversed(last.values()):
        kept.insert(place, event)
    return kept


def new_row(session_id: str, started: Started, client: str) -> dict[str, Any]:
    """Row of a session that holds its first event and nothing else."""
    return {
        "id": session_id,
        "title": started.title,
        "client": client,
        "source": started.source,
        "state": SessionState.RUNNING,
        "started_utc": started.started_utc,
        "timezone": started.timezone,
        "utc_offset_s": started.utc_offset_s,
        "duration_s": started.t,
        "beats": 0,
        "events": 1,
        "device_name": "",
        "device_address": "",
        "device_model": "",
        "device_firmware": "",
        "app_version": started.app_version,
        "vocabulary": started.vocabulary,
    }


def _summary(row: SessionRow) -> SessionSummary:
    columns = row._asdict()
    del columns["key"]
    return SessionSummary(**columns | {"state": SessionState(row.state)})
