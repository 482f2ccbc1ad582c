"""The cues as people switch and see them: on the live page, the patient's screen, at home."""

import pytest
from PySide6.QtCore import Qt

from coherence_desktop.practice.breathing import Breathing
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.sensors.without import WithoutSensor
from coherence_desktop.ui.client.client_window import ClientWindow
from coherence_desktop.ui.home.breathing_page import HomeBreathingPage
from coherence_desktop.ui.live.page import LivePage
from coherence_desktop.ui.session.live_session import LiveSession
from coherence_desktop.ui.sound.cues import Cue, Cues
from coherence_desktop.ui.sound.dark_cover import NIGHT

CLOSED = Cues(sound=True, eyes_closed=True)


def colors(picture) -> set[str]:
    across, down = range(0, picture.width(), 9), range(0, picture.height(), 9)
    return {picture.pixelColor(x, y).name() for x in across for y in down}


class Commands:
    """A session for pages that only need its clock."""

    planned_s = 600.0

    def __init__(self, session) -> None:
        self._session = session

    @property
    def pacer(self):
        return self._session.pacer

    def now(self) -> float:
        return self._session.t

    def pause(self) -> None: ...

    def end(self) -> None:
        raise AssertionError("nobody wanted to end")


@pytest.fixture
def live(shown, theme, session) -> LivePage:
    return shown(LivePage(theme, Commands(session), title="Breathing"))


@pytest.fixture
def screen(shown, theme, session) -> ClientWindow:
    window = shown(ClientWindow(theme, session), 960, 540)
    window.guide._clock.stop()
    return window


@pytest.fixture
def home(shown, theme, session) -> HomeBreathingPage:
    page = shown(HomeBreathingPage(theme, Commands(session), "Breathing"), 1280, 800)
    page.guide._clock.stop()
    return page


@pytest.mark.parametrize(
    ("key", "cue"), [(Qt.Key.Key_F8, Cue.SOUND), (Qt.Key.Key_F9, Cue.EYES_CLOSED)]
)
def test_sound_and_closed_eyes_have_a_key_everywhere(qtbot, live, screen, home, key, cue):
    for widget in (live, screen, home):
        with qtbot.waitSignal(widget.cue_switched) as switched:
            qtbot.keyClick(widget, key)
        assert switched.args == [cue]


def test_the_live_page_shows_and_switches_them_under_the_pacer(qtbot, live):
    live.show_cues(Cues(sound=True))
    pacer = live.values.pacer
    assert pacer.sound.text() == "Sound on"
    assert pacer.eyes_closed.text() == "Eyes closed off"
    with qtbot.waitSignal(live.cue_switched) as switched:
        pacer.eyes_closed.click()
    assert switched.args == [Cue.EYES_CLOSED]
    for chip in (pacer.sound, pacer.eyes_closed):
        assert pacer.rect().contains(chip.geometry())
        assert chip.width() >= chip.sizeHint().width()


def test_the_patients_screen_goes_dark_and_esc_brings_it_back(qtbot, screen, picture_of):
    screen.show_cues(CLOSED)
    assert colors(picture_of(screen)) == {NIGHT.name()}
    with qtbot.waitSignal(screen.cue_switched) as switched:
        qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert switched.args == [Cue.EYES_CLOSED]
    screen.show_cues(Cues())
    assert len(colors(picture_of(screen))) > 2


def test_without_the_shape_the_word_stays(screen, picture_of, session):
    session.t = 2.0
    screen.guide.advance()
    screen.show_cues(Cues(shape=False))
    middle = picture_of(screen).copy(360, 150, 240, 240)
    assert len(colors(middle)) == 1
    assert screen.guide.word == "Breathe in"


def test_at_home_the_whole_page_goes_dark_and_a_click_brings_it_back(qtbot, home, picture_of):
    home.show_cues(CLOSED)
    assert colors(picture_of(home)) == {NIGHT.name()}
    home.resize(1000, 700)
    assert colors(picture_of(home)) == {NIGHT.name()}
    with qtbot.waitSignal(home.cue_switched) as switched:
        qtbot.mouseClick(home._dark, Qt.MouseButton.LeftButton)
    assert switched.args == [Cue.EYES_CLOSED]


def test_at_home_esc_opens_closed_eyes_before_it_ends(qtbot, home):
    home.show_cues(CLOSED)
    with qtbot.waitSignal(home.cue_switched):
        qtbot.keyClick(home, Qt.Key.Key_Escape)


def test_without_the_wave_its_name_leaves_the_legend(live, picture_of):
    with_wave = picture_of(live.tachogram_panel)
    live.show_cues(Cues(wave=False))
    assert picture_of(live.tachogram_panel) != with_wave
    live.show_cues(Cues())
    assert picture_of(live.tachogram_panel) == with_wave


@pytest.fixture
def running(qtbot, theme, tmp_path, cues):
    """A real session without a strap."""
    library = Library.create(tmp_path / "library.db", RandomKey())
    session = LiveSession(
        theme,
        Breathing(Pattern.from_rate(6.0), 600.0),
        lambda _: WithoutSensor(),
        source="none",
        library=library,
        title="Breathing",
        cues=cues,
    )
    qtbot.addWidget(session.page)
    session.page.resize(1280, 800)
    session.page.show()
    yield session
    session.finish_now()
    library.close()


def test_a_paced_session_sounds_and_shows_its_cues(qtbot, running, sounds):
    qtbot.keyClick(running.page, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: bool(sounds) and sounds[0].sounding, timeout=5000)
    assert running.page.values.pacer.sound.isChecked()
    running.finish_now()
    assert not sounds[0].sounding
    assert sounds[0].joined


def test_closed_eyes_reach_a_patients_screen_that_is_opened_later(qtbot, running, picture_of):
    qtbot.keyClick(running.page, Qt.Key.Key_F9)
    running.page.set_patient_screen(on=True)
    assert colors(picture_of(running.patient_screen)) == {NIGHT.name()}
    qtbot.keyClick(running.patient_screen, Qt.Key.Key_F9)
    assert colors(picture_of(running.patient_screen)) != {NIGHT.name()}
