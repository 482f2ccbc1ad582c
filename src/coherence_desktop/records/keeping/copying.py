"""Copies a library page by page into a file that is checked before it gets its name."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from coherence_desktop.records.cipher import PAGE_SIZE, Connection, connect
from coherence_desktop.records.course import Course
from coherence_desktop.records.files import sync_folder
from coherence_desktop.records.keeping.audit import Deed, note
from coherence_desktop.records.keeping.contents import Contents, check, count
from coherence_desktop.records.keeping.problems import CopyDiffers, NoRoom
from coherence_desktop.records.problems import LibraryDamaged, LibraryInUse
from coherence_desktop.records.storage import transaction
from coherence_desktop.records.system_errors import problem_from

PAGES_A_STEP = 256
FORGOTTEN_S = 3600.0
"""What a killed process left unfinished is removed once it is as old as this."""
COMPANIONS = ("-wal", "-shm", "-journal")


def copy_pages(
    source: Connection, unfinished: Path, raw_key: bytes, salt: bytes, course: Course
) -> Contents:
    """Copy all pages as of one moment by SQLite's online back-up, under any key, and check them.

    Others may write to the library meanwhile. The source is read in one transaction: what they
    commit does not make the copy begin anew, as it would between steps without one.

    Parameters
    ----------
    source : Connection
    unfinished : Path
        An empty file.
    raw_key : bytes, shape (32,)
        What encrypts the copy.
    salt : bytes, shape (16,)
        What the copy begins with.
    course : Course

    Returns
    -------
    Contents
        What the copy holds, all of it checked.

    Raises
    ------
    KeepingCancelled
        If asked to stop.
    NoRoom
        If it would not fit.
    CopyDiffers
        If the copy is not whole.
    sqlcipher3.dbapi2.Error
        If the disk does not give or take the pages.
    """
    copying, checking = course.part(0.0, 0.5), course.part(0.5, 1.0)
    with closing(connect(unfinished, raw_key, salt=salt)) as copy:
        copy.execute("PRAGMA fullfsync = ON")
        with transaction(source):
            expected = count(source)
            _check_room(source, unfinished)
            source.backup(
                copy,
                pages=PAGES_A_STEP,
                progress=lambda _, left, pages: copying.at(1 - left / max(pages, 1)),
            )
        # One file that can be carried about, and read where nothing can be written.
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    with closing(connect(unfinished, raw_key, mode="ro")) as copy:
        try:
            found = check(copy, unfinished, checking)
        except LibraryDamaged as error:
            raise CopyDiffers(unfinished) from error
    if found != expected:
        raise CopyDiffers(unfinished)
    return found


def _check_room(source: Connection, unfinished: Path) -> None:
    needed_bytes = source.execute("PRAGMA page_count").fetchone()[0] * PAGE_SIZE
    free_bytes = shutil.disk_usage(unfinished.parent).free
    if free_bytes < needed_bytes:
        raise NoRoom(unfinished, needed_bytes, free_bytes)


def note_in_copy(unfinished: Path, raw_key: bytes, what: Deed, about: str) -> None:
    """Add to the audit list of a copy, if it is of a version that has one."""
    with closing(connect(unfinished, raw_key)) as copy:
        has = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'audit'"
        if copy.execute(has).fetchone():
            with transaction(copy):
                note(copy, what, about)


@contextmanager
def unfinished_beside(path: Path) -> Iterator[Path]:
    """Give an empty file in the folder of ``path``; whatever is left of it goes in the end.

    Within this, what the database and the system raise becomes a sentence.
    """
    from sqlcipher3 import dbapi2

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_forgotten(path)
        made = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            yield made
        finally:
            for suffix in ("", *COMPANIONS):
                made.with_name(f"{made.name}{suffix}").unlink(missing_ok=True)
    except (OSError, dbapi2.Error) as error:
        raise problem_from(error, path) from error


def put_in_place(unfinished: Path, path: Path) -> None:
    """Give a checked copy the name of another file, which is gone then, in one step.

    Raises
    ------
    LibraryInUse
        If that other one is a library that somebody has open.
    """
    # A write-ahead log that stayed would be taken for that of the new file.
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise LibraryInUse(path)
    for suffix in COMPANIONS:
        path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)
    unfinished.replace(path)
    sync_folder(path.parent)


def remove_forgotten(path: Path) -> None:
    """Remove what killed processes left of copies beside a file, once it is old enough."""
    before = time.time() - FORGOTTEN_S
    for found in path.parent.iterdir():
        ours = found.name.startswith(f".{path.name}.") and ".new" in found.suffix
        if ours and found.is_file() and found.stat().st_mtime < before:
            found.unlink(missing_ok=True)
