"""The demo of a compassion practice: it runs by itself until someone takes it in hand."""

import pytest
from PySide6.QtCore import Qt

from coherence_desktop.events import Beat, PracticeStarted
from coherence_desktop.practice.programmes import load_programmes
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.sensors.simulation import SimulatedPerson
from coherence_desktop.ui.demo.programme import DemoProgramme
from coherence_desktop.ui.session.live_session import LiveSession
from coherence_desktop.ui.theme import Theme


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "demo.db", RandomKey()) as opened:
        yield opened


@pytest.fixture
def demo(qtbot, library):
    programme = DemoProgramme(load_programmes().by_id["flare_up"], library)
    session = LiveSession(
        Theme(),
        programme.practice,
        lambda _: SimulatedPerson(1),
        source="simulation",
        library=library,
        title="A practice",
        speed=20.0,
        make_page=programme.make_page,
        client=programme.client,
    )
    qtbot.addWidget(session.page)
    session.page.resize(1280, 800)
    session.page.show()
    yield programme, session
    programme.stop()
    session.finish_now()


def test_it_comes_to_its_end_and_is_kept_with_its_beats(qtbot, demo, library):
    programme, session = demo
    qtbot.waitUntil(lambda: session.page.state.done, timeout=20_000)
    assert session.page.state.seen == ("before", "hand", "breathe", "words", "after", "done")
    assert programme.leading
    with qtbot.waitSignal(session.over, timeout=10_000):
        session.page.go_on()
    summary = library.session()
    assert (summary.client, summary.source) == (programme.client, "simulation")
    log = library.events(summary.id)
    assert any(isinstance(event, Beat) for event in log)
    (started,) = [event for event in log if isinstance(event, PracticeStarted)]
    assert (started.kind, started.practice_id) == ("compassion", "flare_up")


def test_who_presses_something_goes_at_their_own_pace(qtbot, demo):
    programme, session = demo
    qtbot.waitUntil(lambda: session.page.state.step == "before", timeout=10_000)
    qtbot.keyClick(session.page, Qt.Key.Key_Shift)
    assert not programme.leading
