"""Says "in" and "out" at the turns of the breath, where Qt's voices are installed."""

import importlib
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QObject, QTimer

from coherence_desktop.practice.pacer import BreathPart, Pacer, Turn

WORDS = {BreathPart.INHALE: "in", BreathPart.EXHALE: "out"}
AHEAD_S = 0.5
"""Turns are planned so far ahead, to be said at their moment and not at the next look."""
NOT_INSTALLED = "Spoken words need the extra part speech: pip install 'coherence-desktop[speech]'."
NO_VOICE = "Spoken words need a voice, and this system has none. Install one in its settings."
_MOCK = "mock"


@lru_cache(maxsize=1)
def absent_because() -> str:
    """Why nothing can be spoken here; empty where it can."""
    module = _module()
    if module is None:
        return NOT_INSTALLED
    engines = [name for name in module.QTextToSpeech.availableEngines() if name != _MOCK]
    return "" if engines else NO_VOICE


class Speech(QObject):
    """A voice for the turns of the breath; silent where there is none.

    Parameters
    ----------
    engine : str
        Of Qt's engines; empty for the system's own.
    """

    def __init__(self, engine: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.absent_because = "" if engine else absent_because()
        self._voice: Any = None
        self._planned_s = float("-inf")
        self._pacer: Pacer | None = None
        module = _module()
        if module is not None and not self.absent_because:
            self._voice = module.QTextToSpeech(*filter(None, (engine,)), self)

    def set_volume(self, volume: float) -> None:
        """Set the volume, 0 to 1."""
        if self._voice is not None and abs(self._voice.volume() - volume) > 0.005:
            self._voice.setVolume(volume)

    def look_ahead(self, pacer: Pacer, now: float, speed: float = 1.0) -> None:
        """Plan the words of the turns just ahead; called several times a second.

        A word that was planned is not said if another pacer came in between.
        """
        if self._voice is None:
            return
        self._pacer = pacer
        for turn in pacer.next_turns(now, AHEAD_S * speed):
            if turn.part in WORDS and turn.t > self._planned_s:
                self._planned_s = turn.t
                delay_ms = round(1000.0 * (turn.t - now) / speed)
                QTimer.singleShot(
                    delay_ms, self, lambda pacer=pacer, turn=turn: self._say(pacer, turn)
                )

    def _say(self, pacer: Pacer, turn: Turn) -> None:
        if pacer is self._pacer:
            self._voice.say(WORDS[turn.part])


def _module() -> Any:  # noqa: ANN401 - no stubs where it is not installed
    try:
        return importlib.import_module("PySide6.QtTextToSpeech")
    except ImportError:
        return None
