"""The plain practice: breathing with the guide, or freely, for a while."""

import math

from coherence_desktop.events import (
    AnyEvent,
    PacerChange,
    Phase,
    PhaseExtended,
    PracticeStarted,
    Resumed,
    TrialEnded,
    TrialStarted,
)
from coherence_desktop.practice.pattern import Pattern

KIND = "breathing"
PACED = "breathe"
FREE = "free"
AFTER = "after"

SETTLED_S = 8.0
"""A new pace gets a phase of its own once nobody has changed it for this long."""


class Breathing:
    """Breathing with the guide, or freely; goes on quietly when the planned time is over.

    The planned time ends with the phase ``after``, nothing else: guide and recording go on until a
    person ends the session.

    Parameters
    ----------
    pattern : Pattern or None
        What the guide paces; ``None`` for breathing freely.
    planned_s : float, optional
        Planned practice, pauses not counted.
    practice_id : str, optional
        Id of the pattern's file, by which the session can be found as this practice.
    """

    def __init__(
        self, pattern: Pattern | None, planned_s: float | None = None, practice_id: str = ""
    ) -> None:
        self.planned_s = planned_s
        self._pattern = pattern
        self._practice_id = practice_id
        self._phase = ""
        self._label = ""
        self._changed_s: float | None = None

    def begin(self, t: float) -> list[AnyEvent]:
        """Start the guide and name the first phase."""
        self._phase = FREE if self._pattern is None else PACED
        self._label = "Breathing freely" if self._pattern is None else label_of(self._pattern)
        phase = Phase(t, self._phase, self._label, self.planned_s)
        started: list[AnyEvent] = []
        if self._practice_id:
            name = self._pattern.name if self._pattern is not None else self._label
            started = [PracticeStarted(t, kind=KIND, practice_id=self._practice_id, name=name)]
        if self._pattern is None:
            return [*started, phase]
        return [*started, self._pattern.change_at(t, glide=False), phase]

    def admit(self, event: AnyEvent) -> list[AnyEvent]:
        """Take everything; breathing has no trials."""
        return [] if isinstance(event, TrialStarted | TrialEnded | PhaseExtended) else [event]

    def heard(self, event: AnyEvent) -> list[AnyEvent]:
        """Remember a change of pace, to name it once it has settled."""
        match event:
            case Phase():
                self._phase, self._label = event.name, event.label
            case PacerChange():
                self._pattern = Pattern.of(event)
                self._changed_s = event.t
            case Resumed() if self._changed_s is not None:
                self._changed_s = event.t
        return []

    def due(self, t: float, practised_s: float) -> list[AnyEvent]:
        """Phases that have begun by ``t``, each with the time at which it did."""
        left_s = math.inf if self.planned_s is None else self.planned_s - practised_s
        over_s = t + left_s
        began: list[AnyEvent] = []
        settled_s = math.inf if self._changed_s is None else self._changed_s + SETTLED_S
        if settled_s <= t and settled_s < over_s:
            self._changed_s = None
            began.extend(self._renamed(settled_s, over_s - settled_s))
        if over_s <= t and self._phase != AFTER:
            self._phase, self._label = AFTER, "After the practice"
            began.append(Phase(over_s, self._phase, self._label))
        return began

    def _renamed(self, t: float, left_s: float) -> list[Phase]:
        if self._pattern is None or self._phase not in (PACED, FREE):
            return []
        label = label_of(self._pattern)
        if label == self._label:
            return []
        self._phase, self._label = PACED, label
        return [Phase(t, PACED, label, left_s if math.isfinite(left_s) else None)]


def label_of(pattern: Pattern) -> str:
    """What the phase lane calls paced breathing: "Follow the wave, 6.2 a minute"."""
    rate = f"{pattern.rate_per_min:.1f}".removesuffix(".0")
    return f"Follow the wave, {rate} a minute"
