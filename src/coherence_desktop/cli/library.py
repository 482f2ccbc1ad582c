"""``library``: keep the library safe: back-ups, its place, its key, what was done with it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Json, LibraryFile
from coherence_desktop.cli.output import give, path_text, say
from coherence_desktop.cli.progress import Bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from coherence_desktop.records.keeping.backup import Copy
    from coherence_desktop.records.keeping.deleting import Deleted

app = typer.Typer(
    help=(
        "Keep the library safe. Every one of these takes --json. Those that change the file as a "
        "whole (restore, move, passphrase) want it closed everywhere else."
    ),
    no_args_is_help=False,
    rich_markup_mode=None,
)

_Backup = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]
_ForGood = Annotated[
    bool, typer.Option("--for-good", help="Say that it is meant: nothing brings it back.")
]


@app.command("backup")
def backup(
    *,
    out: Annotated[
        Path, typer.Option("--out", help="File to write, or a folder; its name is then the day's.")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a file of that name.")
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Copy the library into one file under the same key, and check the copy.

    It may be in use: a session that is recorded is in the copy up to the moment it began.
    """
    from datetime import datetime

    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.records.keeping.backup import ONLY_HERE, back_up, backup_name
    from coherence_desktop.records.keys import is_kept

    target = out / backup_name(datetime.now().astimezone()) if out.is_dir() else out
    with open_library(library) as opened, Bar(1) as bar:
        bar.step("Backing up")
        made = back_up(opened, target, replace=replace, progress=_share(bar))
    if is_kept(made.path):
        say(ONLY_HERE)
    _give_copy("backup", made, as_json=json)


@app.command("verify")
def verify_backup(file: _Backup, *, json: Json = False) -> None:
    """Check each page and each checksum of a back-up; nothing is written."""
    from coherence_desktop.cli.libraries import key_of
    from coherence_desktop.records.keeping.backup import verify

    with Bar(1) as bar:
        bar.step("Checking")
        found = verify(file, key_of(file), progress=_share(bar))
    _give_copy("backup", found, as_json=json)


