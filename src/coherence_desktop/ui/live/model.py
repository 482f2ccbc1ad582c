"""What the live page knows of the session: events and measures in, things to draw out."""

import math
from collections.abc import Callable, Iterable
from enum import Flag, auto
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.events import (
    AnyEvent,
    Battery,
    Beat,
    BeatJudged,
    Contact,
    Device,
    Ended,
    Gap,
    HeartRate,
    Link,
    LinkState,
    Marker,
    Note,
    PacerChange,
    Paused,
    Phase,
    Realigned,
    Reopened,
    Resumed,
    Started,
)
from coherence_desktop.practice.markers import PLAIN_KEY
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.signal.results import Coherence, LiveSnapshot
from coherence_desktop.ui.live.target import TargetHistory
from coherence_desktop.ui.plots.beat_track import BeatTrack
from coherence_desktop.ui.plots.buffers import GrowingArray

Item = AnyEvent | LiveSnapshot | RecorderState
"""What the page is fed."""

STALE_S = 5.0
"""Without a beat for longer, the last values are no longer those of now."""

RECONTACT_S = 1.0
"""A beat this long after contact was lost shows that there is contact, whatever the strap says."""


class Changed(Flag):
    """Parts of the page that look different after `LiveModel.consume`."""

    NOTHING = 0
    TRACE = auto()
    LANES = auto()
    MEASURES = auto()
    STRAP = auto()
    RECORDER = auto()
    PRACTICE = auto()
    JUDGED = auto()


