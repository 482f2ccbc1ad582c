"""Turns a strap's packets into events: bytes and arrival times in, beats in session time out.

It owns no clock, no link and no timer. `BeatClock` says what each packet means, `RepeatFilter`
which packets came twice, `BeatChain` when each beat was, `LossWatch` which beats are missing.

What becomes of a doubtful packet, each time with its raw bytes in `PacketRejected`:

* ``malformed``: not used;
* ``duplicate``: not used;
* ``zero_rr``: its zero intervals are no beats, its other intervals are;
* ``no_contact``: a strap that reported contact before and now reports none has no beats to tell,
  whatever intervals it repeats. Where contact was never reported the flag says nothing, and
  the intervals count.

Causes of gaps: those that `BeatClock.lost` was given (``disconnected``, ``bluetooth_off`` ...),
``lost_contact``, ``silence`` (no packet came), ``lost_packets`` (a few did not come), ``no_rr``
(packets came without intervals), ``malformed`` and ``zero_rr`` (packets came whose beats could not
be used).
"""

from coherence_desktop.events import AnyEvent, Contact, HeartRate, PacketRejected
from coherence_desktop.sensors.beat_chain import CLEARLY_LOST_S, BeatChain, Pause
from coherence_desktop.sensors.cadence import Cadence
from coherence_desktop.sensors.heart_rate_measurement import (
    RR_TICKS_PER_SECOND,
    HeartRateMeasurement,
    MalformedPacket,
    decode,
)
from coherence_desktop.sensors.repeats import Packet, RepeatFilter, Verdict

RATE_ALONE_AFTER_S = 3.0
"""Without a beat for this long, the heart rate that the strap computed is worth an event."""


