"""The library: one encrypted file with every session and its event log."""

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from coherence_desktop.events import VERSION, AnyEvent, EcgChunk, Started
from coherence_desktop.records import schema
from coherence_desktop.records.keys import LibraryKey
from coherence_desktop.records.preparing import prepare
from coherence_desktop.records.problems import LibraryClosed, SessionNotOpen, SessionRunning
from coherence_desktop.records.recording_right import RecordingRight
from coherence_desktop.records.session_id import new_session_id
from coherence_desktop.records.session_rows import (
    choose,
    log_bytes,
    log_of,
    new_row,
    read_log,
    read_sessions,
    without_raw,
)
from coherence_desktop.records.session_writer import SessionWriter, chunk
from coherence_desktop.records.storage import Connections, make_file, problems_of
from coherence_desktop.records.summary import (
    Recovered,
    SessionState,
    SessionSummary,
    local_time,
)
from coherence_desktop.records.tables import (
    INSERT_EVENTS,
    INSERT_SESSION,
    REOPEN,
)
from coherence_desktop.records.unlock import unlock

if TYPE_CHECKING:
    from coherence_desktop.records.recorder import Recorder


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
        self._recording = RecordingRight(path)
        self._recorders: dict[str, Recorder] = {}

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
            library.recovered = prepare(library.connections, path, revision)
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
            Whether with ECG and acceleration. Without them the first and the last chunk of each
            are still given, which tell that there are more, and until when.

        Raises
        ------
        SessionNotFound
            If there is no session with exactly this id.
        SessionUnreadable
            If a newer version wrote events that this one does not know.
        LibraryDamaged
            If a part of the log cannot be read.
        LibraryClosed
            If it is closed meanwhile.
        """
        with problems_of(self.path), self._connections.transaction() as connection:
            log = self._while_open(log_of(connection, self.path, session_id))
            return list(log if raw else without_raw(log))

    def stream(self, session_id: str) -> Iterator[AnyEvent]:
        """Read the log of a session as it is now, event by event; raises as `events`.

        A day of raw signals is not held in memory.
        """
        with problems_of(self.path), self._connections.transaction() as connection:
            yield from self._while_open(log_of(connection, self.path, session_id))

    def log_bytes(self, session_id: str) -> int:
        """Size of the log of a session, which is not read for it; raises as `events`."""
        with problems_of(self.path), self._connections.transaction() as connection:
            return log_bytes(connection, session_id)

    def ecg(self, session_id: str) -> Iterator[EcgChunk]:
        """Read only the ECG of a session, as `stream`."""
        return (event for event in self.stream(session_id) if isinstance(event, EcgChunk))

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
        self._recording.take(session_id)
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

        It is given without raw signals, as by `events`. Record into it with a `Recorder`, as into
        one that `start_session` began. It should add a `Reopened` event first.

        Raises
        ------
        SessionNotFound, SessionNotOpen
            If there is none, or it was ended properly or is still recorded.
        LibraryInUse
            If another process records.
        LibraryProblem
            If the library cannot be read or written.
        """
        self._recording.take(session_id)
        try:
            with problems_of(self.path), self._connections.transaction() as connection:
                log = read_log(connection, self.path, session_id, raw=False)
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
        if not self._recording.has(session_id):
            raise ValueError(f"session {session_id!r} was not started here, or has ended")
        return SessionWriter(self._connections, self.path, session_id)

    def attach(self, recorder: "Recorder") -> None:
        """Take note of a recorder that writes; for `Recorder`."""
        self._recorders[recorder.session_id] = recorder

    def release(self, session_id: str) -> None:
        """Take note that a session is no longer written; for `Recorder`."""
        self._recorders.pop(session_id, None)
        self._recording.give_up(session_id)

    def close(self) -> None:
        """Close the file. Sessions still recorded are given up: close their recorders before.

        What other threads still read ends with `LibraryClosed`, and is waited for a while.
        """
        for recorder in list(self._recorders.values()):
            recorder.abandon()
        self._recording.give_all_up()
        self._connections.close()

    def _while_open(self, log: Generator[AnyEvent, None, None]) -> Iterator[AnyEvent]:
        with closing(log):
            for event in log:
                if self._connections.closed:
                    raise LibraryClosed(self.path)
                yield event

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
