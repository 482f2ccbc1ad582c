"""The clients of a library and their charts, as logs of entries."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from zlib import crc32

import msgspec

from coherence_desktop.chart import (
    AnyEntry,
    Archived,
    Identified,
    Unarchived,
    UndecodableEntry,
    decode_entries,
    encode_entries,
)
from coherence_desktop.records.cipher import Connection, FileIdentity
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import (
    ChartUnreadable,
    ClientGone,
    ClientInSession,
    LibraryDamaged,
)
from coherence_desktop.records.session_id import new_session_id
from coherence_desktop.records.storage import problems_of, transaction
from coherence_desktop.records.summary import SessionState
from coherence_desktop.records.tables import place_of


class ClientHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a list of clients shows of each."""

    id: str
    name: str = ""
    date_of_birth: str | None = None
    archived: bool = False
    entries: int = 0
    first_entry_utc: str = ""
    last_entry_utc: str = ""
    sessions: int = 0
    last_session_utc: str = ""
    readable: bool = True
    """Whether this version can read the whole chart; if not, the rest tells what it could read."""


class Charts:
    """The clients of an open library. Several processes may read and write at the same time.

    Every change is one transaction that waits for the disk: when a method returns, it is kept,
    and if the process dies before, nothing of it is. Usable from any thread.

    Parameters
    ----------
    library : Library
        An open one.

    Raises
    ------
    LibraryProblem
        If its file is gone. So does every method if the library cannot be read or written.
    """

    def __init__(self, library: Library) -> None:
        self._path = library.path
        self._connections = library.connections
        self._identity = FileIdentity(library.path)

    def clients(self) -> list[ClientHead]:
        """List all clients, archived ones too, by name."""
        charts = (
            "SELECT id, body, crc32 FROM clients LEFT JOIN chart_entries "
            'ON chart_entries.client = clients."key" ORDER BY clients."key", number'
        )
        sessions = "SELECT client, count(*), max(started_utc) FROM sessions GROUP BY client"
        with self._transaction() as connection:
            held = {client: rest for client, *rest in connection.execute(sessions)}
            rows = connection.execute(charts).fetchall()
        heads = []
        for client_id, group in groupby(rows, itemgetter(0)):
            head = self._head(client_id, ((body, crc) for _, body, crc in group if body))
            count, last_utc = held.get(client_id, (0, ""))
            heads.append(msgspec.structs.replace(head, sessions=count, last_session_utc=last_utc))
        return sorted(heads, key=lambda head: (head.name.casefold(), head.id))

    def entries(self, client_id: str) -> list[AnyEntry]:
        """Read the chart of a client, in the order in which it was written.

        Raises
        ------
        ClientGone
            If the client was deleted.
        ChartUnreadable
            If a newer version wrote entries that this one does not know.
        LibraryDamaged
            If a part of it cannot be read.
        """
        with self._transaction() as connection:
            return read_entries(connection, self._path, client_id)

    def add(self, entries: Iterable[AnyEntry]) -> str:
        """Add a client whose chart begins with these entries; gives the client's id.

        Raises
        ------
        UndecodableEntry
            If an entry could not be read back; nothing is added.
        """
        client_id = new_session_id(datetime.now(UTC))
        body = _body(entries)
        self._identity.check()
        with self._transaction() as connection:
            connection.execute("INSERT INTO clients (id) VALUES (?)", (client_id,))
            insert_entries(connection, client_id, body)
        return client_id

    def append(self, client_id: str, *entries: AnyEntry) -> None:
        """Add entries to a client's chart: all of them or, if this raises, none.

        Raises
        ------
        ClientGone
            If the client was deleted.
        UndecodableEntry
            If an entry could not be read back.
        """
        body = _body(entries)
        self._identity.check()
        with self._transaction() as connection:
            insert_entries(connection, client_id, body)

    def delete(self, client_id: str, *, with_sessions: bool = False) -> str:
        """Delete a client for good: the freed places are overwritten, not only marked as free.

        The client's writings go too. The file stays as long as it is; the places are used again.
        Copies that were made of the library before still hold the client.

        Parameters
        ----------
        client_id : str
        with_sessions : bool
            Whether the client's sessions go too. Otherwise they stay, under the id alone.

        Returns
        -------
        str
            What a person should know of it still; empty where everything is done.

        Raises
        ------
        ClientGone
            If the client was deleted before.
        ClientInSession
            If sessions were to go and one of them is being recorded; nothing is deleted.
        """
        self._identity.check()
        with problems_of(self._path), closing(self._connections.open()) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            with transaction(connection):
                _delete_client(connection, client_id)
                if with_sessions:
                    _delete_sessions(connection, client_id)
            # What was overwritten is in the write-ahead log still.
            self._connections.empty_log(connection)
        return ""

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with problems_of(self._path), self._connections.transaction() as connection:
            yield connection

    def _head(self, client_id: str, rows: Iterable[tuple[bytes, int]]) -> ClientHead:
        entries: list[AnyEntry] = []
        readable = True
        for body, checksum in rows:
            try:
                entries += _decoded(self._path, body, checksum)
            except (UndecodableEntry, LibraryDamaged):
                readable = False
        head = ClientHead(
            id=client_id,
            entries=len(entries),
            first_entry_utc=entries[0].at_utc if entries else "",
            last_entry_utc=entries[-1].at_utc if entries else "",
            readable=readable,
        )
        for entry in entries:
            match entry:
                case Identified(name=name, date_of_birth=born):
                    head = msgspec.structs.replace(head, name=name, date_of_birth=born)
                case Archived() | Unarchived():
                    archived = isinstance(entry, Archived)
                    head = msgspec.structs.replace(head, archived=archived)
                case _:
                    pass
        return head


