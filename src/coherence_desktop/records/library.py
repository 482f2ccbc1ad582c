"""The library: one encrypted file with every session and its event log."""

import threading
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from coherence_desktop.events import VERSION, AnyEvent, Started
from coherence_desktop.records import schema
from coherence_desktop.records.keys import LibraryKey
from coherence_desktop.records.lock import WriterLock
from coherence_desktop.records.problems import (
    LibraryInUse,
    LibraryNotUpgraded,
    SessionNotOpen,
    SessionRunning,
)
from coherence_desktop.records.session_id import new_session_id
from coherence_desktop.records.session_rows import choose, new_row, read_log, read_sessions
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
    REOPEN,
    SELECT_SESSIONS,
    UPDATE_STATE,
    SessionRow,
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

    @property
    def connections(self) -> Connections:
        """The connections to the file; for `Charts`."""
        return self._connections

    def sessions(self) -> list[SessionSummary]:
        """List all sessions, the newest first."""
        with problems_of(self.path), self._connections.transaction() as connection:
            return read_sessions(connection)

    def session(self, reference: str = "last") -> SessionSummary:
        """Find one session by its id, the beginning of its id, or ``last``.

        Raises
        ------
        SessionNotFound, SessionAmbiguous
            If none or several go by that.
        """
        return choose(self.sessions(), reference)

    def events(self, session_id: str, *, raw: bool = True) -> list[AnyEvent]:
        """Read the whole log of a session, in the order in which it was recorded.

        Parameters
        ----------
        session_id : str
        raw : bool
            Whether with ECG and acceleration. Without them the first chunk of each is still
            given, which tells that there are more.

        Raises
        ------
        SessionNotFound
            If there is no session with exactly this id.
        SessionUnreadable
            If a newer version wrote events that this one does not know.
        LibraryDamaged
            If a part of the log cannot be read.
        """
        with problems_of(self.path), self._connections.transaction() as connection:
            return read_log(connection, self.path, session_id, "all" if raw else "told")

    def ecg(self, session_id: str) -> list[AnyEvent]:
        """Read only the `EcgChunk` of a session; raises as `events`."""
        with problems_of(self.path), self._connections.transaction() as connection:
            return read_log(connection, self.path, session_id, "ecg")

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
        try:
            with problems_of(self.path), self._connections.transaction() as connection:
                row = new_row(session_id, started, client)
                key = connection.execute(INSERT_SESSION, row).lastrowid
                connection.execute(INSERT_EVENTS, chunk(key, 0, [started], started.t))
        except BaseException:
            self.release(session_id)
            raise
        return session_id

    def reopen_session(self, session_id: str) -> list[AnyEvent]:
        """Go on recording a session whose process died; gives its log so far.

        Record into it with a `Recorder`, as into one that `start_session` began. It should add a
        `Reopened` event first.

        Raises
        ------
        SessionNotFound, SessionNotOpen
            If there is none, or it was ended properly or is still recorded.
        LibraryInUse
            If another process records.
        LibraryProblem
            If the library cannot be read or written.
        """
        with self._ownership:
            if session_id in self._started:
                raise SessionNotOpen(session_id)
            self._take_lock()
            self._started.add(session_id)
        try:
            with problems_of(self.path), self._connections.transaction() as connection:
                log = read_log(connection, self.path, session_id)
                taken = {"id": session_id, "vocabulary": VERSION}
                if not connection.execute(REOPEN, taken).rowcount:
                    raise SessionNotOpen(session_id)
        except BaseException:
            self.release(session_id)
            raise
        return log

    def annotate(self, session_id: str, *events: AnyEvent) -> None:
        """Add to the log of a session that is over: a note, a marker, an interval judged anew.

        They come after its end in the log; their times are the moments that they are about.

        Raises
        ------
        SessionNotFound, SessionRunning
            If there is none, or it is still recorded.
        LibraryProblem
            If they could not be written.
        """
        if self.session(session_id).state is SessionState.RUNNING:
            raise SessionRunning(session_id)
        writer = SessionWriter(self._connections, self.path, session_id)
        try:
            writer.append(list(events))
        finally:
            writer.close()

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
