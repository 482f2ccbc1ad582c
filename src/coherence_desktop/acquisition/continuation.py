"""Goes on with a session whose process died: in the same log, on the same clock."""

from collections.abc import Sequence
from datetime import UTC, datetime

from coherence_desktop import __version__
from coherence_desktop.events import AnyEvent, Beat, Gap, Realigned, Reopened, Started

CAUSE = "app_died"
"""Cause of the gap between the last beat that was kept and the first one after."""


class Continuation:
    """What is known of a session up to where its process died.

    Parameters
    ----------
    log : sequence of AnyEvent
        All of it, beginning with its `Started`.
    """

    def __init__(self, log: Sequence[AnyEvent]) -> None:
        self.log = log
        self.beats = sum(isinstance(event, Beat) for event in log)
        self.whole_until_s = max((event.t for event in log), default=0.0)
        self._last_beat_s = _last_beat(log)
        self._open = self.beats > 0

    def elapsed_s(self, now: datetime | None = None) -> float:
        """Session time now: calendar time since the start, never before the end of the log.

        The monotonic clock of the process that died is gone; the calendar is what is left.
        """
        started = next(event for event in self.log if isinstance(event, Started))
        since = (now or datetime.now(UTC)) - datetime.fromisoformat(started.started_utc)
        return max(since.total_seconds(), self.whole_until_s)

    def reopened(self, t: float, source: str) -> Reopened:
        """Make the first event of the continued session; ``source`` as in its `Started`."""
        return Reopened(
            t,
            reopened_utc=datetime.now(UTC).isoformat(timespec="microseconds"),
            whole_until_s=self.whole_until_s,
            app_version=__version__,
            source=source,
        )

    def is_new(self, beat: Beat) -> bool:
        """Whether a beat came after those of the log; a strap may tell its last one again."""
        return beat.t > self._last_beat_s

    def gap_before(self, beat: Beat) -> list[AnyEvent]:
        """Name the gap that the first new beat ends; nothing for later ones."""
        return self._closed(beat.received_s, beat.t - beat.rr_ms / 1000.0)

    def gap_to_the_end(self, t: float) -> list[AnyEvent]:
        """Name the gap that no beat ended."""
        return self._closed(t, t)

    def _closed(self, t: float, end_s: float) -> list[AnyEvent]:
        if not self._open:
            return []
        self._open = False
        if end_s <= self._last_beat_s:
            return []
        return [Gap(t, start_s=self._last_beat_s, end_s=end_s, cause=CAUSE)]


def _last_beat(log: Sequence[AnyEvent]) -> float:
    """Final time of the last beat; minus infinity if there is none."""
    last_s = float("-inf")
    for event in log:
        if isinstance(event, Beat):
            last_s = event.t
        elif isinstance(event, Realigned) and last_s >= event.from_s:
            last_s += event.shift_s
    return last_s
