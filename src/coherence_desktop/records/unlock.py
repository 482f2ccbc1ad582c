"""Checks a library before it is opened for writing, without changing one byte of it."""

import os
from contextlib import closing
from pathlib import Path

from coherence_desktop.records.cipher import PAGE_SIZE, SALT_MARK, Connection, connect, salt_of
from coherence_desktop.records.keys import LibraryKey
from coherence_desktop.records.problems import (
    LibraryDamaged,
    LibraryNotWritable,
    LibraryTooNew,
    NotALibrary,
    WrongKey,
)
from coherence_desktop.records.system_errors import allowed, problem_from

_READONLY, _NOTADB = 8, 26
_NO_SUCH_TABLE = 1


def unlock(path: Path, key: LibraryKey, head: str, *, to_write: bool = True) -> tuple[bytes, str]:
    """Find out that a key fits a library and that this version of the app can read it.

    The file is opened read-only: a connection that may write would bring the write-ahead log
    into the file when it closes, even with a wrong key. Only what a kill in the middle of a change
    left half written is brought back first, and only when the key fits.

    Parameters
    ----------
    path : Path
        The library file.
    key : LibraryKey
        Passphrase or random key.
    head : str
        The newest revision of the schema that this version knows.
    to_write : bool
        Whether it must be possible to write to it.

    Returns
    -------
    raw_key : bytes, shape (32,)
        What connections are opened with.
    revision : str
        The revision of the schema that the library has; not newer than ``head``.

    Raises
    ------
    LibraryProblem
        WrongKey, NotALibrary, LibraryDamaged, LibraryTooNew and the rest of `problems`.
    """
    from sqlcipher3 import dbapi2

    salt = salt_of(path)
    # SQLite would open it for reading only, and a session to record would fail later.
    if to_write and not (allowed(path, os.W_OK) and allowed(path.parent, os.W_OK)):
        raise LibraryNotWritable(path)
    raw_key = key.raw(salt)
    try:
        with closing(connect(path, raw_key, mode="ro")) as connection:
            cut_short = _was_cut_short(connection)
        if cut_short:
            _bring_back(path, raw_key, salt, key, to_write=to_write)
        with closing(connect(path, raw_key, mode="ro")) as connection:
            _check_pages(connection, path, salt, key)
            revision = _revision(connection, path)
    except dbapi2.Error as error:
        raise problem_from(error, path) from error
    # Revisions are numbered, so that an older version can tell a newer library.
    if not revision.isdigit() or int(revision) > int(head):
        raise LibraryTooNew(path)
    return raw_key, revision


def _was_cut_short(connection: Connection) -> bool:
    """Whether there is a change to bring back, which a read-only connection must not do."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except connection.DatabaseError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == _READONLY
    return False


def _bring_back(
    path: Path, raw_key: bytes, salt: bytes, key: LibraryKey, *, to_write: bool
) -> None:
    if not to_write:
        raise LibraryDamaged(path, "its last change was cut short")
    with closing(connect(path, raw_key, mode="ro", as_it_lies=True)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except connection.DatabaseError as error:
            problem = _wrong_key_or_file(connection, path, salt, key)
            if not isinstance(problem, LibraryDamaged):
                raise problem from error
    with closing(connect(path, raw_key)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _check_pages(connection: Connection, path: Path, salt: bytes, key: LibraryKey) -> None:
    from sqlcipher3 import dbapi2

    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) != _NOTADB:
            raise
        raise _wrong_key_or_file(connection, path, salt, key) from error
    log = path.with_name(f"{path.name}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    if path.stat().st_size % PAGE_SIZE and not has_log:
        raise LibraryDamaged(path, "its end is missing")


def _wrong_key_or_file(
    connection: Connection, path: Path, salt: bytes, key: LibraryKey
) -> WrongKey | LibraryDamaged | NotALibrary:
    bad = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    pages = -(-path.stat().st_size // PAGE_SIZE)
    if len(bad) < pages:  # the key fits some pages, so it is the right one
        return LibraryDamaged(path, "its beginning cannot be read")
    if not salt.startswith(SALT_MARK):
        return NotALibrary(path)
    return WrongKey(path, key.word)


def _revision(connection: Connection, path: Path) -> str:
    from sqlcipher3 import dbapi2

    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except dbapi2.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) != _NO_SUCH_TABLE:
            raise
        raise NotALibrary(path) from error
    if row is None:
        raise NotALibrary(path)
    return str(row[0])
