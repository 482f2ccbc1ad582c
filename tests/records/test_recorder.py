"""The recorder takes events at once and has them on the disk within a second."""

import logging
import threading
import time

import numpy as np
import pytest

from coherence_desktop.events import Battery, Beat, Ended, HeartRate, Marker, Note, Rating
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder, RecorderState
from coherence_desktop.records.session_writer import SessionWriter
from coherence_desktop.records.summary import SessionState


@pytest.fixture
def session(library, started) -> str:
    return library.start_session(started)


def wait_for(condition, timeout_s: float = 3.0) -> float:
    """Wait until it holds and return how long that took."""
    begin = time.perf_counter()
    while not condition():
        assert time.perf_counter() - begin < timeout_s, "it did not happen in time"
        time.sleep(0.005)
    return time.perf_counter() - begin


def test_a_beat_is_on_the_disk_within_a_second_without_asking(library, key, session, beats):
    recorder = Recorder(library, session)
    time.sleep(0.1)
    for beat in beats(3):
        recorder.add(beat)
    with Library.open(library.path, key) as other:
        assert wait_for(lambda: other.session(session).beats == 3) < 0.7
    recorder.close()


def test_closing_marks_the_session_complete_and_ends_it_once(library, session, beats):
    recorder = Recorder(library, session)
    for beat in beats(5):
        recorder.add(beat)
    recorder.add(Ended(4.5, "stopped at once"))
    state = recorder.close("ended")
    assert (state.state, state.problem, state.pending_events) == ("closed", None, 0)
    assert recorder.close() == state
    ends = [event for event in library.events(session) if isinstance(event, Ended)]
    assert ends == [Ended(4.5, "stopped at once")]
    assert library.session(session).state is SessionState.COMPLETE
    assert library.session(session).duration_s == 4.5


def test_closing_adds_the_end_if_nobody_did(library, session, beats):
    recorder = Recorder(library, session)
    for beat in beats(5):
        recorder.add(beat)
    recorder.close("window closed")
    assert library.events(session)[-1] == Ended(5 * 0.8125, "window closed")


def test_the_start_that_the_session_holds_already_is_not_recorded_twice(library, session, started):
    recorder = Recorder(library, session)
    recorder.add(started)
    recorder.close()
    assert library.events(session) == [started, Ended(0.0)]


def test_states_count_up_to_what_is_committed(library, session, beats):
    states: list[RecorderState] = []
    recorder = Recorder(library, session, states.append, commit_every_s=0.02)
    for beat in beats(200):
        recorder.add(beat)
        time.sleep(0.001)
    recorder.close()
    committed = [state.committed_events for state in states]
    assert committed == sorted(committed)
    assert len(set(committed)) > 5
    assert {state.problem for state in states} == {None}
    assert [state.state for state in states[:-1]] == ["recording"] * (len(states) - 1)
    assert states[-1] == RecorderState(
        state="closed", committed_t=162.5, committed_events=202, pending_events=0
    )


def test_the_state_never_claims_more_than_another_reader_finds(library, key, session, beats):
    claims: list[tuple[int, int]] = []
    with Library.open(library.path, key) as other:
        recorder = Recorder(
            library,
            session,
            lambda s: claims.append((s.committed_events, other.session(session).events)),
            commit_every_s=0.02,
        )
        for beat in beats(100):
            recorder.add(beat)
            time.sleep(0.001)
        recorder.close()
    assert claims
    assert all(claimed <= found for claimed, found in claims)


def test_adding_takes_no_longer_while_much_is_still_to_be_written(library, session, beats):
    recorder = Recorder(library, session)
    many = beats(20_000)
    took = []
    for beat in many:
        begin = time.thread_time()
        recorder.add(beat)
        took.append(time.thread_time() - begin)
    assert np.median(took[-2_000:]) < 3 * np.median(took[:2_000])
    assert recorder.close(timeout_s=20.0).committed_events == 20_002


