"""Moves a library to another folder: a checked copy first, then the old one goes."""

import os
from contextlib import suppress
from pathlib import Path

from coherence_desktop.records.cipher import salt_of
from coherence_desktop.records.course import Course, IsCancelled, Progress
from coherence_desktop.records.files import appear
from coherence_desktop.records.keeping.alone import alone_with
from coherence_desktop.records.keeping.audit import Deed
from coherence_desktop.records.keeping.backup import Copy
from coherence_desktop.records.keeping.copying import copy_pages, note_in_copy, unfinished_beside
from coherence_desktop.records.keeping.problems import KeepingCancelled, PlaceTaken
from coherence_desktop.records.locations import default_library, remember_place


def move(
    library: Path,
    raw_key: bytes,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> Copy:
    """Move a library, which nobody may have open, to another folder under the same name.

    The old file is removed only after the new one was read back whole and, if it is this user's
    own library, its new place is remembered. A kill leaves a whole library at the place that is
    remembered, and at most an equal copy at the other.

    Parameters
    ----------
    library : Path
    raw_key : bytes, shape (32,)
        What `Connections.raw_key` or `LibraryKey.raw` gives; it stays the same.
    folder : Path
        Made if needed.
    progress, cancelled : callable, optional
        As for `back_up`.

    Raises
    ------
    PlaceTaken
        If the folder has a file of that name, or is the one where the library is.
    LibraryInUse
        If anybody has the library open.
    KeepingCancelled, CopyDiffers, LibraryProblem
        As for `back_up`; the library is where and as it was.
    """
    library, target = Path(library), Path(folder).absolute() / Path(library).name
    if os.path.lexists(target):
        raise PlaceTaken(target, itself=target.exists() and target.samefile(library))
    own = library.absolute() == default_library()
    salt = salt_of(library)
    with unfinished_beside(target) as unfinished:
        with alone_with(library, raw_key) as source:
            course = Course(progress, cancelled, KeepingCancelled)
            found = copy_pages(source, unfinished, raw_key, salt, course)
            note_in_copy(unfinished, raw_key, Deed.MOVED, str(target))
            size_bytes = unfinished.stat().st_size
            appear(unfinished, target)
            if own:
                remember_place(target)
            if os.name == "posix":
                library.unlink()
        if os.name != "posix":  # an open file cannot be removed there
            library.unlink()
    with suppress(OSError):  # an empty file that says nothing
        library.with_name(f"{library.name}.lock").unlink(missing_ok=True)
    return Copy(path=target, size_bytes=size_bytes, contents=found)
