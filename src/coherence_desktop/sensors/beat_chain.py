"""Puts beats in time: the RR intervals end to end, anchored to the arrival of packets.

A beat never happens after its packet arrived, so the packet that came with the least delay says
where the chain belongs; the radio's delays never show in the times of beats. Where a later packet
came with less delay than any before, the chain so far really was earlier (`Realigned`). The
crystals of strap and computer differ by some parts in a million; that is followed by moving beats
by a millisecond or two.

Where intervals are missing a new chain begins, anchored anew, after a `Gap`. Later packets may
show that the gap was shorter; where less than half an interval of it remains, there was none.

Where the intervals add up to more than the time that passed, by more than delays can explain,
each is kept all the same, times follow the intervals and `ClockDisagreement` says by how much.
"""

from collections import deque
from statistics import median

import msgspec

from coherence_desktop.events import AnyEvent, Beat, ClockDisagreement, Gap, Realigned
from coherence_desktop.sensors.losses import Loss, LossWatch

SETTLED_AFTER = 5
"""Packets until the anchor of a young chain is first corrected."""
FIRM_AFTER = 64
"""Packets after which an anchor is only moved for what cannot be drift."""
LONGEST_DELAY_S = 2.5
"""No first packet of a chain is believed to have been later than this."""
CLEARLY_AHEAD_S = 1.0
"""Lead of the intervals over the time that is no drift, where it is no delay either."""
CLEARLY_LOST_S = 3.0
"""Time without beats that counts as a gap at once."""
SLOWEST_PACE = 0.01
"""Below this pace the length of a gap would be a guess multiplied."""
UNBELIEVABLE_RR_S = 3.0
"""An interval longer than this is placed by the clock where the two disagree."""
NUDGE_EARLIER_S = 0.002
NUDGE_LATER_S = 0.001
"""Most that drift moves one beat."""
UNNOTICED_S = 0.002
DRIFT_AT_MOST_S = 0.04
UNSETTLED_S = 0.02
"""Least correction of an anchor that is still young."""


class Pause(msgspec.Struct, frozen=True):
    """What happened between the last packet with beats and this one."""

    last_packet_s: float | None = None
    """When the packet before, whatever was in it, arrived."""
    broken: bool = False
    """The link or the contact was lost: strap and app know that beats are missing."""
    doubtful: bool = False
    """A packet came whose beats could not be used."""
    packets_missing: bool = False
    """Fewer usable packets came than usually do in that time."""
    explicable: bool = False
    """The strap had no beat to report, by its own rhythm of sending."""
    cause: str = ""


class _Segment(msgspec.Struct):
    """A stretch of beats with no gap."""

    start_s: float
    began_s: float
    """When its first packet arrived."""
    gap_start_s: float | None = None
    earlier: "_Segment | None" = None
    packets: int = 0
    moved_s: float = 0.0


