"""Turns samples of a stream into events: RR intervals to beats in session time, rates to rates.

A stream's own times are believed. Where each step of them is the interval that it brings, the
sender knows when its beats were, and a longer step is a gap at once; where they are not, they are
taken for arrivals, and `BeatChain` finds out when the beats were.
"""

import math
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from coherence_desktop.errors import Problem
from coherence_desktop.events import AnyEvent, Beat, HeartRate, PacketRejected
from coherence_desktop.sensors.beat_chain import BeatChain, Pause
from coherence_desktop.sensors.lsl.credit import Credit

LOST_SAMPLES = "lost_samples"
SAME_MOMENT_S = 0.001
EXACT_S = 0.02
EXACT_AFTER = 4
LONGEST_RR_S = 60.0
HIGHEST_BPM = 400.0
RATE_EVERY_S = 1.0

_RR_WORDS = ("rr", "rri", "rrinterval", "ibi", "interbeat", "interbeatinterval", "nn", "nni")
_RATE_WORDS = ("hr", "heartrate", "bpm", "pulserate")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_SECONDS = {
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    "ms": 1e-3,
    "msec": 1e-3,
    "millisecond": 1e-3,
    "milliseconds": 1e-3,
    "1/1024 s": 1 / 1024,
}
_SURELY_SECONDS_BELOW = 10.0


class NoHeartInStream(Problem):
    """A stream with neither RR intervals nor heart rates."""


@dataclass(frozen=True)
class Reading:
    """Which channel to read, and as what."""

    channel: int
    is_rr: bool
    unit_s: float | None = None
    """Seconds of one unit of the intervals; ``None`` where the stream does not tell."""


def reading_of(
    name: str, kind: str, labels: Sequence[str], kinds: Sequence[str], units: Sequence[str]
) -> Reading:
    """Find the channel with RR intervals, or else the one with the heart rate.

    Parameters
    ----------
    name, kind : str
        Name and type of the stream.
    labels, kinds, units : sequence of str
        Of each channel, empty where it does not tell.

    Raises
    ------
    NoHeartInStream
        If there is none.
    """
    for words in (_RR_WORDS, _RATE_WORDS):
        for told in (labels, kinds, [kind] * min(1, len(labels)), [name] * (len(labels) == 1)):
            for channel, word in enumerate(told):
                if _letters(word) in words:
                    unit = _SECONDS.get(units[channel].strip().lower())
                    return Reading(channel, words is _RR_WORDS, unit)
    raise NoHeartInStream(
        f"The stream {name} has neither RR intervals nor heart rates. Choose one of type RR or "
        "HeartRate.",
        name,
    )


def _letters(word: str) -> str:
    """A word without capitals, spaces, marks, a unit behind it and a plural's end."""
    letters = _NOT_LETTERS.sub("", word.lower())
    return (letters.removesuffix("ms").removesuffix("bpm") or letters).removesuffix("s")


class LslBeats:
    """Places what one stream brings in session time; owns no clock and no connection.

    Parameters
    ----------
    reading : Reading
        What the stream brings.
    rate_hz : float
        Samples a second that the stream announces; 0 where they come as they happen.
    """

    def __init__(self, reading: Reading, rate_hz: float = 0.0) -> None:
        self.reading = reading
        self._credit = Credit(rate_hz)
        self._chain = BeatChain()
        self._broken_by = ""
        self._doubtful = False
        self._last_s: float | None = None
        self._exact = 0
        self._rate_s = -math.inf

    def lost(self, t: float, cause: str) -> list[AnyEvent]:
        """Take note that the stream broke off; the gap is told when beats return, or at last."""
        self._broken_by = self._broken_by or cause
        return self._chain.break_off(t)

    def close(self, t: float) -> list[AnyEvent]:
        """End: what is missing by then becomes a gap as well."""
        cause = self._broken_by or "silence"
        return self._chain.close(t, Pause(broken=bool(self._broken_by), cause=cause), 1.0)

    def receive(self, received_s: float, samples: Sequence[tuple[float, float]]) -> list[AnyEvent]:
        """Take samples that arrived together.

        Parameters
        ----------
        received_s : float
            Session time of their arrival.
        samples : sequence of (float, float)
            Session time of each by the stream, and its value.

        Raises
        ------
        RepeatsIntervals
            If more beats are told than time has passed for.
        """
        if not self.reading.is_rr:
            return [event for t, value in samples for event in self._rate(t, value)]
        samples = self._credit.take([(t, value, self._seconds(value)) for t, value in samples])
        events: list[AnyEvent] = []
        bundle: list[float] = []
        bundle_s = 0.0
        for t, value in samples:
            if bundle and t - bundle_s > SAME_MOMENT_S:
                events += self._place(received_s, bundle_s, bundle)
                bundle = []
            bundle_s = t
            rr_s = self._seconds(value)
            if rr_s is None:
                self._doubtful = True
                raw = struct.pack("<d", value)
                events.append(PacketRejected(received_s, "malformed", raw))
            else:
                bundle.append(rr_s)
        if bundle:
            events += self._place(received_s, bundle_s, bundle)
        return events

    def _seconds(self, value: float) -> float | None:
        unit_s = self.reading.unit_s
        if unit_s is None:
            unit_s = 1.0 if value < _SURELY_SECONDS_BELOW else 1e-3
        rr_s = value * unit_s
        return rr_s if math.isfinite(rr_s) and 0.0 < rr_s <= LONGEST_RR_S else None

    def _place(self, received_s: float, t: float, rr_s: list[float]) -> list[AnyEvent]:
        last_s = self._last_s
        missing_s = 0.0
        if last_s is not None:
            t = max(t, last_s)
            missing_s = t - last_s - sum(rr_s)
        broken_by = self._broken_by
        if abs(missing_s) < EXACT_S:
            self._exact += last_s is not None
        elif self._exact >= EXACT_AFTER and missing_s > 0:
            broken_by = broken_by or LOST_SAMPLES
        else:
            self._exact = 0
        pause = Pause(
            last_packet_s=last_s,
            broken=bool(broken_by),
            doubtful=self._doubtful,
            packets_missing=self._doubtful or missing_s > rr_s[0] / 2,
            cause=broken_by or LOST_SAMPLES,
        )
        self._broken_by, self._doubtful, self._last_s = "", False, t
        return [
            msgspec.structs.replace(event, received_s=max(received_s, event.t))
            if isinstance(event, Beat)
            else event
            for event in self._chain.receive(t, rr_s, pause, 1.0)
        ]

    def _rate(self, t: float, bpm: float) -> list[AnyEvent]:
        if not 0.0 < bpm <= HIGHEST_BPM or t - self._rate_s < RATE_EVERY_S:
            return []
        self._rate_s = t
        return [HeartRate(t, round(bpm))]
