"""Gets a library ready as it is opened: an older one converted, sessions that died closed."""

from pathlib import Path

from coherence_desktop.records import schema
from coherence_desktop.records.lock import WriterLock
from coherence_desktop.records.problems import LibraryInUse, LibraryNotUpgraded
from coherence_desktop.records.session_rows import read_sessions
from coherence_desktop.records.storage import Connections, problems_of
from coherence_desktop.records.summary import Recovered, SessionState, utc_after
from coherence_desktop.records.tables import SELECT_SESSIONS, UPDATE_STATE, SessionRow


def prepare(connections: Connections, path: Path, revision: str) -> list[Recovered]:
    """Bring a library to this version, and close the sessions whose process died.

    Parameters
    ----------
    connections : Connections
    path : Path
        The library file.
    revision : str
        Of the schema that it has.

    Returns
    -------
    list of Recovered
        What was closed.

    Raises
    ------
    LibraryInUse
        If it is older and another process records into it.
    LibraryNotUpgraded, LibraryProblem
        If it cannot be converted, read or written.
    """
    older = revision != schema.HEAD
    lock = WriterLock(path)
    if not lock.acquire():
        if older:
            raise LibraryInUse(path)
        return []  # a living process records: its session is running indeed
    try:
        if older:
            _upgrade(connections, path)
        return _recover(connections, path)
    finally:
        lock.release()


def _upgrade(connections: Connections, path: Path) -> None:
    try:
        schema.upgrade(connections.open, schema.MIGRATIONS)
    except schema.UpgradeFailed as error:
        raise LibraryNotUpgraded(path) from error


def _recover(connections: Connections, path: Path) -> list[Recovered]:
    left = (SessionState.RUNNING,)
    with problems_of(path):
        with connections.transaction() as connection:
            rows = connection.execute(f"{SELECT_SESSIONS} WHERE state = ?", left).fetchall()
        found = [SessionRow(*row) for row in rows]
        if not found:
            return []
        with connections.transaction() as connection:
            for row in found:
                ended = utc_after(row.started_utc, row.duration_s)
                recovered = {"state": SessionState.RECOVERED, "ended_utc": ended}
                connection.execute(UPDATE_STATE, {"key": row.key} | recovered)
            ids = {row.id for row in found}
            return [Recovered(each) for each in read_sessions(connection) if each.id in ids]