@app.command("restore")
def restore_backup(
    file: _Backup,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of a library that is there.")
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Put a back-up in the place of the library, which is kept beside it under another name.

    Where there is a library, that has to be said with --replace, or is asked for at the terminal.
    The back-up's own key opens the library from then on.
    """
    from coherence_desktop.cli.libraries import key_of
    from coherence_desktop.records.keeping.restore import restore
    from coherence_desktop.records.locations import default_library

    place = library or default_library()
    if not replace:
        _may_take_the_place_of(place)
    with Bar(1) as bar:
        bar.step("Restoring")
        done = restore(file, key_of(file), place, progress=_share(bar))
    aside = done.set_aside
    if json:
        kept = None if aside is None else path_text(aside)
        give({"library": _row(done.library), "set_aside": kept})
        return
    if aside is not None:
        say(f"The library that was there is kept: {path_text(aside)}")
    typer.echo(path_text(done.library.path))


@app.command("move")
def move_library(
    *,
    to: Annotated[Path, typer.Option("--to", help="Folder; made if needed.")],
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Move the library to another folder, where it is looked for from then on."""
    from coherence_desktop.cli.libraries import key_of
    from coherence_desktop.records.cipher import salt_of
    from coherence_desktop.records.keeping.moving import move
    from coherence_desktop.records.locations import default_library

    path = library or default_library()
    raw_key = key_of(path).raw(salt_of(path))
    with Bar(1) as bar:
        bar.step("Moving")
        moved = move(path, raw_key, to, progress=_share(bar))
    _give_copy("library", moved, as_json=json)


@app.command("passphrase")
def change_passphrase(
    *,
    keyring: Annotated[
        bool, typer.Option("--keyring", help="A random key instead, kept in the system keyring.")
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Give the library another passphrase, from COHERENCE_LIBRARY_NEW_KEY or a prompt."""
    from coherence_desktop.cli.libraries import asked_key, key_of
    from coherence_desktop.records.keeping.backup import OLD_COPIES
    from coherence_desktop.records.keeping.rekey import change_key
    from coherence_desktop.records.keys import new_keyring_key
    from coherence_desktop.records.locations import default_library

    path = library or default_library()
    old = key_of(path)
    new = new_keyring_key() if keyring else asked_key()
    with Bar(1) as bar:
        bar.step("Changing the key")
        change_key(path, old, new, progress=_share(bar))
    say(OLD_COPIES)
    if json:
        give({"library": path_text(path), "opens_with": "keyring" if keyring else "passphrase"})
    else:
        typer.echo(path_text(path))


@app.command("audit")
def audit_list(
    *,
    last: Annotated[int | None, typer.Option("--last", min=1, help="So many at most.")] = None,
    what: Annotated[
        list[str] | None,
        typer.Option(
            "--what", help="Only this: opened, exported, 'client deleted' ... Repeat it."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the list as a table (CSV), without names.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a file of that name.")
    ] = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """List who opened, took out, brought in, changed or deleted what, the newest first."""
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.records.keeping.audit import Deed
    from coherence_desktop.records.keeping.audit_list import read_lines, write_table

    deeds = what or ()
    known = [one.value for one in Deed]
    for deed in deeds:
        if deed not in known:
            words = f"{deed!r} is none of {', '.join(known)}"
            raise typer.BadParameter(words, param_hint="--what")
    with open_library(library) as opened:
        if out is not None:
            write_table(opened, out, deeds, replace=replace)
        found = read_lines(opened, deeds=deeds, newest=last)
    if json:
        rows = [
            {"at": one.at_utc, "who": one.who, "what": one.what, "about": one.about}
            for one in found
        ]
        give({"audit": rows, "file": None if out is None else path_text(out)})
    elif out is not None:
        typer.echo(path_text(out))
    else:
        for one in found:
            typer.echo("  ".join(filter(None, (one.local, one.who, one.what, one.words))))


@app.command("delete-session")
def delete_one_session(
    session: Annotated[str, typer.Argument(help="Id, or the beginning of it.")],
    *,
    for_good: _ForGood = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Delete a session and its log for good."""
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.records.keeping.deleting import delete_session

    _must_be_meant(for_good)
    with open_library(library) as opened:
        found = opened.session(session)
        done = delete_session(opened, found.id)
    _give_deleted("session", found.id, done, as_json=json)


@app.command("delete-client")
def delete_one_client(
    client: Annotated[str, typer.Argument(help="Name, code or id of the client.")],
    *,
    with_sessions: Annotated[
        bool, typer.Option("--with-sessions", help="Their sessions too; else they stay, nameless.")
    ] = False,
    for_good: _ForGood = False,
    library: LibraryFile = None,
    json: Json = False,
) -> None:
    """Delete a client with chart, letters and journal for good."""
    from coherence_desktop.cli.clients import find_client
    from coherence_desktop.cli.libraries import open_library
    from coherence_desktop.records.keeping.deleting import delete_client

    _must_be_meant(for_good)
    with open_library(library) as opened:
        found = find_client(opened, client)
        done = delete_client(opened, found.id, with_sessions=with_sessions)
    _give_deleted("client", found.id, done, as_json=json)


def _may_take_the_place_of(library: Path) -> None:
    from coherence_desktop.records.keeping.problems import NotMeant

    if not library.exists():
        return
    question = f"Put the back-up in the place of {library}, which is kept beside it?"
    if not (sys.stdin.isatty() and typer.confirm(question, err=True)):
        raise NotMeant(library)


def _must_be_meant(for_good: bool) -> None:  # noqa: FBT001 - an option's value
    if not for_good:
        raise typer.BadParameter(
            "add it to delete; nothing brings it back", param_hint="--for-good"
        )


def _share(bar: Bar) -> "Callable[[float], None]":
    return lambda share: bar.share(min(share, 0.99))


def _row(copy: "Copy") -> dict[str, object]:
    return {
        "file": path_text(copy.path),
        "bytes": copy.size_bytes,
        "sessions": copy.contents.sessions,
        "events": copy.contents.events,
        "clients": copy.contents.clients,
        "verified": True,
    }


def _give_copy(name: str, copy: "Copy", *, as_json: bool) -> None:
    if as_json:
        give({name: _row(copy)})
        return
    say(f"Checked: {copy.contents.words}.")
    typer.echo(path_text(copy.path))


def _give_deleted(kind: str, reference: str, done: "Deleted", *, as_json: bool) -> None:
    say(done.advice)
    if as_json:
        give({"deleted": {kind: reference}, "room_given_back": done.room_given_back})
    else:
        typer.echo(reference)
