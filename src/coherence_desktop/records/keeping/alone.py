"""Has a library file to oneself: no window, no command and no recording has it open."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from coherence_desktop.records.cipher import Connection, connect
from coherence_desktop.records.lock import WriterLock
from coherence_desktop.records.problems import LibraryInUse
from coherence_desktop.records.storage import problems_of
from coherence_desktop.records.system_errors import problem_from

PATIENCE_S = 2.0


@contextmanager
def no_recording(path: Path) -> Iterator[None]:
    """Within this, no other process records into a library, nor begins to.

    Raises
    ------
    LibraryInUse
        If one records.
    """
    lock = WriterLock(path)
    if not lock.acquire():
        raise LibraryInUse(path)
    try:
        yield
    finally:
        lock.release()


def _leave_log(connection: Connection, path: Path) -> None:
    """Try for a while: connections of this process that were at work close when they are done."""
    patient_until = time.monotonic() + PATIENCE_S
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except connection.OperationalError as error:
            problem = problem_from(error, path)
            if not isinstance(problem, LibraryInUse) or time.monotonic() > patient_until:
                raise
        else:
            if mode == ("delete",):
                return
            if time.monotonic() > patient_until:
                raise LibraryInUse(path)
        time.sleep(0.05)


@contextmanager
def alone_with(path: Path, raw_key: bytes) -> Iterator[Connection]:
    """Give the only connection to a library; all of it is in its one file then.

    The caller closes its own `Library` before.

    Raises
    ------
    LibraryInUse
        If anybody has it open.
    LibraryProblem
        If it cannot be read or written.
    """
    with (
        no_recording(path),
        problems_of(path),
        closing(connect(path, raw_key)) as connection,
    ):
        # Leaving the write-ahead log empties it into the file, and succeeds only for the last
        # connection that there is.
        _leave_log(connection, path)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        connection.execute("BEGIN EXCLUSIVE")
        connection.commit()
        yield connection
