"""While the disk does not take the recording, that is told, and nothing is lost or claimed."""

import subprocess
import time

import pytest

from coherence_desktop.events import Ended
from coherence_desktop.records.cipher import connect
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder, RecorderState
from coherence_desktop.records.summary import SessionState


def wait_for(condition, timeout_s: float = 3.0) -> float:
    """Wait until it holds and return how long that took."""
    begin = time.perf_counter()
    while not condition():
        assert time.perf_counter() - begin < timeout_s, "it did not happen in time"
        time.sleep(0.005)
    return time.perf_counter() - begin


def record_until_it_fails(recorder: Recorder, states: list[RecorderState], beats) -> int:
    """Add beats until the recorder tells of trouble; return how many."""
    count = 0
    begin = time.perf_counter()
    while not states or states[-1].state != "failing":
        recorder.add(beats(1, after=count)[0])
        count += 1
        time.sleep(0.002)
        assert time.perf_counter() - begin < 1.0, "trouble was not told within a second"
    return count


def test_a_disk_that_fills_up_is_told_within_a_second_and_nothing_is_lost(
    scarce_disk, key, started, beats
):
    with Library.create(scarce_disk.folder / "library.db", key) as library:
        session = library.start_session(started)
        states: list[RecorderState] = []
        recorder = Recorder(library, session, states.append)
        for beat in beats(50):
            recorder.add(beat)
        assert recorder.flush()
        states.clear()
        scarce_disk.fill()
        try:
            more = beats(3000, after=50)
            for beat in more:
                recorder.add(beat)
            wait_for(lambda: states and states[-1].state == "failing", timeout_s=1.0)
            told = states[-1]
            assert told.problem is not None
            assert "is in memory only" in told.problem
            assert told.committed_events + told.pending_events == 1 + 50 + 3000
            assert library.session(session).events == told.committed_events
            kept = library.events(session)
            assert kept == [started, *beats(3050)][: len(kept)]
            assert len(kept) == told.committed_events < 3051
            assert library.session(session).state is SessionState.RUNNING
        finally:
            scarce_disk.free()
        wait_for(lambda: states[-1].pending_events == 0)
        assert states[-1].problem is None
        assert recorder.close().state == "closed"
        assert library.events(session)[1:-1] == beats(3050)
        assert library.session(session).state is SessionState.COMPLETE


def test_the_sentence_names_the_full_disk(scarce_disk, key, started, beats):
    with Library.create(scarce_disk.folder / "library.db", key) as library:
        states: list[RecorderState] = []
        recorder = Recorder(library, library.start_session(started), states.append)
        for beat in beats(100):
            recorder.add(beat)
        assert recorder.flush()
        scarce_disk.fill()
        try:
            for beat in beats(3000, after=100):
                recorder.add(beat)
            wait_for(lambda: states[-1].state == "failing")
        finally:
            scarce_disk.free()
        failing = next(state for state in states if state.state == "failing")
        assert failing.problem is not None
        assert failing.problem.startswith(scarce_disk.says)
        recorder.close()


def test_a_session_that_could_not_be_finished_is_not_called_complete(
    scarce_disk, key, started, beats
):
    library = Library.create(scarce_disk.folder / "library.db", key)
    session = library.start_session(started)
    recorder = Recorder(library, session)
    for beat in beats(50):
        recorder.add(beat)
    assert recorder.flush()
    scarce_disk.fill()
    try:
        for beat in beats(3000, after=50):
            recorder.add(beat)
        state = recorder.close(timeout_s=0.5)
        assert state.state == "failing"
        assert state.pending_events > 0
        given_up = recorder.abandon()
        assert given_up.state == "failing"
        assert given_up.pending_events + given_up.committed_events >= 3051
        library.close()
    finally:
        scarce_disk.free()
    with Library.open(scarce_disk.folder / "library.db", key) as again:
        assert again.session(session).state is SessionState.RECOVERED
        assert len(again.events(session)) == given_up.committed_events


def test_closing_again_once_there_is_space_saves_the_rest(scarce_disk, key, started, beats):
    with Library.create(scarce_disk.folder / "library.db", key) as library:
        session = library.start_session(started)
        recorder = Recorder(library, session)
        scarce_disk.fill()
        try:
            for beat in beats(3000):
                recorder.add(beat)
            assert recorder.close(timeout_s=0.6).state == "failing"
        finally:
            scarce_disk.free()
        assert recorder.close().state == "closed"
        assert library.events(session)[1:-1] == beats(3000)


