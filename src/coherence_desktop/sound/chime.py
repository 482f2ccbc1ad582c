"""One soft tone: something is asked, nothing is urgent."""

import logging
import threading
import time

import numpy as np

from coherence_desktop.errors import Problem
from coherence_desktop.signal.tones import RATE_HZ, SampleArray
from coherence_desktop.sound.feed import Taker
from coherence_desktop.sound.outputs import Outputs, SystemOutputs

logger = logging.getLogger(__name__)

LASTING_S = 0.9
_PITCH_HZ = 392.0
_RISE_S = 0.06
_FALL_S = 0.25
_PEAK = 0.25
_LEAD_OUT_S = 0.2


def chime_samples(volume: float) -> SampleArray:
    """Make the tone: a slow rise, a long fall, no click at either end.

    Parameters
    ----------
    volume : float
        0 to 1.

    Returns
    -------
    ndarray, shape (n_samples,), float32
        At `RATE_HZ`, within -1 to 1.
    """
    t = np.arange(round(LASTING_S * RATE_HZ)) / RATE_HZ
    rise = 0.5 - 0.5 * np.cos(np.pi * np.clip(t / _RISE_S, 0.0, 1.0))
    fall = np.exp(-t / _FALL_S)
    end = 0.5 - 0.5 * np.cos(np.pi * np.clip((LASTING_S - t) / _RISE_S, 0.0, 1.0))
    wave = np.sin(2.0 * np.pi * _PITCH_HZ * t) + 0.25 * np.sin(4.0 * np.pi * _PITCH_HZ * t)
    loud = _PEAK * min(max(volume, 0.0), 1.0) / 1.25
    return np.asarray(loud * rise * fall * end * wave, dtype=np.float32)


def chime(volume: float, output: str = "", outputs: Outputs | None = None) -> threading.Thread:
    """Play it once, beside everything else; where nothing can be played, nothing happens.

    Parameters
    ----------
    volume : float
        0 to 1.
    output : str
        Name of the device; empty for the system's own.
    outputs : Outputs, optional
        The devices that there are.
    """
    known = outputs or SystemOutputs()

    def play() -> None:
        try:
            device = known.open(output)
            try:
                device.play(_taker(chime_samples(volume)))
                time.sleep(LASTING_S + device.queue_s + _LEAD_OUT_S)
            finally:
                device.close()
        except Problem as problem:
            logger.info("the tone of a prompt was not played: %s", type(problem).__name__)

    thread = threading.Thread(target=play, name="chime", daemon=True)
    thread.start()
    return thread


def _taker(samples: SampleArray) -> Taker:
    """Give a device what it asks for, silence after the end."""

    def take() -> Taker:
        at, wanted = 0, (yield b"")
        while True:
            part = np.zeros(wanted, dtype=np.float32)
            left = samples[at : at + wanted]
            part[: left.size] = left
            at += wanted
            wanted = yield part.tobytes()

    taker = take()
    next(taker)
    return taker
