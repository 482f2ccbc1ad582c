"""Where the library is when nobody says otherwise."""

from pathlib import Path

APP_NAME = "coherence-desktop"
LIBRARY_NAME = "library.db"


def default_library() -> Path:
    """Path of the library in this user's data folder, by the custom of the platform.

    The folder need not exist yet; making a library makes it.
    """
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / LIBRARY_NAME
