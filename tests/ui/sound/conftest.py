"""A session that stands still, and a sound that only notes what it is told."""

import pytest
from PySide6.QtCore import QSettings

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.sound.breath_sound import SoundState
from coherence_desktop.ui.preferences import PreferenceStore
from coherence_desktop.ui.sound.session_cues import SessionCues
from coherence_desktop.ui.theme import Theme


class Session:
    def __init__(self) -> None:
        self.t = 0.0
        self.pacer: Pacer | None = Pacer(Pattern.from_rate(6.0))

    def now(self) -> float:
        return self.t


class NotedSound:
    """What a breath's sound was asked for."""

    def __init__(self) -> None:
        self.state = SoundState()
        self.running = False
        self.sounding = False
        self.volume = 0.0
        self.device = ""
        self.joined = False

    def start(self, pacer, now, speed) -> None:
        assert pacer() is not None
        self.running = self.sounding = True

    def stop(self) -> None:
        """Fade, which takes until it is waited for."""
        self.sounding = False

    def join(self) -> None:
        self.running = False
        self.joined = True

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def set_device(self, name: str) -> None:
        self.device = name


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def store(qapp, tmp_path) -> PreferenceStore:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    return PreferenceStore(Theme(), settings)


@pytest.fixture
def sounds() -> list[NotedSound]:
    """Every sound that was made, in order."""
    return []


@pytest.fixture
def cues(store, sounds) -> SessionCues:
    def make() -> NotedSound:
        sounds.append(NotedSound())
        return sounds[-1]

    return SessionCues(store, make)
