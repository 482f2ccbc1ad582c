"""Interoceptive exposure as a practice: trials, with or without rest between them."""

from collections.abc import Mapping

from coherence_desktop.events import AnyEvent, Beat, Phase, PracticeStarted, Reopened
from coherence_desktop.practice.exposure import machine, prompts
from coherence_desktop.practice.exposure.phases import REST, label_of
from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.practice.exposure.watch import Watch


class ExposureSession:
    """Runs trials of interoceptive exposure on the events that people give.

    The session is open and begins with the phase ``rest``. Commands are events:

    - `TrialStarted` starts a trial, if none runs and its exercise is not locked. It is numbered,
      and a paced recovery without a usable pace gets one.
    - ``Phase(t, name)`` moves on to a later phase that is planned, or to ``learn``; label and
      target are filled in. Timed phases move on by themselves.
    - `PhaseExtended` gives the running timed phase more time.
    - ``TrialEnded(t, STOPPED)`` ends the exposure at once, in every phase before ``learn``; what
      was learned can still be told, then ``Phase(t, "rest")`` closes the trial.
    - ``TrialEnded(t)`` completes a trial in its last phase; ``rest`` follows.
    - Ratings, answers, marks and notes are taken at any time, and never end a phase.

    What is refused is not recorded. The end of the session ends the running trial first.

    Parameters
    ----------
    locked : mapping of str to str, optional
        Exercises that wait for a sign-off, by id, with a sentence that says why. It is looked up
        whenever a trial is to start, so that what is signed off meanwhile may.
    """

    planned_s: float | None = None

    def __init__(self, *, locked: Mapping[str, str] | None = None) -> None:
        self._locked: Mapping[str, str] = {} if locked is None else locked
        self._state = TrialState()
        self._watch = Watch()

    @property
    def state(self) -> TrialState:
        """Where the session stands."""
        return self._state

    @property
    def locked(self) -> Mapping[str, str]:
        """Exercises that may not start, with the reason."""
        return self._locked

    def begin(self, t: float) -> list[AnyEvent]:
        """Say what is practised, and rest."""
        name = "Interoceptive exposure"
        return [PracticeStarted(t, kind="exposure", name=name), Phase(t, REST, label_of(REST))]

    def admit(self, event: AnyEvent) -> list[AnyEvent]:
        """Complete or refuse a command; everything else is taken as it is."""
        return machine.admitted(self._state, event, self._locked)

    def heard(self, event: AnyEvent) -> list[AnyEvent]:
        """What follows at once: the next phase, a pace, a notice."""
        self._state = self._state.after(event)
        self._watch = self._watch.after(event)
        if isinstance(event, Reopened):  # the pause that follows begins earlier
            return []
        return self._owed(event.received_s if isinstance(event, Beat) else event.t)

    def due(self, t: float, practised_s: float) -> list[AnyEvent]:  # noqa: ARG002 - counts itself
        """What comes first by ``t``: the end of a phase, a prompt or its rest, a notice."""
        owed = self._owed(t)
        if owed:
            return owed
        state = self._state
        coming = (machine.over(state), prompts.coming(state), self._watch.coming(state))
        by_now = [event for event in coming if event is not None and event.t <= t]
        return [min(by_now, key=lambda event: event.t)] if by_now else []

    def _owed(self, t: float) -> list[AnyEvent]:
        owed = machine.owed(self._state, t) or self._watch.owed(self._state, t)
        return [] if owed is None else [owed]
