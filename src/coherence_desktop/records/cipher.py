"""Connections to an encrypted file, and what can be told about one without its key."""

from pathlib import Path
from typing import Any

from coherence_desktop.records.problems import (
    LibraryDamaged,
    LibraryGone,
    LibraryMissing,
    NotALibrary,
)
from coherence_desktop.records.system_errors import problem_from

SALT_SIZE = 16
SALT_MARK = b"CoDL"
"""The salts of our libraries begin like this, which tells a wrong key from a wrong file."""
PAGE_SIZE = 4096
_ANY_KEY = bytes(32)

Connection = Any
"""A connection of sqlcipher3, which has no type information."""


def connect(
    path: Path,
    raw_key: bytes,
    *,
    mode: str = "rw",
    salt: bytes = b"",
    busy_s: float = 2.0,
    as_it_lies: bool = False,
) -> Connection:
    """Open a connection that decrypts with a raw key.

    Parameters
    ----------
    path : Path
        The library file.
    raw_key : bytes, shape (32,)
        Not a passphrase: what `LibraryKey.raw` gives.
    mode : {'ro', 'rw', 'rwc'}
        Read only, read and write, or also make the file.
    salt : bytes, optional
        For a file that is made: its first 16 bytes.
    busy_s : float
        How long to wait for another program's lock.
    as_it_lies : bool
        Look at the bytes of this one file alone: what a change that was cut short left beside it
        is not brought back, nor is anything else.

    Raises
    ------
    sqlcipher3.dbapi2.Error
        If the file cannot be opened; a wrong key shows only when something is read.
    """
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if as_it_lies else ''}",
        uri=True,
        timeout=busy_s,
        isolation_level=None,
        check_same_thread=False,
    )
    # SQLCipher would otherwise write its view of a wrong key to stderr.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{raw_key.hex()}{salt.hex()}'\"")
    connection.execute("PRAGMA cipher_compatibility = 4")
    return connection


def salt_of(path: Path) -> bytes:
    """Read the salt: the name of a library that needs no key, and that a copy or move keeps.

    SQLite itself reads it. Opening and closing the file here would drop the locks that this
    process holds on it (sqlite.org/howtocorrupt.html, 2.2).

    Raises
    ------
    LibraryMissing, LibraryNotPermitted, NotALibrary, LibraryDamaged
        If there is no file, it may not be read, or it is too short to be a library.
    """
    from sqlcipher3 import dbapi2

    try:
        size = path.stat().st_size
    except OSError as error:
        raise problem_from(error, path) from error
    if not path.is_file():
        raise NotALibrary(path)
    if size == 0:
        raise LibraryDamaged(path, "the file is empty")
    if size < PAGE_SIZE:
        raise NotALibrary(path)
    try:
        connection = connect(path, _ANY_KEY, mode="ro")
        try:
            row = connection.execute("PRAGMA cipher_salt").fetchone()
        finally:
            connection.close()
    except dbapi2.Error as error:
        raise problem_from(error, path) from error
    return bytes.fromhex(row[0])


class FileIdentity:
    """Tells whether the file at a path is still the one that was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = self._now()

    def check(self) -> None:
        """Make sure of it.

        Raises
        ------
        LibraryGone
            If the file was moved, deleted or replaced: what is written then goes nowhere.
        """
        try:
            now = self._now()
        except LibraryMissing as error:
            raise LibraryGone(self._path) from error
        if now != self._opened:
            raise LibraryGone(self._path)

    def _now(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError as error:
            raise problem_from(error, self._path) from error
        return found.st_dev, found.st_ino
