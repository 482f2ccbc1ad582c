"""Sound beside a session: devices come and go, and nothing of it reaches the session."""

import subprocess
import sys
import threading
import time

import pytest

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.sound import breath_sound
from coherence_desktop.sound import outputs as outputs_module
from coherence_desktop.sound.breath_sound import BreathSound, SoundState
from coherence_desktop.sound.outputs import SystemOutputs
from coherence_desktop.sound.problems import NoOutput, OutputGone


class FakeOutput:
    """Takes samples in a thread of its own until it is closed or pulled out."""

    queue_s = 0.02

    def __init__(self, name: str) -> None:
        self.name = name
        self.took = 0
        self.pulled = threading.Event()
        self.closed = threading.Event()

    def play(self, taker) -> None:
        self._thread = threading.Thread(target=self._take, args=(taker,))
        self._thread.start()

    def _take(self, taker) -> None:
        while not self.closed.wait(0.01):
            if not self.pulled.is_set():
                self.took += len(taker.send(480)) // 4

    def close(self) -> None:
        self.closed.set()
        self._thread.join()


class FakeOutputs:
    """Outputs that a test plugs in and pulls out."""

    def __init__(self, *plugged: str) -> None:
        self.plugged = set(plugged)
        self.opened: list[FakeOutput] = []

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.plugged - {""}))

    def open(self, name: str) -> FakeOutput:
        if name not in self.plugged:
            raise OutputGone(name) if name else NoOutput
        self.opened.append(FakeOutput(name))
        return self.opened[-1]

    def pull(self, name: str) -> None:
        self.plugged.discard(name)
        for output in self.opened:
            if output.name == name:
                output.pulled.set()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Look sooner than in earnest."""
    monkeypatch.setattr(breath_sound, "STALLED_S", 0.2)
    monkeypatch.setattr(breath_sound, "AGAIN_S", 0.1)
    monkeypatch.setattr(breath_sound, "TEND_S", 0.02)


@pytest.fixture
def begin(pacer: Pacer):
    """Start the sound of a session on some outputs; stopped after the test."""
    begun: list[BreathSound] = []

    def start(outputs: FakeOutputs, device: str = "") -> tuple[BreathSound, list[SoundState]]:
        states: list[SoundState] = []
        sound = BreathSound(outputs, states.append)
        sound.set_device(device)
        start_s = time.monotonic()
        sound.start(lambda: pacer, lambda: time.monotonic() - start_s)
        begun.append(sound)
        return sound, states

    yield start
    for sound in begun:
        sound.stop()
        sound.join()
        assert not sound.running


def until(condition, seconds: float = 4.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to pass"
        time.sleep(0.005)


def test_the_device_is_fed_and_given_back(begin):
    outputs = FakeOutputs("")
    sound, _ = begin(outputs)
    until(lambda: outputs.opened and outputs.opened[0].took > 4800)
    assert sound.state == SoundState(playing=True)
    sound.stop()
    sound.join()
    assert outputs.opened[0].closed.is_set()
    assert sound.state == SoundState()


def test_starting_and_stopping_do_not_wait(begin):
    outputs, hangs = FakeOutputs(""), threading.Event()
    open_now = outputs.open

    def open_when_it_likes(name: str) -> FakeOutput:
        hangs.wait(20.0)
        return open_now(name)

    outputs.open = open_when_it_likes
    sound, _ = begin(outputs)
    sound.stop()
    assert not outputs.opened
    hangs.set()


def test_a_device_that_vanishes_is_told_and_the_systems_own_plays_on(begin):
    outputs = FakeOutputs("", "Headphones")
    sound, _ = begin(outputs, "Headphones")
    until(lambda: outputs.opened and outputs.opened[0].took > 0)
    outputs.pull("Headphones")
    until(lambda: len(outputs.opened) == 2 and outputs.opened[1].took > 0)
    assert [output.name for output in outputs.opened] == ["Headphones", ""]
    until(lambda: "Headphones" in sound.state.sentence)
    assert sound.state.playing
    assert outputs.opened[0].closed.is_set()


def test_a_device_that_is_not_there_at_the_start_is_told(begin):
    outputs = FakeOutputs("")
    sound, _ = begin(outputs, "Loudspeaker")
    until(lambda: sound.state.playing)
    assert sound.state.sentence == OutputGone("Loudspeaker").message


def test_without_any_device_it_is_silent_says_so_and_looks_again(begin):
    outputs = FakeOutputs()
    sound, _ = begin(outputs)
    until(lambda: sound.state == SoundState(playing=False, sentence=NoOutput().message))
    outputs.plugged.add("")
    until(lambda: sound.state == SoundState(playing=True))


def test_another_device_can_be_chosen_while_it_plays(begin):
    outputs = FakeOutputs("", "Headphones")
    sound, _ = begin(outputs)
    until(lambda: outputs.opened and outputs.opened[0].took > 0)
    sound.set_device("Headphones")
    until(lambda: len(outputs.opened) == 2 and outputs.opened[1].took > 0)
    assert outputs.opened[1].name == "Headphones"
    assert sound.state == SoundState(playing=True)


def test_a_chosen_device_that_came_back_can_be_chosen_again(begin):
    outputs = FakeOutputs("", "Headphones")
    sound, _ = begin(outputs, "Headphones")
    until(lambda: outputs.opened and outputs.opened[0].took > 0)
    outputs.pull("Headphones")
    until(lambda: len(outputs.opened) == 2)
    outputs.plugged.add("Headphones")
    sound.set_device("")
    until(lambda: len(outputs.opened) == 3)
    sound.set_device("Headphones")
    until(lambda: len(outputs.opened) == 4)
    assert outputs.opened[-1].name == "Headphones"


def test_a_real_player_takes_what_is_made(begin, monkeypatch):
    miniaudio = pytest.importorskip("miniaudio")
    monkeypatch.setattr(outputs_module, "_backends", lambda: [miniaudio.Backend.NULL])
    outputs = SystemOutputs()
    (name,) = outputs.names()
    sound, _ = begin(outputs, name)
    until(lambda: sound.state.playing)
    time.sleep(0.4)
    assert sound.state == SoundState(playing=True)
    with pytest.raises(OutputGone, match="Loudspeaker"):
        outputs.open("Loudspeaker")


def test_miniaudio_is_loaded_only_for_playing():
    code = (
        "import sys; import coherence_desktop.sound.breath_sound; "
        "sys.exit('miniaudio' in sys.modules or '_miniaudio' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
