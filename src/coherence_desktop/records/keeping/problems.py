"""What can keep a copy of a library from being made."""

from pathlib import Path

from coherence_desktop.errors import Cancelled, Problem
from coherence_desktop.records.problems import LibraryProblem


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
