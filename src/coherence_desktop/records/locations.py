"""Where this user's library and content are when nobody says otherwise."""

from pathlib import Path

APP_NAME = "coherence-desktop"
LIBRARY_NAME = "library.db"


def own_content(*parts: str) -> Path:
    """Path of content that this user added, e.g. ``own_content("exercises")``; it need not exist.

    It is laid out as the bundled ``assets`` are.
    """
    return default_library().parent.joinpath("content", *parts)


def default_library() -> Path:
    """Path of the library in this user's data folder, by the custom of the platform.

    The folder need not exist yet; making a library makes it.
    """
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / LIBRARY_NAME
