"""Files that are placed together leave nothing under other names."""

import errno

import pytest

from coherence_desktop.records.export.placing import Placing
from coherence_desktop.records.export_files import ExportFailed


def update(path, *contents):
    with Placing() as placing:
        for content in contents:
            placing.add(path, content, update=True)


def full_disk():
    yield b"participant_id\tname\n"
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_second_update_that_the_disk_does_not_take_leaves_what_was_there(tmp_path):
    path = tmp_path / "participants.tsv"
    path.write_text("as it was")
    with pytest.raises(ExportFailed):
        update(path, "C-17", full_disk())
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "as it was"


def test_of_two_updates_the_second_counts(tmp_path):
    path = tmp_path / "participants.tsv"
    update(path, "first", "second")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "second"
