"""Going on with a session whose process died, and adding to one that is over."""

import pytest

from coherence_desktop.events import Beat, Ended, Marker, Note, Rating, Reopened, Started
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import SessionNotFound, SessionNotOpen, SessionRunning
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.records.summary import SessionState

STARTED = Started(
    0.0,
    started_utc="2026-05-22T19:00:00.000000+00:00",
    timezone="Europe/Berlin",
    utc_offset_s=7200,
    app_version="0.1.0",
    vocabulary=1,
)
BEFORE = [Beat(1.0, 1000.0, 1.2), Rating(1.5, "distress", 40.0), Beat(2.0, 1000.0, 2.2)]
REOPENED = Reopened(
    30.0,
    reopened_utc="2026-05-22T19:00:30.000000+00:00",
    whole_until_s=2.0,
    app_version="0.1.0",
)


@pytest.fixture
def key():
    return RandomKey()


@pytest.fixture
def died(tmp_path, key):
    """A library whose one session was recorded until its process died."""
    library = Library.create(tmp_path / "library.db", key)
    session = library.start_session(STARTED)
    recorder = Recorder(library, session)
    for event in BEFORE:
        recorder.add(event)
    assert recorder.flush()
    recorder.abandon()
    library.close()
    return library.path, session


def test_a_reopened_session_goes_on_in_the_same_log(died, key):
    path, session = died
    with Library.open(path, key) as library:
        assert library.reopen_session(session) == [STARTED, *BEFORE]
        assert library.session(session).state is SessionState.RUNNING
        recorder = Recorder(library, session)
        after = [REOPENED, Marker(31.0, "Mark 1"), Beat(32.0, 900.0, 32.1)]
        for event in after:
            recorder.add(event)
        assert recorder.close().state == "closed"
        assert library.events(session) == [STARTED, *BEFORE, *after, Ended(32.0, "ended")]
        summary = library.session(session)
    assert (summary.state, summary.beats, summary.duration_s) == (SessionState.COMPLETE, 3, 32.0)
    assert summary.vocabulary == 2


def test_a_reopened_session_that_dies_again_is_recovered_again(died, key):
    path, session = died
    with Library.open(path, key) as library:
        library.reopen_session(session)
    with Library.open(path, key) as library:
        assert [found.session.id for found in library.recovered] == [session]
        assert library.events(session) == [STARTED, *BEFORE]


def test_a_session_that_was_ended_is_not_reopened(died, key):
    path, session = died
    with Library.open(path, key) as library:
        library.reopen_session(session)
        Recorder(library, session).close()
        with pytest.raises(SessionNotOpen):
            library.reopen_session(session)
        # And the library can be recorded into as before.
        other = library.start_session(STARTED)
        assert Recorder(library, other).close().state == "closed"


def test_a_session_that_is_not_there_is_not_reopened(died, key):
    path, _ = died
    with Library.open(path, key) as library, pytest.raises(SessionNotFound):
        library.reopen_session("20260101T000000-000000")


def test_a_running_session_is_not_reopened_by_its_own_process(died, key):
    path, session = died
    with Library.open(path, key) as library:
        library.reopen_session(session)
        with pytest.raises(SessionNotOpen):
            library.reopen_session(session)


def test_a_note_added_later_comes_after_the_end_and_changes_nothing_before_it(died, key):
    path, session = died
    later = Note(1.5, "Held on to the chair.")
    with Library.open(path, key) as library:
        library.annotate(session, later)
        assert library.events(session) == [STARTED, *BEFORE, later]
        summary = library.session(session)
    assert (summary.state, summary.duration_s) == (SessionState.RECOVERED, 2.0)


def test_a_running_session_is_not_added_to_from_outside(died, key):
    path, session = died
    with Library.open(path, key) as library:
        library.reopen_session(session)
        with pytest.raises(SessionRunning):
            library.annotate(session, Note(1.5, "too early"))
