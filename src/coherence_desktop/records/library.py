"""The library: one encrypted file with every session and its event log."""

import threading
import time
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from zlib import crc32

from coherence_desktop.events import AnyEvent, Started, UndecodableEvent, decode_log
from coherence_desktop.records import schema
from coherence_desktop.records.keys import LibraryKey
from coherence_desktop.records.lock import WriterLock
from coherence_desktop.records.problems import (
    LibraryDamaged,
    LibraryInUse,
    LibraryNotUpgraded,
    SessionAmbiguous,
    SessionNotFound,
    SessionUnreadable,
)
from coherence_desktop.records.session_id import new_session_id, normalise
from coherence_desktop.records.session_writer import SessionWriter, chunk
from coherence_desktop.records.storage import Connections, make_file, problems_of
from coherence_desktop.records.summary import (
    Recovered,
    SessionState,
    SessionSummary,
    local_time,
    utc_after,
)
from coherence_desktop.records.tables import (
    INSERT_EVENTS,
    INSERT_SESSION,
    SELECT_SESSIONS,
    UPDATE_STATE,
    SessionRow,
    place_of,
)
from coherence_desktop.records.unlock import unlock

if TYPE_CHECKING:
    from coherence_desktop.records.recorder import Recorder

LOCK_PATIENCE_S = 1.0
"""Others that open the library hold its lock for a moment; a recording one holds it on."""


