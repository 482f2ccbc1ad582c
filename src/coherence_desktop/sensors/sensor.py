"""What every source of beats is to the rest of the app: something that runs and emits events."""

import asyncio
import time
from collections.abc import Callable
from typing import Protocol

from coherence_desktop.events import AnyEvent

Emit = Callable[[AnyEvent], None]


class SessionClock:
    """Seconds since the session started, on the monotonic clock, optionally sped up.

    Parameters
    ----------
    speed : float
        Session seconds per real second; only replay and simulation run at other than 1.
    monotonic : callable
        Source of monotonic seconds.
    started_s : float
        Session time now; other than 0 for a session that is gone on with.
    """

    def __init__(
        self,
        speed: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        started_s: float = 0.0,
    ) -> None:
        if not speed > 0:
            raise ValueError(f"speed must be positive, not {speed!r}")
        self.speed = speed
        self._monotonic = monotonic
        self._start = monotonic() - started_s / speed

    def now(self) -> float:
        """Session time now, in seconds."""
        return (self._monotonic() - self._start) * self.speed

    def at(self, monotonic_s: float) -> float:
        """Session time of a moment on the monotonic clock."""
        return (monotonic_s - self._start) * self.speed

    async def sleep_until(self, t: float) -> None:
        """Sleep until session time ``t``; returns at once (after one loop turn) if it is past."""
        await asyncio.sleep(max(0.0, (t - self.now()) / self.speed))


class Sensor(Protocol):
    """A source of beats: a strap, a replay, a simulated person."""

    async def run(self, clock: SessionClock, emit: Emit) -> None:
        """Emit events until cancelled, or until the source has no more.

        ``emit`` is cheap and never raises. Cancelling must leave no connection or task behind.
        """
