"""Deletes clients and sessions for good, and gives the room they took back."""

import logging
from contextlib import closing, suppress

import msgspec

from coherence_desktop.records.charts import Charts
from coherence_desktop.records.cipher import FileIdentity
from coherence_desktop.records.keeping.alone import no_recording
from coherence_desktop.records.keeping.audit import Deed, audit_if_possible, note
from coherence_desktop.records.keeping.backup import OLD_COPIES
from coherence_desktop.records.keeping.copying import remove_forgotten
from coherence_desktop.records.keeping.problems import SessionInUse
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryProblem
from coherence_desktop.records.session_rows import key_of
from coherence_desktop.records.storage import problems_of, transaction
from coherence_desktop.records.summary import SessionState
from coherence_desktop.records.tables import place_of

logger = logging.getLogger(__name__)

_STILL_READ = (
    "But the library is being read, and its file holds what was deleted until that ends. "
    "It is overwritten then, at the latest when all windows and commands have closed the library."
)


class Deleted(msgspec.Struct, frozen=True, kw_only=True):
    """What a deletion did."""

    room_given_back: bool
    """Whether the file is smaller already; if not, because of a recording, `vacuum` does it."""
    overwritten: bool = True
    """Whether nothing of it is in the file or beside it; if not, because others read, the library
    sees to it when they stop, at the latest when it closes."""

    @property
    def advice(self) -> str:
        """What else a person should know."""
        return OLD_COPIES if self.overwritten else f"{_STILL_READ} {OLD_COPIES}"


def delete_client(library: Library, client_id: str, *, with_sessions: bool = False) -> Deleted:
    """Delete a client for good; see `Charts.delete`.

    Raises
    ------
    ClientGone, ClientInSession
        If there is nobody, or a session that should go too is being recorded.
    LibraryProblem
        If the library cannot be written; then the client is as before.
    """
    Charts(library).delete(client_id, with_sessions=with_sessions)
    audit_if_possible(library, Deed.CLIENT_DELETED, client_id)
    return _done(library)


def delete_session(library: Library, session_id: str) -> Deleted:
    """Delete a session and its log for good: the places are overwritten.

    Raises
    ------
    SessionNotFound
        If there is none with exactly this id.
    SessionInUse
        If it is being recorded.
    LibraryProblem
        If the library cannot be written; then the session is as before.
    """
    FileIdentity(library.path).check()
    with problems_of(library.path), closing(library.connections.open()) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        with transaction(connection):
            key = key_of(connection, session_id)
            state = 'SELECT state FROM sessions WHERE "key" = ?'
            if connection.execute(state, (key,)).fetchone() == (SessionState.RUNNING,):
                raise SessionInUse(session_id)
            run = (place_of(key, 0), place_of(key + 1, 0) - 1)
            connection.execute("DELETE FROM events WHERE place BETWEEN ? AND ?", run)
            connection.execute('DELETE FROM sessions WHERE "key" = ?', (key,))
            note(connection, Deed.SESSION_DELETED, session_id)
        # What was overwritten is in the write-ahead log still.
        library.connections.empty_log(connection)
    return _done(library)


def _done(library: Library) -> Deleted:
    # While others read, a smaller copy of the file would only make the log longer.
    given_back = not library.connections.log_waits and vacuum(library)
    return Deleted(room_given_back=given_back, overwritten=not library.connections.log_waits)


class KeptCharts(Charts):
    """Charts of a library whose deletions are noted, and give their room back."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self._library = library

    def delete(self, client_id: str, *, with_sessions: bool = False) -> str:
        """Delete a client for good; see `Charts.delete` and `delete_client`."""
        done = delete_client(self._library, client_id, with_sessions=with_sessions)
        return "" if done.overwritten else done.advice


def vacuum(library: Library) -> bool:
    """Make the file as small as what it holds; not while a session is recorded.

    What a killed process left of a copy beside it goes, too.

    Returns
    -------
    bool
        Whether it was done. Otherwise try again when nobody records or reads.
    """
    try:
        with (
            no_recording(library.path),
            problems_of(library.path),
            closing(library.connections.open()) as connection,
        ):
            connection.execute("VACUUM")
            with suppress(OSError):  # the next copy removes them
                remove_forgotten(library.path)
            return library.connections.empty_log(connection)
    except LibraryProblem as problem:
        logger.info("the file was not made smaller: %s", type(problem).__name__)
        return False
