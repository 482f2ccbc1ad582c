"""The lock: it comes when nobody is there, shows nothing, and goes by the library's key alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from coherence_desktop.records.keys import ENVIRONMENT_VARIABLE, RandomKey, parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.ui.lock.app_lock import AppLock
from coherence_desktop.ui.lock.idle import IdleWatch
from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.window import MainWindow

PASSPHRASE = "seven quiet herons at dusk"


class Clock:
    """Time that goes on when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Session(Page):
    """A page that a session has, and the keys that come to it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.keys: list[int] = []

    def keyPressEvent(self, event) -> None:
        self.keys.append(event.key())


class Place:
    """A window with a page, and the lock of an open library."""

    def __init__(self, qtbot, theme: Theme, folder: Path, library: Path) -> None:
        self.qtbot = qtbot
        file = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.store = PreferenceStore(theme, file)
        self.window = MainWindow(theme)
        self.page = Session(theme)
        self.window.show_page(self.page, rail="clients")
        self.running = False
        self.lock = AppLock(theme, self.window, self.store, lambda: self.running, self.window)
        self.lock.set_library(library)

    def type(self, text: str) -> None:
        field = self.window.focusWidget()
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def until(self, condition) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=10_000)


@pytest.fixture
def library(tmp_path, monkeypatch) -> Path:
    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    path = tmp_path / "library.db"
    Library.create(path, parse_key(PASSPHRASE)).close()
    return path


@pytest.fixture
def place(qtbot, shown, theme: Theme, tmp_path, library) -> Place:
    made = Place(qtbot, theme, tmp_path, library)
    shown(made.window, 1280, 800)
    return made


class TestIdle:
    @pytest.fixture
    def clock(self) -> Clock:
        return Clock()

    @pytest.fixture
    def watch(self, qtbot, clock) -> Iterator[IdleWatch]:
        window = QWidget()
        qtbot.addWidget(window)
        watch = IdleWatch(clock, window)
        watch.set_after(600)
        yield watch
        window.close()

    def test_it_is_told_once_after_the_time_that_was_set(self, qtbot, watch, clock):
        told = []
        watch.idle.connect(lambda: told.append(clock.now))
        for clock.now in (599, 600, 700):
            watch.look()
        assert told == [600]

    @pytest.mark.parametrize("touch", ["key", "mouse"])
    def test_a_key_or_the_mouse_begins_the_time_anew(self, qtbot, watch, clock, shown, touch):
        window = shown(Page(Theme()))
        clock.now = 599
        handle = window.windowHandle()
        if touch == "key":
            QTest.keyClick(handle, Qt.Key.Key_A)
        else:
            QTest.mouseClick(handle, Qt.MouseButton.LeftButton)
        clock.now = 1198
        with qtbot.assertNotEmitted(watch.idle):
            watch.look()
        clock.now = 1199
        with qtbot.waitSignal(watch.idle):
            watch.look()

    def test_never_means_never(self, qtbot, watch, clock):
        watch.set_after(0)
        clock.now = 1e9
        with qtbot.assertNotEmitted(watch.idle):
            watch.look()


class TestLock:
    def test_alone_for_long_enough_the_window_is_covered(self, place):
        place.lock.watch.idle.emit()
        assert place.lock.locked
        assert not place.page.isVisible()
        assert not place.window.rail.isVisible()
        assert place.lock.page.isVisible()

    def test_the_passphrase_opens_it_where_it_was(self, place):
        place.lock.lock()
        place.until(lambda: isinstance(place.window.focusWidget(), QLineEdit))
        place.type(PASSPHRASE)
        place.until(lambda: not place.lock.locked)
        assert place.page.isVisible()
        assert place.window.rail.isVisible()

    def test_another_passphrase_is_told_and_it_stays(self, place):
        place.lock.lock()
        place.until(lambda: isinstance(place.window.focusWidget(), QLineEdit))
        place.type("not this one")
        place.until(lambda: place.lock.page.problem)
        assert "does not open the library" in place.lock.page.problem
        assert place.lock.locked
        assert not place.page.isVisible()
        place.type(PASSPHRASE)
        place.until(lambda: not place.lock.locked)

    def test_it_opens_while_the_library_is_open_and_written(self, place, library):
        with Library.open(library, parse_key(PASSPHRASE)) as opened:
            place.lock.lock()
            place.until(lambda: isinstance(place.window.focusWidget(), QLineEdit))
            place.type(PASSPHRASE)
            place.until(lambda: not place.lock.locked)
            assert opened.sessions() == []

    def test_ctrl_l_locks_at_once(self, place):
        QTest.keyClick(place.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert place.lock.locked

    def test_a_page_that_comes_meanwhile_stays_covered(self, place, theme):
        place.lock.lock()
        other = Page(theme)
        place.window.show_page(other, rail="review")
        assert not other.isVisible()
        assert not place.window.rail.isVisible()
        place.until(lambda: isinstance(place.window.focusWidget(), QLineEdit))
        place.type(PASSPHRASE)
        place.until(lambda: other.isVisible())
        assert not place.page.isVisible()

    def test_the_page_of_a_running_session_stays_unless_asked(self, place):
        place.running = True
        place.lock.watch.idle.emit()
        assert not place.lock.locked
        place.store.set(replace(place.store.now, lock_in_session=True))
        place.lock.watch.idle.emit()
        assert place.lock.locked

    def test_esc_on_a_locked_session_reaches_the_session(self, place):
        place.running = True
        place.lock.lock()
        QTest.keyClick(place.lock.page, Qt.Key.Key_Escape)
        assert place.page.keys == [Qt.Key.Key_Escape]
        assert place.lock.locked

    def test_keys_on_a_locked_window_do_not_reach_the_page(self, place):
        place.lock.lock()
        for key in (Qt.Key.Key_Escape, Qt.Key.Key_M, Qt.Key.Key_Return):
            QTest.keyClick(place.window.focusWidget() or place.window, key)
        assert place.page.keys == []

    def test_without_a_library_there_is_nothing_to_lock(self, place):
        place.lock.set_library(None)
        place.lock.watch.idle.emit()
        assert not place.lock.locked

    def test_a_kept_key_opens_by_a_press(self, place, monkeypatch, tmp_path):
        import keyring

        key = RandomKey()
        path = tmp_path / "kept.db"
        Library.create(path, key).close()
        monkeypatch.setattr(keyring, "get_password", lambda *_: key.as_text())
        place.lock.set_library(path)
        place.lock.lock()
        place.until(lambda: place.lock.page.unlock.isVisible())
        place.until(lambda: place.lock.page.unlock.hasFocus())
        QTest.keyClick(place.lock.page.unlock, Qt.Key.Key_Return)
        place.until(lambda: not place.lock.locked)

    def test_every_control_is_named_and_reached(
        self, place, nameless_controls, unreached_controls
    ):
        place.lock.lock()
        assert nameless_controls(place.lock.page) == []
        assert unreached_controls(place.lock.page) == []

    def test_the_time_is_a_preference_that_is_kept(self, place, tmp_path, theme):
        assert place.store.now.lock_after_min == 10
        place.store.set(replace(place.store.now, lock_after_min=0, lock_in_session=True))
        file = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
        again = PreferenceStore(Theme(), file).now
        assert (again.lock_after_min, again.lock_in_session) == (0, True)
        file.setValue("lock_after_min", "soon")
        assert PreferenceStore(Theme(), file).now.lock_after_min == 10
