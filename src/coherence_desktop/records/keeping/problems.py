"""What can keep a copy of a library from being made."""

from pathlib import Path

from coherence_desktop.errors import Cancelled, Problem
from coherence_desktop.records.problems import DiskFull, LibraryExists, LibraryProblem


class KeepingCancelled(Cancelled):
    """Someone asked to stop; nothing of the work is left."""

    def __init__(self) -> None:
        super().__init__("Stopped before it was done. Your library is as it was.")


class CopyDiffers(LibraryProblem):
    """What was written is not what the library holds."""

    def __init__(self, path: Path) -> None:
        message = (
            f"The copy {path.name} did not come out like the library and was not kept. "
            "Your library is as it was; check the disk, or choose another folder."
        )
        super().__init__(path, message)


class CopyExists(LibraryExists):
    """A back-up would replace a file, which was not asked for."""

    def __init__(self, path: Path) -> None:
        message = (
            f"There is a file at {path} already. Nothing was written; choose another name, "
            "or allow replacing it."
        )
        LibraryProblem.__init__(self, path, message)


class PlaceTaken(LibraryExists):
    """A library cannot be moved to where a file of its name is, or where it is already."""

    def __init__(self, path: Path, *, itself: bool) -> None:
        there = (
            "The library is in this folder already"
            if itself
            else f"There is a file at {path} already"
        )
        message = f"{there}. Nothing was moved; choose another folder."
        LibraryProblem.__init__(self, path, message)


class NoRoom(DiskFull):
    """A copy would not fit on the disk."""

    def __init__(self, path: Path, needed_bytes: int, free_bytes: int) -> None:
        message = (
            f"The copy takes {needed_bytes / 1e6:.1f} MB and {path.parent} has "
            f"{free_bytes / 1e6:.1f} MB left. Your library is as it was; "
            "make room there, or choose another folder."
        )
        LibraryProblem.__init__(self, path, message)


class NotMeant(LibraryExists):
    """A back-up would take the place of a library, and nobody said that it is meant."""

    def __init__(self, path: Path) -> None:
        message = (
            f"There is a library at {path} already. Nothing was changed; "
            "add --replace to put the back-up in its place. It is kept beside it then."
        )
        LibraryProblem.__init__(self, path, message)


class SameFile(LibraryProblem):
    """The library itself was named as the file to write to or to read from."""

    def __init__(self, path: Path) -> None:
        message = f"{path.name} is the library itself. Nothing was changed; choose another file."
        super().__init__(path, message)


class SessionInUse(Problem):
    """A session cannot be deleted while it is recorded."""

    def __init__(self, session_id: str) -> None:
        super().__init__(
            f"Session {session_id} is being recorded. Nothing was deleted; end it first.",
            session_id,
        )