def _body(entries: Iterable[AnyEntry]) -> bytes:
    body = encode_entries(entries)
    # Types are not enforced when an entry is made; one wrong one would hide the whole chart.
    decode_entries(body)
    return body


def read_entries(connection: Connection, path: Path, client_id: str) -> list[AnyEntry]:
    """Read a chart within a transaction on the library at a path; see `Charts.entries`."""
    read: list[AnyEntry] = []
    row = connection.execute('SELECT "key" FROM clients WHERE id = ?', (client_id,)).fetchone()
    if row is None:
        raise ClientGone(client_id)
    log = "SELECT body, crc32 FROM chart_entries WHERE client = ? ORDER BY number"
    with closing(connection.execute(log, row)) as rows:
        for body, checksum in rows:
            try:
                read += _decoded(path, body, checksum)
            except UndecodableEntry as error:
                raise ChartUnreadable(client_id) from error
    return read


def insert_entries(connection: Connection, client_id: str, body: bytes) -> None:
    """Add entries, encoded as one, to a chart within a transaction.

    Raises
    ------
    ClientGone
        If the client was deleted.
    """
    # One statement, so that finding the client and writing are of the same moment.
    insert = (
        "INSERT INTO chart_entries (client, body, crc32) "
        'SELECT "key", ?, ? FROM clients WHERE id = ?'
    )
    if connection.execute(insert, (body, crc32(body), client_id)).rowcount != 1:
        raise ClientGone(client_id)


def _decoded(path: Path, body: bytes, checksum: int) -> list[AnyEntry]:
    if crc32(body) != checksum:
        raise LibraryDamaged(path)
    return decode_entries(body)


def _delete_client(connection: Connection, client_id: str) -> None:
    theirs = '(SELECT "key" FROM clients WHERE id = ?)'
    for table in ("chart_entries", "writings"):
        delete = f"DELETE FROM {table} WHERE client = {theirs}"  # noqa: S608 - names of ours
        connection.execute(delete, (client_id,))
    if connection.execute("DELETE FROM clients WHERE id = ?", (client_id,)).rowcount == 0:
        raise ClientGone(client_id)


def _delete_sessions(connection: Connection, client_id: str) -> None:
    theirs = 'SELECT "key", state FROM sessions WHERE client = ?'
    for key, state in connection.execute(theirs, (client_id,)).fetchall():
        if state == SessionState.RUNNING:
            raise ClientInSession(client_id)
        run = (place_of(key, 0), place_of(key + 1, 0) - 1)
        connection.execute("DELETE FROM events WHERE place BETWEEN ? AND ?", run)
        connection.execute('DELETE FROM sessions WHERE "key" = ?', (key,))
