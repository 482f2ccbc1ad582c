"""A library that cannot be opened says why in one sentence, and stays as it is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from coherence_desktop.events import Started
from coherence_desktop.records.cipher import PAGE_SIZE, connect
from coherence_desktop.records.keeping.backup import verify
from coherence_desktop.records.keys import Passphrase, RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import (
    DiskFailing,
    DiskFull,
    LibraryDamaged,
    LibraryNotPermitted,
    LibraryNotWritable,
    LibraryProblem,
    LibraryTooNew,
    NotALibrary,
    WrongKey,
)
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.schema import HEAD


@pytest.fixture
def filled(path: Path, key: RandomKey, started: Started, beats) -> Path:
    """Give a closed library with a session of some length."""
    with Library.create(path, key) as library:
        recorder = Recorder(library, library.start_session(started))
        for beat in beats(5000):
            recorder.add(beat)
        recorder.close()
    return path


def refuses(path: Path, key, kind: type[LibraryProblem]) -> str:
    """Open it, expect that kind of problem and no changed byte; return the sentence."""
    before = path.read_bytes()
    with pytest.raises(kind) as caught:
        Library.open(path, key)
    assert type(caught.value) is kind
    assert path.read_bytes() == before
    message = caught.value.message
    assert message.count(". ") <= 1
    assert message.endswith(".")
    return message


def test_a_wrong_key_changes_nothing_and_the_right_one_still_opens(filled, key):
    assert "key does not open" in refuses(filled, RandomKey(), WrongKey)
    assert "passphrase does not open" in refuses(filled, Passphrase("guess"), WrongKey)
    with Library.open(filled, key) as library:
        assert library.session().beats == 5000


def test_a_wrong_key_says_nothing_on_stderr(filled, capfd):
    with pytest.raises(WrongKey):
        Library.open(filled, RandomKey())
    assert capfd.readouterr() == ("", "")


def test_a_wrong_key_leaves_what_a_crash_left_for_recovery(tmp_path, key, started):
    crashed = crash(tmp_path / "library.db", key, started)
    log = crashed.with_name(f"{crashed.name}-wal")
    before = log.read_bytes()
    assert before
    refuses(crashed, RandomKey(), WrongKey)
    assert log.read_bytes() == before
    with Library.open(crashed, key) as library:
        assert library.session().beats == 3


def crash(path: Path, key: RandomKey, started: Started) -> Path:
    """Record three beats in a process that then dies at once."""
    script = """
import os, sys
from pathlib import Path
from coherence_desktop.events import Beat, decode
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
library = Library.create(Path(sys.argv[1]), parse_key(sys.argv[2]))
recorder = Recorder(library, library.start_session(decode(bytes.fromhex(sys.argv[3]))))
for t in (1.0, 2.0, 3.0):
    recorder.add(Beat(t, 1000.0, t))
