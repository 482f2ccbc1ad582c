"""Tells a packet that was delivered twice from two packets that say the same.

Equal packets are common: at low variability one interval in ten equals its neighbour. So bytes
alone prove nothing. What proves it is time: a repeat follows its original within milliseconds,
a beat needs its interval. The intervals, laid end to end, are compared with the arrivals.

A late bundle brings equal packets milliseconds apart as well. There the intervals fit into the
silence before it, but so they would if a packet had been lost and the next one doubled. Such a
packet is held until some more have come. If any of them is on time without the beat in question,
there was no such beat. If all are late, the twin decides: one that came exactly when it was due,
on a link that is otherwise steady, came after a loss and was doubled.

Where nothing decides, the packet counts as a repeat. A beat so lost is missing from the chain and
shows as a gap; a beat so invented would look like any other.

A sped-up strap sends an interval in less time than it lasts; the pace of arrivals says how much a
beat needs. Below a few milliseconds a beat no clock can tell, and every packet is kept.
"""

from collections import deque
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from coherence_desktop.sensors.cadence import Cadence
from coherence_desktop.sensors.heart_rate_measurement import (
    RR_TICKS_PER_SECOND,
    HeartRateMeasurement,
)

ROOM_FOR_A_BEAT = 0.5
"""Share of its interval that must have passed before an equal packet can be a beat."""
ON_TIME = 0.8
"""Share of it after which there is no doubt."""
LONGEST_REPEAT_S = 0.2
"""A packet that comes later than this after its twin and fits the chain is no repeat."""
FLAT_OUT_S = 0.008
"""Where a beat takes less real time than this, repeats cannot be told and all are kept."""
STEADY_SHARE = 0.1
"""Share of an interval by which packets of a steady link come off their time at most."""
HELD_FOR_PACKETS = 3
HELD_IF_UNSTEADY_FOR_PACKETS = 6
HELD_FOR_S = 8.0
PACE_KNOWN_AFTER = 8
"""Packets until the pace of arrivals is taken for known."""


class Packet(NamedTuple):
    """One notification as it arrived; ``measurement`` is ``None`` where it was malformed."""

    arrival_s: float
    raw: bytes
    measurement: HeartRateMeasurement | None

    @property
    def rr_s(self) -> float:
        """Sum of its intervals in seconds; zero where it brings no beat."""
        return sum(self.measurement.rr_1024) / RR_TICKS_PER_SECOND if self.measurement else 0.0


class Verdict(NamedTuple):
    """A packet and whether it repeats an earlier one."""

    packet: Packet
    repeated: bool


