"""The library keeps sessions and gives back every event exactly."""

import stat
import subprocess
import sys
import threading
import time

import pytest
from msgspec.structs import replace

from coherence_desktop.events import Battery, Beat, Device, Ended, Marker, Note, encode
from coherence_desktop.records.keeping.alone import alone_with
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import (
    LibraryClosed,
    LibraryExists,
    LibraryInUse,
    LibraryMissing,
    SessionAmbiguous,
    SessionNotFound,
)
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.summary import SessionState


def test_what_was_recorded_is_read_back_exactly_and_in_order(library, started, beats):
    session = library.start_session(started)
    events = [
        Device(0.1, name="Polar H10 0A1B2C3D", address="01:02", model="polar_h10", firmware="5"),
        *beats(50),
        Marker(3.25, "breath held"),
        Note(3.5, "ünïcode 心 'quotes' \0"),
        Battery(4.0, 80),
        *beats(50, after=50),
        Ended(82.0),
    ]
    recorder = Recorder(library, session)
    for event in events:
        recorder.add(event)
    recorder.close()
    assert library.events(session) == [started, *events]


def test_rr_of_a_strap_keeps_its_1024ths_of_a_second(library, started):
    session = library.start_session(started)
    sent = [
        Beat(n * 1.0, ticks * 1000 / 1024, n * 1.0) for n, ticks in enumerate(range(300, 2100))
    ]
    recorder = Recorder(library, session)
    for beat in sent:
        recorder.add(beat)
    recorder.close()
    kept = [e.rr_ms * 1024 / 1000 for e in library.events(session) if isinstance(e, Beat)]
    assert kept == list(range(300, 2100))


def test_the_summary_says_what_the_log_holds(library, started, beats):
    session = library.start_session(started, client="c-17")
    recorder = Recorder(library, session)
    recorder.add(Device(0.1, name="H10", address="01:02", model="polar_h10", firmware="5.0"))
    for event in [Battery(0.2, 91), *beats(10), Battery(9.0, 90), Ended(10.5)]:
        recorder.add(event)
    recorder.close()
    summary = library.session(session)
    assert summary.state is SessionState.COMPLETE
    assert (summary.beats, summary.events, summary.duration_s) == (10, 15, 10.5)
    assert (summary.device_name, summary.device_address) == ("H10", "01:02")
    assert (summary.device_model, summary.device_firmware) == ("polar_h10", "5.0")
    assert (summary.title, summary.client, summary.source) == ("evening", "c-17", "strap")
    assert summary.battery_percent == 90
    assert summary.app_version == "0.1.0"
    assert summary.ended_utc == "2026-05-01T19:14:10.500000+00:00"
    assert f"{summary.started:%H:%M %z}" == "21:14 +0200"


def test_a_session_without_a_strap_has_no_device_and_no_battery(library, started):
    session = library.start_session(started)
    Recorder(library, session).close()
    summary = library.session(session)
    assert summary.device_name == ""
    assert summary.battery_percent is None
    assert summary.beats == 0


def test_a_started_session_is_in_the_library_before_its_first_beat(library, started):
    session = library.start_session(started)
    assert library.session(session).state is SessionState.RUNNING
    assert library.events(session) == [started]


def test_sessions_are_listed_newest_first_and_found_by_a_beginning_or_last(library, started):
    ids = []
    for hour in (9, 17, 13):
        event = replace(started, started_utc=f"2026-05-01T{hour:02d}:00:00+00:00")
        ids.append(library.start_session(event))
    nine, seventeen, thirteen = ids
    assert [s.id for s in library.sessions()] == [seventeen, thirteen, nine]
    assert library.session().id == seventeen
    assert library.session("LAST").id == seventeen
    assert library.session(nine[:12].lower()).id == nine
    with pytest.raises(SessionAmbiguous, match="3 sessions begin with"):
        library.session(nine[:4])


def test_an_unknown_session_is_named_in_the_sentence(library):
    with pytest.raises(SessionNotFound, match="no session 'XYZ'"):
        library.session("XYZ")
    with pytest.raises(SessionNotFound, match="no session ''"):
        library.session("")
    with pytest.raises(SessionNotFound, match="no session yet"):
        library.session("last")
    with pytest.raises(SessionNotFound):
        library.events("01ARZ3NDEKTSV4RRFFQ69G5FAV")


def test_a_new_library_is_readable_by_its_owner_only(library):
    assert stat.S_IMODE(library.path.stat().st_mode) == 0o600


def test_nothing_in_the_file_can_be_read_without_the_key(library, started):
    session = library.start_session(started, client="a-private-name")
    recorder = Recorder(library, session)
    recorder.add(Note(1.0, "a private note"))
    recorder.flush()
    for file in library.path.parent.iterdir():
        content = subprocess.run(["cat", file], capture_output=True, check=True).stdout
        assert b"private" not in content
        assert b"SQLite" not in content
    recorder.close()


def test_making_a_library_never_replaces_a_file(path, key):
    path.write_bytes(b"precious")
    with pytest.raises(LibraryExists, match="already"):
        Library.create(path, key)
    assert path.read_bytes() == b"precious"
    assert list(path.parent.iterdir()) == [path]


def test_open_or_create_makes_the_folder_and_later_opens_what_is_there(tmp_path, key, started):
    path = tmp_path / "data folder" / "100% of it?#" / "library.db"
    with Library.open_or_create(path, key) as library:
        session = library.start_session(started)
    with Library.open_or_create(path, key) as library:
        assert library.session().id == session


def test_opening_a_library_that_is_not_there_makes_no_file(path, key):
    with pytest.raises(LibraryMissing, match="no library at"):
        Library.open(path, key)
    assert not path.exists()


