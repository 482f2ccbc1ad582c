"""What every page of a running session offers to whoever holds the session."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from coherence_desktop.events import AnyEvent
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.live.model import Item
from coherence_desktop.ui.sound.cues import Cues
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.page import Page

if TYPE_CHECKING:
    from coherence_desktop.ui.client.client_model import ClientModel
    from coherence_desktop.ui.client.client_window import ClientWindow


class HeldPage(Page):
    """A page that shows a running session.

    Feed it with `consume` and call `tick` at each frame; it owns no timer.
    """

    patient_screen_switched = Signal(bool)
    help_asked = Signal()
    prompted = Signal()
    """A rating is asked for; a soft tone may say so."""
    cue_switched = Signal(object)
    """A `Cue` to turn on or off."""

    def consume(self, items: Sequence[Item]) -> None:
        """Take what is new since the last frame."""
        raise NotImplementedError

    def tick(self) -> None:
        """Let time pass; costs next to nothing while no pixel is due."""
        raise NotImplementedError

    def mark(self, marker: NamedMarker | None = None, *, t: float | None = None) -> None:
        """Mark this moment, or ``t`` for a key pressed on the patient's screen."""
        raise NotImplementedError

    def settle(self) -> None:
        """Keep what is being written, before the session ends."""
        raise NotImplementedError

    def tell(self, text: str) -> None:
        """Say something plain until it is understood."""
        raise NotImplementedError

    def refuses(self, command: AnyEvent) -> str:
        """Why a command may not be given to the session now; empty if it may."""
        return ""

    def set_patient_screen(self, *, on: bool) -> None:
        """Say whether the patient's screen is shown."""
        raise NotImplementedError

    def show_cues(self, cues: Cues) -> None:
        """Say which cues of the breath are on; a page without a guide has nothing to show."""

    def make_patient_screen(self, source: SessionCommands, model: "ClientModel") -> "ClientWindow":
        """Make the patient's screen of this session.

        Parameters
        ----------
        source : SessionCommands
            Clock and pacer of the session.
        model : ClientModel
            What it knows of a session that began before it was opened.
        """
        from coherence_desktop.ui.client.client_window import ClientWindow

        return ClientWindow(self.theme, source, model)


PageMaker = Callable[[Theme, SessionCommands], HeldPage]
"""Makes the page of a session, given the session."""