recorder.flush()
os.kill(os.getpid(), 9)
"""
    from coherence_desktop.events import encode

    arguments = [path, key.as_text(), encode(started).hex()]
    died = subprocess.run([sys.executable, "-c", script, *arguments], check=False)
    assert died.returncode == -9
    return path


def test_after_a_crash_the_session_is_whole_and_says_until_when(tmp_path, key, started):
    crashed = crash(tmp_path / "library.db", key, started)
    with Library.open(crashed, key) as library:
        (found,) = library.recovered
        assert found.message == (
            "The last session ended without closing. It is whole up to 21:14:03."
        )
        summary = library.session()
        assert (summary.state, summary.beats, summary.duration_s) == ("recovered", 3, 3.0)
        assert summary.ended_utc == "2026-05-01T19:14:03+00:00"
        assert [event.t for event in library.events(summary.id)] == [0.0, 1.0, 2.0, 3.0]
    with Library.open(crashed, key) as library:
        assert library.recovered == []
        assert library.session().state == "recovered"


def overwrite(at: int, content: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(content)

    return change


DAMAGES: dict[str, tuple[Callable[[Path], object], type[LibraryProblem], str]] = {
    "cut in half": (lambda p: os.truncate(p, p.stat().st_size // 2), LibraryDamaged, "part of it"),
    "cut to pages": (lambda p: os.truncate(p, 3 * PAGE_SIZE), LibraryDamaged, "part of it"),
    "cut by a few bytes": (
        lambda p: os.truncate(p, p.stat().st_size - 10),
        LibraryDamaged,
        "its end is missing",
    ),
    "beginning overwritten": (
        overwrite(100, b"overwritten"),
        LibraryDamaged,
        "its beginning cannot be read",
    ),
    "salt overwritten": (overwrite(0, b"overwritten_____"), NotALibrary, "is not a library"),
    "zero bytes": (lambda p: os.truncate(p, 0), LibraryDamaged, "the file is empty"),
    "ten bytes": (lambda p: os.truncate(p, 10), NotALibrary, "is not a library"),
    "random": (lambda p: p.write_bytes(os.urandom(65536)), NotALibrary, "is not a library"),
    "random, odd size": (lambda p: p.write_bytes(os.urandom(9999)), NotALibrary, "not a library"),
    "all zeros": (lambda p: p.write_bytes(bytes(65536)), NotALibrary, "is not a library"),
    "text": (lambda p: p.write_text("812\n790\n" * 5000), NotALibrary, "is not a library"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_foreign_file_is_told_and_left_alone(filled, key, damage, capfd):
    change, kind, words = DAMAGES[damage]
    change(filled)
    assert words in refuses(filled, key, kind)
    if kind is NotALibrary:
        assert words in refuses(filled, Passphrase("guess"), kind)
    assert capfd.readouterr() == ("", "")


def test_a_damaged_session_is_told_and_the_others_stay_readable(filled, key, started):
    with Library.open(filled, key) as library:
        later = replace(started, started_utc="2026-05-02T19:14:00+00:00")
        Recorder(library, library.start_session(later)).close()
    pages = filled.stat().st_size // PAGE_SIZE
    overwrite(pages // 2 * PAGE_SIZE, os.urandom(PAGE_SIZE))(filled)
    with Library.open(filled, key) as library:
        whole, damaged = library.sessions()
        assert len(library.events(whole.id)) == 2
        with pytest.raises(LibraryDamaged, match="is damaged"):
            library.events(damaged.id)


def test_no_damaged_page_passes_for_beats(filled, key, started, beats, tmp_path):
    whole = [started, *beats(5000)]
    content = filled.read_bytes()
    for page in range(len(content) // PAGE_SIZE):
        copy = tmp_path / f"{page}.db"
        copy.write_bytes(content)
        overwrite(page * PAGE_SIZE, os.urandom(PAGE_SIZE))(copy)
        try:
            with Library.open(copy, key) as library:
                assert library.events(library.session().id)[:-1] == whole
        except (LibraryDamaged, NotALibrary):
            continue


def test_an_unencrypted_database_is_no_library(path, key):
    import sqlite3

    database = sqlite3.connect(path)
    database.execute("CREATE TABLE sessions (id)")
    database.commit()
    database.close()
    refuses(path, key, NotALibrary)


def test_a_folder_is_no_library(tmp_path, key):
    with pytest.raises(NotALibrary):
        Library.open(tmp_path, key)


def test_an_encrypted_database_of_another_program_is_no_library(path, key):
    path.touch()
    foreign = connect(path, key.raw(b""), salt=key.new_salt())
    foreign.execute("CREATE TABLE chat (line)")
    foreign.close()
    refuses(path, key, NotALibrary)


@pytest.mark.parametrize("revision", [f"{int(HEAD) + 1:04}", "9999", "2c6a"])
def test_a_newer_schema_is_told_and_left_alone(filled, key, revision):
    connection = connect(filled, key.raw(b""))
    connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()
    assert "newer version of the app" in refuses(filled, key, LibraryTooNew)


def test_a_read_only_folder_is_told(filled, key, open_folder, read_only_for_me):
    path = moved(filled, open_folder)
    path.chmod(0o666)
    read_only_for_me(open_folder)
    with pytest.raises(LibraryNotWritable, match="cannot be written"):
        Library.open(path, key)
    with pytest.raises(LibraryNotWritable, match="cannot be written"):
        Library.create(open_folder / "new.db", key)
    with pytest.raises(LibraryNotWritable, match="cannot be written"):
        Library.create(open_folder / "folder" / "new.db", key)
    assert sorted(open_folder.iterdir()) == [path]


def test_a_read_only_file_is_told(filled, key, open_folder, read_only_for_me):
    path = moved(filled, open_folder)
    before = path.read_bytes()
    open_folder.chmod(0o777)
    read_only_for_me(path)
    with pytest.raises(LibraryNotWritable, match="cannot be written"):
        Library.open(path, key)
    assert path.read_bytes() == before


def test_a_file_that_may_not_be_read_is_told(filled, key, open_folder, read_only_for_me):
    path = moved(filled, open_folder)
    path.chmod(0)
    read_only_for_me(open_folder)
    with pytest.raises(LibraryNotPermitted, match="may not be read by this user"):
        Library.open(path, key)


def moved(path: Path, folder: Path) -> Path:
    return Path(shutil.copy(path, folder / path.name))


def test_opening_on_a_full_disk_is_told_and_works_once_there_is_space(
    filled, key, scarce_disk, started
):
    path = scarce_disk.folder / "library.db"
    shutil.copy(filled, path)
    before = path.read_bytes()
    scarce_disk.fill()
    try:
        with pytest.raises((DiskFull, DiskFailing)), Library.open(path, key) as library:
            library.start_session(started)
        assert path.read_bytes() == before
    finally:
        scarce_disk.free()
    with Library.open(path, key) as library:
        assert library.session().beats == 5000


def test_making_a_library_on_a_full_disk_leaves_nothing_behind(key, scarce_disk):
    scarce_disk.fill()
    try:
        before = sorted(scarce_disk.folder.iterdir())
        with pytest.raises((DiskFull, DiskFailing)):
            Library.create(scarce_disk.folder / "library.db", key)
        assert sorted(scarce_disk.folder.iterdir()) == before
    finally:
        scarce_disk.free()


def test_a_place_below_a_file_is_told(tmp_path, key):
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryNotWritable):
        Library.create(tmp_path / "file" / "library.db", key)
    with pytest.raises(LibraryProblem):
        Library.open(tmp_path / "file" / "library.db", key)


@pytest.fixture
def cut_short(filled: Path, key: RandomKey, tmp_path: Path) -> Path:
    """Give a library as a kill leaves it whose log is not used, with half a change in its file."""
    left = tmp_path / "left" / "library.db"
    left.parent.mkdir()
    with closing(connect(filled, key.raw(b""))) as connection:
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("BEGIN")
        for number in range(3000):
            connection.execute("INSERT INTO clients (id) VALUES (?)", (f"{number:0200d}",))
        for suffix in ("", "-journal"):
            shutil.copy(f"{filled}{suffix}", f"{left}{suffix}")
        connection.rollback()
    return left


def test_half_a_change_is_taken_back_when_the_library_is_opened(cut_short, key):
    before = cut_short.stat().st_size
    with Library.open(cut_short, key) as library:
        assert library.session().beats == 5000
    assert cut_short.stat().st_size < before
    assert not cut_short.with_name("library.db-journal").exists()


def test_a_wrong_key_takes_half_a_change_neither_back_nor_further(cut_short, key):
    assert "passphrase does not open" in refuses(cut_short, Passphrase("guess"), WrongKey)
    assert cut_short.with_name("library.db-journal").exists()
    with Library.open(cut_short, key) as library:
        assert library.session().beats == 5000


def test_a_library_with_half_a_change_does_not_pass_for_a_whole_back_up(cut_short, key):
    before = cut_short.read_bytes()
    with pytest.raises(LibraryDamaged, match="its last change was cut short"):
        verify(cut_short, key)
    assert cut_short.read_bytes() == before
