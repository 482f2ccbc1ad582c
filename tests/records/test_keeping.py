"""A library is backed up while it is used, restored, moved and given another key, always whole."""

import os
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coherence_desktop.chart import Identified
from coherence_desktop.records import locations
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.cipher import connect, salt_of
from coherence_desktop.records.keeping.alone import alone_with
from coherence_desktop.records.keeping.audit import audit_entries
from coherence_desktop.records.keeping.backup import back_up, backup_name, verify
from coherence_desktop.records.keeping.deleting import delete_client, delete_session
from coherence_desktop.records.keeping.moving import move
from coherence_desktop.records.keeping.problems import (
    CopyDiffers,
    KeepingCancelled,
    SameFile,
    SessionInUse,
)
from coherence_desktop.records.keeping.rekey import change_key
from coherence_desktop.records.keeping.restore import restore
from coherence_desktop.records.keys import Passphrase, RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import (
    DiskFailing,
    DiskFull,
    LibraryDamaged,
    LibraryExists,
    LibraryInUse,
    LibraryMissing,
    LibraryTooNew,
    NotALibrary,
    SessionNotFound,
    WrongKey,
)
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.summary import SessionState
from coherence_desktop.records.writings import WritingKind, Writings, new_writing

MOMENT = datetime(2026, 5, 1, 19, 14, tzinfo=UTC)


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


def logs_of(path: Path, key) -> list[list]:
    with Library.open(path, key) as library:
        return [library.events(session.id) for session in library.sessions()]


def files_in(folder: Path) -> set[str]:
    return {found.name for found in folder.iterdir() if not found.name.endswith(".lock")}


class TestBackUp:
    def test_it_holds_what_the_library_holds_and_opens_with_the_same_key(
        self, full, key, tmp_path
    ):
        made = back_up(full, tmp_path / "copies" / "one.db")
        contents = made.contents
        assert (contents.sessions, contents.events, contents.clients) == (1, 202, 1)
        assert (contents.chart_entries, contents.writings) == (1, 1)
        assert files_in(made.path.parent) == {"one.db"}
        assert verify(made.path, key) == made
        assert logs_of(made.path, key) == [full.events(full.session().id)]
        assert audit_entries(full)[0].what == "backed up"
        assert audit_entries(full)[0].about == "one.db"

    def test_taken_during_a_recording_it_verifies_and_the_recording_loses_nothing(
        self, full, key, started, beats, record, tmp_path
    ):
        for _ in range(10):
            record(full, 5000)
        recorder = Recorder(full, full.start_session(started), commit_every_s=0.002)
        going_on = threading.Event()

        def beat_on() -> None:
            for beat in beats(100_000):
                if going_on.is_set():
                    return
                recorder.add(beat)
                time.sleep(0.0005)

        heart = threading.Thread(target=beat_on)
        heart.start()
        shares: list[float] = []
        before = full.session(recorder.session_id).events
        made = back_up(full, tmp_path / "copy.db", progress=shares.append)
        going_on.set()
        heart.join()
        assert recorder.close().problem is None
        assert shares == sorted(shares)
        assert shares[-1] == 1.0
        assert len(shares) > 5
        assert verify(made.path, key) == made
        log = full.events(recorder.session_id)
        with Library.open(made.path, key) as copy:
            (died,) = copy.recovered
            copied = copy.events(died.session.id)
            assert died.session.state is SessionState.RECOVERED
        assert before <= len(copied) < len(log)
        assert copied == log[: len(copied)]

    def test_a_file_is_replaced_only_when_that_was_asked(self, full, key, tmp_path):
        target = tmp_path / "copy.db"
        target.write_text("something else")
        with pytest.raises(LibraryExists):
            back_up(full, target)
        assert target.read_text() == "something else"
        back_up(full, target, replace=True)
        verify(target, key)

    def test_the_library_itself_is_never_replaced(self, full, path):
        with pytest.raises(SameFile, match="choose another file"):
            back_up(full, path, replace=True)
        assert full.sessions()

    def test_cancelling_leaves_nothing(self, full, tmp_path):
        asked = iter([False, True])
        with pytest.raises(KeepingCancelled, match="as it was"):
            back_up(full, tmp_path / "copies" / "one.db", cancelled=lambda: next(asked, True))
        assert files_in(tmp_path / "copies") == set()

    def test_a_full_disk_is_told_and_leaves_nothing(self, full, scarce_disk, record):
        for _ in range(20):
            record(full, 5000)
        scarce_disk.fill()
        target = scarce_disk.folder / "copy.db"
        with pytest.raises((DiskFull, DiskFailing)):
            back_up(full, target)
        assert not target.exists()
        scarce_disk.free()
        assert not [name for name in files_in(scarce_disk.folder) if "copy" in name]
        assert full.sessions()

    def test_what_a_killed_one_left_goes_in_time(self, full, tmp_path):
        left = [tmp_path / f".copy.db.0123abcd.new{suffix}" for suffix in ("", "-journal")]
        other = tmp_path / ".other.db.0123abcd.new"
        for one in (*left, other):
            one.touch()
            os.utime(one, (1, 1))
        (fresh := tmp_path / ".copy.db.4567abcd.new").touch()
        back_up(full, tmp_path / "copy.db")
        assert not any(one.exists() for one in left)
        assert other.exists()
        assert fresh.exists()

    def test_its_name_tells_the_day_and_nobody(self):
        assert backup_name(MOMENT) == "coherence-library 2026-05-01 1914.db"


