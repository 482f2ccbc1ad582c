"""Gives a library another passphrase or key: all pages anew, then one step."""

from pathlib import Path

from coherence_desktop.records import schema
from coherence_desktop.records.course import Course, IsCancelled, Progress
from coherence_desktop.records.keeping.alone import alone_with
from coherence_desktop.records.keeping.audit import Deed
from coherence_desktop.records.keeping.copying import (
    copy_pages,
    note_in_copy,
    put_in_place,
    unfinished_beside,
)
from coherence_desktop.records.keeping.problems import KeepingCancelled
from coherence_desktop.records.keys import LibraryKey
from coherence_desktop.records.unlock import unlock


def change_key(
    library: Path,
    old: LibraryKey,
    new: LibraryKey,
    *,
    progress: Progress | None = None,
    cancelled: IsCancelled | None = None,
) -> None:
    """Encrypt a library, which nobody may have open, with another key.

    SQLCipher could do it in the file itself (PRAGMA rekey); here the pages go to a new file with
    a new salt, which is checked and then takes the place of the old one. A kill leaves the one or
    the other, whole. Back-ups made before open with the old key.

    Parameters
    ----------
    library : Path
    old, new : LibraryKey
        A new random key is in the keyring before: `new_keyring_key` makes it so.
    progress, cancelled : callable, optional
        As for `back_up`.

    Raises
    ------
    WrongKey
        If the old one does not open it.
    LibraryInUse
        If anybody has the library open.
    KeepingCancelled, CopyDiffers, LibraryProblem
        As for `back_up`; the old key opens the library then.
    """
    library = Path(library)
    old_raw, _ = unlock(library, old, schema.HEAD)
    salt = new.new_salt()
    new_raw = new.raw(salt)
    with unfinished_beside(library) as unfinished, alone_with(library, old_raw) as source:
        copy_pages(
            source, unfinished, new_raw, salt, Course(progress, cancelled, KeepingCancelled)
        )
        note_in_copy(unfinished, new_raw, Deed.KEY_CHANGED, new.word)
        put_in_place(unfinished, library)
