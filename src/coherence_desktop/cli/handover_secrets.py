"""Passphrases and keys of what is handed over, for commands."""

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coherence_desktop.cli.libraries import PassphrasesDiffer
from coherence_desktop.errors import Problem

if TYPE_CHECKING:
    from coherence_desktop.records.handover.sealing import ByKey, ByPassphrase

ENVIRONMENT_VARIABLE = "COHERENCE_HANDOVER_PASSPHRASE"


class NothingToProtectWith(Problem):
    """A file is to be written, and nobody can be asked for a passphrase."""

    def __init__(self) -> None:
        super().__init__(
            "There is nothing to protect the file with. "
            f"Put a passphrase in {ENVIRONMENT_VARIABLE}, or name a key."
        )


def protection_for(key: str | None, known_key: str, what: str) -> "ByKey | ByPassphrase":
    """Choose what protects a file.

    That is the key that is named, else the passphrase of the environment, else the key that the
    other side sent, else a passphrase from whoever sits at the terminal.

    Raises
    ------
    Problem
        If there is none, or the two that were typed differ.
    """
    from coherence_desktop.records.handover.sealing import ByKey, ByPassphrase

    if key is not None:
        return ByKey(key)
    given = os.environ.get(ENVIRONMENT_VARIABLE)
    if given:
        return ByPassphrase(given)
    if known_key:
        return ByKey(known_key)
    if not sys.stdin.isatty():
        raise NothingToProtectWith
    first = getpass.getpass(f"Passphrase for {what}: ")
    if first != getpass.getpass("The same once more: "):
        raise PassphrasesDiffer
    return ByPassphrase(first)


def passphrase_to_open(path: Path) -> str | None:
    """Give the passphrase for a file, asking for it if somebody sits there.

    ``None`` if the file needs none, or nobody knows it.

    Raises
    ------
    HandoverProblem
        If the file is none that is handed over.
    """
    from coherence_desktop.records.handover.sealing import Protection, protection_of, read_sealed

    if protection_of(read_sealed(path), path) is not Protection.PASSPHRASE:
        return None
    given = os.environ.get(ENVIRONMENT_VARIABLE)
    if given or not sys.stdin.isatty():
        return given or None
    return getpass.getpass(f"Passphrase of {path.name}: ")