class TestVerify:
    @pytest.fixture
    def copy(self, full, tmp_path) -> Path:
        return back_up(full, tmp_path / "copy.db").path

    def test_a_changed_byte_anywhere_is_found(self, copy, key):
        whole = copy.read_bytes()
        for place in range(5000, len(whole), len(whole) // 12):
            with copy.open("rb+") as file:
                file.seek(place)
                file.write(bytes([whole[place] ^ 1]))
            with pytest.raises(LibraryDamaged):
                verify(copy, key)
            copy.write_bytes(whole)
        verify(copy, key)

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE events SET body = x'00'",
            "DELETE FROM events",
            "UPDATE sessions SET events = events + 1",
            "UPDATE chart_entries SET crc32 = 1",
            "UPDATE writings SET body = x''",
        ],
    )
    def test_what_does_not_fit_together_is_found(self, copy, key, change):
        with closing(connect(copy, key.raw(b""))) as connection:
            connection.execute(change)
        with pytest.raises(LibraryDamaged):
            verify(copy, key)

    def test_it_changes_no_byte_and_needs_no_right_to_write(
        self, full, key, open_folder, read_only_for_me
    ):
        copy = back_up(full, open_folder / "copy.db").path
        copy.chmod(0o444)
        before = copy.read_bytes()
        read_only_for_me(open_folder)
        verify(copy, key)
        assert copy.read_bytes() == before

    def test_another_key_is_told(self, copy):
        with pytest.raises(WrongKey):
            verify(copy, RandomKey())


