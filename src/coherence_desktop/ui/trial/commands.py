"""What the page of a trial asks of the session."""

from typing import Protocol

from coherence_desktop.events import AnyEvent
from coherence_desktop.ui.live.commands import Commands


class TrialCommands(Commands, Protocol):
    """The session as the page of a trial commands it; every call returns at once."""

    def post(self, event: AnyEvent) -> None:
        """Hand in what a person gave or asked for: a rating, an answer, a step of the trial."""
