"""What the live page asks of the session."""

from typing import Protocol

from coherence_desktop.events import AnyEvent
from coherence_desktop.practice.pacer import Pacer


class Commands(Protocol):
    """The session as the page commands it; every call returns at once."""

    @property
    def pacer(self) -> Pacer | None:
        """The breath guide as it is now known; None while nothing is paced."""

    @property
    def planned_s(self) -> float | None:
        """Planned practice in seconds, pauses not counted; None if open."""

    def now(self) -> float:
        """Session time, in seconds."""

    def mark(self, key: str, label: str, t: float) -> None:
        """Record a marker at ``t``, the moment of the key press."""

    def note(self, text: str, t: float) -> None:
        """Record a note at ``t``, the moment at which writing began."""

    def step_pace(self, delta: float) -> None:
        """Ask the pacer for ``delta`` breaths a minute more."""

    def pause(self) -> None:
        """Let the practice rest; recording goes on."""

    def resume(self) -> None:
        """Let the practice go on."""

    def end(self) -> None:
        """End the session."""


class SessionCommands(Commands, Protocol):
    """A session that also takes what a person gives: ratings, answers, the steps of a trial."""

    def post(self, event: AnyEvent) -> None:
        """Hand in an event that a person gave."""
