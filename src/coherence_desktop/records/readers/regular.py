"""Files as the disk gives them: there, permitted, and no folder, device or pipe."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

CHOOSE = "Choose a recording: RR text or CSV, EDF, BDF, WFDB or FIT."


@contextmanager
def disk_told(path: Path) -> Iterator[None]:
    """Turn what the disk says of a file into one sentence.

    Raises
    ------
    UnreadableRecording
        If it is missing, not permitted or cannot be read.
    """
    try:
        yield
    except FileNotFoundError as error:
        what = "is not there. Check the path."
        raise UnreadableRecording(path, Reason.MISSING, what) from error
    except PermissionError as error:
        what = "may not be read by this user. Change its permissions."
        raise UnreadableRecording(path, Reason.NOT_PERMITTED, what) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        what = f"cannot be read ({type(error).__name__}). Check the disk and the path."
        raise UnreadableRecording(path, Reason.UNREADABLE, what) from error


def regular_size(path: Path) -> int:
    """Size in bytes of a file that a person named; a link is followed.

    Raises
    ------
    UnreadableRecording
        If there is no such file, or it is a folder, a device or a pipe.
    """
    with disk_told(path):
        found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableRecording(path, Reason.NOT_A_FILE, f"is not a file. {CHOOSE}")
    return found.st_size


def lies_beside(path: Path) -> bool:
    """Tell whether a file that nobody named is there; a link might lead elsewhere and is none."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def taken(path: Path) -> bool:
    """Tell whether anything goes by that name, be it a link to nowhere."""
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True


def first_bytes(path: Path, count: int) -> bytes:
    """Read how a file that a person named begins.

    Raises
    ------
    UnreadableRecording
        If it cannot be read.
    """
    regular_size(path)
    with disk_told(path), path.open("rb") as file:
        return file.read(count)
