"""Puts a back-up in the place of a library, which is kept beside it."""

import os
import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec

from coherence_desktop.records import schema
from coherence_desktop.records.cipher import connect, salt_of
from coherence_desktop.records.course import Course, IsCancelled, Progress
from coherence_desktop.records.files import appear, sync_folder
from coherence_desktop.records.keeping.alone import alone_with, no_recording
from coherence_desktop.records.keeping.audit import Deed
from coherence_desktop.records.keeping.backup import Copy
from coherence_desktop.records.keeping.contents import check
from coherence_desktop.records.keeping.copying import (
    copy_pages,
    note_in_copy,
    put_in_place,
    unfinished_beside,
)
from coherence_desktop.records.keeping.problems import KeepingCancelled, SameFile
from coherence_desktop.records.keys import LibraryKey, RandomKey
from coherence_desktop.records.problems import (
    LibraryDamaged,
    LibraryTooNew,
    NotALibrary,
    WrongKey,
)
from coherence_desktop.records.storage import problems_of
from coherence_desktop.records.system_errors import problem_from
from coherence_desktop.records.unlock import unlock


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What a restoring did."""

    library: Copy
    """What is at the library's place now."""
    set_aside: Path | None
    """Where the one before is; ``None`` if there was none."""


def restore(
    backup: Path,
    key: LibraryKey,
    library: Path,
    *,
    now: datetime | None = None,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Restored:
    """Put a copy of a back-up in the place of a library, which nobody may have open.

    The library that was there gets another name in its folder. The back-up stays as it is. At any
    moment, a kill included, there is a whole library at the place: the old one or the new one.

    Parameters
    ----------
    backup : Path
    key : LibraryKey
        Of the day on which the back-up was made; it opens the library from now on.
    library : Path
        Its place. What is there need not open: a damaged library is a reason to restore.
    now : datetime, optional
        For the name of what is set aside.
    progress, cancelled : callable, optional
        As for `back_up`.

    Raises
    ------
    WrongKey, NotALibrary, LibraryDamaged, LibraryTooNew, LibraryMissing
        If the back-up is not fit; one sentence each, and nothing is changed.
    SameFile
        If the back-up is the library itself.
    LibraryInUse
        If anybody has the library open.
    KeepingCancelled, CopyDiffers, LibraryProblem
        As for `back_up`; nothing is changed.
    """
    backup, library = Path(backup), Path(library)
    course = Course(progress, cancelled, KeepingCancelled)
    copying = course.part(0.3, 1.0)
    raw_key, _ = unlock(backup, key, schema.HEAD, to_write=False)
    with problems_of(backup), closing(connect(backup, raw_key, mode="ro")) as source:
        check(source, backup, course.part(0.0, 0.3))
    there = os.path.lexists(library)
    if there and library.exists() and library.samefile(backup):
        raise SameFile(backup)
    with unfinished_beside(library) as unfinished:
        with closing(connect(backup, raw_key, mode="ro")) as source:
            found = copy_pages(source, unfinished, raw_key, salt_of(backup), copying)
        note_in_copy(unfinished, raw_key, Deed.RESTORED, backup.name)
        size_bytes = unfinished.stat().st_size
        if not there:
            with no_recording(library):
                appear(unfinished, library)
            aside = None
        else:
            aside = _swap(unfinished, library, raw_key, now or datetime.now().astimezone())
    return Restored(
        library=Copy(path=library, size_bytes=size_bytes, contents=found), set_aside=aside
    )


def _swap(unfinished: Path, library: Path, raw_key: bytes, now: datetime) -> Path:
    aside = _free_name(library, now)
    if _opens(library, raw_key):
        with alone_with(library, raw_key):
            _keep_as(library, aside)
            put_in_place(unfinished, library)
        return aside
    # It is damaged or has another key: what is beside it cannot be brought into it and goes along.
    with no_recording(library):
        _keep_as(library, aside)
        for suffix in ("-wal", "-journal"):
            beside = library.with_name(f"{library.name}{suffix}")
            if beside.exists():
                _keep_as(beside, aside.with_name(f"{aside.name}{suffix}"))
                beside.unlink()
        put_in_place(unfinished, library)
    return aside


def _opens(library: Path, raw_key: bytes) -> bool:
    try:
        unlock(library, RandomKey(raw_key), schema.HEAD)
    except (WrongKey, NotALibrary, LibraryDamaged, LibraryTooNew):
        return False
    return True


def _keep_as(path: Path, name: Path) -> None:
    """Give a file a second name, so that the first one can be replaced in one step."""
    try:
        name.hardlink_to(path)
    except FileExistsError as error:
        raise problem_from(error, name) from error
    except OSError:  # a file system without hard links
        shutil.copy2(path, name)
        with name.open("rb+") as copied:
            os.fsync(copied.fileno())
    sync_folder(name.parent)


def _free_name(library: Path, now: datetime) -> Path:
    stem = f"{library.stem} before {now:%Y-%m-%d %H%M}"
    number = 1
    while True:
        again = f" ({number})" if number > 1 else ""
        name = library.with_name(f"{stem}{again}{library.suffix}")
        if not os.path.lexists(name):
            return name
        number += 1
