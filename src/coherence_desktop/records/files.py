"""Files that appear whole or not at all."""

import os
from collections.abc import Iterable
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


def write_through(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write a new file, text as UTF-8, a long one in pieces; wait until the disk has it."""
    if isinstance(content, str):
        content = content.encode()
    with path.open("xb") as file:
        for piece in (content,) if isinstance(content, bytes) else content:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