class TestRestore:
    @pytest.fixture
    def copy(self, full, tmp_path) -> Path:
        return back_up(full, tmp_path / "copies" / "copy.db").path

    def test_the_backup_comes_to_the_place_and_the_present_one_is_kept(
        self, full, copy, key, path, record
    ):
        log = full.events(full.session().id)
        record(full, 10)
        full.close()
        done = restore(copy, key, path, now=MOMENT)
        assert done.set_aside == path.with_name("library before 2026-05-01 1914.db")
        assert logs_of(path, key) == [log]
        assert len(logs_of(done.set_aside, key)) == 2
        verify(copy, key)
        with Library.open(path, key) as library:
            assert audit_entries(library)[0].what == "restored"

    def test_twice_in_a_minute_two_are_kept(self, full, copy, key, path):
        full.close()
        first, second = (restore(copy, key, path, now=MOMENT).set_aside for _ in range(2))
        assert second == path.with_name("library before 2026-05-01 1914 (2).db")
        assert first.exists()
        assert second.exists()

    def test_it_comes_to_an_empty_place(self, copy, key, tmp_path):
        done = restore(copy, key, tmp_path / "new" / "library.db")
        assert done.set_aside is None
        assert len(logs_of(done.library.path, key)) == 1

    def test_a_damaged_library_is_replaced_and_kept_as_it_is(self, full, copy, key, path):
        full.close()
        path.write_bytes(bytes(10_000))
        done = restore(copy, key, path)
        assert done.set_aside.read_bytes() == bytes(10_000)
        assert len(logs_of(path, key)) == 1

    def test_what_a_library_with_another_key_did_not_yet_write_back_is_kept(
        self, full, copy, key, path
    ):
        full.close()
        change_key(path, key, Passphrase("new words"))
        script = f"""
import os
from pathlib import Path
from coherence_desktop.records.keeping.audit import Deed, audit
from coherence_desktop.records.keys import Passphrase
from coherence_desktop.records.library import Library
library = Library.open(Path({str(path)!r}), Passphrase("new words"))
audit(library, Deed.EXPORTED, "only in the log")
os._exit(0)
"""
        import subprocess
        import sys

        subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
        done = restore(copy, key, path)
        assert len(logs_of(path, key)) == 1
        with Library.open(done.set_aside, Passphrase("new words")) as old:
            assert audit_entries(old)[0].about == "only in the log"

    def test_an_open_library_is_not_restored_over(self, full, copy, key, path):
        full.sessions()
        with pytest.raises(LibraryInUse):
            restore(copy, key, path)
        assert full.sessions()
        assert files_in(path.parent) >= {"library.db"}
        assert not [name for name in files_in(path.parent) if ".new" in name]

    def test_what_is_not_fit_is_refused_in_one_sentence_and_nothing_changes(
        self, full, copy, key, path, tmp_path
    ):
        full.close()
        foreign, torn, newer = (tmp_path / name for name in ("notes.db", "torn.db", "newer.db"))
        foreign.write_bytes(b"notes" * 4096)
        torn.write_bytes(copy.read_bytes()[:-5000])
        newer.write_bytes(copy.read_bytes())
        with closing(connect(newer, key.raw(b""))) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        before = path.read_bytes()
        for unfit, refused in (
            (foreign, NotALibrary),
            (torn, LibraryDamaged),
            (newer, LibraryTooNew),
            (tmp_path / "absent.db", LibraryMissing),
            (path, SameFile),
        ):
            with pytest.raises(refused) as caught:
                restore(unfit, key, path)
            assert "\n" not in caught.value.message
        with pytest.raises(WrongKey):
            restore(copy, Passphrase("not this one"), path)
        assert path.read_bytes() == before
        assert not [name for name in files_in(path.parent) if "before" in name or ".new" in name]

    def test_an_older_backup_is_converted_when_it_is_opened(self, key, path, tmp_path, started):
        from coherence_desktop.records import schema
        from coherence_desktop.records.storage import Connections

        old = tmp_path / "old.db"
        old.touch()
        schema.upgrade(Connections(old, key.raw(b"")).open, schema.MIGRATIONS, to="0001")
        restore(old, key, path)
        with Library.open(path, key) as library:
            library.start_session(started)
            assert audit_entries(library) == []

    def test_cancelling_leaves_the_library_as_it_was(self, full, copy, key, path):
        full.close()
        with pytest.raises(KeepingCancelled):
            restore(copy, key, path, cancelled=lambda: True)
        assert len(logs_of(path, key)) == 1
        assert not [name for name in files_in(path.parent) if "before" in name or ".new" in name]


class TestMove:
    @pytest.fixture
    def own(self, monkeypatch, tmp_path, key, record) -> Path:
        """Give this user's own library, closed."""
        monkeypatch.setattr(locations, "data_folder", lambda: tmp_path / "data")
        with Library.create(locations.default_library(), key) as library:
            record(library)
        return library.path

    def test_it_is_at_the_new_place_which_is_remembered(self, own, key, tmp_path):
        log = logs_of(own, key)
        moved = move(own, key.raw(b""), tmp_path / "stick")
        assert moved.path == tmp_path / "stick" / "library.db"
        assert locations.default_library() == locations.moved_to() == moved.path
        assert logs_of(moved.path, key) == log
        assert list(own.parent.iterdir()) == [own.parent / locations.PLACE_NAME]
        with Library.open(moved.path, key) as library:
            assert audit_entries(library)[0].about == str(moved.path)

    def test_content_of_ones_own_stays_where_it_is(self, own, key, tmp_path):
        before = locations.own_content("exercises")
        move(own, key.raw(b""), tmp_path / "stick")
        assert locations.own_content("exercises") == before

    def test_it_moves_again_and_back(self, own, key, tmp_path):
        for folder in (tmp_path / "a", tmp_path / "b", own.parent):
            move(locations.default_library(), key.raw(b""), folder)
        assert locations.default_library() == own
        assert len(logs_of(own, key)) == 1

    def test_another_library_moves_without_becoming_ones_own(self, own, key, tmp_path, record):
        with Library.create(tmp_path / "other.db", key) as library:
            record(library)
        move(library.path, key.raw(b""), tmp_path / "stick")
        assert locations.default_library() == own

    def test_a_file_at_the_new_place_is_not_replaced(self, own, key, tmp_path):
        (tmp_path / "library.db").write_text("something else")
        for folder in (tmp_path, own.parent):
            with pytest.raises(LibraryExists):
                move(own, key.raw(b""), folder)
        assert (tmp_path / "library.db").read_text() == "something else"
        assert len(logs_of(own, key)) == 1

    def test_an_open_library_stays(self, own, key, tmp_path):
        with Library.open(own, key) as library:
            library.sessions()
            with pytest.raises(LibraryInUse):
                move(own, key.raw(b""), tmp_path / "stick")
            assert library.sessions()
        assert files_in(tmp_path / "stick") == set()

    def test_a_full_disk_leaves_it_where_it_was(self, own, key, scarce_disk, record):
        with Library.open(own, key) as library:
            for _ in range(20):
                record(library, 5000)
        scarce_disk.fill()
        with pytest.raises((DiskFull, DiskFailing)):
            move(own, key.raw(b""), scarce_disk.folder / "to")
        scarce_disk.free()
        assert locations.moved_to() is None
        assert len(logs_of(own, key)) == 21

    def test_a_place_that_makes_no_sense_counts_as_none(self, own):
        (own.parent / locations.PLACE_NAME).write_bytes(b"relative/\xff")
        assert locations.default_library() == own

    def test_a_copy_that_did_not_come_out_whole_is_not_kept(self, own, key, tmp_path, monkeypatch):
        from coherence_desktop.records.keeping import copying

        def break_it(connection, path, course):
            raise LibraryDamaged(path)

        monkeypatch.setattr(copying, "check", break_it)
        with pytest.raises(CopyDiffers, match="was not kept"):
            move(own, key.raw(b""), tmp_path / "stick")
        assert files_in(tmp_path / "stick") == set()
        assert locations.moved_to() is None
        assert len(logs_of(own, key)) == 1


