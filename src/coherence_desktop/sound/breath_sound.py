"""The sound of a session: a thread that keeps a device in samples of the breath."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.sound.outputs import Output, Outputs, SystemOutputs
from coherence_desktop.sound.player import Player
from coherence_desktop.sound.problems import NoOutput, OutputGone

TEND_S = 0.2
STALLED_S = 2.0
"""A device that has taken nothing for so long is gone."""
AGAIN_S = 5.0
"""Without any output, it is looked for again after this time."""


@dataclass(frozen=True, slots=True)
class SoundState:
    """How things stand."""

    playing: bool = False
    """Whether a device takes samples, silent ones too."""
    sentence: str = ""
    """What is wrong and what follows; empty when all is well."""


class BreathSound:
    """Plays the breath that is asked for until it is stopped.

    All commands return at once; the device is opened, fed and closed in a thread of its own. A
    device that fails or vanishes never reaches the session: another takes its place, or silence.

    Parameters
    ----------
    outputs : Outputs, optional
        By default those of this computer.
    on_state : callable, optional
        Takes every new state, in the sound's thread.
    """

    def __init__(
        self,
        outputs: Outputs | None = None,
        on_state: Callable[[SoundState], None] | None = None,
    ) -> None:
        self._outputs = outputs or SystemOutputs()
        self._on_state = on_state
        self._state = SoundState()
        self._volume = 1.0
        self._device = ""
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._stopping = False

    @property
    def state(self) -> SoundState:
        """How things stand."""
        return self._state

    @property
    def running(self) -> bool:
        """Whether it was started and has not faded out yet."""
        return self._thread is not None and self._thread.is_alive()

    def start(
        self,
        pacer: Callable[[], Pacer | None],
        now: Callable[[], float],
        speed: float = 1.0,
    ) -> None:
        """Begin to play.

        Parameters
        ----------
        pacer : callable
            The breath guide as it is now known.
        now : callable
            Session time in seconds; called in the device's thread too, so it must not wait.
        speed : float
            Session seconds per second.
        """
        self.stop()
        self.join()
        self._stopping = False
        self._wake.clear()
        self._thread = threading.Thread(
            target=self._run, args=(pacer, now, speed), name="sound", daemon=False
        )
        self._thread.start()

    def stop(self) -> None:
        """Fade out and give the device back, without waiting for it."""
        self._stopping = True
        self._wake.set()

    def join(self, timeout_s: float = 3.0) -> None:
        """Wait until it has faded out."""
        if self._thread is not None:
            self._thread.join(timeout_s)

    def set_volume(self, volume: float) -> None:
        """Set the volume, 0 to 1; reached within a quarter of a second."""
        self._volume = min(max(volume, 0.0), 1.0)

    def set_device(self, name: str) -> None:
        """Play on another output; an empty name is the system's own."""
        if name != self._device:
            self._device = name
            self._wake.set()

    def _run(
        self, pacer: Callable[[], Pacer | None], now: Callable[[], float], speed: float
    ) -> None:
        lost: str | None = None
        while self._going:
            wanted = self._device
            lost = lost if wanted == lost else None
            told = OutputGone(lost).message if lost else ""
            output, problem = self._opened("" if wanted == lost else wanted)
            if output is None:
                self._tell(SoundState(playing=False, sentence=problem))
                self._wait(AGAIN_S)
                continue
            self._tell(SoundState(playing=True, sentence=problem or told))
            vanished = self._tend(Player(pacer, now, output.queue_s, speed), output)
            output.close()
            if vanished:
                lost = wanted
        self._tell(SoundState())

    @property
    def _going(self) -> bool:
        return not self._stopping and threading.main_thread().is_alive()

    def _opened(self, name: str) -> tuple[Output | None, str]:
        """Output of this name, else the system's own; and what there is to say of it."""
        told = ""
        for choice in dict.fromkeys((name, "")):
            try:
                return self._outputs.open(choice), told
            except (OutputGone, NoOutput) as problem:
                told = problem.message
        return None, told

    def _tend(self, player: Player, output: Output) -> bool:
        """Keep the device in samples; true if it vanished."""
        wanted = self._device
        try:
            player.tend(self._volume, on=True)
            output.play(player.taker())
        except NoOutput:
            self._wait(AGAIN_S)
            return True
        taken_at = monotonic()
        while self._going and self._device == wanted:
            self._wait(TEND_S)
            if player.tend(self._volume, on=True):
                taken_at = monotonic()
            elif monotonic() - taken_at > STALLED_S:
                return True
        self._fade(player)
        return False

    def _fade(self, player: Player) -> None:
        until = monotonic() + 1.5
        while not player.quiet and monotonic() < until:
            player.tend(self._volume, on=False)
            threading.Event().wait(TEND_S)

    def _wait(self, seconds: float) -> None:
        if self._wake.wait(seconds) and not self._stopping:
            self._wake.clear()

    def _tell(self, state: SoundState) -> None:
        if state != self._state:
            self._state = state
            if self._on_state is not None:
                self._on_state(state)
