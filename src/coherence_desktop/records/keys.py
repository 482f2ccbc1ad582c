"""What opens a library: a passphrase, or a random key kept in the system keyring.

SQLCipher turns a passphrase into a key by PBKDF2 with the salt in the file's first 16 bytes. The
same is done here, once a library instead of once a connection, so that only hexadecimal digits
ever reach a PRAGMA: whatever a passphrase contains, it cannot break out or be cut short.
"""

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

from coherence_desktop.errors import Problem
from coherence_desktop.records.cipher import SALT_MARK, SALT_SIZE, salt_of

ENVIRONMENT_VARIABLE = "COHERENCE_LIBRARY_KEY"
KEYRING_SERVICE = "coherence-desktop library"
PBKDF2_ITERATIONS = 256_000
"""What SQLCipher 4 uses, so that its own tools open the library with the same passphrase."""
KEY_SIZE = 32

Prompt = Callable[[Path], str | None]
"""Asks a person for the passphrase of a library; ``None`` when they would rather not."""


class KeyMissing(Problem):
    """Nothing tells how to open the library."""

    def __init__(self, path: Path) -> None:
        message = (
            f"The library {path.name} is protected. "
            f"Type its passphrase, or give it in {ENVIRONMENT_VARIABLE}."
        )
        super().__init__(message, path)


class EmptyPassphrase(Problem):
    """A passphrase without a character protects nothing."""

    def __init__(self) -> None:
        super().__init__("A passphrase needs at least one character. Type one.")


class KeyringUnavailable(Problem):
    """The system keyring does not keep or give keys."""

    def __init__(self, why: str) -> None:
        message = "The system keyring is not available. Unlock it, or choose a passphrase instead."
        super().__init__(message, why)


class LibraryKey:
    """What opens a library: `Passphrase` or `RandomKey`. Its text never shows in messages."""

    word = "key"
    """What a person calls it."""

    def raw(self, salt: bytes) -> bytes:
        """Return the 32 bytes that encrypt the library with this salt."""
        raise NotImplementedError

    def new_salt(self) -> bytes:
        """Return the salt with which to make a new library."""
        return SALT_MARK + secrets.token_bytes(SALT_SIZE - len(SALT_MARK))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Passphrase(LibraryKey):
    """Words that a person chose.

    Parameters
    ----------
    text : str
        Any text but the empty one. It is composed (Unicode NFC) first, because keyboards of
        different systems send the same letter in different ways.

    Raises
    ------
    EmptyPassphrase
        If there is no character.
    """

    word = "passphrase"

    def __init__(self, text: str) -> None:
        if not text:
            raise EmptyPassphrase
        self._secret = unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")
        self._derived: dict[bytes, bytes] = {}

    def raw(self, salt: bytes) -> bytes:
        """Derive the key by PBKDF2-HMAC-SHA512; takes about a tenth of a second, once."""
        if salt not in self._derived:
            self._derived[salt] = hashlib.pbkdf2_hmac(
                "sha512", self._secret, salt, PBKDF2_ITERATIONS, KEY_SIZE
            )
        return self._derived[salt]


class RandomKey(LibraryKey):
    """256 random bits, for the keyring or for a library that nobody opens again.

    Parameters
    ----------
    secret : bytes, optional
        32 bytes; new random ones by default.
    """

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secrets.token_bytes(KEY_SIZE) if secret is None else secret
        if len(self._secret) != KEY_SIZE:
            raise ValueError(f"a key has {KEY_SIZE} bytes, not {len(self._secret)}")
        self._salt = super().new_salt()

    def raw(self, salt: bytes) -> bytes:  # noqa: ARG002 - a random key needs no derivation
        """Return the key itself."""
        return self._secret

    def new_salt(self) -> bytes:
        """Return the salt by which the keyring knows a new library; always the same one."""
        return self._salt

    def as_text(self) -> str:
        """Return SQLCipher's notation for a raw key, which `parse_key` reads back."""
        return f"x'{self._secret.hex()}'"


def parse_key(text: str) -> LibraryKey:
    """Read a key as it is given in the environment: ``x'64 hex digits'`` or a passphrase.

    Raises
    ------
    EmptyPassphrase
        If the text is empty.
    """
    if re.fullmatch(r"x'[0-9a-fA-F]{64}'", text):
        return RandomKey(bytes.fromhex(text[2:-1]))
    return Passphrase(text)


def remember(key: RandomKey, salt: bytes) -> None:
    """Keep a key in the system keyring, under its library's salt, and check that it is there.

    Raises
    ------
    KeyringUnavailable
        If the keyring does not keep it.
    """
    import keyring

    try:
        keyring.set_password(KEYRING_SERVICE, salt.hex(), key.as_text())
        kept = keyring.get_password(KEYRING_SERVICE, salt.hex())
    except Exception as error:  # back ends are plug-ins: any error can come
        raise KeyringUnavailable(type(error).__name__) from error
    if kept != key.as_text():
        raise KeyringUnavailable("the keyring did not give back what it was given")


def recall(salt: bytes) -> RandomKey | None:
    """Find the key of the library with this salt in the system keyring.

    Raises
    ------
    KeyringUnavailable
        If the keyring cannot be asked.
    """
    import keyring

    try:
        kept = keyring.get_password(KEYRING_SERVICE, salt.hex())
    except Exception as error:  # back ends are plug-ins: any error can come
        raise KeyringUnavailable(type(error).__name__) from error
    key = parse_key(kept) if kept else None
    return key if isinstance(key, RandomKey) else None


def is_kept(path: Path) -> bool:
    """Whether the keyring of this computer keeps what opens a library, and nobody knows it."""
    try:
        return recall(salt_of(path)) is not None
    except KeyringUnavailable:
        return False


def keyring_available() -> bool:
    """Whether the system keyring can be asked; looks for a key that nobody has."""
    try:
        recall(RandomKey().new_salt())
    except KeyringUnavailable:
        return False
    return True


def new_keyring_key() -> RandomKey:
    """Make a random key that is already safe in the keyring when a library is made with it.

    Raises
    ------
    KeyringUnavailable
        If the keyring does not keep it: then make a library with a passphrase.
    """
    key = RandomKey()
    remember(key, key.new_salt())
    return key


def find_key(path: Path, environment: Mapping[str, str] = os.environ) -> LibraryKey | None:
    """Find what opens a library without asking anyone: the environment, then the keyring.

    Returns
    -------
    LibraryKey or None
        ``None`` when a person has to be asked for the passphrase.

    Raises
    ------
    LibraryProblem
        If the file cannot be read or is too short to be a library.
    """
    given = environment.get(ENVIRONMENT_VARIABLE)
    if given:
        return parse_key(given)
    salt = salt_of(path)
    try:
        return recall(salt)
    except KeyringUnavailable:
        return None


def resolve_key(
    path: Path,
    environment: Mapping[str, str] = os.environ,
    prompt: Prompt | None = None,
) -> LibraryKey:
    """Find what opens a library: the environment, the keyring, then the person.

    Raises
    ------
    KeyMissing
        If there is nobody to ask, or they gave nothing.
    LibraryProblem
        If the file cannot be read or is too short to be a library.
    """
    key = find_key(path, environment)
    if key is not None:
        return key
    typed = prompt(path) if prompt is not None else None
    if not typed:
        raise KeyMissing(path)
    return parse_key(typed)
