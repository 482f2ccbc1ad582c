"""Settings of the cues: in effect at once, kept, and honest about what is not there."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt

from coherence_desktop.ui.preferences import Preferences, PreferenceStore
from coherence_desktop.ui.settings.cue_settings import OWN, CueSettings


@pytest.fixture
def file(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def store(theme, file) -> PreferenceStore:
    return PreferenceStore(theme, file)


@pytest.fixture
def opened(qtbot, shown, theme, store):
    """Show the settings on a computer with these outputs."""

    def show(outputs=("Headphones", "Loudspeaker"), absent="") -> CueSettings:
        page = shown(CueSettings(theme, store, lambda: outputs, lambda: absent), 800, 700)
        qtbot.waitUntil(lambda: page.output.count() >= 1 + len(outputs))
        return page

    return show


def test_cues_are_kept_over_a_restart(theme, store, file):
    chosen = replace(
        store.now,
        tones=True,
        volume=35,
        output="Headphones of Ä",
        spoken=True,
        wave_shown=False,
        shape_shown=False,
    )
    store.set(chosen)
    file.sync()
    again = QSettings(file.fileName(), QSettings.Format.IniFormat)
    assert PreferenceStore(theme, again).now == chosen


@pytest.mark.parametrize("volume", ["loud", "-3", "", "1e9", "٣"])
def test_a_volume_that_is_not_understood_counts_as_not_set(theme, file, volume):
    file.setValue("volume", volume)
    assert PreferenceStore(theme, file).now.volume == Preferences().volume


def test_switches_change_what_they_say(opened, store):
    page = opened()
    page.tones.set_current(0)
    page.spoken.set_current(0)
    page.shape.set_current(1)
    page.wave.set_current(1)
    now = store.now
    assert (now.tones, now.spoken, now.shape_shown, now.wave_shown) == (True, True, False, False)


def test_the_volume_moves_by_key_and_mouse(qtbot, opened, store):
    page = opened()
    page.volume.setFocus()
    qtbot.keyClick(page.volume, Qt.Key.Key_Right)
    assert store.now.volume == Preferences().volume + 5
    qtbot.mouseClick(page.volume, Qt.MouseButton.LeftButton, pos=QPoint(0, 20))
    assert store.now.volume == 0


def test_an_output_is_chosen_by_name(opened, store):
    page = opened()
    assert page.output.currentText() == OWN
    page.output.setCurrentIndex(2)
    assert store.now.output == "Loudspeaker"
    page.output.setCurrentIndex(0)
    assert store.now.output == ""


def test_an_output_that_is_not_there_stays_chosen_and_says_so(qtbot, opened, store):
    store.set(replace(store.now, output="Kitchen"))
    page = opened()
    qtbot.waitUntil(lambda: page.output.currentText() == "Kitchen (not there)")
    assert store.now.output == "Kitchen"


def test_without_any_output_that_is_said(qtbot, opened):
    page = opened(outputs=())
    qtbot.waitUntil(lambda: "No sound output" in page.output_words.text())


def test_without_a_voice_the_setting_says_why(opened):
    page = opened(absent="This system has no voice.")
    assert page.spoken_words.text() == "This system has no voice."
    assert not page.spoken.isEnabled()


def test_what_is_set_elsewhere_is_shown(opened, store):
    page = opened()
    store.set(replace(store.now, tones=True, volume=10))
    assert page.tones.current == 0
    assert page.volume.value() == 10


def test_every_control_is_named_and_reached(opened, nameless_controls, unreached_controls):
    page = opened()
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []
