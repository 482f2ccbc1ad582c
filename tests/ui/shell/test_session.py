"""Whole sessions in the window: from the strap to the record, by keyboard."""

import pytest
from PySide6.QtCore import Qt

from coherence_desktop.events import (
    Beat,
    Ended,
    Link,
    LinkState,
    Marker,
    Note,
    Paused,
    Resumed,
    Started,
)
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.summary import SessionState
from coherence_desktop.ui.connect.connect_page import ConnectPage
from coherence_desktop.ui.live.strap_status import waiting_words

PASSPHRASE = "seven quiet herons at dusk"
NAME = "Polar H10 5A1B2C3D"


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def test_every_beat_of_a_real_person_and_every_key_press_is_in_the_record(
    strap, rr_of, open_app, kept
):
    rr_ms = rr_of("physio_1")
    app = open_app()
    app.unlocked()
    played = strap(rr_ms, name=NAME)
    page = app.connected(NAME)
    app.until(lambda: len(page.model.track) >= 20)

    pressed = {}
    pressed["mark"] = app.session_s()
    app.press(Qt.Key.Key_M)
    pressed["cough"] = app.session_s()
    app.press(Qt.Key.Key_C)
    pressed["note"] = app.session_s()
    app.press(Qt.Key.Key_N)
    app.type("felt warm hands")
    app.press(Qt.Key.Key_P)
    app.until(lambda: page.model.paused)
    app.press(Qt.Key.Key_P)
    app.until(lambda: not page.model.paused)
    app.until(lambda: len(page.model.track) == len(rr_ms))
    connect = app.ended()
    assert connect.news.startswith("Your session of 0:")
    assert connect.news.endswith("is kept.")
    assert connect.problem == ""
    assert app.shell.session is None
    app.close()

    events = kept(app.library_path)
    assert [beat.rr_ms for beat in of(Beat, events)] == played.rr_ms
    assert len(played.rr_ms) == len(rr_ms)
    marks, notes = of(Marker, events), of(Note, events)
    assert [(mark.key, mark.label) for mark in marks] == [
        ("mark", "Mark 1"),
        ("cough", "Cough"),
    ]
    for mark in marks:
        assert mark.t == pytest.approx(pressed[mark.key], abs=1.0)
    assert [note.text for note in notes] == ["felt warm hands"]
    assert notes[0].t == pytest.approx(pressed["note"], abs=1.0)
    assert len(of(Paused, events)) == len(of(Resumed, events)) == 1
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Ended)


def test_a_strap_that_dies_is_told_and_the_session_goes_on(strap, open_app, kept):
    app = open_app()
    app.unlocked()
    played = strap([800.0] * 400, name=NAME, speed=4.0)
    page = app.connected(NAME)
    app.until(lambda: len(page.model.track) >= 5)
    assert page.notices.strap.text == ""
    played.die()
    app.until(lambda: page.notices.strap.text)
    assert "Recording goes on." in page.notices.strap.text
    app.until(lambda: "reconnecting" in page.top_bar.strap.accessibleName())
    app.press(Qt.Key.Key_M)
    app.ended()
    app.close()
    events = kept(app.library_path)
    assert [beat.rr_ms for beat in of(Beat, events)] == played.rr_ms[: len(of(Beat, events))]
    assert len(of(Marker, events)) == 1
    assert LinkState.RECONNECTING in [link.state for link in of(Link, events)]


def test_practising_without_a_strap_breathes_keeps_marks_and_shows_no_heart(open_app, kept):
    app = open_app()
    app.unlocked()
    app.click("Practise without a strap")
    page = app.live()
    app.until(lambda: page.model.recorder is not None)
    assert app.shell.session.pacer is not None
    assert "No strap today." in waiting_words(page.model)
    app.until(lambda: page.model.snapshot is not None)
    assert {row.words for row in page.values.rows} == {"No strap today."}
    assert page.top_bar.strap.text == "No strap"
    app.press(Qt.Key.Key_M)
    app.ended()
    app.close()
    events = kept(app.library_path)
    assert events[0].source == "none"
    assert not of(Beat, events)
    assert len(of(Marker, events)) == 1


def test_closing_the_window_in_a_session_ends_and_keeps_it(open_app, kept):
    app = open_app()
    app.unlocked()
    app.click("Practise without a strap")
    app.live()
    app.press(Qt.Key.Key_M)
    app.close()
    events = kept(app.library_path)
    assert isinstance(events[-1], Ended)
    assert len(of(Marker, events)) == 1


def test_another_session_can_follow_the_first(open_app):
    app = open_app()
    app.unlocked()
    for _ in range(2):
        app.click("Practise without a strap")
        app.live()
        app.ended()
    app.close()
    with Library.open(app.library_path, parse_key(PASSPHRASE)) as library:
        states = [session.state for session in library.sessions()]
    assert states == [SessionState.COMPLETE, SessionState.COMPLETE]


def test_a_session_that_cannot_be_saved_says_so_and_is_kept_once_there_is_room(
    open_app, no_room, kept
):
    app = open_app()
    app.unlocked()
    app.click("Practise without a strap")
    page = app.live()
    app.until(lambda: page.top_bar.recording.accessibleName().endswith("Recording"))
    with no_room():
        app.press(Qt.Key.Key_M)
        app.until(lambda: page.notices.recorder.text)
        told = page.notices.recorder.text
        assert "is in memory only" in told
        assert told.endswith("The live view goes on.")
        assert "Not saved since" in page.top_bar.recording.accessibleName()
        before = app.session_s()
        app.qtbot.waitUntil(lambda: app.session_s() > before + 0.2)
        app.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        app.until(lambda: page.notices.told.text)
        assert "not all of it is saved" in page.notices.told.text
        assert "The live view goes on." not in page.notices.recorder.text
        assert "kept" not in app.words()
        assert app.page is page
    connect = app.until_shown(ConnectPage)
    assert connect.news.endswith("is kept.")
    app.close()
    assert len(of(Marker, kept(app.library_path))) == 1


def test_a_session_that_cannot_begin_is_told_on_the_connect_page(open_app, no_room):
    app = open_app()
    page = app.unlocked()
    with no_room():
        app.click("Practise without a strap")
        app.until(lambda: "disk" in page.problem)
        assert app.page is page
        assert app.shell.session is None
    app.click("Practise without a strap")
    app.live()
