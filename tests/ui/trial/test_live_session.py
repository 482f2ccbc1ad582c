"""A session of exposure on the real clock, thread and library."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.events import Phase, Rating, TrialEnded, TrialEndReason, TrialStarted
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.practice.exposure.session import ExposureSession
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.sensors.without import WithoutSensor
from coherence_desktop.ui.session.live_session import LiveSession
from coherence_desktop.ui.trial.page import TrialPage
from coherence_desktop.ui.trial.page_maker import exposure_page

TRIAL = TrialStarted(
    0.0,
    exercise_id="staring",
    exercise_name="Staring",
    planned_s=plan(induce_s=60.0, predict_s=0.0, baseline_s=0.0),
)


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as opened:
        yield opened


@pytest.fixture
def session(qtbot, light, library):
    running = LiveSession(
        light,
        ExposureSession(),
        lambda _: WithoutSensor(),
        source="none",
        library=library,
        title="Exposure",
        make_page=exposure_page("M-014"),
    )
    qtbot.addWidget(running.page)
    running.page.resize(1280, 800)
    running.page.show()
    running.page.activateWindow()
    yield running
    running.finish_now()


def test_a_trial_by_keyboard_is_in_the_record(qtbot, session, library):
    page = session.page
    assert isinstance(page, TrialPage)
    qtbot.waitUntil(lambda: page.state.phase == "rest")
    session.post(msgspec.structs.replace(TRIAL, t=session.now()))
    qtbot.waitUntil(lambda: page.state.phase == "induce")
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_6)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.state.phase == "learn")
    QTest.keyClick(page, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.rest.isVisible())
    assert [marker.letter for marker in page.marker_bar.keys.markers] == ["B", "D", "T", "S"]
    with qtbot.waitSignal(session.over):
        QTest.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    events = library.events(library.session("last").id)
    kinds = (TrialStarted, Phase, Rating, TrialEnded)
    told = [event for event in events if isinstance(event, kinds)]
    assert [type(event).__name__ for event in told] == [
        "Phase",
        "TrialStarted",
        "Phase",
        "Rating",
        "TrialEnded",
        "Phase",
        "Phase",
    ]
    assert told[4].reason is TrialEndReason.STOPPED
    assert told[3].value == 60.0


def test_the_patients_screen_rates_and_stops(qtbot, session):
    page = session.page
    session.post(msgspec.structs.replace(TRIAL, t=session.now()))
    qtbot.waitUntil(lambda: page.state.phase == "induce")
    QTest.keyClick(page, Qt.Key.Key_F11)
    screen = session.patient_screen
    assert screen is not None
    page.top_bar.patient_dial.setChecked(True)
    dial = screen.screen_of_trial.dial
    qtbot.waitUntil(dial.isVisible)
    at = dial.place.point(0.7).toPoint()
    QTest.mouseClick(dial, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: page.body.dial.rating.value == 70)
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.state.phase == "learn")
    assert not dial.isVisible()
    QTest.keyClick(screen, Qt.Key.Key_F11)
    screen.close()
    qtbot.waitUntil(lambda: not page.top_bar.patient_screen.isChecked())


def test_words_and_values_that_were_begun_are_kept_when_the_session_ends(qtbot, session, library):
    page = session.page
    session.post(msgspec.structs.replace(TRIAL, t=session.now()))
    qtbot.waitUntil(lambda: page.state.phase == "induce")
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.body.learn.isVisible)
    QTest.keyClicks(page.body.learn.learned, "It passed")
    page.body.learn.confidence.rating.move(70)
    with qtbot.waitSignal(session.over):
        session.end()
    (trial,) = trials_of(library.events(library.session("last").id))
    assert trial.answered("learned") == "It passed"
    assert trial.rated("confidence") == 70.0
