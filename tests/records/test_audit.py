"""The audit list tells who did what and when, and nothing takes an entry out of it."""

import getpass
from datetime import UTC, datetime, timedelta

import pytest
from sqlcipher3 import dbapi2

from coherence_desktop.records.keeping.audit import Deed, audit, audit_entries, audit_if_possible
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryDamaged, LibraryMissing
from coherence_desktop.records.recorder import Recorder


def test_an_entry_tells_who_what_and_when_and_outlives_the_process(path, key):
    with Library.create(path, key) as library:
        audit(library, Deed.EXPORTED, "01KQHG0000000000000000000A")
        audit(library, Deed.OPENED)
    with Library.open(path, key) as library:
        opened, exported = audit_entries(library)
    assert (opened.what, opened.about) == ("opened", "")
    assert (exported.what, exported.about) == ("exported", "01KQHG0000000000000000000A")
    assert exported.who == getpass.getuser()
    age = datetime.now(UTC) - datetime.fromisoformat(exported.at_utc)
    assert timedelta() <= age < timedelta(minutes=1)


def test_the_newest_are_read_first_and_only_as_many_as_wanted(library):
    for number in range(5):
        audit(library, Deed.EXPORTED, str(number))
    assert [entry.about for entry in audit_entries(library, newest=2)] == ["4", "3"]


@pytest.mark.parametrize("change", ["DELETE FROM audit", "UPDATE audit SET body = x''"])
def test_no_entry_is_changed_or_removed(library, change):
    audit(library, Deed.CLIENT_DELETED, "someone")
    refused = pytest.raises(dbapi2.DatabaseError, match="only added to")
    with refused, library.connections.transaction() as connection:
        connection.execute(change)
    assert [entry.about for entry in audit_entries(library)] == ["someone"]


def test_what_is_done_during_a_recording_is_noted_and_the_recording_goes_on(
    library, started, beats
):
    recorder = Recorder(library, library.start_session(started), commit_every_s=0.01)
    for beat in beats(50):
        recorder.add(beat)
        audit(library, Deed.EXPORTED)
    assert recorder.close().problem is None
    assert len(audit_entries(library)) == 50
    assert library.session().beats == 50


def test_nothing_of_it_can_be_read_without_the_key(path, key):
    with Library.create(path, key) as library:
        audit(library, Deed.EXPORTED, "a-word-to-look-for")
    assert b"a-word-to-look-for" not in path.read_bytes()


def test_a_damaged_entry_is_told(library):
    with library.connections.transaction() as connection:
        connection.execute("INSERT INTO audit (body, crc32) VALUES (x'80', 1)")
    with pytest.raises(LibraryDamaged, match="audit list"):
        audit_entries(library)


def test_a_library_that_cannot_be_written_is_told_where_the_note_must_be_made(library, caplog):
    library.path.rename(library.path.with_name("elsewhere.db"))
    with pytest.raises(LibraryMissing):
        audit(library, Deed.EXPORTED)
    audit_if_possible(library, Deed.OPENED)
    assert "LibraryMissing" in caplog.text
