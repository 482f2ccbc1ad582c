"""What the patient's screen needs to know of the session."""

from collections.abc import Iterable
from enum import Enum, auto

from coherence_desktop.events import (
    AnyEvent,
    Beat,
    Contact,
    Ended,
    HeartRate,
    Link,
    LinkState,
    Paused,
    Phase,
    Reopened,
    Resumed,
    Started,
)
from coherence_desktop.signal.results import LiveSnapshot
from coherence_desktop.ui.client.level_tracker import LevelTracker

SILENT_S = 5.0
"""Without a beat for longer, the strap has lost contact as far as the guide is concerned."""


class GuideState(Enum):
    """What the heart behind the guide is doing."""

    NO_STRAP = auto()
    """Practice without one, or a stream without beats: there will be no coherence."""
    NO_BEAT = auto()
    """A strap, and no beat of it yet."""
    IN_CONTACT = auto()
    LOST = auto()
    """There were beats, and now there are none."""


class ClientModel:
    """Events and measures in; state, level and time left out. Reads no clock."""

    def __init__(self) -> None:
        self._source = "strap"
        self._rates_only = False
        self._beat_t: float | None = None
        self._without_contact = False
        self._linked = True
        self._tracker = LevelTracker()
        self._phase: Phase | None = None
        self._rested_s = 0.0
        self._paused_t: float | None = None
        self.ended = False

    def consume(self, items: Iterable[object]) -> None:
        """Take what is new, in order."""
        for item in items:
            if isinstance(item, LiveSnapshot):
                self._tracker.beat(item.coherence)
            else:
                self._event(item)

    @property
    def level(self) -> int | None:
        """Coherence level to show, 1 to 3; ``None`` while there is none."""
        return self._tracker.level

    def state(self, now: float) -> GuideState:
        """What the heart behind the guide is doing at session time ``now``."""
        if self._beat_t is None:
            without = self._source == "none" or self._rates_only
            return GuideState.NO_STRAP if without else GuideState.NO_BEAT
        if self._without_contact or not self._linked or now - self._beat_t > SILENT_S:
            return GuideState.LOST
        return GuideState.IN_CONTACT

    def left_s(self, now: float) -> float | None:
        """Seconds of the planned practice that are left; ``None`` where nothing is planned."""
        if self._phase is None or self._phase.target_s is None or self.ended:
            return None
        resting_s = 0.0 if self._paused_t is None else now - self._paused_t
        practised_s = now - self._phase.t - self._rested_s - resting_s
        return max(0.0, self._phase.target_s - practised_s)

    def _event(self, event: AnyEvent | object) -> None:
        match event:
            case Beat():
                self._beat_t = event.t
                self._without_contact = False
                self._linked = True
            case HeartRate():
                self._rates_only = self._rates_only or self._source == "lsl"
            case Contact():
                self._without_contact = event.detected is False
            case Link():
                self._linked = event.state is LinkState.CONNECTED
                self._rates_only = self._rates_only or event.reason == "rates_only"
            case Started():
                self._source = event.source or "strap"
            case Reopened() if event.source:
                self._source = event.source
            case Phase():
                self._phase, self._rested_s = event, 0.0
                self._paused_t = None if self._paused_t is None else event.t
            case Paused() if self._paused_t is None:
                self._paused_t = event.t
            case Resumed() if self._paused_t is not None:
                self._rested_s += event.t - self._paused_t
                self._paused_t = None
            case Ended():
                self.ended = True


def minutes_left(left_s: float | None) -> str:
    """The time left in whole minutes, in words; nothing once it is over."""
    if left_s is None or left_s <= 0.0:
        return ""
    minutes = int(left_s // 60)
    if minutes == 0:
        return "Less than a minute left"
    return "1 minute left" if minutes == 1 else f"{minutes} minutes left"