def test_a_library_moved_away_is_told_and_goes_on_when_it_is_back(library, started, beats):
    session = library.start_session(started)
    states: list[RecorderState] = []
    recorder = Recorder(library, session, states.append)
    for beat in beats(5):
        recorder.add(beat)
    assert recorder.flush()
    states.clear()
    elsewhere = library.path.rename(library.path.with_name("elsewhere.db"))
    count = record_until_it_fails(recorder, states, beats)
    problem = states[-1].problem
    assert problem is not None
    assert problem.startswith("The library was moved or deleted. Everything since 0:04 is in")
    elsewhere.rename(library.path)
    wait_for(lambda: states[-1].problem is None)
    recorder.close()
    assert library.session(session).beats == 5 + count


def test_a_library_replaced_by_another_file_is_told_and_the_file_left_alone(
    library, started, beats
):
    recorder = Recorder(library, library.start_session(started))
    library.path.rename(library.path.with_name("elsewhere.db"))
    library.path.write_text("something else")
    recorder.add(beats(1)[0])
    wait_for(lambda: recorder.state.problem is not None, timeout_s=1.0)
    assert recorder.abandon().pending_events == 1
    assert library.path.read_text() == "something else"


def test_another_program_that_holds_the_library_is_told_and_waited_for(
    library, key, started, beats
):
    session = library.start_session(started)
    states: list[RecorderState] = []
    recorder = Recorder(library, session, states.append)
    holder = connect(library.path, key.raw(b""))
    holder.execute("BEGIN IMMEDIATE")
    count = record_until_it_fails(recorder, states, beats)
    problem = states[-1].problem
    assert problem is not None
    assert problem.startswith("Another program holds the library.")
    holder.execute("ROLLBACK")
    holder.close()
    assert recorder.close().problem is None
    assert library.session(session).beats == count


@pytest.mark.parametrize("committed", [False, True], ids=["not committed", "committed after all"])
def test_a_commit_of_unknown_outcome_is_looked_up_and_not_written_twice(
    library, started, beats, monkeypatch, committed
):
    from coherence_desktop.records import session_writer
    from coherence_desktop.records.problems import DiskFailing

    commit = session_writer.SessionWriter._commit
    failures = []

    def uncertain(writer, events):
        if len(failures) < 2 and writer.tally.beats == 10:
            failures.append(len(events))
            if committed:
                known = writer._tally
                commit(writer, events)
                writer._tally = known
            raise DiskFailing(library.path, "SQLITE_IOERR_FSYNC")
        commit(writer, events)

    monkeypatch.setattr(session_writer.SessionWriter, "_commit", uncertain)
    session = library.start_session(started)
    recorder = Recorder(library, session)
    for beat in beats(10):
        recorder.add(beat)
    assert recorder.flush()
    for beat in beats(10, after=10):
        recorder.add(beat)
    recorder.add(Ended(20.0))
    assert recorder.close().problem is None
    assert failures
    assert library.events(session) == [started, *beats(20), Ended(20.0)]
    assert library.session(session).beats == 20
    assert library.session(session).state is SessionState.COMPLETE


def test_a_log_torn_anywhere_gives_a_session_that_is_whole_up_to_there(
    library, key, started, beats, tmp_path
):
    """A power cut leaves the file and any length of its write-ahead log."""
    session = library.start_session(started)
    recorder = Recorder(library, session, commit_every_s=60.0)
    for n in range(40):
        recorder.add(beats(1, after=n)[0])
        assert recorder.flush()
    whole = [started, *beats(40)]
    # Another process copies: closing the files here would drop the locks of this one.
    torn = tmp_path / "torn.db"
    subprocess.run(["cp", library.path, torn], check=True)
    subprocess.run(["cp", f"{library.path}-wal", tmp_path / "log"], check=True)
    log = (tmp_path / "log").read_bytes()
    database = torn.read_bytes()
    lengths = []
    for cut in [*range(len(log) // 3, len(log), 9973), len(log)]:
        torn.write_bytes(database)
        torn.with_name("torn.db-wal").write_bytes(log[:cut])
        with Library.open(torn, key) as after:
            (summary,) = after.sessions()
            kept = after.events(summary.id)
            assert kept == whole[: len(kept)]
            assert (summary.events, summary.state) == (len(kept), SessionState.RECOVERED)
            lengths.append(len(kept))
    assert lengths == sorted(lengths)
    assert lengths[-1] == 41
    recorder.close()
