"""The phases of a trial of exposure: their names and order, and which of them are planned."""

import math
from dataclasses import dataclass
from enum import StrEnum

from coherence_desktop.events import Recovery, TrialStarted

PREDICT = "predict"
BASELINE = "baseline"
INDUCE = "induce"
STAY = "stay"
RECOVER = "recover"
LEARN = "learn"
REST = "rest"

PHASES = (PREDICT, BASELINE, INDUCE, STAY, RECOVER, LEARN)
"""Phases of a trial, in order; between trials the phase is ``rest``."""
TIMED = (BASELINE, INDUCE, STAY, RECOVER)
"""Phases that end by themselves; the others last until someone moves on."""
EXPOSING = (INDUCE, STAY, RECOVER)
"""Phases in which distress is asked for."""


class Standing(StrEnum):
    """What has become of a phase of a trial."""

    DONE = "done"
    CURRENT = "current"
    NEXT = "next"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    """A phase that is over; ``rested_s`` of it was paused."""

    name: str
    start_s: float
    end_s: float
    target_s: float | None = None
    rested_s: float = 0.0

    @property
    def practised_s(self) -> float:
        """Seconds that it took, pauses not counted."""
        return max(0.0, self.end_s - self.start_s - self.rested_s)


def phases_of(trial: TrialStarted) -> tuple[str, ...]:
    """Phases that a trial is planned with, in order (see `TrialStarted.planned_s`).

    Without recovery there is no ``recover``.
    """
    return tuple(name for name in PHASES if _takes_place(trial, name))


def plan(
    *,
    induce_s: float,
    baseline_s: float = 60.0,
    stay_s: float = 120.0,
    recover_s: float = 90.0,
    predict_s: float = 60.0,
    learn_s: float = 60.0,
) -> dict[str, float]:
    """Planned seconds of a whole trial, for `TrialStarted.planned_s`; 0 leaves a phase out.

    Those of ``predict`` and ``learn`` are only an estimate: they last as long as people need.
    """
    lengths_s = (predict_s, baseline_s, induce_s, stay_s, recover_s, learn_s)
    return dict(zip(PHASES, lengths_s, strict=True))


def label_of(name: str) -> str:
    """What a phase is called: "Predict"."""
    return name.capitalize()


def exercise_phase(trial: TrialStarted) -> str:
    """Phase in which the exercise is done: ``stay`` where nothing is brought on."""
    return INDUCE if _takes_place(trial, INDUCE) else STAY


def place_of(name: str) -> int:
    """Place of a phase in a trial, from 0; -1 for what is no phase of one."""
    return PHASES.index(name) if name in PHASES else -1


def _takes_place(trial: TrialStarted, name: str) -> bool:
    if name == RECOVER and trial.recovery is Recovery.NONE:
        return False
    planned_s = trial.planned_s.get(name, 0.0 if name in TIMED else math.inf)
    return planned_s > 0.0 and (math.isfinite(planned_s) or name not in TIMED)
