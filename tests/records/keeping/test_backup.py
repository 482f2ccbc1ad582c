"""A back-up is taken while the library is used, and is whole."""

import os
import threading
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from coherence_desktop.records.keeping import copying
from coherence_desktop.records.keeping.audit import audit_entries
from coherence_desktop.records.keeping.backup import back_up, backup_name, verify
from coherence_desktop.records.keeping.problems import KeepingCancelled, NoRoom, SameFile
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryExists
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.summary import SessionState

MOMENT = datetime(2026, 5, 1, 19, 14, tzinfo=UTC)


def test_it_holds_what_the_library_holds_and_opens_with_the_same_key(
    full, key, tmp_path, logs_of, files_in
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
    full, key, started, beats, record, tmp_path
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


def test_a_file_is_replaced_only_when_that_was_asked(full, key, tmp_path):
    target = tmp_path / "copy.db"
    target.write_text("something else")
    with pytest.raises(LibraryExists):
        back_up(full, target)
    assert target.read_text() == "something else"
    back_up(full, target, replace=True)
    verify(target, key)


def test_the_library_itself_is_never_replaced(full, path):
    with pytest.raises(SameFile, match="choose another file"):
        back_up(full, path, replace=True)
    assert full.sessions()


def test_cancelling_leaves_nothing(full, tmp_path, files_in):
    asked = iter([False, True])
    with pytest.raises(KeepingCancelled, match="as it was"):
        back_up(full, tmp_path / "copies" / "one.db", cancelled=lambda: next(asked, True))
    assert files_in(tmp_path / "copies") == set()


def test_a_full_disk_is_told_and_leaves_nothing(full, scarce_disk, record, files_in):
    for _ in range(20):
        record(full, 5000)
    scarce_disk.fill()
    target = scarce_disk.folder / "copy.db"
    with pytest.raises(scarce_disk.kind):
        back_up(full, target)
    assert not target.exists()
    scarce_disk.free()
    assert not [name for name in files_in(scarce_disk.folder) if "copy" in name]
    assert full.sessions()


def test_a_disk_that_others_fill_meanwhile_is_told_too(full, scarce_disk, monkeypatch):
    monkeypatch.setattr(copying.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**9))
    scarce_disk.fill()
    with pytest.raises(scarce_disk.kind):
        back_up(full, scarce_disk.folder / "copy.db")


def test_what_would_not_fit_is_not_begun_and_how_much_it_takes_is_told(
    full, tmp_path, monkeypatch
):
    left = SimpleNamespace(free=4096)
    monkeypatch.setattr(copying.shutil, "disk_usage", lambda _: left)
    with pytest.raises(NoRoom, match=r"takes 0\.\d MB and .* has 0\.0 MB left"):
        back_up(full, tmp_path / "copy.db")


def test_what_a_killed_one_left_goes_in_time(full, tmp_path):
    left = [tmp_path / f".copy.db.0123abcd.new{suffix}" for suffix in ("", "-journal")]
    others = [tmp_path / name for name in (".other.db.0123abcd.new", ".copy.db.")]
    for one in (*left, *others):
        one.touch()
        os.utime(one, (1, 1))
    (fresh := tmp_path / ".copy.db.4567abcd.new").touch()
    back_up(full, tmp_path / "copy.db")
    assert not any(one.exists() for one in left)
    assert all(one.exists() for one in others)
    assert fresh.exists()


def test_its_name_tells_the_day_and_nobody():
    assert backup_name(MOMENT) == "coherence-library 2026-05-01 1914.db"
