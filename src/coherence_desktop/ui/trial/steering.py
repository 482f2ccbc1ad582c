"""What can be asked of a trial, as the events that ask for it."""

from collections.abc import Callable

import msgspec

from coherence_desktop.events import (
    AnyEvent,
    Phase,
    PhaseExtended,
    Rating,
    TrialEnded,
    TrialEndReason,
)
from coherence_desktop.practice.exposure.state import DISTRESS, TrialState
from coherence_desktop.ui.live.commands import SessionCommands

MORE_S = 30.0
"""What the key + adds to the running phase."""


class Steering:
    """Posts the commands of a trial; what makes no sense now is not posted.

    Parameters
    ----------
    session : SessionCommands
    state : callable
        Where the session stands, as it is shown.
    settle : callable
        Lets ratings and words that were begun count; called before anything that ends a phase.
    """

    def __init__(
        self,
        session: SessionCommands,
        state: Callable[[], TrialState],
        settle: Callable[[], None],
    ) -> None:
        self._session = session
        self._state = state
        self._settle = settle

    def post(self, event: AnyEvent) -> None:
        """Hand in a rating or an answer."""
        self._session.post(event)

    def rate(self, value: float, t: float) -> None:
        """Take a rating of distress, also one that was set on the patient's screen."""
        self._session.post(Rating(t, DISTRESS, value))

    def stop(self) -> bool:
        """Stop the exposure at once, everything up to now is kept; false if there is none."""
        if not self._state().exposing:
            return False
        stopped = TrialEnded(self._session.now(), TrialEndReason.STOPPED)
        self._settle()
        self._session.post(stopped)
        return True

    def next_phase(self) -> None:
        """Move on to the next phase; after the last one the trial is complete."""
        state, now = self._state(), self._session.now()
        if state.trial is None or state.session_ended:
            return
        self._settle()
        name = state.next_phase
        self._session.post(TrialEnded(now) if name is None else Phase(now, name))

    def move_to(self, phase: str) -> None:
        """Move on to a later phase."""
        now = self._session.now()
        if self._state().may_move(phase):
            self._settle()
            self._session.post(Phase(now, phase))

    def extend(self) -> None:
        """Give the running phase more time."""
        state = self._state()
        if state.trial is not None and state.phase_target_s is not None:
            self._session.post(PhaseExtended(self._session.now(), MORE_S))

    def again(self) -> None:
        """Begin the last trial's step once more."""
        last = self._state().last
        if last is not None and self._state().trial is None:
            self._session.post(msgspec.structs.replace(last, t=self._session.now(), number=0))
