"""Finds what opens a library or a back-up; every one of these may take a while."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coherence_desktop.records.keys import LibraryKey


def kept_key(path: Path) -> "LibraryKey | None":
    """The key that opens a library without asking anyone."""
    from coherence_desktop.records.keys import find_key

    return find_key(path)


def proven_key(library: Path, passphrase: str) -> "LibraryKey":
    """Give the key that a passphrase makes, or the kept one, if it opens the library."""
    from coherence_desktop.records.keeping.backup import check_key
    from coherence_desktop.records.keys import parse_key, resolve_key

    key = parse_key(passphrase) if passphrase else resolve_key(library)
    check_key(library, key)
    return key


def key_of_backup(backup: Path, library: Path, raw_key: bytes | None) -> "LibraryKey | None":
    """A copy of the open library has its key of now; that of another may be kept.

    Parameters
    ----------
    backup, library : Path
    raw_key : bytes, shape (32,), or None
        What the library is open with; ``None`` if it is not.
    """
    from coherence_desktop.records.cipher import salt_of
    from coherence_desktop.records.keys import RandomKey, find_key

    if raw_key is not None and salt_of(backup) == salt_of(library):
        return RandomKey(raw_key)
    return find_key(backup)


def keyring_works() -> bool:
    """Whether this computer can keep a key."""
    from coherence_desktop.records.keys import keyring_available

    return keyring_available()
