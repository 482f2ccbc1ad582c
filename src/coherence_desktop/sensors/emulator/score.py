"""What an emulated strap does when: a list of intervals and faults in, timed actions out."""

from collections import deque
from collections.abc import Iterator
from itertools import chain, repeat

import msgspec
import numpy as np

from coherence_desktop.sensors.emulator.settings import (
    EPISODES,
    EmulatorSettings,
    Fault,
    FaultKind,
    to_ticks,
)
from coherence_desktop.sensors.heart_rate_measurement import (
    RR_TICKS_PER_SECOND,
    HeartRateMeasurement,
    MalformedPacket,
    decode,
    encode,
)

BEATS_PER_KILOJOULE = 8
_RATE_OVER_BEATS = 4
_AFTER_A_BEAT_S = 0.05
"""When, after a beat, an episode begins; other packets that go wrong come before."""


class Send(msgspec.Struct, frozen=True):
    """Send a packet; ``beats`` are the numbers of those it is the first to tell of."""

    at_s: float
    raw: bytes
    beats: tuple[int, ...] = ()
    ticks: tuple[int, ...] = ()
    fault: str = ""


class Unheard(msgspec.Struct, frozen=True):
    """The heart beats, and the strap tells nobody."""

    at_s: float
    beat: int
    ticks: int
    fault: str


class Begin(msgspec.Struct, frozen=True):
    """A fault begins that lasts for a while."""

    at_s: float
    fault: FaultKind
    lasting_s: float


class End(msgspec.Struct, frozen=True):
    """A fault that lasted is over."""

    at_s: float
    fault: FaultKind


Action = Send | Unheard | Begin | End


class _Due:
    """Says at which beats a fault happens: at irregular distances around its mean."""

    def __init__(self, fault: Fault, random: np.random.Generator) -> None:
        self.fault = fault
        self._random = random
        self._next = 0
        self.postpone(0)

    def postpone(self, beat: int) -> None:
        self._next = beat + max(
            1, round(self.fault.every_beats * float(self._random.uniform(0.5, 1.5)))
        )

    def at(self, beat: int) -> bool:
        if beat < self._next:
            return False
        self.postpone(beat)
        return True


class _Episode(msgspec.Struct):
    """A fault that lasts, while it does."""

    kind: FaultKind
    next_s: float
    end_s: float
    beat: int
    """The last one before it."""


