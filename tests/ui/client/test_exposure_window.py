"""The patient's screen in a session of exposure: one instruction, and nothing that alarms."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.events import (
    PacerChange,
    Paused,
    Phase,
    Rating,
    Recovery,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import plan
from coherence_desktop.ui.trial.exposure_window import ExposureClientWindow

TRIAL = TrialStarted(
    0.0,
    exercise_id="running_in_place",
    exercise_name="Running in place",
    instructions=("Stand where you have room.", "Run on the spot."),
    planned_s=plan(induce_s=60.0),
    ceiling_bpm=157.0,
)


@pytest.fixture
def pressed() -> list[int]:
    return []


@pytest.fixture
def window(shown, theme, session, pressed) -> ExposureClientWindow:
    def press(event) -> bool:
        pressed.append(event.key())
        return event.key() != Qt.Key.Key_Escape or len(pressed) == 1

    window = shown(ExposureClientWindow(theme, session, press=press), 1120, 630)
    window.guide._clock.stop()
    return window


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("predict", "Before it begins"),
        ("baseline", "Sit quietly and breathe as usual"),
        ("induce", "Stand where you have room"),
        ("stay", "Let the feeling be here"),
        ("recover", "Let it settle in its own time"),
        ("learn", "Looking back"),
        ("rest", "Resting"),
    ],
)
def test_one_instruction_a_phase(window, phase, words):
    window.consume([TRIAL, Phase(0.0, phase, "", 60.0)])
    assert window.words == words
    assert not any(character.isdigit() for character in window.words)


def test_instructions_follow_one_another(window, session):
    window.consume([TRIAL, Phase(0.0, "induce", "", 60.0)])
    session.t = 9.0
    window.consume(())
    assert window.words == "Run on the spot"


def test_what_is_only_attended_to_is_explained_in_stay(window):
    attended = msgspec.structs.replace(TRIAL, planned_s=plan(induce_s=0.0))
    window.consume([attended, Phase(0.0, "stay", "", 60.0)])
    assert window.words == "Stand where you have room"


def test_the_ring_fills_with_the_time_of_the_phase(window, session):
    window.consume([TRIAL, Phase(0.0, "stay", "", 120.0)])
    session.t = 30.0
    window.consume(())
    assert window.screen_of_trial.ring_share == pytest.approx(0.25, abs=0.01)
    window.consume([Phase(30.0, "learn")])
    assert window.screen_of_trial.ring_share is None


def test_a_paced_recovery_shows_the_breath_guide(window, session):
    paced = msgspec.structs.replace(TRIAL, recovery=Recovery.PACED)
    change = PacerChange(10.0, inhale_s=4.0, exhale_s=6.0)
    window.consume([paced, Phase(10.0, "recover", "", 90.0), change])
    assert window.guide.isVisible()
    assert not window.screen_of_trial.isVisible()
    window.consume([Phase(20.0, "learn")])
    assert not window.guide.isVisible()


def test_paused_it_rests(window):
    window.consume([TRIAL, Phase(0.0, "stay", "", 120.0), Paused(5.0)])
    assert window.words == "Resting"


def test_the_dial_is_shown_when_wanted_and_only_in_a_trial(window):
    dial = window.screen_of_trial.dial
    window.consume([TRIAL, Phase(0.0, "stay", "", 120.0)])
    assert not dial.isVisible()
    window.show_dial(True)
    assert dial.isVisible()
    assert window.cursor().shape() is Qt.CursorShape.ArrowCursor
    window.consume([TrialEnded(9.0, TrialEndReason.STOPPED), Phase(9.0, "learn")])
    assert not dial.isVisible()
    assert window.cursor().shape() is Qt.CursorShape.BlankCursor


def test_a_touch_on_the_dial_rates(qtbot, window, session):
    window.consume([TRIAL, Phase(0.0, "stay", "", 120.0)])
    window.show_dial(True)
    session.t = 33.0
    dial = window.screen_of_trial.dial
    with qtbot.waitSignal(window.rated) as rated:
        QTest.mouseClick(dial, Qt.MouseButton.LeftButton, pos=dial.place.point(0.8).toPoint())
    assert rated.args == [80.0, 33.0]


def test_it_shows_what_was_rated_elsewhere(window):
    window.consume([TRIAL, Phase(0.0, "stay", "", 120.0), Rating(4.0, "distress", 40.0)])
    assert window.screen_of_trial.dial.rating.value == 40


def test_esc_stops_before_it_gives_the_screen_back(qtbot, window, pressed):
    window.showFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert pressed == [Qt.Key.Key_Escape]
    assert window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


def test_m_marks_the_moment_of_the_key(qtbot, window, session, pressed):
    session.t = 12.5
    with qtbot.waitSignal(window.mark_requested) as marked:
        qtbot.keyClick(window, Qt.Key.Key_M)
    assert marked.args == [12.5]
    assert pressed == []


def test_nothing_but_the_dial_is_in_the_colour_of_distress(window, picture_of, theme):
    window.consume([TRIAL, Phase(0.0, "stay", "", 120.0), Rating(4.0, "distress", 40.0)])
    image = picture_of(window)
    seen = {image.pixelColor(x, y).name() for x in range(0, 1120, 4) for y in range(0, 630, 4)}
    for token in ("distress", "heart", "note"):
        assert theme.color(token).name() not in seen
