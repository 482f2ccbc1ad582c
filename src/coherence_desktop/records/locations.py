"""Where this user's library and content are when nobody says otherwise."""

import os
from pathlib import Path

APP_NAME = "coherence-desktop"
LIBRARY_NAME = "library.db"
PLACE_NAME = "library-place.txt"
"""Holds the path of a library that was moved."""


def own_content(*parts: str) -> Path:
    """Path of content that this user added, e.g. ``own_content("exercises")``; it need not exist.

    It is laid out as the bundled ``assets`` are.
    """
    return data_folder().joinpath("content", *parts)


def default_library() -> Path:
    """Path of this user's library: in the data folder, or where it was moved to.

    The folder need not exist yet; making a library makes it.
    """
    return moved_to() or data_folder() / LIBRARY_NAME


def moved_to() -> Path | None:
    """Where this user's library was moved to; ``None`` if it was not. It may not be there now."""
    try:
        kept = (data_folder() / PLACE_NAME).read_bytes()
    except OSError:
        return None
    place = Path(os.fsdecode(kept.removesuffix(b"\n")))
    return place if place.is_absolute() else None


def remember_place(library: Path) -> None:
    """Keep where this user's library is from now on, in one step.

    Raises
    ------
    OSError
        If the data folder does not take it.
    """
    from coherence_desktop.records.files import sync_folder, write_through

    folder = data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{PLACE_NAME}.new"
    unfinished.unlink(missing_ok=True)
    write_through(unfinished, os.fsencode(library.absolute()) + b"\n")
    unfinished.replace(folder / PLACE_NAME)
    sync_folder(folder)


def data_folder() -> Path:
    """Folder of this user's data for this app, by the custom of the platform."""
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False)
