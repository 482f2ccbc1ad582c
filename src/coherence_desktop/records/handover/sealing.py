"""Encrypts a file for one person by age, and opens it, with bounded work."""

import os
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from coherence_desktop.records.export_files import check_free
from coherence_desktop.records.handover import passphrase_work
from coherence_desktop.records.handover.problems import HandoverProblem, Why
from coherence_desktop.records.keys import EmptyPassphrase

MOST_BYTES = 128 * 1024 * 1024
MOST_WORK = 21
"""Binary logarithm of scrypt's N: 2 GB and some seconds. age itself chooses 18 to 20."""
_LONGEST_HEADER = 64 * 1024
_MAGIC = b"age-encryption.org/v1\n"
_STANZA, _HEADER_END = b"-> ", b"\n---"


class Protection(StrEnum):
    """What opens a file."""

    PASSPHRASE = "passphrase"  # noqa: S105 - a word, not a secret
    KEY = "key"


@dataclass(frozen=True)
class ByPassphrase:
    """Whoever knows these words opens the file."""

    text: str
    kind: ClassVar = Protection.PASSPHRASE

    def __post_init__(self) -> None:
        if not self.text:
            raise EmptyPassphrase

    def __repr__(self) -> str:
        return "<ByPassphrase>"


@dataclass(frozen=True)
class ByKey:
    """Whoever holds the other half of this key (``age1…``) opens the file."""

    recipient: str
    kind: ClassVar = Protection.KEY


def new_identity() -> str:
    """Make a key that opens files (``AGE-SECRET-KEY-1…``)."""
    import pyrage

    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Half of a key that others write for (``age1…``); it opens nothing."""
    import pyrage

    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def seal(plain: bytes, protection: ByPassphrase | ByKey, path: Path) -> bytes:
    """Encrypt.

    Parameters
    ----------
    plain : bytes
    protection : ByPassphrase or ByKey
        A passphrase costs a second or more, in a process of its own.
    path : Path
        Name of the file, for messages.

    Raises
    ------
    HandoverProblem
        If the key is none, or there is not enough memory.
    """
    import pyrage

    if isinstance(protection, ByPassphrase):
        try:
            return passphrase_work.encrypt(plain, _composed(protection.text))
        except passphrase_work.WorkFailed as error:
            raise HandoverProblem(path, Why.NO_MEMORY) from error
    try:
        recipient = pyrage.x25519.Recipient.from_str(protection.recipient.strip())
    except pyrage.RecipientError as error:
        raise HandoverProblem(path, Why.NOT_A_KEY) from error
    return bytes(pyrage.encrypt(plain, [recipient]))


def read_sealed(path: Path) -> bytes:
    """Read a file of bounded size that begins as one of age does.

    Raises
    ------
    HandoverProblem
        If it is not there, cannot be read, is too large or something else.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise HandoverProblem(path, Why.UNREADABLE)
        if found.st_size > MOST_BYTES:
            raise HandoverProblem(path, Why.TOO_LARGE)
        sealed = path.read_bytes()
    except FileNotFoundError as error:
        raise HandoverProblem(path, Why.MISSING) from error
    except (OSError, ValueError) as error:
        raise HandoverProblem(path, Why.UNREADABLE) from error
    protection_of(sealed, path)
    return sealed


def protection_of(sealed: bytes, path: Path) -> Protection:
    """Tell what opens a file, by its header.

    Raises
    ------
    HandoverProblem
        If it is none of age, or opening it would take too much work.
    """
    if not sealed.startswith(_MAGIC):
        raise HandoverProblem(path, Why.FOREIGN)
    end = sealed.find(_HEADER_END, 0, _LONGEST_HEADER)
    if end < 0:
        raise HandoverProblem(path, Why.DAMAGED)
    lines = sealed[len(_MAGIC) : end].split(b"\n")
    stanzas = [line[len(_STANZA) :].split(b" ") for line in lines if line.startswith(_STANZA)]
    kinds = [stanza[0] for stanza in stanzas]
    if kinds == [b"scrypt"]:
        work = stanzas[0][-1]
        if not work.isdigit() or len(stanzas[0]) != 3:
            raise HandoverProblem(path, Why.DAMAGED)
        if len(work) > 2 or int(work) > MOST_WORK:
            raise HandoverProblem(path, Why.TOO_HARD)
        return Protection.PASSPHRASE
    if b"X25519" in kinds and b"scrypt" not in kinds:
        return Protection.KEY
    raise HandoverProblem(path, Why.DAMAGED if b"scrypt" in kinds else Why.FOREIGN)


def unseal(
    sealed: bytes, path: Path, *, passphrase: str | None, identities: Iterable[str]
) -> bytes:
    """Decrypt.

    Parameters
    ----------
    sealed : bytes
        What `read_sealed` gave.
    path : Path
        Name of the file, for messages.
    passphrase : str or None
        For a file that needs one.
    identities : iterable of str
        Keys to try on a file that was written for one.

    Raises
    ------
    HandoverProblem
        If nothing given opens it, or it was changed.
    """
    if protection_of(sealed, path) is Protection.PASSPHRASE:
        if not passphrase:
            raise HandoverProblem(path, Why.NEEDS_PASSPHRASE)
        return _by_passphrase(sealed, path, passphrase)
    return _by_key(sealed, path, list(identities))


def _by_passphrase(sealed: bytes, path: Path, passphrase: str) -> bytes:
    try:
        return passphrase_work.decrypt(sealed, _composed(passphrase))
    except passphrase_work.WorkFailed as error:
        raise HandoverProblem(path, Why.NO_MEMORY) from error
    except passphrase_work.Refused as error:
        told = str(error)
        if told.startswith("Excessive work"):
            raise HandoverProblem(path, Why.TOO_HARD) from error
        wrong = told == "Decryption failed"
        raise HandoverProblem(path, Why.WRONG_PASSPHRASE if wrong else Why.DAMAGED) from error


def _by_key(sealed: bytes, path: Path, identities: list[str]) -> bytes:
    import pyrage

    try:
        keys = [pyrage.x25519.Identity.from_str(identity) for identity in identities]
        return bytes(pyrage.decrypt(sealed, keys))
    except pyrage.IdentityError as error:
        raise HandoverProblem(path, Why.WRONG_KEY) from error
    except pyrage.DecryptError as error:
        foreign = str(error) == "No matching keys found"
        raise HandoverProblem(path, Why.WRONG_KEY if foreign else Why.DAMAGED) from error


def _composed(passphrase: str) -> str:
    """Keyboards of different systems send the same letter in different ways."""
    return unicodedata.normalize("NFC", passphrase)


def file_for(path: Path, what: str, now: datetime, *, replace: bool) -> Path:
    """The file that was named, or one in the folder that was, called after the day and no more.

    Raises
    ------
    ExportExists
        If it is there and may not be replaced.
    """
    if path.is_dir() or str(path).endswith(os.sep):
        path = path / f"{what}-{now.astimezone().date().isoformat()}.age"
    check_free(path, replace=replace)
    return path