class Score:
    """Plays a list of intervals, with faults.

    Parameters
    ----------
    settings : EmulatorSettings
        What to play. The same settings give the same score.
    contact : bool or None
        What the strap says of skin contact while it has it; ``None`` if it cannot tell.
    rr : bool
        Whether it sends intervals, and not its heart rate alone.
    """

    def __init__(
        self, settings: EmulatorSettings, *, contact: bool | None = True, rr: bool = True
    ) -> None:
        self._ticks = to_ticks(settings.rr_ms)
        self._settings = settings
        self._contact = contact
        self._rr = rr
        kinds = {fault.kind for fault in settings.faults}
        self._wide = FaultKind.WIDE_HEART_RATE in kinds
        self._energy = FaultKind.ENERGY in kinds
        self._several = FaultKind.SEVERAL_RR in kinds
        self._random = np.random.default_rng(settings.seed)
        due = [_Due(fault, self._random) for fault in settings.faults if fault.every_beats]
        self._episodes = [one for one in due if one.fault.kind in EPISODES]
        self._moments = [one for one in due if one.fault.kind not in EPISODES]
        self._recent: deque[int] = deque(maxlen=_RATE_OVER_BEATS)

    def actions(self) -> Iterator[Action]:
        """All actions in order; times are seconds of the recording since its start."""
        passes = repeat(self._ticks) if self._settings.loop else [self._ticks]
        at_ticks, held_s, at_s = 0, 0.0, 0.0
        waiting: list[tuple[int, int]] = []
        room = self._next_room()
        episode: _Episode | None = None
        for beat, ticks in enumerate(chain.from_iterable(passes)):
            at_ticks += ticks
            at_s = held_s + at_ticks / RR_TICKS_PER_SECOND
            if episode:
                yield from self._during(episode, at_s)
                episode = episode if at_s < episode.end_s else None
            self._recent.append(ticks)
            if episode:
                yield Unheard(at_s, beat, ticks, episode.kind)
                continue
            waiting.append((beat, ticks))
            due = next((one.fault for one in self._episodes if one.at(beat)), None)
            if len(waiting) >= room or due:
                yield from self._packets(at_s, waiting)
                waiting, room = [], self._next_room()
            if due:
                start_s = at_s + _AFTER_A_BEAT_S
                episode = _Episode(due.kind, start_s, start_s + due.lasting_s, beat)
                yield Begin(start_s, due.kind, due.lasting_s)
                if self._settings.hold:
                    yield from self._during(episode, episode.end_s)
                    held_s += _AFTER_A_BEAT_S + due.lasting_s
                    episode = None
        if waiting:
            yield from self._packets(at_s, waiting)

    def _during(self, episode: "_Episode", until_s: float) -> Iterator[Action]:
        """Once a second the last heart rate and no interval, as straps without skin do."""
        while episode.next_s < min(until_s, episode.end_s):
            if episode.kind is FaultKind.LOST_CONTACT:
                raw = self._encode(episode.beat, (), contact=False)
                yield Send(episode.next_s, raw, fault=episode.kind)
            episode.next_s += 1.0
        if until_s >= episode.end_s:
            yield End(episode.end_s, episode.kind)

    def _next_room(self) -> int:
        return int(self._random.integers(2, 5)) if self._several else 1

    def _packets(self, at_s: float, waiting: list[tuple[int, int]]) -> Iterator[Send]:
        """Send a packet with the beats that wait, then what goes wrong before the next beat."""
        beats, ticks = zip(*waiting, strict=True)
        beat = beats[-1]
        if not self._rr:
            yield Send(at_s, self._encode(beat, ()))
            return
        wrong = {one.fault.kind for one in self._moments if one.at(beat)}
        zero_beside = FaultKind.ZERO_RR in wrong and bool(self._random.integers(2))
        good = self._encode(beat, (0, *ticks) if zero_beside else ticks)
        yield Send(at_s, good, beats, ticks, FaultKind.ZERO_RR if zero_beside else "")
        if FaultKind.DUPLICATE in wrong:
            yield Send(at_s, good, fault=FaultKind.DUPLICATE)
        between: list[tuple[FaultKind, bytes]] = []
        if FaultKind.MALFORMED in wrong:
            between.append((FaultKind.MALFORMED, self._senseless(good)))
        if FaultKind.ZERO_RR in wrong and not zero_beside:
            between.append((FaultKind.ZERO_RR, self._encode(beat, (0,))))
        if FaultKind.NO_RR in wrong:
            between.append((FaultKind.NO_RR, self._encode(beat, ())))
        for number, (kind, raw) in enumerate(between, start=1):
            yield Send(at_s + number * _AFTER_A_BEAT_S / 4, raw, fault=kind)

    def _encode(self, beat: int, ticks: tuple[int, ...], *, contact: bool = True) -> bytes:
        rate = round(60 * RR_TICKS_PER_SECOND * len(self._recent) / sum(self._recent))
        measurement = HeartRateMeasurement(
            heart_rate_bpm=min(rate, 0xFFFF),
            contact=None if self._contact is None else contact,
            energy_kj=min(beat // BEATS_PER_KILOJOULE, 0xFFFF) if self._energy else None,
            rr_1024=ticks,
        )
        return encode(measurement, wide=self._wide)

    def _senseless(self, good: bytes) -> bytes:
        """Cut a good packet, or make one up, so that no decoder may believe it."""
        while True:
            if self._random.integers(2):
                raw = good[: int(self._random.integers(0, len(good)))]
            else:
                raw = self._random.bytes(int(self._random.integers(1, 12)))
            try:
                decode(raw)
            except MalformedPacket:
                return raw
