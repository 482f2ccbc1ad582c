"""Back-ups: whole copies of a library, taken while it is used, and proof that they are whole."""

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec

from coherence_desktop.records import schema
from coherence_desktop.records.cipher import connect, salt_of
from coherence_desktop.records.course import Course, IsCancelled, Progress
from coherence_desktop.records.files import appear
from coherence_desktop.records.keeping.audit import Deed, audit_if_possible
from coherence_desktop.records.keeping.contents import Contents, check
from coherence_desktop.records.keeping.copying import copy_pages, put_in_place, unfinished_beside
from coherence_desktop.records.keeping.problems import CopyExists, KeepingCancelled, SameFile
from coherence_desktop.records.keys import LibraryKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.storage import problems_of
from coherence_desktop.records.unlock import unlock

OLD_COPIES = (
    "Back-ups made before still hold what was deleted, and open with the passphrase of their day. "
    "So does a library that restoring kept. Delete those that you no longer need."
)

ONLY_HERE = (
    "The keyring of this computer keeps its key: on another computer it does not open. "
    "Give the library a passphrase first, then back up again, if it is to."
)


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A whole library in a file, checked to its last byte."""

    path: Path
    size_bytes: int
    contents: Contents


def backup_name(now: datetime) -> str:
    """Name for a back-up of this moment; sorts by date and names nobody."""
    return f"coherence-library {now:%Y-%m-%d %H%M}.db"


def back_up(
    library: Library,
    target: Path,
    *,
    replace: bool = False,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Copy:
    """Copy an open library into one file, under the same key, and check the copy.

    Sessions may be recorded meanwhile: the copy holds them up to the moment at which it began.

    Parameters
    ----------
    library : Library
        An open one.
    target : Path
        Gets its name when it is whole and checked.
    replace : bool
        Whether a file of that name may be replaced.
    progress : callable, optional
        Is told the share that is done, from 0 to 1; called in this thread.
    cancelled : callable, optional
        Tells whether to stop; asked often.

    Raises
    ------
    CopyExists, SameFile
        If there is a file already and it is not to be replaced, or it is the library.
    KeepingCancelled
        If asked to stop; nothing is left then.
    NoRoom
        If the copy would not fit.
    CopyDiffers
        If the disk did not keep what was written.
    LibraryProblem
        If the library cannot be read or the disk does not take the copy.
    """
    target = Path(target)
    _may_be_written(target, library.path, replace=replace)
    course = Course(progress, cancelled, KeepingCancelled)
    with unfinished_beside(target) as unfinished:
        salt = salt_of(library.path)
        with closing(library.connections.open()) as source:
            found = copy_pages(source, unfinished, library.connections.raw_key, salt, course)
        size_bytes = unfinished.stat().st_size
        if replace:
            put_in_place(unfinished, target)
        else:
            appear(unfinished, target)
    audit_if_possible(library, Deed.BACKED_UP, target.name)
    return Copy(path=target, size_bytes=size_bytes, contents=found)


def verify(
    path: Path,
    key: LibraryKey,
    *,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Copy:
    """Prove that a back-up opens with a key and is whole; not one byte of it is changed.

    Parameters
    ----------
    path : Path
        A file that nobody writes to.
    key : LibraryKey
        Of the day on which it was made.
    progress, cancelled : callable, optional
        As for `back_up`.

    Raises
    ------
    WrongKey, NotALibrary, LibraryDamaged, LibraryTooNew, LibraryMissing
        In one sentence each.
    KeepingCancelled
        If asked to stop.
    """
    path = Path(path)
    raw_key, _ = unlock(path, key, schema.HEAD, to_write=False)
    with problems_of(path), closing(connect(path, raw_key, mode="ro")) as connection:
        found = check(connection, path, Course(progress, cancelled, KeepingCancelled))
    return Copy(path=path, size_bytes=path.stat().st_size, contents=found)


def check_key(path: Path, key: LibraryKey) -> None:
    """Make sure that a key opens a library, which may be in use; nothing is written.

    Raises
    ------
    WrongKey, LibraryProblem
        If it does not.
    """
    unlock(path, key, schema.HEAD, to_write=False)


def _may_be_written(target: Path, library: Path, *, replace: bool) -> None:
    if not os.path.lexists(target):
        return
    if target.exists() and target.samefile(library):
        raise SameFile(target)
    if not replace or not target.is_file():
        raise CopyExists(target)
