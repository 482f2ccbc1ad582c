"""The connections to a library file, and how a new file is made."""

import logging
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
PATIENCE_S = 2.0
"""How long closing waits for connections at work, in s."""


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
        self._lent = 0
        self._closed = False
        self._log_waits = False
        self._changing = threading.Condition()

    @property
    def raw_key(self) -> bytes:
        """What they decrypt with; for a copy of the file."""
        return self._raw_key

    @property
    def closed(self) -> bool:
        """Whether they were closed; what still reads should stop."""
        return self._closed

    @property
    def log_waits(self) -> bool:
        """Whether the write-ahead log still has to be emptied; see `empty_log`."""
        return self._log_waits

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
            self._lent += 1
        try:
            if connection is None:
                connection = self.open()
            with transaction(connection):
                yield connection
        finally:
            if connection is not None:
                self._take_back(connection)
            with self._changing:
                self._lent -= 1
                self._changing.notify_all()

    def empty_log(self, connection: Connection) -> bool:
        """Bring all of the write-ahead log, and so what was deleted, to an end in the file.

        While others read this cannot be. Then it is tried again when a connection comes back that
        was lent, and when all are closed.

        Returns
        -------
        bool
            Whether it was done.
        """
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._log_waits = bool(busy)
        return not busy

    def close(self) -> None:
        """Close all; one that is in use is waited for a while, and closed after that."""
        with self._changing:
            self._closed = True
            kept, self._kept = self._kept, []
        for connection in kept:
            _close(connection)
        with self._changing:
            self._changing.wait_for(lambda: self._lent == 0, PATIENCE_S)
        if self._log_waits:
            self._empty_at_last()

    def _empty_at_last(self) -> None:
        from sqlcipher3 import dbapi2

        try:
            with closing(self.open()) as connection:
                self.empty_log(connection)
        except dbapi2.Error as error:
            # The last to close the file empties it.
            logger.warning("the log was not emptied: %s", type(error).__name__)

    def _take_back(self, connection: Connection) -> None:
        if self._log_waits and self._lent == 1 and not connection.in_transaction:
            self._empty_at_once(connection)
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

    def _empty_at_once(self, connection: Connection) -> None:
        """Empty the log if nobody reads; wait for nobody."""
        from sqlcipher3 import dbapi2

        try:
            (patience_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
            connection.execute("PRAGMA busy_timeout = 0").fetchall()
            try:
                self.empty_log(connection)
            finally:
                connection.execute(f"PRAGMA busy_timeout = {patience_ms}").fetchall()
        except dbapi2.Error as error:
            logger.info("the log is emptied later: %s", type(error).__name__)


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