def test_events_of_many_threads_are_all_kept_each_thread_in_its_order(library, session):
    recorder = Recorder(library, session, commit_every_s=0.005)

    def record(name: str) -> None:
        for n in range(500):
            recorder.add(Marker(float(n), name))

    threads = [threading.Thread(target=record, args=(f"thread {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorder.close()
    kept = [event for event in library.events(session) if isinstance(event, Marker)]
    for n in range(4):
        assert [m.t for m in kept if m.label == f"thread {n}"] == [float(i) for i in range(500)]


def test_flush_waits_for_what_was_added_before_it(library, session, beats):
    recorder = Recorder(library, session, commit_every_s=60.0)
    for beat in beats(10):
        recorder.add(beat)
    assert recorder.flush()
    assert library.session(session).beats == 10
    recorder.close()
    assert recorder.flush()


def test_numbers_of_numpy_are_kept_as_numbers(library, session):
    recorder = Recorder(library, session)
    recorder.add(Beat(np.float64(1.5), np.float64(812.5), np.float32(1.75)))
    recorder.add(HeartRate(1.5, np.int64(74)))
    state = recorder.close()
    assert state.refused_events == 0
    assert library.events(session)[1:3] == [Beat(1.5, 812.5, 1.75), HeartRate(1.5, 74)]


@pytest.mark.parametrize(
    "bad",
    [
        Beat("soon", 800.0, 1.0),
        Beat(float("nan"), 800.0, 1.0),
        Beat(float("inf"), 800.0, 1.0),
        Beat(1e300, 800.0, 1.0),
        Note(1.0, "half a letter: \ud800"),
        Rating(1.0, "distress", ...),
        Marker(1.0, None),
        HeartRate(1.0, 2**70),
    ],
    ids=repr,
)
def test_what_cannot_be_stored_costs_nothing_else_and_is_counted(
    library, session, beats, bad, caplog
):
    recorder = Recorder(library, session)
    recorder.add(beats(2)[0])
    recorder.add(bad)
    recorder.add(beats(2)[1])
    state = recorder.close()
    assert state.refused_events == 1
    assert state.problem is not None
    assert "1 entry was not saved" in state.problem
    assert library.events(session)[1:3] == beats(2)
    assert library.session(session).state is SessionState.COMPLETE
    assert caplog.messages == [f"an event could not be stored: {type(bad).__name__}"]


def test_an_absurd_battery_is_in_the_log_and_not_in_the_summary(library, session):
    recorder = Recorder(library, session)
    recorder.add(Battery(1.0, 2**63))
    recorder.close()
    assert library.events(session)[1] == Battery(1.0, 2**63)
    assert library.session(session).battery_percent is None


def test_what_comes_after_the_end_is_not_kept_and_said_so(library, session):
    recorder = Recorder(library, session)
    recorder.close()
    recorder.add(Marker(9.0, "too late"))
    assert recorder.state.refused_events == 1
    assert len(library.events(session)) == 2


def test_a_listener_that_fails_does_not_stop_the_recording(library, session, beats, caplog):
    def listener(state: RecorderState) -> None:
        raise RuntimeError("a fault of the window")

    recorder = Recorder(library, session, listener, commit_every_s=0.01)
    with caplog.at_level(logging.ERROR):
        for beat in beats(20):
            recorder.add(beat)
        assert recorder.close().committed_events == 22
    assert "listener" in caplog.text


def test_only_a_session_started_here_and_not_ended_can_be_recorded(library, key, session):
    with (
        Library.open(library.path, key) as other,
        pytest.raises(ValueError, match="was not started here"),
    ):
        Recorder(other, session)
    Recorder(library, session).close()
    with pytest.raises(ValueError, match="or has ended"):
        Recorder(library, session)
    assert len(library.events(session)) == 2


def test_an_abandoned_session_is_recovered_and_keeps_what_was_committed(library, session, beats):
    recorder = Recorder(library, session)
    for beat in beats(8):
        recorder.add(beat)
    recorder.abandon()
    assert library.session(session).state is SessionState.RECOVERED
    assert library.events(session)[1:] == beats(8)


def test_closing_the_library_first_loses_nothing_and_leaves_no_thread(path, key, started, beats):
    library = Library.create(path, key)
    recorder = Recorder(library, library.start_session(started))
    for beat in beats(8):
        recorder.add(beat)
    library.close()
    assert "recorder" not in [thread.name for thread in threading.enumerate()]
    with Library.open(path, key) as again:
        assert again.session().beats == 8
        assert again.session().state is SessionState.RECOVERED


def test_a_long_wait_of_the_disk_is_told_and_blocks_nobody(library, session, beats, monkeypatch):
    hold, let_go = threading.Event(), threading.Event()
    commit = SessionWriter.append

    def slow(writer: SessionWriter, events: list) -> None:
        hold.set()
        let_go.wait(10.0)
        commit(writer, events)

    monkeypatch.setattr(SessionWriter, "append", slow)
    states: list[RecorderState] = []
    recorder = Recorder(library, session, states.append)
    first, *others = beats(20)
    recorder.add(first)
    assert hold.wait(2.0)
    for beat in others:
        recorder.add(beat)  # would hold until the disk goes on, for ten seconds, if it waited
        assert not let_go.is_set()
        time.sleep(0.08)
    begun, told = states
    assert (begun.state, begun.committed_events) == ("recording", 1)
    assert told.state == "failing"
    assert told.problem is not None
    assert "slow to answer. Everything since 0:00 is in memory only." in told.problem
    assert told.committed_events == 1
    let_go.set()
    assert recorder.close().problem is None
    assert library.session(session).beats == 20
