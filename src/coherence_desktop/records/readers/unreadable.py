"""Why a recording cannot be read, in one sentence."""

from enum import StrEnum
from pathlib import Path

from coherence_desktop.errors import Problem


class Reason(StrEnum):
    """What is wrong with a file."""

    MISSING = "missing"
    NOT_A_FILE = "not a file"
    NOT_PERMITTED = "not permitted"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"
    EMPTY = "empty"
    BINARY = "binary"
    DAMAGED = "damaged"
    LINE = "line"
    COLUMNS = "columns"
    SEVERAL = "several"
    NOT_INTERVALS = "not intervals"
    CHANNEL = "channel"
    NOT_INSTALLED = "not installed"
    OUTSIDE = "outside"


class UnreadableRecording(Problem):
    """A file gives no RR intervals.

    Parameters
    ----------
    path : Path
        The file.
    reason : Reason
        What is wrong, for programs.
    what : str
        The same for people; begins with a verb: the file's name comes before it.
    """

    def __init__(self, path: Path, reason: Reason, what: str) -> None:
        super().__init__(f"{path.name} {what}", path)
        self.path = path
        self.reason = reason
