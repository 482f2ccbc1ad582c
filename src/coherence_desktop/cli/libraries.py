"""Opens the library that a command works on."""

import getpass
import os
import sys
from pathlib import Path

from coherence_desktop.cli.output import say
from coherence_desktop.errors import Problem
from coherence_desktop.records.keeping.audit import Deed, audit_if_possible
from coherence_desktop.records.keys import (
    ENVIRONMENT_VARIABLE,
    KeyringUnavailable,
    LibraryKey,
    Passphrase,
    Prompt,
    new_keyring_key,
    parse_key,
    resolve_key,
)
from coherence_desktop.records.library import Library
from coherence_desktop.records.locations import default_library
from coherence_desktop.records.problems import LibraryMissing

NEW_KEY_VARIABLE = "COHERENCE_LIBRARY_NEW_KEY"
"""A passphrase to change to, or a raw key in SQLCipher's notation."""


class NoKeyForNewLibrary(Problem):
    """A library is to be made and there is nothing to protect it with."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no library at {path} yet and nothing to protect a new one with. "
            f"Put a passphrase in {ENVIRONMENT_VARIABLE}.",
            path,
        )


class NoNewPassphrase(Problem):
    """A passphrase is to be changed and nobody says to what."""

    def __init__(self) -> None:
        super().__init__(f"There is no new passphrase. Put one in {NEW_KEY_VARIABLE}.")


class PassphrasesDiffer(Problem):
    """The passphrase was not typed the same way twice."""

    def __init__(self) -> None:
        super().__init__("The two passphrases differ. Start again and type the same one twice.")


def open_library(path: Path | None) -> Library:
    """Open a library that is there.

    Raises
    ------
    LibraryProblem, KeyMissing
        If there is none or it does not open.
    """
    path = path or default_library()
    library = _told_of_recovered(Library.open(path, key_of(path)))
    audit_if_possible(library, Deed.OPENED, "on the command line")
    return library


def key_of(path: Path) -> LibraryKey:
    """Find what opens a library or a back-up that is there.

    Raises
    ------
    LibraryProblem, KeyMissing
        If there is none, or nothing tells how to open it.
    """
    if not path.exists():
        raise LibraryMissing(path)
    return resolve_key(path, prompt=_prompt())


def asked_key() -> LibraryKey:
    """Take a new passphrase from the environment, else from whoever sits at the terminal.

    Raises
    ------
    NoNewPassphrase, PassphrasesDiffer, EmptyPassphrase
        If there is none.
    """
    given = os.environ.get(NEW_KEY_VARIABLE)
    if given:
        return parse_key(given)
    if not sys.stdin.isatty():
        raise NoNewPassphrase
    return _typed_twice("New passphrase: ")


def open_or_create_library(path: Path | None) -> Library:
    """Open a library, or make it where there is none yet.

    A new one takes its key from the environment, else a random one that the system keyring keeps,
    else a passphrase from whoever sits at the terminal.

    Raises
    ------
    Problem
        If there is nothing to open or protect it with, or the disk does not take it.
    """
    path = path or default_library()
    if path.exists():
        return open_library(path)
    library = Library.create(path, _new_key(path))
    say(f"A new library was made: {path}")
    return library


def _new_key(path: Path) -> LibraryKey:
    given = os.environ.get(ENVIRONMENT_VARIABLE)
    if given:
        return parse_key(given)
    try:
        return new_keyring_key()
    except KeyringUnavailable as error:
        if not sys.stdin.isatty():
            raise NoKeyForNewLibrary(path) from error
    return _typed_twice("Passphrase for the new library: ")


def _typed_twice(words: str) -> LibraryKey:
    first = getpass.getpass(words)
    if first != getpass.getpass("The same once more: "):
        raise PassphrasesDiffer
    return Passphrase(first)


def _prompt() -> Prompt | None:
    """Ask at the terminal, if somebody sits there."""
    if not sys.stdin.isatty():
        return None
    return lambda path: getpass.getpass(f"Passphrase of {path.name}: ")


def _told_of_recovered(library: Library) -> Library:
    for found in library.recovered:
        say(found.message)
    return library
