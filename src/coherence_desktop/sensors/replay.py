"""Replays a recording as if a strap sent it now."""

from collections.abc import Iterator, Sequence
from itertools import count

import msgspec
import numpy as np
from numpy.typing import NDArray

from coherence_desktop.errors import Problem
from coherence_desktop.events import (
    AnyEvent,
    Battery,
    Beat,
    ClockDisagreement,
    Contact,
    Device,
    Gap,
    HeartRate,
    Link,
    LinkState,
    PacketRejected,
    Realigned,
)
from coherence_desktop.resources import assets
from coherence_desktop.sensors.sensor import Emit, SessionClock

SENT_BY_SOURCE = (
    Battery,
    Beat,
    ClockDisagreement,
    Contact,
    Device,
    Gap,
    HeartRate,
    Link,
    PacketRejected,
    Realigned,
)
"""What comes from a source of beats; the rest of a log came from people and from the app."""

_TIMES = ("t", "received_s", "start_s", "end_s", "from_s")


Intervals = NDArray[np.float64] | Sequence[float]


class UnplayableRecording(Problem):
    """A recording that holds nothing to play, or an interval that is no time."""


class ReplaySensor:
    """A recording that stands in for a strap, at the speed of the session's clock.

    Intervals are played one by one, each beat at its time. A session's log plays what its source
    sent, when it sent it: late packets, gaps and lost links included. Times count from
    the moment the replay starts.

    Parameters
    ----------
    recording : array_like of float, or sequence of events
        RR intervals in ms, or the log of a session.
    name : str
        What to call the source.
    loop : bool
        Begin again at the end, without a gap, for ever.

    Raises
    ------
    UnplayableRecording
        If there is no beat in it, or an interval is not a time above zero.
    """

    def __init__(
        self,
        recording: Intervals | Sequence[AnyEvent],
        *,
        name: str = "Recording",
        loop: bool = False,
    ) -> None:
        self._log = _log_of(recording, name)
        if not any(isinstance(event, Beat) for event in self._log):
            raise UnplayableRecording("There is no beat in this recording. Choose another one.")
        self._loop = loop
        self.duration_s = heard_s(self._log[-1])
        """Seconds from the start to the last event of one round."""

    def schedule(self, start_s: float = 0.0) -> Iterator[tuple[float, AnyEvent]]:
        """All that will be emitted, each with the session time at which it is due.

        Parameters
        ----------
        start_s : float
            Session time at which the replay starts.
        """
        for round_number in count() if self._loop else range(1):
            offset_s = start_s + round_number * self.duration_s
            again = round_number > 0
            for event in self._log:
                if again and isinstance(event, Link | Device):
                    continue
                yield heard_s(event) + offset_s, shifted(event, offset_s)
        end_s = start_s + self.duration_s
        message = "The recording is over."
        yield end_s, Link(end_s, LinkState.ENDED, "end_of_recording", message)

    async def run(self, clock: SessionClock, emit: Emit) -> None:
        """Emit the recording from now on, until its end."""
        for due_s, event in self.schedule(clock.now()):
            await clock.sleep_until(due_s)
            emit(event)


def log_of_intervals(rr_ms: Intervals, name: str) -> list[AnyEvent]:
    """Events of a recording of which only the intervals are known.

    Raises
    ------
    UnplayableRecording
        If an interval is not a time above zero.
    """
    intervals = np.asarray(rr_ms, dtype=np.float64).ravel()
    wrong = np.flatnonzero(~(np.isfinite(intervals) & (intervals > 0.0)))
    if wrong.size:
        index = int(wrong[0])
        value = float(intervals[index])
        raise UnplayableRecording(
            f"Interval {index + 1} of this recording is {value:g} ms, which is no time between "
            "two beats. Correct the file or choose another one.",
            value=value,
        )
    log: list[AnyEvent] = [Link(0.0, LinkState.CONNECTED), Device(0.0, name=name, address="")]
    times_s = np.cumsum(intervals) / 1000.0
    for t, rr in zip(times_s.tolist(), intervals.tolist(), strict=True):
        log.append(Beat(t, rr, received_s=t))
    return log


def heard_s(event: AnyEvent) -> float:
    """When an event reached the app: for a beat, when its packet came."""
    return event.received_s if isinstance(event, Beat) else event.t


def shifted(event: AnyEvent, by_s: float) -> AnyEvent:
    """Move an event in time, with all the times that it tells."""
    moved = {name: getattr(event, name) + by_s for name in _TIMES if hasattr(event, name)}
    return msgspec.structs.replace(event, **moved)


def sample_recording() -> NDArray[np.float64]:
    """RR intervals in ms of the bundled recording: five minutes at rest."""
    return np.loadtxt(assets("recordings", "rest_5min.txt"), dtype=np.float64)


def _log_of(recording: Intervals | Sequence[AnyEvent], name: str) -> list[AnyEvent]:
    """Return what the source sent, in the order in which it came."""
    intervals: list[float] = []
    events: list[AnyEvent] = []
    for item in recording:
        if not isinstance(item, msgspec.Struct):
            intervals.append(float(item))
        elif isinstance(item, SENT_BY_SOURCE) and not _is_end(item):
            events.append(item)
    return sorted(events, key=heard_s) if events else log_of_intervals(intervals, name)


def _is_end(event: AnyEvent) -> bool:
    return isinstance(event, Link) and event.state is LinkState.ENDED