class TestChangeKey:
    def test_the_new_passphrase_opens_it_and_the_old_one_does_not(self, full, key, path):
        log = full.events(full.session().id)
        full.close()
        salt = salt_of(path)
        change_key(path, key, Passphrase("four calm herons"))
        assert logs_of(path, Passphrase("four calm herons")) == [log]
        assert salt_of(path) != salt
        with pytest.raises(WrongKey):
            Library.open(path, key)
        with Library.open(path, Passphrase("four calm herons")) as library:
            assert audit_entries(library)[0].what == "key changed"
        assert not [name for name in files_in(path.parent) if ".new" in name]

    def test_a_wrong_old_passphrase_changes_nothing(self, full, key, path):
        full.close()
        before = path.read_bytes()
        with pytest.raises(WrongKey):
            change_key(path, Passphrase("not this"), Passphrase("new"))
        assert path.read_bytes() == before

    def test_not_while_it_is_open(self, full, key, path):
        full.sessions()
        with pytest.raises(LibraryInUse):
            change_key(path, key, Passphrase("new"))
        assert full.sessions()

    def test_a_full_disk_leaves_the_old_key(self, key, scarce_disk, record):
        path = scarce_disk.folder / "library.db"
        with Library.create(path, key) as library:
            for _ in range(4):
                record(library, 3000)
        scarce_disk.fill()
        with pytest.raises((DiskFull, DiskFailing)):
            change_key(path, key, Passphrase("new"))
        scarce_disk.free()
        assert len(logs_of(path, key)) == 4

    def test_an_older_backup_opens_with_the_key_of_its_day(self, full, key, path, tmp_path):
        copy = back_up(full, tmp_path / "copy.db")
        full.close()
        change_key(path, key, Passphrase("new"))
        verify(copy.path, key)
        restore(copy.path, key, path)
        assert len(logs_of(path, key)) == 1


class TestDeleting:
    def test_a_session_goes_for_good_and_the_file_gets_smaller(self, full, key, path, record):
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

    def test_not_while_it_is_recorded(self, full, started):
        recorder = Recorder(full, full.start_session(started))
        with pytest.raises(SessionInUse, match="Nothing was deleted"):
            delete_session(full, recorder.session_id)
        recorder.close()
        delete_session(full, recorder.session_id)

    def test_while_another_is_recorded_it_goes_and_the_room_is_given_back_later(
        self, full, started, beats
    ):
        other = full.session().id
        recorder = Recorder(full, full.start_session(started))
        done = delete_session(full, other)
        assert not done.room_given_back
        for beat in beats(10):
            recorder.add(beat)
        assert recorder.close().problem is None
        assert [session.id for session in full.sessions()] == [recorder.session_id]

    def test_a_client_goes_with_all_that_is_theirs(self, full, key, path):
        client = Charts(full).clients()[0].id
        done = delete_client(full, client, with_sessions=True)
        assert done.room_given_back
        assert [entry.what for entry in audit_entries(full)] == ["client deleted"]
        full.close()
        contents = verify(path, key).contents
        assert (contents.clients, contents.sessions, contents.writings) == (0, 0, 0)


def test_alone_means_that_no_other_process_opens_it(full, key, path):
    full.close()
    with alone_with(path, key.raw(b"")), pytest.raises(LibraryInUse):
        Library.open(path, key)
    Library.open(path, key).close()
