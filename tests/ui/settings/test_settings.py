"""Settings: in effect at once, kept over a restart, and safe against a broken file."""

import pytest
from PySide6.QtCore import QSettings, Qt

from coherence_desktop.ui.preferences import Look, Motion, Preferences, PreferenceStore
from coherence_desktop.ui.settings.settings_page import SettingsPage
from coherence_desktop.ui.theme import Theme


@pytest.fixture
def file(tmp_path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


def test_a_choice_is_in_effect_at_once_and_kept(qapp, file: QSettings) -> None:
    theme = Theme()
    store = PreferenceStore(theme, file)
    store.set(Preferences(look=Look.DARK, motion=Motion.REDUCED, minutes_shown=False))
    assert theme.dark
    assert theme.reduced_motion
    file.sync()
    again = PreferenceStore(Theme(), QSettings(file.fileName(), QSettings.Format.IniFormat))
    assert again.now == Preferences(Look.DARK, Motion.REDUCED, minutes_shown=False)


def test_a_look_switched_by_key_is_kept(qapp, file: QSettings) -> None:
    theme = Theme()
    store = PreferenceStore(theme, file)
    theme.set_dark(not theme.dark)
    assert store.now.look is (Look.DARK if theme.dark else Look.LIGHT)
    again = Theme()
    PreferenceStore(again, QSettings(file.fileName(), QSettings.Format.IniFormat))
    assert again.dark is theme.dark


def test_what_is_not_understood_counts_as_not_set(qapp, file: QSettings) -> None:
    file.setValue("look", "purple")
    file.setValue("motion", "")
    assert PreferenceStore(Theme(), file).now == Preferences()


def test_the_same_again_is_not_told(qtbot, file: QSettings) -> None:
    store = PreferenceStore(Theme(), file)
    with qtbot.assertNotEmitted(store.changed):
        store.set(Preferences())


@pytest.fixture
def page(shown, theme: Theme, file: QSettings) -> SettingsPage:
    store = PreferenceStore(theme, file)
    return shown(SettingsPage(theme, store, "Recordings are in the library."), 1280, 800)


def test_the_page_shows_and_changes_them_by_keyboard(qtbot, page: SettingsPage, theme) -> None:
    store = page._store
    store.set(Preferences(look=Look.LIGHT))
    chosen = page._look.findChildren(type(page._look.children()[1]))[1]
    assert chosen.isChecked()
    chosen.setFocus()
    qtbot.keyClick(chosen, Qt.Key.Key_Right)
    assert store.now.look is Look.DARK
    assert theme.dark


def test_every_control_is_named_and_reached(page, nameless_controls, unreached_controls) -> None:
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []


def test_esc_goes_back(qtbot, page: SettingsPage) -> None:
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
