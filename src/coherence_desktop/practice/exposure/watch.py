"""Watches the heart in a trial: above the agreed rate, or not heard of. It decides nothing."""

from dataclasses import dataclass, replace
from statistics import median

from coherence_desktop.events import AnyEvent, Beat, Contact, Gap, Notice, TrialStarted
from coherence_desktop.practice.exposure.phases import INDUCE
from coherence_desktop.practice.exposure.state import (
    CEILING_NOTICE,
    CONTACT_NOTICE,
    TrialState,
)

HELD_S = 5.0
"""The heart rate is above the ceiling, or below it again, when it has been for this long."""
SILENT_S = 4.0
"""No beat for this long while the sensation is brought on is told."""
SMOOTHED = 5
"""Heart rate is that of the median of so many intervals: one odd beat neither counts nor hides."""

_CHOICE = "You can stop now with Esc, or go on."


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is known of the heart and its strap after some of a session's events."""

    intervals_ms: tuple[float, ...] = ()
    beat_s: float | None = None
    bpm: float = 0.0
    ceiling_bpm: float | None = None
    above_s: float | None = None
    """Since when the heart rate is above the ceiling."""
    below_s: float | None = None
    """Since when it is not."""
    ceiling_told: bool = False
    lost_s: float | None = None
    """Since when the strap says that it has no contact."""
    contact_told: bool = False

    def after(self, event: AnyEvent) -> "Watch":
        """Give what is known after one more event."""
        match event:
            case Beat() if event.rr_ms > 0.0:
                return self._heard(event)
            case Gap():
                return replace(self, intervals_ms=(), above_s=None, below_s=None)
            case Contact(detected=False):
                return self if self.lost_s is not None else replace(self, lost_s=event.t)
            case Contact():
                return replace(self, lost_s=None)
            case TrialStarted():
                return replace(
                    self,
                    ceiling_bpm=event.ceiling_bpm,
                    above_s=None,
                    below_s=None,
                    ceiling_told=False,
                    contact_told=False,
                )
            case Notice() if event.kind == CEILING_NOTICE:
                return replace(self, ceiling_told=True)
            case Notice() if event.kind == CONTACT_NOTICE:
                return replace(self, contact_told=True)
            case _:
                return self

    def owed(self, state: TrialState, t: float) -> Notice | None:
        """What is to be said at ``t``, if anything."""
        if not state.exposing or state.session_ended:
            return None
        if self._held_above and not self.ceiling_told and self.ceiling_bpm is not None:
            message = (
                f"Heart rate has been above the agreed {self.ceiling_bpm:.0f} bpm "
                f"for {HELD_S:.0f} s. {_CHOICE}"
            )
            return Notice(t, kind=CEILING_NOTICE, message=message, value=round(self.bpm, 1))
        if state.phase == INDUCE and self.lost_s is not None and not self.contact_told:
            message = f"The strap lost contact with the skin. {_CHOICE}"
            return Notice(t, kind=CONTACT_NOTICE, message=message)
        return None

    def coming(self, state: TrialState) -> Notice | None:
        """What is to be said of the silence if no beat comes, at the time at which it is."""
        listening = state.exposing and state.phase == INDUCE and not self.contact_told
        if not listening or self.beat_s is None:
            return None
        t = max(self.beat_s, state.phase_start_s, state.since_s) + SILENT_S
        message = f"No heartbeat has come from the strap for {SILENT_S:.0f} s. {_CHOICE}"
        return Notice(t, kind=CONTACT_NOTICE, message=message)

    @property
    def _held_above(self) -> bool:
        return (
            self.above_s is not None
            and self.beat_s is not None
            and self.beat_s - self.above_s >= HELD_S
        )

    def _heard(self, beat: Beat) -> "Watch":
        intervals_ms = (*self.intervals_ms, beat.rr_ms)[-SMOOTHED:]
        bpm = 60_000.0 / median(intervals_ms)
        above_s, below_s, told = self.above_s, self.below_s, self.ceiling_told
        if self.ceiling_bpm is not None and bpm > self.ceiling_bpm:
            above_s, below_s = beat.t if above_s is None else above_s, None
        else:
            above_s, below_s = None, beat.t if below_s is None else below_s
            told = told and beat.t - below_s < HELD_S
        return replace(
            self,
            intervals_ms=intervals_ms,
            beat_s=beat.t,
            bpm=bpm,
            above_s=above_s,
            below_s=below_s,
            ceiling_told=told,
            lost_s=None,
            contact_told=False,
        )