class LiveModel:
    """State of a running session; knows no widget and reads no clock.

    A day-long session stays cheap: arrays grow amortised, and what is asked for is a slice.
    """

    def __init__(self) -> None:
        self.track = BeatTrack()
        self.target = TargetHistory()
        self.trend_t = GrowingArray()
        self.trend_score = GrowingArray()
        self.markers: list[Marker] = []
        self.phases: list[Phase] = []
        self.pauses: list[tuple[float, float | None]] = []
        self.snapshot: LiveSnapshot | None = None
        self.started: Started | None = None
        self.source = "strap"
        """Where beats come from: ``strap``, ``lsl``, ``replay``, ``simulation`` or ``none``."""
        self.rate: HeartRate | None = None
        self.device: Device | None = None
        self.link: Link | None = None
        self.contact: Contact | None = None
        self.battery_percent: int | None = None
        self.recorder: RecorderState | None = None
        self.ended_t: float | None = None
        self.notes = 0
        self._awaited_marks: set[tuple[float, str]] = set()
        self._dirty_from = math.inf
        self._takers: dict[type, Callable[[Any], Changed]] = {
            Started: self._started,
            Reopened: self._reopened,
            HeartRate: self._rated,
            Device: self._device,
            Link: self._link,
            Battery: self._battery,
            Contact: self._contact,
            Beat: self._beat,
            Gap: self._gap,
            Realigned: self._realigned,
            BeatJudged: self._judged,
            Marker: self._marker,
            Note: self._note,
            Phase: self._phase,
            Paused: self._paused,
            Resumed: self._resumed,
            PacerChange: self._pacer_changed,
            Ended: self._ended,
            LiveSnapshot: self._measured,
            RecorderState: self._recorded,
        }

    def consume(self, items: Iterable[Item]) -> Changed:
        """Take what is new, in order; says which parts of the page it concerns."""
        changed = Changed.NOTHING
        for item in items:
            taker = self._takers.get(type(item))
            if taker is not None:
                changed |= taker(item)
        return changed

    def take_dirty_from(self) -> float:
        """Session time from which the trace looks different since the last call; inf if none."""
        dirty_from, self._dirty_from = self._dirty_from, math.inf
        return dirty_from

    def mark_ahead_of_record(self, marker: Marker) -> None:
        """Show a mark before the recorder has told of it; the same mark then changes nothing."""
        self._awaited_marks.add((marker.t, marker.key))
        self._insert_marker(marker)

    @property
    def paused(self) -> bool:
        """Whether the practice rests."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    def paused_s(self, now: float) -> float:
        """Seconds that the practice has rested up to ``now``."""
        return sum((now if end is None else end) - start for start, end in self.pauses)

    @property
    def strap_name(self) -> str:
        """Name that the strap or the stream gave, or what it is."""
        if self.device is not None and self.device.name:
            return self.device.name
        return "Stream" if self.streamed else "Strap"

    @property
    def streamed(self) -> bool:
        """Whether another program sends the beats."""
        return self.source == "lsl"

    @property
    def rates_only(self) -> bool:
        """Whether there are heart rates and no beats, from which measures could be made."""
        said = self.streamed or (self.link is not None and self.link.reason == "rates_only")
        told = self.rate is not None and not self.without_contact
        return said and told and not len(self.track)

    @property
    def connected(self) -> bool:
        """Whether the link to the source of beats stands, as far as it is known."""
        return self.link is None or self.link.state is LinkState.CONNECTED

    @property
    def without_contact(self) -> bool:
        """Whether the strap says that it has no skin contact."""
        return self.contact is not None and self.contact.detected is False

    def rate_told(self, now: float) -> int | None:
        """Heart rate in bpm that a strap or stream without beats tells now."""
        fresh = self.rate is not None and now - self.rate.t <= STALE_S
        return self.rate.bpm if self.rates_only and self.rate is not None and fresh else None

    def silent_s(self, now: float) -> float | None:
        """Seconds since the last beat; None before the first."""
        last = self.track.last_t
        return None if last is None else max(0.0, now - last)

    def stale(self, now: float) -> bool:
        """Whether the last beat is too long ago for its values to be those of now."""
        silent = self.silent_s(now)
        return silent is not None and silent > STALE_S

    def plain_marks(self) -> int:
        """Number of plain marks so far."""
        return sum(marker.key == PLAIN_KEY for marker in self.markers)

    def _soil(self, from_s: float | None) -> Changed:
        if from_s is None:
            return Changed.NOTHING
        self._dirty_from = min(self._dirty_from, from_s)
        return Changed.TRACE

    def _started(self, event: Started) -> Changed:
        self.started = event
        self.source = event.source
        return Changed.PRACTICE | Changed.STRAP

    def _reopened(self, event: Reopened) -> Changed:
        self.source = event.source or self.source
        return Changed.STRAP

    def _rated(self, event: HeartRate) -> Changed:
        first, self.rate = self.rate is None, event
        return Changed.STRAP if first or self.streamed else Changed.NOTHING

    def _device(self, event: Device) -> Changed:
        self.device = event
        return Changed.STRAP

    def _link(self, event: Link) -> Changed:
        if self.link is not None and self.link.state is event.state and not event.message:
            return Changed.NOTHING
        self.link = event
        if event.state is not LinkState.CONNECTED:
            self.contact = None
        return Changed.STRAP

    def _battery(self, event: Battery) -> Changed:
        self.battery_percent = event.percent
        return Changed.STRAP

    def _contact(self, event: Contact) -> Changed:
        if self.contact is not None and self.contact.detected is event.detected:
            return Changed.NOTHING
        self.contact = event
        return Changed.STRAP

    def _beat(self, event: Beat) -> Changed:
        contact = self.contact
        if self.without_contact and contact is not None and event.t > contact.t + RECONTACT_S:
            self.contact = None
        return self._soil(self.track.beat(event)) | Changed.STRAP

    def _gap(self, event: Gap) -> Changed:
        return self._soil(self.track.gap(event)) | Changed.STRAP

    def _realigned(self, event: Realigned) -> Changed:
        return self._soil(self.track.realigned(event))

    def _judged(self, event: BeatJudged) -> Changed:
        return self._soil(self.track.judged(event)) and Changed.TRACE | Changed.JUDGED

    def _marker(self, event: Marker) -> Changed:
        seen = (event.t, event.key)
        if seen not in self._awaited_marks:
            self._insert_marker(event)
            return Changed.LANES | Changed.TRACE
        self._awaited_marks.remove(seen)
        shown = next(i for i, marker in enumerate(self.markers) if (marker.t, marker.key) == seen)
        if self.markers[shown].label == event.label:
            return Changed.NOTHING
        self.markers[shown] = event
        return Changed.LANES

    def _insert_marker(self, event: Marker) -> None:
        self.markers.append(event)
        self.markers.sort(key=lambda marker: marker.t)
        self._soil(event.t - 1.0)

    def _note(self, _event: Note) -> Changed:
        self.notes += 1
        return Changed.NOTHING

    def _phase(self, event: Phase) -> Changed:
        self.phases.append(event)
        return self._soil(event.t - 1.0) | Changed.LANES | Changed.PRACTICE

    def _paused(self, event: Paused) -> Changed:
        if not self.paused:
            self.pauses.append((event.t, None))
        return self._soil(event.t) | Changed.PRACTICE

    def _resumed(self, event: Resumed) -> Changed:
        if self.paused:
            self.pauses[-1] = (self.pauses[-1][0], event.t)
        return self._soil(event.t) | Changed.PRACTICE

    def _pacer_changed(self, event: PacerChange) -> Changed:
        return self._soil(event.t) | Changed.PRACTICE

    def _ended(self, event: Ended) -> Changed:
        self.ended_t = event.t
        return Changed.PRACTICE | Changed.STRAP

    def _measured(self, snapshot: LiveSnapshot) -> Changed:
        self.snapshot = snapshot
        coherence = snapshot.coherence
        if isinstance(coherence, Coherence):
            self._trend(snapshot.t, coherence.score)
        elif len(self.trend_t) and not math.isnan(self.trend_score.last):
            self._trend(snapshot.t, math.nan)
        wave = self.target.measured(snapshot)
        return Changed.MEASURES | (self._soil(snapshot.t) if wave else Changed.NOTHING)

    def _trend(self, t: float, score: float) -> None:
        self.trend_t.append(t)
        self.trend_score.append(score)

    def _recorded(self, state: RecorderState) -> Changed:
        before, self.recorder = self.recorder, state
        same = before is not None and (before.state, before.problem) == (
            state.state,
            state.problem,
        )
        return Changed.NOTHING if same else Changed.RECORDER

    def first_coherence_t(self) -> float | None:
        """When the first coherence of the session was known."""
        return float(self.trend_t.values[0]) if len(self.trend_t) else None

    def trend(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Times in s and scores of the session's coherence; NaN where it was absent."""
        return self.trend_t.values, self.trend_score.values
