"""The connections to a library file, and how a new file is made."""

import logging
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coherence_desktop.records import schema
from coherence_desktop.records.cipher import Connection, connect
from coherence_desktop.records.files import appear
from coherence_desktop.records.keys import LibraryKey
from coherence_desktop.records.problems import LibraryExists, LibraryNotWritable
from coherence_desktop.records.system_errors import problem_from

logger = logging.getLogger(__name__)

# FULL also holds after a power cut: each commit waits for the disk, in the recorder's own thread.
# fullfsync is macOS's way to make the drive itself empty its cache; elsewhere it does nothing.
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "fullfsync = ON")

CONNECTIONS_KEPT = 5


class Connections:
    """The connections that decrypt one library file with a raw key.

    They are made when needed, kept for the next use, and may be used from any thread, one at a
    time.

    Parameters
    ----------
    path : Path
        The library file.
    raw_key : bytes, shape (32,)
        What `LibraryKey.raw` gives.
    """

    def __init__(self, path: Path, raw_key: bytes) -> None:
        self._path = path
        self._raw_key = raw_key
        self._kept: list[Connection] = []
        self._closed = False
        self._changing = threading.Lock()

    @property
    def raw_key(self) -> bytes:
        """What they decrypt with; for a copy of the file."""
        return self._raw_key

    def open(self) -> Connection:
        """Make a connection, which the caller closes."""
        made = connect(self._path, self._raw_key)
        try:
            for pragma in _PRAGMAS:
                made.execute(f"PRAGMA {pragma}")
        except BaseException:
            made.close()
            raise
        return made

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Lend a connection, in a transaction as of `transaction`."""
        with self._changing:
            connection = self._kept.pop() if self._kept else None
        if connection is None:
            connection = self.open()
        try:
            with transaction(connection):
                yield connection
        finally:
            self._take_back(connection)

    def close(self) -> None:
        """Close all; one that is in use is closed after that."""
        with self._changing:
            self._closed = True
            kept, self._kept = self._kept, []
        for connection in kept:
            _close(connection)

    def _take_back(self, connection: Connection) -> None:
        with self._changing:
            keep = (
                not self._closed
                and not connection.in_transaction
                and len(self._kept) < CONNECTIONS_KEPT
            )
            if keep:
                self._kept.append(connection)
        if not keep:
            _close(connection)


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Within this, everything happens and is committed in the end, or nothing happens.

    What is read is of one moment.
    """
    connection.execute("BEGIN")
    try:
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def make_file(path: Path, key: LibraryKey) -> None:
    """Make a new library, which appears at its path when it is complete.

    Raises
    ------
    LibraryExists
        If there is a file already; it stays as it is.
    LibraryProblem
        If the folder or disk does not take it.
    """
    from sqlcipher3 import dbapi2

    if os.path.lexists(path):
        raise LibraryExists(path)
    _make_folder(path)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    salt = key.new_salt()
    raw_key = key.raw(salt)
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            connection = connect(unfinished, raw_key, salt=salt)
            try:
                with transaction(connection):
                    schema.create(connection)
            finally:
                connection.close()
            appear(unfinished, path)
        finally:
            for suffix in ("", "-journal"):
                unfinished.with_name(f"{unfinished.name}{suffix}").unlink(missing_ok=True)
    except (OSError, dbapi2.Error) as error:
        raise problem_from(error, path) from error


@contextmanager
def problems_of(path: Path) -> Iterator[None]:
    """Within this, what the database raises becomes a sentence about the library."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except dbapi2.Error as error:
        raise problem_from(error, path) from error


def _close(connection: Connection) -> None:
    from sqlcipher3 import dbapi2

    try:
        connection.close()
    except dbapi2.Error as error:
        # What was committed stays; the next to open the file finds it.
        logger.warning("a connection did not close well: %s", type(error).__name__)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, FileNotFoundError) as error:
        raise LibraryNotWritable(path) from error
    except OSError as error:
        raise problem_from(error, path) from error
