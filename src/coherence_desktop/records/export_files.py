"""Writes one file for others: whole or not at all, replacing nothing unasked."""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from coherence_desktop.errors import Problem
from coherence_desktop.records.files import appear, sync_folder, write_through


class ExportExists(Problem):
    """A file of that name is there already."""

    def __init__(self, path: Path) -> None:
        message = f"There is a file {path} already. Choose another folder, or allow replacing it."
        super().__init__(message, path)
        self.path = path


class ExportFailed(Problem):
    """The disk or folder does not take the file."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be written: {why}. Choose another folder.", path)
        self.path = path


def write_file(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write a file, which appears at its path when the disk has all of it.

    Parameters
    ----------
    path : Path
        Its folder is made if it is not there.
    content : bytes
    replace : bool
        Whether a file of that name may be replaced.

    Raises
    ------
    ExportExists, ExportFailed
        If it is not written; what was there before is as it was.
    """
    check_free(path, replace=replace)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with disk_problems_of(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_through(part, content)
            if replace:
                part.replace(path)
                sync_folder(path.parent)
            else:
                appear(part, path)
        finally:
            with contextlib.suppress(OSError):
                part.unlink()


def check_free(path: Path, *, replace: bool = False) -> None:
    """Make sure, before there is work to do, that nothing would be replaced unasked.

    Raises
    ------
    ExportExists
        If something has that name.
    """
    if not replace and os.path.lexists(path):
        raise ExportExists(path)


@contextlib.contextmanager
def disk_problems_of(path: Path) -> Iterator[None]:
    """Turn what the disk raises while a file is written into one sentence about it.

    Raises
    ------
    ExportExists, ExportFailed
        Instead of an `OSError`.
    """
    try:
        yield
    except FileExistsError as error:
        if error.filename is not None and Path(error.filename) == path.parent:
            raise ExportFailed(path, "its folder is a file") from error
        raise ExportExists(path) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ExportFailed(path, "the disk is full") from error
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ExportFailed(path, reason[:1].lower() + reason[1:]) from error