class RepeatFilter:
    """Takes packets as they come, gives them back in the same order with a verdict."""

    def __init__(self) -> None:
        self._accepted: deque[Packet] = deque(maxlen=3)
        self._paces: deque[tuple[float, float]] = deque(maxlen=15)
        self._lags: deque[float] = deque(maxlen=16)
        self._cadence = Cadence()
        self._silence_s = 0.0
        self._followed_beats = self._was_timed = False
        """What the cadence was known to be when the last packet with beats came."""
        self._in_a_row = False
        self._held: list[Packet] = []
        self._explained_s = 0.0
        """Arrival time up to which the intervals account for the time that passed."""
        self._last_arrival_s: float | None = None
        self._count = 0
        self._repeats_running = 0
        self._was_repeated = False

    @property
    def pace(self) -> float:
        """Seconds that pass for each second of intervals: 1 for a strap, less if sped up."""
        steps = sorted(self._paces, key=lambda step: step[0] / step[1])
        cut = len(steps) // 6
        steps = steps[cut : len(steps) - cut]
        if not steps:
            return 1.0
        pace = sum(passed for passed, _ in steps) / sum(rr for _, rr in steps)
        return 1.0 if pace > 0.75 else pace

    def receive(self, packet: Packet) -> list[Verdict]:
        """Take the next packet; give those that are now settled, oldest first."""
        if self._held:
            self._held.append(packet)
            return self._try_to_settle(at_last=False)
        return self._judge(packet)

    def tick(self, t: float) -> list[Verdict]:
        """Settle what has been held for too long."""
        if self._held and t - self._held[0].arrival_s > HELD_FOR_S:
            return self._try_to_settle(at_last=True)
        return []

    def flush(self) -> list[Verdict]:
        """Settle everything, because the link is lost or the session ends."""
        verdicts: list[Verdict] = []
        while self._held:
            verdicts += self._try_to_settle(at_last=True)
        self._last_arrival_s = None
        return verdicts

    def _judge(self, packet: Packet) -> list[Verdict]:
        if self._last_arrival_s is not None and self._has_twin(packet):
            known = self._count >= PACE_KNOWN_AFTER
            needed = self.pace * packet.rr_s
            since_last = packet.arrival_s - self._last_arrival_s
            room = packet.arrival_s - self._explained_s - self._usual_lag
            fits = room >= ROOM_FOR_A_BEAT * needed
            beat_apart = since_last >= min(ROOM_FOR_A_BEAT * needed, LONGEST_REPEAT_S)
            if not (room >= ON_TIME * needed and beat_apart) and not (
                known and needed < FLAT_OUT_S
            ):
                sped_up = self.pace < 1
                if known and not sped_up and not (fits and self._may_be_bundled(needed)):
                    return [self._refuse(packet)]
                self._held.append(packet)
                return []
        return [self._accept(packet)]

    def _has_twin(self, packet: Packet) -> bool:
        """Whether it equals the packet before.

        At many times the speed a repeat may also come after the next packet.
        """
        if not packet.rr_s or not self._accepted:
            return False
        if packet.raw == self._accepted[-1].raw:
            return True
        sped_up = self._count >= PACE_KNOWN_AFTER and self.pace < 1
        return sped_up and any(
            packet.raw == earlier.raw and packet.arrival_s - earlier.arrival_s <= LONGEST_REPEAT_S
            for earlier in self._accepted
        )

    def _may_be_bundled(self, needed: float) -> bool:
        """Whether the packet before came off its time, so that another may follow closely."""
        if self._repeats_running >= HELD_FOR_PACKETS:
            return False
        usual_s = self._cadence.interval_s
        on_time = 0.5 * usual_s <= self._silence_s <= 1.5 * usual_s
        return not (on_time and self._is_steady(needed))

    @property
    def _usual_lag(self) -> float:
        return min(self._lags, default=0.0)

    def _accept(self, packet: Packet) -> Verdict:
        arrival_s = packet.arrival_s
        self._followed_beats = self._cadence.follows_beats
        self._was_timed = self._cadence.is_timed
        self._silence_s = self._cadence.packet(arrival_s)
        if not packet.rr_s:
            self._in_a_row = False
            return Verdict(packet, repeated=False)
        if self._last_arrival_s is None:
            self._explained_s = arrival_s
            self._lags.clear()
        else:
            self._paces.append((arrival_s - self._last_arrival_s, packet.rr_s))
            needed = self.pace * packet.rr_s
            if self._in_a_row:
                self._cadence.step(arrival_s - self._last_arrival_s - needed)
            self._explained_s += needed
        self._explained_s = min(self._explained_s, arrival_s)
        self._lags.append(arrival_s - self._explained_s)
        self._last_arrival_s, self._in_a_row = arrival_s, True
        self._accepted.append(packet)
        self._count += 1
        self._repeats_running = self._repeats_running + 1 if self._was_repeated else 0
        self._was_repeated = False
        return Verdict(packet, repeated=False)

    def _refuse(self, packet: Packet) -> Verdict:
        self._was_repeated = True
        return Verdict(packet, repeated=True)

    def _try_to_settle(self, *, at_last: bool) -> list[Verdict]:
        packet, *following = self._held
        if self._count < PACE_KNOWN_AFTER:
            is_beat = self._is_beat_by_rhythm(packet, following, at_last=at_last)
        elif self.pace < 1:
            is_beat = self._is_beat_by_shift(packet, following, at_last=at_last)
        else:
            is_beat = self._is_beat_by_lateness(packet, following, at_last=at_last)
        if is_beat is None:
            return []
        self._held = []
        verdicts = [self._accept(packet) if is_beat else self._refuse(packet)]
        for later in following:
            verdicts += self.receive(later)
        return verdicts

    def _is_beat_by_rhythm(
        self, packet: Packet, following: list[Packet], *, at_last: bool
    ) -> bool | None:
        """Decide while the pace is unknown: a beat keeps the distance that others keep."""
        following = [later for later in following if later.rr_s]
        if not following or self._last_arrival_s is None:
            return False if at_last else None
        since_twin = packet.arrival_s - self._last_arrival_s
        passed_s = following[0].arrival_s - self._last_arrival_s
        if passed_s >= ON_TIME * following[0].rr_s:
            left_over = passed_s - following[0].rr_s
            return min(since_twin, left_over) >= ROOM_FOR_A_BEAT * packet.rr_s
        arrivals = [packet.arrival_s, *(later.arrival_s for later in following)]
        steps = [after - before for before, after in pairwise(arrivals)]
        if len(steps) < HELD_FOR_PACKETS and not at_last:
            return None
        usual_rr = sum(later.rr_s for later in following) / len(following)
        needed = median(steps) * packet.rr_s / usual_rr
        return needed < FLAT_OUT_S / 4 or since_twin >= 0.8 * ROOM_FOR_A_BEAT * needed

    def _is_beat_by_lateness(
        self, packet: Packet, following: list[Packet], *, at_last: bool
    ) -> bool | None:
        """Decide in a late bundle: what follows a beat is late if that beat is left out."""
        needed = self.pace * packet.rr_s
        lateness = self._lateness_without(packet, following)
        if not lateness:
            return False if at_last else None
        least = min(lateness)
        if least < ROOM_FOR_A_BEAT * needed:
            return False
        steady = self._is_steady(needed)
        enough = HELD_FOR_PACKETS if steady else HELD_IF_UNSTEADY_FOR_PACKETS
        if len(lateness) < enough and not at_last:
            return None
        if not (steady and self._twin_was_due(packet, least, needed)):
            return True
        self._explained_s = self._last_arrival_s or packet.arrival_s
        self._lags.clear()
        return False

    def _is_beat_by_shift(
        self, packet: Packet, following: list[Packet], *, at_last: bool
    ) -> bool | None:
        """Decide for a sped-up strap, where delays are as long as beats: on the average."""
        lateness = self._lateness_without(packet, following)
        if len(lateness) < HELD_IF_UNSTEADY_FOR_PACKETS and not at_last:
            return None
        if not lateness or not self._lags:
            return False
        shift = median(lateness) + self._usual_lag - median(list(self._lags)[-8:])
        return shift > ROOM_FOR_A_BEAT * self.pace * packet.rr_s

    def _lateness_without(self, packet: Packet, following: list[Packet]) -> list[float]:
        """How late the packets after this one are, if it brought no beat."""
        pace, previous = self.pace, packet
        explained_s = self._explained_s + self._usual_lag
        lateness: list[float] = []
        for later in following:
            may_repeat = later.arrival_s - previous.arrival_s < LONGEST_REPEAT_S * pace
            if later.rr_s and not (later.raw == previous.raw and may_repeat):
                explained_s += pace * later.rr_s
                lateness.append(later.arrival_s - explained_s)
                previous = later
        return lateness

    def _is_steady(self, needed: float) -> bool:
        return self._cadence.jitter_s < STEADY_SHARE * needed

    def _twin_was_due(self, packet: Packet, least_lateness: float, needed: float) -> bool:
        """Whether the packet before came when the timer, or its own intervals, had it due."""
        if not self._followed_beats:
            turns = self._silence_s / self._cadence.interval_s
            on_the_beat_of_the_timer = turns > 0.5 and abs(turns - round(turns)) < STEADY_SHARE
            if self._was_timed or on_the_beat_of_the_timer:
                return on_the_beat_of_the_timer
        twin_arrival_s = packet.arrival_s if self._last_arrival_s is None else self._last_arrival_s
        lateness = twin_arrival_s - self._explained_s - self._usual_lag
        return lateness - least_lateness < STEADY_SHARE * needed
