"""A person's own words, kept where they can be read again, changed, and deleted for good."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from zlib import crc32

import msgspec

from coherence_desktop.records.cipher import Connection, FileIdentity
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import ClientGone, LibraryDamaged, WritingGone
from coherence_desktop.records.session_id import new_session_id
from coherence_desktop.records.storage import problems_of, transaction


class WritingKind(StrEnum):
    """What a text is."""

    LETTER = "letter"
    JOURNAL = "journal"
    SENTENCE = "sentence"


class Writing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A text of a person's own."""

    id: str
    at_utc: str
    """When it was begun: ISO 8601 in UTC."""
    kind: WritingKind
    text: str
    practice_id: str = ""
    """Practice that it was written in; empty if in none."""
    question: str = ""
    """What it answers, as in `WritingKept`; empty if nothing was asked."""


def new_writing(
    kind: WritingKind, text: str, *, practice_id: str = "", question: str = ""
) -> Writing:
    """Make a text that begins now, with an id of its own."""
    now = datetime.now(UTC)
    return Writing(
        id=new_session_id(now),
        at_utc=now.isoformat(timespec="seconds"),
        kind=kind,
        text=text,
        practice_id=practice_id,
        question=question,
    )


class Writings:
    """The texts of one client in an open library.

    Every change is one transaction that waits for the disk, and overwrites what it replaces or
    deletes: not even who has the key finds it in the file. Usable from any thread.

    Parameters
    ----------
    library : Library
        An open one.
    client_id : str
        Whose texts they are.

    Raises
    ------
    LibraryProblem
        If its file is gone. So does every method if the library cannot be read or written.
    """

    def __init__(self, library: Library, client_id: str) -> None:
        self._path = library.path
        self._connections = library.connections
        self._identity = FileIdentity(library.path)
        self._client_id = client_id

    def all(self) -> list[Writing]:
        """Read all texts, the newest first.

        Raises
        ------
        LibraryDamaged
            If one of them cannot be read.
        """
        texts = (
            "SELECT body, crc32 FROM writings WHERE client = "
            '(SELECT "key" FROM clients WHERE id = ?) ORDER BY number DESC'
        )
        with problems_of(self._path), self._connections.transaction() as connection:
            rows = connection.execute(texts, (self._client_id,)).fetchall()
        return [self._decoded(body, checksum) for body, checksum in rows]

    def read(self, writing_id: str) -> Writing:
        """Read one text.

        Raises
        ------
        WritingGone
            If it was deleted.
        LibraryDamaged
            If it cannot be read.
        """
        text = (
            "SELECT body, crc32 FROM writings WHERE id = ? AND client = "
            '(SELECT "key" FROM clients WHERE id = ?)'
        )
        with problems_of(self._path), self._connections.transaction() as connection:
            row = connection.execute(text, (writing_id, self._client_id)).fetchone()
        if row is None:
            raise WritingGone(writing_id)
        return self._decoded(*row)

    def keep(self, writing: Writing) -> None:
        """Keep a text, in the place of the one with the same id if there is one.

        Raises
        ------
        ClientGone
            If the client was deleted.
        """
        with self._overwriting() as connection:
            put_writing(connection, self._client_id, writing)

    def delete(self, writing_id: str) -> None:
        """Delete a text for good.

        Copies that were made of the library before still hold it.

        Raises
        ------
        WritingGone
            If it was deleted before.
        """
        delete = (
            "DELETE FROM writings WHERE id = ? AND client = "
            '(SELECT "key" FROM clients WHERE id = ?)'
        )
        with self._overwriting() as connection:
            if connection.execute(delete, (writing_id, self._client_id)).rowcount == 0:
                raise WritingGone(writing_id)

    @contextmanager
    def _overwriting(self) -> Iterator[Connection]:
        self._identity.check()
        with problems_of(self._path), closing(self._connections.open()) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            with transaction(connection):
                yield connection
            # What was overwritten is in the write-ahead log still.
            self._connections.empty_log(connection)

    def _decoded(self, body: bytes, checksum: int) -> Writing:
        if crc32(body) != checksum:
            raise LibraryDamaged(self._path)
        try:
            return msgspec.msgpack.decode(body, type=Writing)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise LibraryDamaged(self._path) from error


def put_writing(connection: Connection, client_id: str, writing: Writing) -> None:
    """Keep a text within a transaction; see `Writings.keep`.

    Raises
    ------
    ClientGone
        If the client was deleted.
    """
    body = msgspec.msgpack.encode(writing)
    row = {"id": writing.id, "client": client_id, "body": body, "crc32": crc32(body)}
    insert = (
        "INSERT INTO writings (id, client, body, crc32) "
        'SELECT :id, "key", :body, :crc32 FROM clients WHERE id = :client '
        "ON CONFLICT (id) DO UPDATE SET body = :body, crc32 = :crc32 "
        "WHERE client = excluded.client"
    )
    if connection.execute(insert, row).rowcount != 1:
        raise ClientGone(client_id)


def is_kept(connection: Connection, client_id: str, writing: Writing) -> bool:
    """Tell within a transaction whether a client has this very text."""
    find = (
        "SELECT 1 FROM writings WHERE id = ? AND body = ? AND client = "
        '(SELECT "key" FROM clients WHERE id = ?)'
    )
    row = connection.execute(find, (writing.id, msgspec.msgpack.encode(writing), client_id))
    return row.fetchone() is not None