def test_a_closed_library_is_one_file_with_everything_in_it(
    library, started, beats, tmp_path, key
):
    session = library.start_session(started)
    recorder = Recorder(library, session)
    for beat in beats(100):
        recorder.add(beat)
    recorder.close()
    library.close()
    copy = tmp_path / "copy.db"
    copy.write_bytes(library.path.read_bytes())
    with Library.open(copy, key) as copied:
        assert copied.session(session).beats == 100


def test_a_session_is_read_while_it_is_recorded(library, key, started, beats):
    session = library.start_session(started)
    recorder = Recorder(library, session)
    for beat in beats(20):
        recorder.add(beat)
    assert recorder.flush()
    with Library.open(library.path, key) as other:
        assert other.recovered == []
        assert other.session(session).state is SessionState.RUNNING
        assert other.events(session) == [started, *beats(20)]
    recorder.add(Ended(20.0))
    assert recorder.close().problem is None
    assert library.session(session).state is SessionState.COMPLETE


def test_many_readers_do_not_disturb_the_recorder(library, started, beats):
    session = library.start_session(started)
    recorder = Recorder(library, session, commit_every_s=0.01)
    over = threading.Event()
    lengths: list[list[int]] = []

    def read() -> None:
        seen = []
        while not over.is_set():
            seen.append(len(library.events(session)))
        lengths.append(seen)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for beat in beats(300):
        recorder.add(beat)
        time.sleep(0.001)
    over.set()
    for reader in readers:
        reader.join()
    assert recorder.close().committed_events == 302
    assert all(seen == sorted(seen) for seen in lengths)


def test_a_second_process_cannot_record_but_can_read(library, key, started):
    session = library.start_session(started)
    script = """
import sys
from pathlib import Path
from coherence_desktop.events import Started
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryInUse
library = Library.open(Path(sys.argv[1]), parse_key(sys.argv[2]))
assert [(s.id, s.state) for s in library.sessions()] == [(sys.argv[3], "running")]
started = library.events(sys.argv[3])[0]
try:
    library.start_session(started)
except LibraryInUse as problem:
    print(problem.message)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, library.path, key.as_text(), session],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "in use by another window" in done.stdout
    assert done.stderr == ""
    assert len(library.sessions()) == 1


def test_once_a_session_is_closed_another_may_record(library, key, started):
    Recorder(library, library.start_session(started)).close()
    with Library.open(library.path, key) as other:
        Recorder(other, other.start_session(started)).close()
    assert [s.state for s in library.sessions()] == [SessionState.COMPLETE] * 2


def test_two_straps_record_into_one_library_side_by_side(library, started, beats):
    recorders = [Recorder(library, library.start_session(started)) for _ in range(2)]
    for beat in beats(50):
        for recorder in recorders:
            recorder.add(beat)
    for recorder in recorders:
        recorder.close()
        assert library.session(recorder.session_id).beats == 50


def test_a_program_that_holds_the_file_gives_a_sentence(library, key):
    library.close()
    raw = key.raw(b"")
    from coherence_desktop.records.cipher import connect

    holder = connect(library.path, raw)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(LibraryInUse, match="in use"):
            Library.open(library.path, key)
    finally:
        holder.close()
    Library.open(library.path, key).close()


def test_a_day_of_beats_takes_no_longer_to_open_for_each_beat_than_an_hour(
    library, started, growth
):
    def record(beats: int) -> str:
        session = library.start_session(started)
        recorder = Recorder(library, session)
        for n in range(beats):
            recorder.add(Beat(n * 0.85, 850.0, n * 0.85))
        recorder.close(timeout_s=30.0)
        return session

    hour, day = record(5_000), record(100_000)
    assert len(library.events(day)) == 100_002
    assert growth(lambda: library.events(hour), lambda: library.events(day)) < 40


def test_importing_the_room_brings_no_database_and_no_keyring():
    script = """
import sys
import coherence_desktop.records.recorder
import coherence_desktop.records.keys, coherence_desktop.records.locations
print(sorted({"sqlalchemy", "alembic", "keyring", "sqlcipher3"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_making_opening_recording_and_reading_do_without_sqlalchemy_and_alembic(tmp_path, started):
    script = """
import sys
from pathlib import Path
from coherence_desktop.events import Beat, decode
from coherence_desktop.records.keeping.alone import alone_with
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
path, key = Path(sys.argv[1]), RandomKey()
Library.create(path, key).close()
with Library.open(path, key) as library:
    recorder = Recorder(library, library.start_session(decode(bytes.fromhex(sys.argv[2]))))
    recorder.add(Beat(1.0, 1000.0, 1.0))
    recorder.close()
    print(len(library.events(library.session().id)))
    print(sorted({"sqlalchemy", "alembic", "sqlcipher3"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "library.db", encode(started).hex()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["3", "['sqlcipher3']"]


def test_a_random_key_says_nothing_of_itself():
    key = RandomKey()
    assert key.as_text()[2:-1] not in f"{key!r} {key}"


def test_closing_stops_who_still_reads_and_waits_for_them(library, key, path, started, beats):
    session_id = library.start_session(started)
    recorder = Recorder(library, session_id)
    for beat in beats(2000):
        recorder.add(beat)
    recorder.close()
    reading, read, told = threading.Event(), [], []

    def read_on() -> None:
        try:
            for event in library.stream(session_id):
                read.append(event)
                reading.set()
                time.sleep(0.005)
        except LibraryClosed as problem:
            told.append(problem.message)

    reader = threading.Thread(target=read_on)
    reader.start()
    assert reading.wait(10)
    library.close()
    with alone_with(path, library.connections.raw_key) as alone:
        assert alone.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
    reader.join(10)
    assert told == ["The library was closed meanwhile. Open it and try again."]
    assert len(read) < 2000
