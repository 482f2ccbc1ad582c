"""Packages that some recordings need, imported when such a one is read."""

import importlib
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

EXTRA = "coherence-desktop[recordings]"

# What the readers of these packages make of bytes that break their format.
_FAULTS: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
)


def package(name: str, path: Path) -> ModuleType:
    """Import a package, or a module of one.

    Raises
    ------
    UnreadableRecording
        If it is not installed; with what to type.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about each other, and nothing a person can change
            return importlib.import_module(name)
    except ImportError as error:
        needed = name.partition(".")[0]
        what = f"needs the package {needed} to be read. Install it: pip install '{EXTRA}'."
        raise UnreadableRecording(path, Reason.NOT_INSTALLED, what) from error


@contextmanager
def damage_told(path: Path, kind: str, *faults: type[Exception]) -> Iterator[None]:
    """Turn what a package raises and warns about a file into one sentence about it."""
    caught = (*_FAULTS, *faults)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except caught as error:
        raise damaged_file(path, kind) from error


def damaged_file(path: Path, kind: str, how: str = "is damaged") -> UnreadableRecording:
    """Make the sentence about a file that breaks its format; ``kind`` has its article."""
    what = f"is {kind} that {how}. Copy it again from where it came."
    return UnreadableRecording(path, Reason.DAMAGED, what)