class BeatChain:
    """Places beats, given packets' arrivals and intervals."""

    def __init__(self) -> None:
        self._segment: _Segment | None = None
        self._last_s = 0.0
        self._last_arrival_s = 0.0
        self._rr: deque[float] = deque(maxlen=8)
        self._delays: deque[float] = deque(maxlen=64)
        """Delay of each packet if no beat had been nudged."""
        self._nudged_s = 0.0
        self._watch = LossWatch()
        self._ahead = False
        """Whether the intervals run ahead of the time."""
        self._report_from_s = 0.0

    @property
    def last_arrival_s(self) -> float | None:
        """When the last packet with beats arrived."""
        return self._last_arrival_s if self._segment else None

    def receive(
        self, arrival_s: float, rr_s: list[float], pause: Pause, pace: float
    ) -> list[AnyEvent]:
        """Place the beats that a packet brings.

        Parameters
        ----------
        arrival_s : float
            When it arrived.
        rr_s : list of float
            Its intervals in seconds, none of them zero, at least one.
        pause : Pause
            What happened since the last such packet.
        pace : float
            Seconds that pass for each second of intervals.
        """
        events, segment = self._segment_for(arrival_s, sum(rr_s), pause, pace)
        before_s = self._last_s
        events += self._place(arrival_s, rr_s)
        self._last_arrival_s = arrival_s
        self._rr.extend(rr_s)
        if self._ahead:
            return events + self._follow_intervals(arrival_s)
        loss = self._watch.packet(
            arrival_s - self._last_s,
            self._early_s(before_s, rr_s[0], pause),
            before_s=before_s,
            from_s=before_s + min(rr_s[0], self._last_s - before_s) / 2,
            half_rr_s=self._half_rr_s,
            packets_missing=pause.packets_missing,
            explicable=pause.explicable,
            cause=pause.cause,
        )
        self._delays.append(arrival_s - self._last_s + self._nudged_s)
        segment.packets += 1
        if loss:
            events += self._insert_gap(arrival_s, segment, loss)
        return events + self._anchor(arrival_s)

    def break_off(self, t: float) -> list[AnyEvent]:
        """Correct what is known to be wrong by now, because the chain ends here."""
        if self._segment is None or self._ahead:
            return []
        events: list[AnyEvent] = []
        while loss := self._watch.at_last(self._half_rr_s):
            events += self._insert_gap(t, self._segment, loss)
        self._segment.packets = max(self._segment.packets, SETTLED_AFTER)
        return events + self._anchor(t)

    def close(self, t: float, pause: Pause, pace: float) -> list[AnyEvent]:
        """End the chain; what lacks until ``t`` is a gap if it is clearly more than a beat."""
        if self._segment is None:
            return []
        events = self.break_off(t)
        missing_s = self._missing_s(t, 0.0, pace)
        if missing_s > 2 * self._half_rr_s and self._is_gap(missing_s, t, pause):
            end_s = self._last_s + missing_s
            events.append(Gap(t, start_s=self._last_s, end_s=end_s, cause=pause.cause))
        self._segment = None
        return events

    def _early_s(self, before_s: float, first_rr_s: float, pause: Pause) -> float:
        """By how much the packet before could have brought the first beat of this one."""
        first_s = before_s + first_rr_s
        return -first_rr_s if pause.last_packet_s is None else pause.last_packet_s - first_s

    @property
    def _half_rr_s(self) -> float:
        return median(self._rr) / 2

    def _missing_s(self, arrival_s: float, total_s: float, pace: float) -> float:
        """Time since the last beat that the intervals do not cover."""
        if self._ahead:
            return (arrival_s - self._last_arrival_s) / max(pace, SLOWEST_PACE) - total_s
        return arrival_s - self._last_s - total_s

    def _is_gap(self, missing_s: float, arrival_s: float, pause: Pause) -> bool:
        if missing_s < self._half_rr_s:
            return False
        if pause.broken:
            return True
        if self._ahead:
            return pause.doubtful or arrival_s - self._last_arrival_s > CLEARLY_LOST_S
        return missing_s > CLEARLY_LOST_S

    def _segment_for(
        self, arrival_s: float, total_s: float, pause: Pause, pace: float
    ) -> tuple[list[AnyEvent], _Segment]:
        """Give the segment to go on with: a new one after a gap."""
        if self._segment is None:
            return [], self._begin(_Segment(arrival_s - total_s, arrival_s))
        if not self._is_gap(self._missing_s(arrival_s, total_s, pace), arrival_s, pause):
            return [], self._segment
        events = self.break_off(arrival_s)
        missing_s = self._missing_s(arrival_s, total_s, pace)
        if not self._is_gap(missing_s, arrival_s, pause):
            return events, self._segment
        gap_start_s, start_s = self._last_s, arrival_s - total_s
        if self._ahead and start_s < gap_start_s + self._half_rr_s:
            start_s = gap_start_s + missing_s
        else:
            self._ahead = False
        events.append(Gap(arrival_s, start_s=gap_start_s, end_s=start_s, cause=pause.cause))
        return events, self._begin(_Segment(start_s, arrival_s, gap_start_s, self._segment))

    def _begin(self, segment: _Segment) -> _Segment:
        self._segment = segment
        self._last_s = segment.start_s
        self._delays.clear()
        self._nudged_s = 0.0
        self._watch.reset()
        return segment

    def _place(self, arrival_s: float, rr_s: list[float]) -> list[AnyEvent]:
        events: list[AnyEvent] = []
        spare_s = arrival_s - self._last_s - sum(rr_s)
        drift_s = self._drift_s()
        for rr in rr_s:
            length_s = rr
            if rr > UNBELIEVABLE_RR_S and spare_s < -LONGEST_DELAY_S and not self._ahead:
                length_s = rr + spare_s if rr + spare_s > self._half_rr_s else 0.0
                spare_s += rr - length_s
                events.append(ClockDisagreement(arrival_s, rr - length_s))
            nudge_s = max(-NUDGE_EARLIER_S, -length_s, min(drift_s, NUDGE_LATER_S))
            drift_s -= nudge_s
            self._nudged_s += nudge_s
            self._last_s += length_s + nudge_s
            events.append(Beat(self._last_s, rr * 1000.0, arrival_s))
        return events

    def _drift_s(self) -> float:
        """How much too early the chain runs by now, if that is drift; negative is too late."""
        if self._ahead or len(self._delays) < SETTLED_AFTER:
            return 0.0
        least_s = min(self._delays) - self._nudged_s
        if least_s < -UNNOTICED_S:
            return least_s
        known = len(self._delays) == self._delays.maxlen
        return least_s if known and UNNOTICED_S < least_s < self._half_rr_s else 0.0

    def _anchor(self, t: float) -> list[AnyEvent]:
        """Move the chain earlier if a packet arrived before its last beat."""
        segment = self._segment
        if segment is None or segment.packets < SETTLED_AFTER or not self._delays:
            return []
        late_by_s = self._nudged_s - min(self._delays)
        tolerated_s = DRIFT_AT_MOST_S if segment.packets > FIRM_AFTER else UNSETTLED_S
        return self._move_earlier(t, segment, late_by_s) if late_by_s > tolerated_s else []

    def _move_earlier(self, t: float, segment: _Segment, by_s: float) -> list[AnyEvent]:
        in_a_bundle = segment.gap_start_s is not None and (
            segment.packets <= SETTLED_AFTER or t - segment.began_s < CLEARLY_LOST_S
        )
        if not in_a_bundle:
            if segment.moved_s + by_s > LONGEST_DELAY_S:
                self._ahead = by_s > CLEARLY_AHEAD_S
                return self._follow_intervals(t) if self._ahead else []
            segment.moved_s += by_s
        if segment.gap_start_s is None or segment.earlier is None:
            return [self._shift(t, segment, -by_s)]
        gap_s = segment.start_s - segment.gap_start_s
        if gap_s - by_s >= self._half_rr_s:
            return [self._shift(t, segment, -by_s)]
        events: list[AnyEvent] = [self._shift(t, segment, -gap_s)]
        self._segment = segment.earlier
        self._segment.packets += segment.packets
        if by_s - gap_s > UNSETTLED_S:
            events += self._move_earlier(t, self._segment, by_s - gap_s)
        return events

    def _shift(self, t: float, segment: _Segment, by_s: float) -> Realigned:
        event = Realigned(t, segment.start_s, by_s)
        segment.start_s += by_s
        self._last_s += by_s
        self._nudged_s += by_s
        self._watch.shift(by_s)
        return event

    def _insert_gap(self, t: float, segment: _Segment, loss: Loss) -> list[AnyEvent]:
        end_s = loss.before_s + loss.size_s
        self._last_s += loss.size_s
        self._nudged_s += loss.size_s
        while len(self._delays) > loss.packets:
            self._delays.popleft()
        self._segment = _Segment(end_s, t, loss.before_s, segment, loss.packets)
        return [
            Realigned(t, loss.from_s, loss.size_s),
            Gap(t, start_s=loss.before_s, end_s=end_s, cause=loss.cause),
        ]

    def _follow_intervals(self, arrival_s: float) -> list[AnyEvent]:
        """Say how far the intervals are ahead of the time, each time that has doubled."""
        ahead_s = self._last_s - arrival_s
        if ahead_s <= 0:
            self._ahead = False
            self._delays.clear()
            self._watch.reset()
        elif ahead_s >= self._report_from_s:
            self._report_from_s = 2 * ahead_s
            return [ClockDisagreement(arrival_s, ahead_s)]
        return []
