"""Opens the library that a command works on."""

import getpass
import os
import sys
from pathlib import Path

from coherence_desktop.cli.output import say
from coherence_desktop.errors import Problem
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


class NoKeyForNewLibrary(Problem):
    """A library is to be made and there is nothing to protect it with."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no library at {path} yet and nothing to protect a new one with. "
            f"Put a passphrase in {ENVIRONMENT_VARIABLE}.",
            path,
        )


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
    if not path.exists():
        raise LibraryMissing(path)
    return _told_of_recovered(Library.open(path, resolve_key(path, prompt=_prompt())))


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
    first = getpass.getpass("Passphrase for the new library: ")
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
