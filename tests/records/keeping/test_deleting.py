"""What is deleted for good is gone, and gives its room back."""

import os

import pytest

from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keeping.audit import audit_entries
from coherence_desktop.records.keeping.backup import verify
from coherence_desktop.records.keeping.deleting import KeptCharts, delete_client, delete_session
from coherence_desktop.records.keeping.problems import SessionInUse
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import SessionNotFound
from coherence_desktop.records.recorder import Recorder


def test_a_session_goes_for_good_and_the_file_gets_smaller(full, key, path, record):
    kept = full.session().id
    gone = record(full, 50_000)
    full.close()
    with Library.open(path, key) as library:
        size = path.stat().st_size
        done = delete_session(library, gone)
        assert done.room_given_back
        assert "Back-ups made before still hold" in done.advice
        assert path.stat().st_size < size / 2
        assert [session.id for session in library.sessions()] == [kept]
        assert audit_entries(library)[0].about == gone
        with pytest.raises(SessionNotFound):
            delete_session(library, gone)
    assert verify(path, key).contents.sessions == 1


def test_not_while_it_is_recorded(full, started):
    recorder = Recorder(full, full.start_session(started))
    with pytest.raises(SessionInUse, match="Nothing was deleted"):
        delete_session(full, recorder.session_id)
    recorder.close()
    delete_session(full, recorder.session_id)


def test_while_another_is_recorded_it_goes_and_the_room_is_given_back_later(full, started, beats):
    other = full.session().id
    recorder = Recorder(full, full.start_session(started))
    done = delete_session(full, other)
    assert not done.room_given_back
    for beat in beats(10):
        recorder.add(beat)
    assert recorder.close().problem is None
    assert [session.id for session in full.sessions()] == [recorder.session_id]


def test_a_client_goes_with_all_that_is_theirs(full, key, path):
    client = Charts(full).clients()[0].id
    done = delete_client(full, client, with_sessions=True)
    assert done.room_given_back
    assert [entry.what for entry in audit_entries(full)] == ["client deleted"]
    full.close()
    contents = verify(path, key).contents
    assert (contents.clients, contents.sessions, contents.writings) == (0, 0, 0)


def test_a_client_deleted_from_the_list_is_noted_too(full):
    client = Charts(full).clients()[0].id
    KeptCharts(full).delete(client)
    assert [(entry.what, entry.about) for entry in audit_entries(full)] == [
        ("client deleted", client)
    ]
    assert len(full.sessions()) == 1


def test_a_copy_that_a_killed_process_left_goes_with_the_client(full, path):
    left = path.with_name(f".{path.name}.0123abcd.new")
    left.write_bytes(path.read_bytes())
    os.utime(left, (1, 1))
    (client,) = Charts(full).clients()
    delete_client(full, client.id, with_sessions=True)
    assert not left.exists()


def log_of(path) -> int:
    """Size of the write-ahead log, which holds what was deleted until it is emptied."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def test_while_the_library_is_read_it_says_that_the_file_still_holds_what_was_deleted(
    full, path, record
):
    gone, read = full.session().id, record(full, 100)
    reading = full.stream(read)
    next(reading)
    done = delete_session(full, gone)
    assert (done.room_given_back, done.overwritten) == (False, False)
    assert "its file holds what was deleted until that ends" in done.advice
    assert "Back-ups made before still hold" in done.advice
    assert log_of(path)
    reading.close()
    assert log_of(path) == 0
    assert delete_session(full, read).overwritten


def test_what_another_window_kept_from_being_overwritten_is_when_the_library_closes(
    full, key, path, record
):
    (client,), read = Charts(full).clients(), record(full, 100)
    with Library.open(path, key) as elsewhere:
        reading = elsewhere.stream(read)
        next(reading)
        done = delete_client(full, client.id, with_sessions=True)
        assert not done.overwritten
        full.sessions()
        assert log_of(path)
        reading.close()
        assert log_of(path)
        full.close()
        assert log_of(path) == 0
