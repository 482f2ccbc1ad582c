"""The SQLAlchemy engine of a library file, and how a new file is made."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from coherence_desktop.records import schema
from coherence_desktop.records.cipher import Connection, connect
from coherence_desktop.records.files import appear
from coherence_desktop.records.keys import LibraryKey
from coherence_desktop.records.problems import LibraryExists, LibraryNotWritable, problem_from

if TYPE_CHECKING:
    from sqlalchemy import Engine

# FULL also holds after a power cut: each commit waits for the disk, in the recorder's own thread.
# fullfsync is macOS's way to make the drive itself empty its cache; elsewhere it does nothing.
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "fullfsync = ON")


def engine_for(path: Path, raw_key: bytes) -> "Engine":
    """Make the engine whose connections decrypt the file with a raw key.

    Connections are made when needed and may be used from any thread, one at a time.
    """

    def connection() -> Connection:
        made = connect(path, raw_key)
        for pragma in _PRAGMAS:
            made.execute(f"PRAGMA {pragma}")
        return made

    return _engine(connection)


def make_file(path: Path, key: LibraryKey) -> None:
    """Make a new library, which appears at its path when it is complete.

    Raises
    ------
    LibraryExists
        If there is a file already; it stays as it is.
    LibraryProblem
        If the folder or disk does not take it.
    """
    from sqlalchemy.exc import DBAPIError

    if os.path.lexists(path):
        raise LibraryExists(path)
    _make_folder(path)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    salt = key.new_salt()
    raw_key = key.raw(salt)
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            engine = _engine(lambda: connect(unfinished, raw_key, salt=salt))
            try:
                with engine.begin() as connection:
                    schema.create(connection)
            finally:
                engine.dispose()
            appear(unfinished, path)
        finally:
            for suffix in ("", "-journal"):
                unfinished.with_name(f"{unfinished.name}{suffix}").unlink(missing_ok=True)
    except (OSError, DBAPIError) as error:
        raise problem_from(error, path) from error


@contextmanager
def problems_of(path: Path) -> Iterator[None]:
    """Within this, what the database raises becomes a sentence about the library."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        raise problem_from(error, path) from error


def _engine(connection: Callable[[], Connection]) -> "Engine":
    from sqlalchemy import Connection as Transaction
    from sqlalchemy import QueuePool, create_engine, event
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connection,
        poolclass=QueuePool,
        # Parameters are private: they must not get into messages or logs.
        hide_parameters=True,
    )

    # The driver by itself begins no transaction for a change of tables.
    @event.listens_for(engine, "begin")
    def _begin(transaction: Transaction) -> None:
        transaction.exec_driver_sql("BEGIN")

    return engine


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, FileNotFoundError) as error:
        raise LibraryNotWritable(path) from error
    except OSError as error:
        raise problem_from(error, path) from error
