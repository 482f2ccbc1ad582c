"""The assembled app on a library of its own, straps to find, and a person at the keyboard."""

import contextlib
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from mock_bluez import MockBlueZ
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from coherence_desktop.events import AnyEvent
from coherence_desktop.records.keys import ENVIRONMENT_VARIABLE, parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.sensors.emulator import Sent, from_json
from coherence_desktop.ui.connect.connect_page import ConnectPage
from coherence_desktop.ui.home.clock import here_now
from coherence_desktop.ui.live.page import LivePage
from coherence_desktop.ui.live.session_page import SessionPage
from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.shell.practise_page import PractisePage
from coherence_desktop.ui.shell.shell import Shell
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.unlock.unlock_page import UnlockPage
from coherence_desktop.ui.window import MainWindow

PASSPHRASE = "seven quiet herons at dusk"
PATIENCE_MS = 60_000


class App:
    """The window as a person meets it; `page` is whatever is shown."""

    def __init__(
        self,
        qtbot,
        folder: Path,
        library: Path,
        way: str,
        now: Callable[[], datetime] = here_now,
    ) -> None:
        self.qtbot = qtbot
        self.library_path = library
        theme = self.theme = Theme()
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        if way:
            settings.setValue("way", way)
        self.window = MainWindow(theme)
        store = PreferenceStore(theme, settings)
        self.shell = Shell(self.window, theme, store, library, now=now)
        qtbot.addWidget(self.window)
        self.shell.begin()
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.shell.go_on()

    @property
    def page(self) -> QWidget:
        page = self.window.page
        assert page is not None
        return page

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def until_shown(self, kind: type[QWidget]) -> QWidget:
        self.until(lambda: isinstance(self.page, kind) and self.page.isVisible())
        return self.page

    def ready_to_type(self) -> None:
        self.until(lambda: isinstance(self.window.focusWidget(), QLineEdit))

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard, then Enter."""
        self.ready_to_type()
        QTest.keyClicks(self.window.focusWidget(), text)
        self.press(Qt.Key.Key_Return)

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def unlocked(self) -> ConnectPage:
        """Open the library with its passphrase, making it where there is none."""
        assert isinstance(self.page, UnlockPage)
        again = not self.library_path.exists()
        self.type(PASSPHRASE)
        if again:
            self.type(PASSPHRASE)
        return self.practise()

    def practise(self) -> ConnectPage:
        """Go to the page of straps, once the library is open."""
        self.until(lambda: self.window.rail.isVisible())
        self.window.rail.chosen.emit("practise")
        self.until_shown(PractisePage)
        self.press(Qt.Key.Key_Return)
        page = self.until_shown(ConnectPage)
        assert isinstance(page, ConnectPage)
        return page

    def live(self) -> LivePage:
        page = self.until_shown(LivePage)
        assert isinstance(page, LivePage)
        return page

    def connected(self, name: str) -> SessionPage:
        """Wait for a strap of that name in the list and press Enter on it."""
        connect = self.page
        assert isinstance(connect, ConnectPage)
        self.until(lambda: name in [row.strap.name for row in connect.strap_list.rows])
        self.press(Qt.Key.Key_Return)
        page = self.until_shown(SessionPage)
        assert isinstance(page, SessionPage)
        return page

    def session_s(self) -> float:
        session = self.shell.session
        assert session is not None
        return session.now()

    def ended(self) -> ConnectPage:
        """Ctrl+E, and the connect page comes back."""
        self.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        page = self.until_shown(ConnectPage)
        assert isinstance(page, ConnectPage)
        return page

    def click(self, text: str) -> None:
        """Click the button that says so, once everything stands where it will."""
        QTest.qWait(50)
        buttons = self.page.findChildren(QAbstractButton)
        found = [one for one in buttons if one.text() == text and one.isVisibleTo(self.page)]
        assert len(found) == 1, [one.text() for one in buttons]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def words(self) -> str:
        """Everything that can be read on the page now."""
        labels = self.page.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self.page))

    def picture(self, name: str) -> None:
        """Keep pictures of the window where someone wants to look at them."""
        folder = os.environ.get("COHERENCE_TEST_PICTURES")
        if folder:
            for dark in (True, False):
                self.theme.set_dark(dark)
                QTest.qWait(300)
                look = "dark" if dark else "light"
                self.window.grab().save(str(Path(folder) / f"{name}-{look}.png"))

    def close(self) -> None:
        self.window.close()


@dataclass
class Played:
    """A strap that plays in a process of its own."""

    process: subprocess.Popen
    log: Path

    @property
    def rr_ms(self) -> list[float]:
        """Intervals that it truly sent, in order."""
        lines = self.log.read_bytes().splitlines()
        did = [from_json(line) for line in lines]
        return [ticks / 1.024 for one in did if isinstance(one, Sent) for ticks in one.ticks]

    def die(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def theme() -> Theme:
    """One look is enough where the course of things is tested."""
    return Theme()


@pytest.fixture
def open_app(request, qtbot, tmp_path, monkeypatch) -> Iterator[Callable[..., App]]:
    """Open the app; what is still open is closed after the test."""
    monkeypatch.delenv(ENVIRONMENT_VARIABLE, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    if "mock_bluez" not in request.fixturenames and "COHERENCE_TEST_ON_BUS" not in os.environ:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")
    opened: list[App] = []

    def open_one(
        library: Path = tmp_path / "library.db",
        way: str = "clinic",
        *,
        settings: Path = tmp_path,
        now: Callable[[], datetime] = here_now,
    ) -> App:
        opened.append(App(qtbot, settings, library, way, now))
        return opened[-1]

    yield open_one
    for app in opened:
        app.close()


@pytest.fixture
def strap(mock_bluez: MockBlueZ, tmp_path) -> Iterator[Callable[..., Played]]:
    """Let a strap play intervals in ms, in a process of its own."""
    played: list[Played] = []

    def play(rr_ms, *, name: str, speed: float = 25.0) -> Played:
        file, log = tmp_path / f"rr-{len(played)}.txt", tmp_path / f"did-{len(played)}.jsonl"
        file.write_text("\n".join(f"{interval:.7f}" for interval in rr_ms))
        log.touch()
        command = [sys.executable, "-m", "coherence_desktop", "emulate", str(file)]
        command += ["--model", "polar_h10", "--name", name, "--adapter", "hci1"]
        command += ["--speed", str(speed), "--log", str(log)]
        process = subprocess.Popen(
            command, env=mock_bluez.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        played.append(Played(process, log))
        return played[-1]

    yield play
    for one in played:
        one.die()


@pytest.fixture
def kept() -> Callable[[Path], list[AnyEvent]]:
    """Read the log of a library's last session."""

    def read(library: Path) -> list[AnyEvent]:
        with Library.open(library, parse_key(PASSPHRASE)) as opened:
            return opened.events(opened.session("last").id)

    return read


@pytest.fixture
def no_room() -> Iterator[Callable[[], contextlib.AbstractContextManager]]:
    """While it lasts, no file can grow: what a full disk is like, without one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    @contextlib.contextmanager
    def full() -> Iterator[None]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    yield full
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
