"""A library moves to another folder and is never nowhere."""

from pathlib import Path

import pytest

from coherence_desktop.records import locations
from coherence_desktop.records.keeping.audit import audit_entries
from coherence_desktop.records.keeping.moving import move
from coherence_desktop.records.keeping.problems import CopyDiffers, PlaceTaken
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryDamaged, LibraryInUse


@pytest.fixture
def own(monkeypatch, tmp_path, key, record) -> Path:
    """Give this user's own library, closed."""
    monkeypatch.setattr(locations, "data_folder", lambda: tmp_path / "data")
    with Library.create(locations.default_library(), key) as library:
        record(library)
    return library.path


def test_it_is_at_the_new_place_which_is_remembered(own, key, tmp_path, logs_of):
    log = logs_of(own, key)
    moved = move(own, key.raw(b""), tmp_path / "stick")
    assert moved.path == tmp_path / "stick" / "library.db"
    assert locations.default_library() == locations.moved_to() == moved.path
    assert logs_of(moved.path, key) == log
    assert list(own.parent.iterdir()) == [own.parent / locations.PLACE_NAME]
    with Library.open(moved.path, key) as library:
        assert audit_entries(library)[0].about == str(moved.path)


def test_content_of_ones_own_stays_where_it_is(own, key, tmp_path):
    before = locations.own_content("exercises")
    move(own, key.raw(b""), tmp_path / "stick")
    assert locations.own_content("exercises") == before


def test_it_moves_again_and_back(own, key, tmp_path, logs_of):
    for folder in (tmp_path / "a", tmp_path / "b", own.parent):
        move(locations.default_library(), key.raw(b""), folder)
    assert locations.default_library() == own
    assert len(logs_of(own, key)) == 1


def test_another_library_moves_without_becoming_ones_own(own, key, tmp_path, record):
    with Library.create(tmp_path / "other.db", key) as library:
        record(library)
    move(library.path, key.raw(b""), tmp_path / "stick")
    assert locations.default_library() == own


def test_a_file_at_the_new_place_is_not_replaced(own, key, tmp_path, logs_of):
    (tmp_path / "library.db").write_text("something else")
    for folder, told in ((tmp_path, "There is a file"), (own.parent, "is in this folder already")):
        with pytest.raises(PlaceTaken, match=told):
            move(own, key.raw(b""), folder)
    assert (tmp_path / "library.db").read_text() == "something else"
    assert len(logs_of(own, key)) == 1


def test_an_open_library_stays(own, key, tmp_path, files_in):
    with Library.open(own, key) as library:
        library.sessions()
        with pytest.raises(LibraryInUse):
            move(own, key.raw(b""), tmp_path / "stick")
        assert library.sessions()
    assert files_in(tmp_path / "stick") == set()


def test_a_full_disk_leaves_it_where_it_was(own, key, scarce_disk, record, logs_of):
    with Library.open(own, key) as library:
        for _ in range(20):
            record(library, 5000)
    scarce_disk.fill()
    with pytest.raises(scarce_disk.kind):
        move(own, key.raw(b""), scarce_disk.folder / "to")
    scarce_disk.free()
    assert locations.moved_to() is None
    assert len(logs_of(own, key)) == 21


def test_a_place_that_makes_no_sense_counts_as_none(own):
    (own.parent / locations.PLACE_NAME).write_bytes(b"relative/\xff")
    assert locations.default_library() == own


def test_a_copy_that_did_not_come_out_whole_is_not_kept(
    own, key, tmp_path, monkeypatch, logs_of, files_in
):
    from coherence_desktop.records.keeping import copying

    def break_it(connection, path, course):
        raise LibraryDamaged(path)

    monkeypatch.setattr(copying, "check", break_it)
    with pytest.raises(CopyDiffers, match="was not kept"):
        move(own, key.raw(b""), tmp_path / "stick")
    assert files_in(tmp_path / "stick") == set()
    assert locations.moved_to() is None
    assert len(logs_of(own, key)) == 1
