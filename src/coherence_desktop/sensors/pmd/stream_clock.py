"""When the first sample of each frame was taken, and where frames are missing."""

from coherence_desktop.sensors.pmd.device_clock import DeviceClock
from coherence_desktop.sensors.pmd.frames import NS

SETTLE_S = 1.0
"""Frames wait this long at the start of a stream, for the least late of them to tell the time."""
SLACK_SAMPLES = 1.5
SLACK_SHARE = 0.02
"""A frame is by this many samples, or this share of itself, longer than promised: none is lost."""
PAUSE_S = 2.0
"""A strap that tells no time and pauses longer than this has lost samples."""


class StreamClock:
    """Places the frames of one stream in the session.

    Parameters
    ----------
    rate_hz : float
        As the strap promised.
    """

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._clock = DeviceClock()
        self._waiting: list[tuple[float, float, int]] = []
        self._since_s: float | None = None
        self._settled = False
        self._last_device_s: float | None = None
        self._end_s: float | None = None
        self._counted = 0
        self._last_arrival_s = 0.0

    def receive(self, arrival_s: float, last_ns: int, count: int) -> list[float] | None:
        """Take a frame of so many samples; give the time of the first sample of each that is due.

        Returns
        -------
        list of float or None
            In s, for all frames not placed yet, in order; empty while they wait. ``None`` for a
            frame that came before and is not to be taken.
        """
        pause_s = 0.0 if self._since_s is None else arrival_s - self._last_arrival_s
        self._last_arrival_s = arrival_s
        device_s = last_ns / NS if last_ns else self._by_count(count, pause_s)
        earlier_s = self._waiting[-1][1] if self._waiting else self._last_device_s
        if earlier_s is not None and device_s == earlier_s:
            return None
        if self._since_s is None:
            self._since_s = arrival_s
        kept = self._clock.hear(arrival_s, device_s)
        self._waiting.append((arrival_s, device_s, count))
        if self._settled:
            _, _, count = self._waiting.pop()
            return [self._place(device_s, count, anew=not kept)]
        if arrival_s - self._since_s < SETTLE_S:
            return []
        return self.release()

    def release(self) -> list[float]:
        """Place what waits, now."""
        if not self._settled and self._waiting:
            self._clock.settle()
            self._settled = True
        waiting, self._waiting = self._waiting, []
        return [self._place(device_s, count) for _, device_s, count in waiting]

    def _by_count(self, count: int, pause_s: float) -> float:
        if pause_s > count / self._rate_hz + PAUSE_S:
            self._counted += round(pause_s * self._rate_hz) - count
        self._counted += count
        return self._counted / self._rate_hz

    def _place(self, device_s: float, count: int, *, anew: bool = False) -> float:
        promised_s = count / self._rate_hz
        before_s = self._last_device_s
        self._last_device_s = device_s
        span_s = promised_s if before_s is None else device_s - before_s
        slack_s = max(SLACK_SAMPLES / self._rate_hz, SLACK_SHARE * promised_s)
        joined = before_s is not None and not anew and abs(span_s - promised_s) <= slack_s
        if before_s is not None and joined:
            first_s = self._clock.session_s(before_s + span_s / count)
        else:
            first_s = self._clock.session_s(device_s - (count - 1) / self._rate_hz)
            span_s = promised_s
        if self._end_s is not None and not joined and first_s < self._end_s:
            first_s = self._end_s
            last_s = first_s + (count - 1) / self._rate_hz
            self._clock.restart(last_s - device_s, device_s)
        self._end_s = first_s + span_s
        return first_s
