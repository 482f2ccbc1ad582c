"""Files that appear whole or not at all."""

import os
from pathlib import Path


def appear(unfinished: Path, path: Path) -> None:
    """Give a finished file its name, which must be free.

    Raises
    ------
    FileExistsError
        If something has that name; it is as it was. A rename would replace it.
    """
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        unfinished.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where the system can do that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_through(path: Path, content: str | bytes) -> None:
    """Write a new file, text as UTF-8, and wait until the disk has it."""
    with path.open("xb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
