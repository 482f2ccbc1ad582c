"""Streams for a lab: off, until someone turns them on and says where to."""

import pytest
from PySide6.QtCore import QSettings

from coherence_desktop.ui.preferences import PreferenceStore, Way
from coherence_desktop.ui.settings.lab_settings import LabSettings
from coherence_desktop.ui.settings.settings_page import SettingsPage


@pytest.fixture
def store(theme, tmp_path):
    return PreferenceStore(theme, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))


def test_streams_are_off_and_stay_on_this_computer(theme, store, qtbot):
    lab = LabSettings(theme, store)
    qtbot.addWidget(lab)
    assert (store.now.streamed, store.now.stream_address) == (False, "127.0.0.1")
    assert lab.streams.current == 1


def test_beats_from_streams_are_off_until_asked_for(theme, store, qtbot):
    lab = LabSettings(theme, store)
    qtbot.addWidget(lab)
    assert not store.now.streams_listed
    assert lab.beats.current == 1
    lab.beats.set_current(0)
    assert store.now.streams_listed
    assert not store.now.streamed


def test_what_is_set_is_kept(theme, store, qtbot):
    lab = LabSettings(theme, store)
    qtbot.addWidget(lab)
    lab.streams.set_current(0)
    lab.address.kept.emit("not an address")
    assert store.now.stream_address == "127.0.0.1"
    assert store.now.streamed


def test_raw_signals_are_off_until_asked_for(theme, store, qtbot):
    lab = LabSettings(theme, store)
    qtbot.addWidget(lab)
    assert (store.now.raw_ecg, store.now.raw_acceleration) == (False, False)
    lab.ecg.set_current(0)
    assert (store.now.raw_ecg, store.now.raw_acceleration) == (True, False)
    lab.ecg.set_current(1)
    assert not store.now.raw_ecg


def test_only_the_clinic_is_asked(theme, store, qtbot):
    page = SettingsPage(theme, store)
    qtbot.addWidget(page)
    store.set_way(Way.HOME)
    assert not page.lab.isVisibleTo(page)
    store.set_way(Way.CLINIC)
    assert page.lab.isVisibleTo(page)
