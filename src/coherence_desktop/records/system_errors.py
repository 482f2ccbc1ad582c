"""Turns what SQLite or the system raised into one plain sentence about a library."""

import errno
import os
import shutil
from pathlib import Path

from coherence_desktop.records.problems import (
    DiskFailing,
    DiskFull,
    LibraryDamaged,
    LibraryExists,
    LibraryInUse,
    LibraryMissing,
    LibraryNotPermitted,
    LibraryNotWritable,
    LibraryProblem,
)

_NEARLY_FULL_BYTES = 128 * 1024

# Primary SQLite result codes (sqlite.org/rescode.html).
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT = 3, 5, 6, 8, 10, 11
_FULL, _CANTOPEN, _PROTOCOL, _NOTADB = 13, 14, 15, 26
# The online back-up raises its errors without their code, in SQLite's own words.
_CODES = {
    "database is locked": _BUSY,
    "attempt to write a readonly database": _READONLY,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "unable to open database file": _CANTOPEN,
    "file is not a database": _NOTADB,
}


def problem_from(error: BaseException, path: Path) -> LibraryProblem:
    """Turn what SQLite or the system raised into a sentence.

    Parameters
    ----------
    error : BaseException
        From sqlcipher3 or the system.
    path : Path
        The library file.
    """
    if isinstance(error, LibraryProblem):
        return error
    code = getattr(error, "sqlite_errorcode", _CODES.get(str(error)))
    if code is None:
        return _from_system(error, path)
    primary = code & 0xFF
    name = str(getattr(error, "sqlite_errorname", code))
    if primary == _FULL:
        return DiskFull(path)
    if primary in (_BUSY, _LOCKED, _PROTOCOL):
        return LibraryInUse(path)
    if primary in (_CORRUPT, _NOTADB):
        return LibraryDamaged(path)
    if primary in (_READONLY, _PERM, _CANTOPEN):
        return _refused(path)
    if primary == _IOERR and _is_full(path.parent):
        return DiskFull(path)
    return DiskFailing(path, name)


def _refused(path: Path) -> LibraryProblem:
    if not path.exists():
        return LibraryMissing(path)
    if not allowed(path, os.R_OK):
        return LibraryNotPermitted(path)
    if allowed(path, os.W_OK) and allowed(path.parent, os.W_OK) and _is_full(path.parent):
        return DiskFull(path)
    return LibraryNotWritable(path)


def allowed(path: Path, how: int) -> bool:
    """Whether this user may do that (`os.R_OK`, `os.W_OK`) to a file or folder."""
    return os.access(path, how, effective_ids=os.access in os.supports_effective_ids)


def _from_system(error: BaseException, path: Path) -> LibraryProblem:
    match error:
        case FileNotFoundError():
            return LibraryMissing(path)
        case FileExistsError():
            return LibraryExists(path)
        case PermissionError():
            return LibraryNotWritable(path)
        case OSError() if error.errno == errno.EROFS:
            return LibraryNotWritable(path)
        case OSError() if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DiskFull(path)
        case OSError() if error.errno is not None:
            return DiskFailing(path, errno.errorcode.get(error.errno, str(error.errno)))
    return DiskFailing(path, type(error).__name__)


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _NEARLY_FULL_BYTES
    except OSError:
        return False
