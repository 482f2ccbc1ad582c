"""A library that holds something of each kind, and ways to look at one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keeping.backup import back_up
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.writings import WritingKind, Writings, new_writing


@pytest.fixture
def record(started, beats):
    """Record a session of so many beats; give its id."""

    def make(library: Library, count: int = 200, client: str = "") -> str:
        recorder = Recorder(library, library.start_session(started, client=client))
        for beat in beats(count):
            recorder.add(beat)
        assert recorder.close().problem is None
        return recorder.session_id

    return make


@pytest.fixture
def full(library: Library, record) -> Library:
    """Give an open library with a client, a session and a letter."""
    client = Charts(library).add([Identified("2026-05-01T08:00:00Z", name="c-17")])
    Writings(library, client).keep(new_writing(WritingKind.LETTER, "Dear me"))
    record(library, client=client)
    return library


@pytest.fixture
def copy(full, tmp_path) -> Path:
    """Give a back-up of the full library."""
    return back_up(full, tmp_path / "copies" / "copy.db").path


@pytest.fixture
def logs_of() -> Callable[..., list[list]]:
    """Read all logs of a library with some key."""

    def read(path: Path, key) -> list[list]:
        with Library.open(path, key) as library:
            return [library.events(session.id) for session in library.sessions()]

    return read


@pytest.fixture
def files_in() -> Callable[[Path], set[str]]:
    """Names in a folder, the empty files of locks left out."""

    def look(folder: Path) -> set[str]:
        return {found.name for found in folder.iterdir() if not found.name.endswith(".lock")}

    return look
