"""What a list of sessions shows of each, counted along as its events come."""

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import msgspec

from coherence_desktop.events import AnyEvent, Battery, Beat, Device, Ended


class SessionState(StrEnum):
    """How a session stands."""

    RUNNING = "running"
    COMPLETE = "complete"
    RECOVERED = "recovered"


class SessionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One session of the library; the truth about it is its event log."""

    id: str
    title: str
    client: str
    source: str
    state: SessionState
    started_utc: str
    timezone: str
    utc_offset_s: int
    ended_utc: str | None
    duration_s: float
    beats: int
    events: int
    device_name: str
    device_address: str
    device_model: str
    device_firmware: str
    battery_percent: int | None
    app_version: str
    vocabulary: int

    @property
    def started(self) -> datetime:
        """When it started, on the clock of the place where it was recorded."""
        return local_time(self.started_utc, self.utc_offset_s)

    @property
    def whole_until(self) -> datetime:
        """Up to when its events are kept, on the same clock."""
        return self.started + timedelta(seconds=self.duration_s)


class Recovered(msgspec.Struct, frozen=True):
    """A session that ended without closing, as it was found when the library was opened."""

    session: SessionSummary

    @property
    def message(self) -> str:
        """What to tell about it."""
        until = self.session.whole_until
        return f"The last session ended without closing. It is whole up to {until:%H:%M:%S}."


class Tally(msgspec.Struct):
    """The part of a summary that follows from the events of a log, counted along."""

    events: int = 0
    beats: int = 0
    last_t: float = 0.0
    battery_percent: int | None = None
    device: Device | None = None
    ended: bool = False

    def after(self, events: list[AnyEvent]) -> "Tally":
        """Count further events; this tally stays as it is."""
        tally = Tally(
            self.events, self.beats, self.last_t, self.battery_percent, self.device, self.ended
        )
        for event in events:
            tally._count(event)
        return tally

    def _count(self, event: AnyEvent) -> None:
        self.events += 1
        self.last_t = max(self.last_t, event.t)
        match event:
            case Beat():
                self.beats += 1
            case Battery(percent=percent) if 0 <= percent <= 100:
                self.battery_percent = percent
            case Device():
                self.device = event
            case Ended():
                self.ended = True
                self.last_t = event.t


def local_time(utc: str, offset_s: int) -> datetime:
    """Read a moment in UTC (ISO 8601) on a clock that is ``offset_s`` ahead of it."""
    moment = datetime.fromisoformat(utc)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(timezone(timedelta(seconds=offset_s)))


def utc_after(started_utc: str, seconds: float) -> str:
    """Return the moment ``seconds`` after another, both in UTC as ISO 8601."""
    return (local_time(started_utc, 0) + timedelta(seconds=seconds)).isoformat()
