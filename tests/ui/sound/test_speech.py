"""Spoken words: at the turns of the breath, or a sentence on why there are none."""

import importlib.util
import sys

import pytest

from coherence_desktop.ui.sound import speech
from coherence_desktop.ui.sound.speech import NO_VOICE, NOT_INSTALLED, Speech

installed = importlib.util.find_spec("PySide6.QtTextToSpeech") is not None


@pytest.fixture(autouse=True)
def looked_for_anew():
    speech.absent_because.cache_clear()
    yield
    speech.absent_because.cache_clear()


def test_without_the_extra_part_the_reason_is_said_and_nothing_fails(qapp, session, monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtTextToSpeech", None)
    voice = Speech()
    assert voice.absent_because == NOT_INSTALLED
    voice.set_volume(0.5)
    voice.look_ahead(session.pacer, 0.0)


class Voice:
    """Stands in for Qt's own where it is not installed."""

    engines = ["mock"]
    said: list[str] = []

    def __init__(self, *_args) -> None:
        self._volume = 1.0

    @classmethod
    def availableEngines(cls):
        return cls.engines

    def say(self, word: str) -> None:
        self.said.append(word)

    def volume(self) -> float:
        return self._volume

    def setVolume(self, volume: float) -> None:
        self._volume = volume


@pytest.fixture
def voice(monkeypatch):
    class Module:
        QTextToSpeech = Voice

    monkeypatch.setattr(speech, "_module", lambda: Module)
    monkeypatch.setattr(Voice, "said", [])
    return Voice


def test_a_system_without_a_voice_says_so(qapp, voice):
    assert Speech().absent_because == NO_VOICE


def test_in_and_out_are_said_once_at_their_turns(qtbot, session, voice):
    spoken = Speech("mock")
    for t in (3.6, 3.7, 3.8):
        spoken.look_ahead(session.pacer, t)
    assert voice.said == []
    qtbot.waitUntil(lambda: bool(voice.said), timeout=2000)
    assert voice.said == ["out"]
    spoken.look_ahead(session.pacer, 9.9)
    qtbot.waitUntil(lambda: len(voice.said) == 2, timeout=2000)
    assert voice.said == ["out", "in"]


def test_a_word_is_dropped_if_the_breath_changed_in_between(qtbot, session, voice):
    spoken = Speech("mock")
    spoken.look_ahead(session.pacer, 3.9)
    spoken.look_ahead(session.pacer.paused(3.95), 3.95)
    qtbot.wait(250)
    assert voice.said == []


@pytest.mark.skipif(not installed, reason="PySide6-Addons is not installed")
def test_qts_own_voice_speaks(qtbot, session):
    spoken = Speech("mock")
    assert spoken.absent_because == ""
    spoken.set_volume(0.5)
    spoken.look_ahead(session.pacer, 3.9)
    with qtbot.waitSignal(spoken._voice.sayingWord, timeout=3000):
        pass