class BeatClock:
    """The beat clock of one strap in one session.

    Times of beats may be before the packet that brought them, so before 0 at the very start.
    Every method takes the session time of what happened, never earlier than in the call before,
    and gives the events that follow from it, in order.
    """

    def __init__(self) -> None:
        self._repeats = RepeatFilter()
        self._chain = BeatChain()
        self._cadence = Cadence()
        self._last_packet_s: float | None = None
        self._contact: bool | None = None
        self._contact_seen = False
        self._forget_pause()

    def _forget_pause(self) -> None:
        """Beats came: whatever kept them away is over."""
        self._broken_by = ""
        self._doubtful_by = ""
        self._without_rr = 0
        self._longest_silence_s = 0.0

    def receive(self, arrival_s: float, raw: bytes) -> list[AnyEvent]:
        """Take a notification that arrived."""
        raw = bytes(raw)
        measurement: HeartRateMeasurement | None
        try:
            measurement = decode(raw)
        except MalformedPacket:
            measurement = None
        self._last_packet_s = arrival_s
        return self._take(self._repeats.receive(Packet(arrival_s, raw, measurement)))

    def lost(self, t: float, cause: str) -> list[AnyEvent]:
        """Take note that the link is lost, for a reason given as a machine word.

        The gap is told when beats return or the session closes; the first cause counts.
        """
        events = self._take(self._repeats.flush()) + self._chain.break_off(t)
        self._broken_by = self._broken_by or cause
        return events

    def tick(self, t: float) -> list[AnyEvent]:
        """Let time pass; needed about once a second while no packet comes."""
        return self._take(self._repeats.tick(t))

    def silent_for(self, t: float) -> float | None:
        """Seconds since the last packet of any kind; ``None`` before the first one."""
        return None if self._last_packet_s is None else max(0.0, t - self._last_packet_s)

    def close(self, t: float) -> list[AnyEvent]:
        """End the session: what is missing at its end becomes a gap as well."""
        events = self._take(self._repeats.flush())
        if self._last_packet_s is not None:
            self._longest_silence_s = max(self._longest_silence_s, t - self._last_packet_s)
        last_s = self._chain.last_arrival_s
        pause = self._pause(0.0 if last_s is None else t - last_s)
        events += self._chain.close(t, pause, self._repeats.pace)
        self._forget_pause()
        return events

    def _take(self, verdicts: list[Verdict]) -> list[AnyEvent]:
        events: list[AnyEvent] = []
        for packet, repeated in verdicts:
            if repeated:
                events.append(PacketRejected(packet.arrival_s, "duplicate", packet.raw))
            else:
                events += self._take_packet(packet)
        return events

    def _take_packet(self, packet: Packet) -> list[AnyEvent]:
        arrival_s, raw, measurement = packet
        silence_s = self._cadence.packet(arrival_s)
        self._longest_silence_s = max(self._longest_silence_s, silence_s)
        if measurement is None:
            self._doubtful_by = self._doubtful_by or "malformed"
            return [PacketRejected(arrival_s, "malformed", raw)]
        events = self._take_contact(arrival_s, measurement)
        if self._contact is False and self._contact_seen:
            if measurement.rr_1024:
                events.append(PacketRejected(arrival_s, "no_contact", raw))
            return events
        rr_s = [ticks / RR_TICKS_PER_SECOND for ticks in measurement.rr_1024 if ticks]
        if len(rr_s) < len(measurement.rr_1024):
            self._doubtful_by = self._doubtful_by or "zero_rr"
            events.append(PacketRejected(arrival_s, "zero_rr", raw))
        if rr_s:
            events += self._take_beats(arrival_s, rr_s)
        else:
            self._without_rr += 1
            events += self._take_rate(arrival_s, measurement)
        return events

    def _take_contact(self, arrival_s: float, measurement: HeartRateMeasurement) -> list[AnyEvent]:
        contact = measurement.contact
        if contact == self._contact:
            return []
        self._contact = contact
        self._contact_seen = self._contact_seen or contact is True
        if contact is False and self._contact_seen:
            self._broken_by = self._broken_by or "lost_contact"
        return [Contact(arrival_s, contact)]

    def _take_rate(self, arrival_s: float, measurement: HeartRateMeasurement) -> list[AnyEvent]:
        last_s = self._chain.last_arrival_s
        beats_come = last_s is not None and arrival_s - last_s < RATE_ALONE_AFTER_S
        if beats_come or not measurement.heart_rate_bpm:
            return []
        return [HeartRate(arrival_s, measurement.heart_rate_bpm)]

    def _take_beats(self, arrival_s: float, rr_s: list[float]) -> list[AnyEvent]:
        last_s = self._chain.last_arrival_s
        passed_s = 0.0 if last_s is None else arrival_s - last_s
        if last_s is not None and not (self._broken_by or self._doubtful_by or self._without_rr):
            self._cadence.step(passed_s - sum(rr_s))
        missing = self._are_packets_missing(rr_s[0])
        pause = self._pause(
            passed_s, packets_missing=missing, explicable=not missing and self._is_by_timer()
        )
        self._forget_pause()
        return self._chain.receive(arrival_s, rr_s, pause, self._repeats.pace)

    def _are_packets_missing(self, first_rr_s: float) -> bool:
        """Whether packets failed to come, or came without the beats that they should have had.

        A strap that sends by a timer has no beat to report as often as fits into one interval.
        """
        usual_s = self._cadence.interval_s
        return (
            bool(self._doubtful_by)
            or self._longest_silence_s > 1.5 * usual_s
            or first_rr_s < 0.9 * usual_s * self._without_rr
        )

    def _is_by_timer(self) -> bool:
        """Whether a beat may seem late only because the strap waited to send it."""
        cadence = self._cadence
        if cadence.follows_beats or cadence.is_timed:
            return not cadence.follows_beats
        return cadence.is_steady and (not self._without_rr or cadence.slips)

    def _pause(
        self, passed_s: float, *, packets_missing: bool = False, explicable: bool = False
    ) -> Pause:
        """Sum up what happened since the last beats, ``passed_s`` ago."""
        if self._broken_by:
            cause = self._broken_by
        elif self._longest_silence_s > max(CLEARLY_LOST_S, 0.6 * passed_s):
            cause = "silence"
        else:
            cause = self._doubtful_by or ("no_rr" if self._without_rr else "lost_packets")
        return Pause(
            last_packet_s=self._cadence.before_last_s if self._cadence.is_steady else None,
            broken=bool(self._broken_by),
            doubtful=bool(self._doubtful_by),
            packets_missing=packets_missing,
            explicable=explicable,
            cause=cause,
        )