class Library:
    """An open library. Make one with `create`, `open` or `open_or_create`.

    Reading is possible from any thread, and from other processes, while a session is recorded.
    One process at a time records.

    Attributes
    ----------
    path : Path
        The file.
    recovered : list of Recovered
        Sessions whose process died while it recorded them, found at this opening.
    """

    def __init__(self, path: Path, connections: Connections) -> None:
        self.path = path
        self.recovered: list[Recovered] = []
        self._connections = connections
        self._lock = WriterLock(path)
        self._started: set[str] = set()
        self._recorders: dict[str, Recorder] = {}
        # The lock is held as long as a session is written, whichever thread ends the last one.
        self._ownership = threading.Lock()

    @classmethod
    def create(cls, path: Path, key: LibraryKey) -> Self:
        """Make a new library and open it.

        Raises
        ------
        LibraryExists
            If there is a file already; it stays as it is.
        LibraryProblem
            If the folder or disk does not take it.
        """
        path = Path(path)
        make_file(path, key)
        return cls.open(path, key)

    @classmethod
    def open(cls, path: Path, key: LibraryKey) -> Self:
        """Open a library; with a passphrase this takes about a tenth of a second.

        Raises
        ------
        LibraryProblem
            One of its kinds, with one sentence; the file is then as it was, byte for byte.
        """
        path = Path(path)
        raw_key, revision = unlock(path, key, schema.HEAD)
        library = cls(path, Connections(path, raw_key))
        try:
            library._prepare(revision)
        except BaseException:
            library.close()
            raise
        return library

    @classmethod
    def open_or_create(cls, path: Path, key: LibraryKey) -> Self:
        """Open the library at a path, or make one if there is no file."""
        path = Path(path)
        return cls.open(path, key) if path.exists() else cls.create(path, key)

    def sessions(self) -> list[SessionSummary]:
        """List all sessions, the newest first."""
        with problems_of(self.path), self._connections.transaction() as connection:
            rows = connection.execute(f"{SELECT_SESSIONS} ORDER BY id DESC").fetchall()
        return [_summary(SessionRow(*row)) for row in rows]

    def session(self, reference: str = "last") -> SessionSummary:
        """Find one session by its id, the beginning of its id, or ``last``.

        Raises
        ------
        SessionNotFound, SessionAmbiguous
            If none or several go by that.
        """
        sessions = self.sessions()
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

    def events(self, session_id: str) -> list[AnyEvent]:
        """Read the whole log of a session, in the order in which it was recorded.

        Raises
        ------
        SessionNotFound
            If there is no session with exactly this id.
        SessionUnreadable
            If a newer version wrote events that this one does not know.
        LibraryDamaged
            If a part of the log cannot be read.
        """
        read: list[AnyEvent] = []
        with problems_of(self.path), self._connections.transaction() as connection:
            found = 'SELECT "key" FROM sessions WHERE id = ?'
            row = connection.execute(found, (session_id,)).fetchone()
            if row is None:
                raise SessionNotFound(session_id)
            key: int = row[0]
            log = (
                "SELECT place, body, crc32 FROM events WHERE place BETWEEN ? AND ? ORDER BY place"
            )
            run = (place_of(key, 0), place_of(key + 1, 0) - 1)
            with closing(connection.execute(log, run)) as rows:
                for place, body, checksum in rows:
                    if place != place_of(key, len(read)) or crc32(body) != checksum:
                        raise LibraryDamaged(self.path)
                    try:
                        read += decode_log(body)
                    except UndecodableEvent as error:
                        raise SessionUnreadable(session_id) from error
        return read

    def start_session(self, started: Started, *, client: str = "") -> str:
        """Begin a session, which holds ``started`` as its first event from now on.

        Record into it with a `Recorder`, which ends it.

        Returns
        -------
        str
            The id of the session.

        Raises
        ------
        LibraryInUse
            If another process records.
        LibraryProblem
            If the library cannot be written.
        """
        session_id = new_session_id(local_time(started.started_utc, 0))
        with self._ownership:
            self._take_lock()
            self._started.add(session_id)
        row = {
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
        try:
            with problems_of(self.path), self._connections.transaction() as connection:
                key = connection.execute(INSERT_SESSION, row).lastrowid
                connection.execute(INSERT_EVENTS, chunk(key, 0, [started], started.t))
        except BaseException:
            self.release(session_id)
            raise
        return session_id

    def writer(self, session_id: str) -> SessionWriter:
        """Give what adds to the log of a session that was started here; for `Recorder`.

        Raises
        ------
        ValueError
            If the session was not started by this object, or has ended.
        LibraryProblem
            If the library cannot be read.
        """
        if session_id not in self._started:
            raise ValueError(f"session {session_id!r} was not started here, or has ended")
        return SessionWriter(self._connections, self.path, session_id)

    def attach(self, recorder: "Recorder") -> None:
        """Take note of a recorder that writes; for `Recorder`."""
        self._recorders[recorder.session_id] = recorder

    def release(self, session_id: str) -> None:
        """Take note that a session is no longer written; for `Recorder`."""
        with self._ownership:
            self._recorders.pop(session_id, None)
            self._started.discard(session_id)
            if not self._started:
                self._lock.release()

    def close(self) -> None:
        """Close the file. Sessions still recorded are given up: close their recorders before."""
        for recorder in list(self._recorders.values()):
            recorder.abandon()
        with self._ownership:
            self._started.clear()
            self._lock.release()
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _prepare(self, revision: str) -> None:
        older = revision != schema.HEAD
        if not self._lock.acquire():
            if older:
                raise LibraryInUse(self.path)
            return  # a living process records: its session is running indeed
        try:
            if older:
                self._upgrade()
            self._recover()
        finally:
            self._lock.release()

    def _upgrade(self) -> None:
        try:
            schema.upgrade(self._connections.open, schema.MIGRATIONS)
        except schema.UpgradeFailed as error:
            raise LibraryNotUpgraded(self.path) from error

    def _recover(self) -> None:
        left = (SessionState.RUNNING,)
        with problems_of(self.path):
            with self._connections.transaction() as connection:
                rows = connection.execute(f"{SELECT_SESSIONS} WHERE state = ?", left).fetchall()
            found = [SessionRow(*row) for row in rows]
            if not found:
                return
            with self._connections.transaction() as connection:
                for row in found:
                    ended = utc_after(row.started_utc, row.duration_s)
                    recovered = {"state": SessionState.RECOVERED, "ended_utc": ended}
                    connection.execute(UPDATE_STATE, {"key": row.key} | recovered)
        ids = {row.id for row in found}
        self.recovered = [Recovered(each) for each in self.sessions() if each.id in ids]

    def _take_lock(self) -> None:
        patient_until = time.monotonic() + LOCK_PATIENCE_S
        while not self._lock.acquire():
            if time.monotonic() > patient_until:
                raise LibraryInUse(self.path)
            time.sleep(0.02)


def _summary(row: SessionRow) -> SessionSummary:
    columns = row._asdict()
    del columns["key"]
    return SessionSummary(**columns | {"state": SessionState(row.state)})
