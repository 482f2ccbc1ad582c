"""Hands blocks of samples to a device's callback, which neither waits nor fails."""

from collections import deque
from collections.abc import Callable, Generator

import numpy as np

from coherence_desktop.signal.tones import SampleArray

SAMPLE_BYTES = 4
_LET_GO = np.linspace(1.0, 0.0, 480, endpoint=False, dtype=np.float32)

Taker = Generator[bytes, int, None]


class SampleFeed:
    """A queue of samples between the thread that makes them and a device.

    No lock: one thread puts, the device's takes. Where nothing is queued the device gets silence,
    after 10 ms in which the last sample dies away.

    Parameters
    ----------
    now : callable
        Session time; read whenever the device takes something.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._blocks: deque[bytes] = deque()
        self._put = 0
        self._given = 0
        self._padded = 0
        self._takes: deque[tuple[int, float]] = deque(maxlen=1000)

    @property
    def next_sample(self) -> int:
        """Number, in the device's count, of the first sample of the next block."""
        return self._put + self._padded

    @property
    def queued(self) -> int:
        """Samples that wait for the device."""
        return self._put - self._given

    @property
    def padded(self) -> int:
        """Samples of silence that were given for want of others."""
        return self._padded

    def put(self, samples: SampleArray) -> None:
        """Queue a block."""
        self._blocks.append(samples.tobytes())
        self._put += samples.size

    def takes(self) -> list[tuple[int, float]]:
        """What the device took since this was asked last: number of the sample, session time."""
        taken: list[tuple[int, float]] = []
        while self._takes:
            taken.append(self._takes.popleft())
        return taken

    def taker(self) -> Taker:
        """Generator that a device drives: send it a number of samples, get their bytes."""
        blocks, rest, last = self._blocks, b"", 0.0
        wanted = yield b""
        while True:
            self._takes.append((self._given + self._padded, self._now()))
            size = wanted * SAMPLE_BYTES
            while len(rest) < size and blocks:
                rest += blocks.popleft()
            given, rest = rest[:size], rest[size:]
            self._given += len(given) // SAMPLE_BYTES
            if given:
                last = float(np.frombuffer(given[-SAMPLE_BYTES:], dtype=np.float32)[0])
            if len(given) < size:
                missing = size // SAMPLE_BYTES - len(given) // SAMPLE_BYTES
                self._padded += missing
                given += _dying(last, missing)
                last = 0.0
            wanted = yield given


def _dying(last: float, samples: int) -> bytes:
    silence = np.zeros(samples, dtype=np.float32)
    ends = _LET_GO[:samples] * np.float32(last)
    silence[: ends.size] = ends
    return silence.tobytes()
