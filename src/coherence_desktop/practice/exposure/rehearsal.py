"""A clinician for demonstrations: starts trials, and moves on from phases that stay open."""

from collections.abc import Mapping

import msgspec

from coherence_desktop.events import AnyEvent, Phase, TrialEnded, TrialEndReason, TrialStarted
from coherence_desktop.practice.exposure.phases import LEARN, PREDICT, REST
from coherence_desktop.practice.exposure.state import TrialState

LASTS_S: Mapping[str, float] = {REST: 5.0, PREDICT: 12.0, LEARN: 20.0}
"""How long an open phase is let run, and the rest before each trial."""


class Rehearsal:
    """Gives the commands of a clinician, each once; whoever asks posts them.

    What people do meanwhile has precedence: a phase they moved on from is left alone, and once
    they stopped a trial no other one is started.

    Parameters
    ----------
    trial : TrialStarted
        What every trial is like; its time is filled in.
    trials : int
        How many to run.
    """

    def __init__(self, trial: TrialStarted, trials: int = 3) -> None:
        self._trial = trial
        self._trials = trials
        self._last: tuple[int, str] = (0, "")
        self._stopped = False

    def due(self, state: TrialState, t: float) -> list[AnyEvent]:
        """Commands that have come due at session time ``t``."""
        self._stopped = self._stopped or state.ended is TrialEndReason.STOPPED
        here = (state.trials, state.phase)
        lasts_s = LASTS_S.get(state.phase)
        if state.paused or lasts_s is None or here == self._last or state.into_s(t) < lasts_s:
            return []
        if state.phase == REST and (self._stopped or state.trials >= self._trials):
            return []
        self._last = here
        return [self._command(state, t)]

    def _command(self, state: TrialState, t: float) -> AnyEvent:
        if state.phase == REST:
            return msgspec.structs.replace(self._trial, t=t)
        if state.ended is not None:
            return Phase(t, REST)
        follows = state.next_phase
        return TrialEnded(t) if follows is None else Phase(t, follows)
