"""The sentences about a recording that meets trouble: what happened, what it means, what to do."""

from coherence_desktop.records.problems import (
    DiskFull,
    LibraryDamaged,
    LibraryGone,
    LibraryInUse,
    LibraryMissing,
    LibraryNotPermitted,
    LibraryNotWritable,
    LibraryProblem,
)

_FREE = "Free some space and it is saved."
_ALLOW = "Allow writing and it is saved."
_RETURN = "Put it back to its place and it is saved."
_TROUBLES: dict[type[LibraryProblem], tuple[str, str]] = {
    DiskFull: ("The disk is full.", _FREE),
    LibraryNotWritable: ("The library has become read-only.", _ALLOW),
    LibraryNotPermitted: ("The library may no longer be written.", _ALLOW),
    LibraryInUse: ("Another program holds the library.", "Close that one and it is saved."),
    LibraryGone: ("The library was moved or deleted.", _RETURN),
    LibraryMissing: ("The library was moved or deleted.", _RETURN),
    LibraryDamaged: ("The library has become damaged.", "Leave the app open and check the disk."),
}
_DISK = ("The disk does not take the recording.", "Check it; saving is tried again and again.")
_SLOW = ("The disk is slow to answer.", "Saving goes on as soon as it does.")


def describe(
    problem: LibraryProblem | None, committed_t: float, refused: int, *, stalled: bool
) -> str | None:
    """Say what is wrong with a recording; ``None`` if nothing is.

    Parameters
    ----------
    problem : LibraryProblem or None
        Why the last commit failed.
    committed_t : float
        Session time up to which all is saved, in seconds.
    refused : int
        Events that were not kept.
    stalled : bool
        Whether a commit has been taking very long.
    """
    if problem is not None or stalled:
        what, remedy = _SLOW if problem is None else _TROUBLES.get(type(problem), _DISK)
        minutes, seconds = divmod(int(committed_t), 60)
        since = f"Everything since {minutes}:{seconds:02d} is in memory only."
        return f"{what} {since} {remedy}"
    if refused:
        entries = "1 entry was" if refused == 1 else f"{refused} entries were"
        return f"{entries} not saved, because this version cannot store it. All else is saved."
    return None
