"""Says that a living process records to a library; ends with the process, however it ends."""

import os
import sys
from pathlib import Path

from coherence_desktop.records.system_errors import problem_from


class WriterLock:
    """A lock on a small file beside the library. It is the system that lets it go.

    Parameters
    ----------
    library : Path
        The library file; the lock file has ``.lock`` added to its name.
    """

    def __init__(self, library: Path) -> None:
        self._library = library
        self._path = library.with_name(f"{library.name}.lock")
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds it."""
        return self._descriptor is not None

    def acquire(self) -> bool:
        """Take the lock at once; ``False`` if someone else has it.

        Raises
        ------
        LibraryProblem
            If the lock file cannot be made.
        """
        if self.held:
            return True
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise problem_from(error, self._library) from error
        try:
            taken = _try_lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise problem_from(error, self._library) from error
        if not taken:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go; the empty file stays, because removing it would race with the next taker."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
