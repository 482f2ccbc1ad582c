"""A strap whose every beat is known, for tests of what the app makes of its packets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from coherence_desktop.events import AnyEvent, Beat
from coherence_desktop.sensors.beat_clock import BeatClock
from coherence_desktop.sensors.heart_rate_measurement import HeartRateMeasurement, encode
from coherence_desktop.sensors.timeline import Timeline, timeline

Packets = list[tuple[float, bytes]]


def packet(*ticks: int, bpm: int = 70, contact: bool | None = None) -> bytes:
    return encode(HeartRateMeasurement(bpm, contact, None, ticks))


@dataclass(frozen=True)
class Heart:
    """True beats: ``ticks[i]`` in 1/1024 s ends at ``beats_s[i]``."""

    ticks: np.ndarray
    beats_s: np.ndarray

    def sent_at_each_beat(self) -> Packets:
        beats = zip(self.beats_s.tolist(), self.ticks.tolist(), strict=True)
        return [(t, packet(k)) for t, k in beats]

    def sent_by_timer(self, period_s: float = 1.0, phase_s: float = 0.0) -> Packets:
        """Whatever beats there were since the last packet, none, one or several."""
        packets: Packets = []
        done = 0
        t = self.beats_s[0] + phase_s
        while done < len(self.ticks):
            upto = int(np.searchsorted(self.beats_s, t, side="right"))
            packets.append((float(t), packet(*self.ticks[done:upto].tolist())))
            done, t = upto, t + period_s
        return packets


@dataclass(frozen=True)
class Heard:
    """What the beat clock made of packets."""

    events: list[AnyEvent]

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def ticks(self) -> list[float]:
        return [event.rr_ms * 1024 / 1000 for event in self.events if isinstance(event, Beat)]

    @property
    def timeline(self) -> Timeline:
        return timeline(self.events)


@pytest.fixture(scope="session")
def heart() -> Callable[..., Heart]:
    """A heart with intervals given in ms, or a resting one with sinus arrhythmia."""

    def make(rr_ms: Sequence[float] | int = 200, *, start_s: float = 1.0, seed: int = 0) -> Heart:
        if isinstance(rr_ms, int):
            dice = np.random.default_rng(seed)
            beat = np.arange(rr_ms)
            rr_ms = 850 + 60 * np.sin(beat / 1.9) + dice.normal(0, 12, rr_ms)
        ticks = np.rint(np.asarray(rr_ms) * 1.024).astype(int)
        return Heart(ticks, start_s + np.cumsum(ticks) / 1024)

    return make


@pytest.fixture(scope="session")
def as_packet() -> Callable[..., bytes]:
    """Bytes of a packet with these intervals in 1/1024 s."""
    return packet


@pytest.fixture(scope="session")
def late() -> Callable[[Packets, Iterable[float]], Packets]:
    """Packets as they arrive when each is delayed, in the order they were sent."""

    def delay(packets: Packets, delays_s: Iterable[float]) -> Packets:
        arrived: Packets = []
        for (sent_s, raw), delay_s in zip(packets, delays_s, strict=False):
            arrival_s = max(sent_s + float(delay_s), arrived[-1][0] if arrived else 0.0)
            arrived.append((arrival_s, raw))
        return arrived

    return delay


@pytest.fixture(scope="session")
def hear() -> Callable[..., Heard]:
    """Give packets to a beat clock, with links lost at some times, and close the session."""

    def listen(
        packets: Packets, *, lost: Iterable[tuple[float, str]] = (), close_s: float | None = None
    ) -> Heard:
        clock = BeatClock()
        events: list[AnyEvent] = []
        steps = [(t, False, cause) for t, cause in lost] + [(t, True, raw) for t, raw in packets]
        now = 0.0
        for t, is_packet, what in sorted(steps, key=lambda step: step[:2]):
            for second in range(int(now) + 1, min(int(t), int(now) + 30) + 1):
                events += clock.tick(float(second))
            events += clock.receive(t, what) if is_packet else clock.lost(t, what)
            now = t
        events += clock.close(now if close_s is None else close_s)
        return Heard(events)

    return listen
