"""Reminders from the tray: only when asked for, once, and never after practice."""

from datetime import timedelta

import pytest
from PySide6.QtGui import QIcon

from coherence_desktop.chart import ReminderSet
from coherence_desktop.ui.home.reminder_panel import ReminderPanel
from coherence_desktop.ui.home.reminders import Reminders

UTC = "2026-05-01T08:00:00+00:00"
ON = ReminderSet(UTC, on=True, times=("19:15",))


class Tray:
    """A tray that remembers."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.visible = False

    def showMessage(self, title, message, icon, msecs) -> None:
        self.said.append(f"{title}: {message}")

    def setVisible(self, visible) -> None:
        self.visible = visible


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def reminders_of(desk_of, now, tray, qtbot):
    def make(shelf, place=tray) -> Reminders:
        desk = desk_of(shelf)
        desk.open()
        qtbot.waitUntil(lambda: desk.read)
        reminders = Reminders(desk, shelf, place, QIcon(), now=now)
        reminders.desk = desk
        return reminders

    return make


def test_the_tray_stays_away_until_reminders_are_asked_for(reminders_of, shelf, tray):
    reminders = reminders_of(shelf)
    reminders.check()
    assert not tray.visible
    reminders.desk.add(ON)
    assert tray.visible


def test_it_reminds_once_of_what_is_due_today(reminders_of, shelf, tray, qtbot):
    shelf.kept.append(ON)
    reminders = reminders_of(shelf)
    with qtbot.waitSignal(reminders.reminded):
        reminders.check()
    reminders.check()
    assert len(tray.said) == 1
    assert tray.said[0].startswith("Breathing at your rhythm: Ten quiet minutes today.")


def test_it_says_nothing_once_something_was_practised_today(reminders_of, shelf, tray, now, qtbot):
    shelf.kept.append(ON)
    shelf.practise(now() - timedelta(hours=2), kind="compassion", practice_id="flare_up")
    reminders = reminders_of(shelf)
    with qtbot.assertNotEmitted(reminders.reminded, wait=400):
        reminders.check()
    assert tray.said == []


def test_without_a_tray_nothing_happens_and_the_panel_says_so(reminders_of, shelf, theme, qtbot):
    shelf.kept.append(ON)
    reminders = reminders_of(shelf, None)
    reminders.check()
    assert not reminders.available
    panel = ReminderPanel(theme, reminders.desk, available=reminders.available)
    qtbot.addWidget(panel)
    assert not panel.on.isEnabled()


def test_times_are_kept_and_what_is_no_time_is_said(reminders_of, shelf, theme, qtbot):
    desk = reminders_of(shelf).desk
    panel = ReminderPanel(theme, desk)
    qtbot.addWidget(panel)
    panel.on.click()
    assert desk.chart.reminders.on
    panel.at.line.setText("half past")
    panel.at.keep()
    assert panel.at.told == "Write it like 19:00."
    assert desk.chart.reminders.times == ("19:00",)
    panel.at.line.setText("18:30")
    panel.at.keep()
    assert desk.chart.reminders.times == ("18:30",)
