"""The marker bar of a trial: marks and the note, more time, and the next phase."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coherence_desktop.practice.exposure.phases import LEARN
from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.ui.live.marker_bar import BarSize, MarkerBar
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.steering import MORE_S
from coherence_desktop.ui.widgets.button import Button

SIZE = BarSize(bar=80, key=56, mark=240, words=16, cap=32)


class TrialBar(MarkerBar):
    """Keys of a trial.

    Parameters
    ----------
    theme : Theme
    markers : iterable of NamedMarker
        The named ones.
    """

    extend_pressed = Signal()
    next_pressed = Signal()

    def __init__(
        self, theme: Theme, markers: Iterable[NamedMarker], parent: QWidget | None = None
    ) -> None:
        self.extend = Button(theme, f"Add {MORE_S:.0f} s", cap="+", height=SIZE.key)
        self.next = Button(theme, "Next phase", cap="→", height=SIZE.key)
        super().__init__(theme, markers, size=SIZE, tail=(self.extend, self.next), parent=parent)
        row = self.layout()
        if row is not None:
            row.setContentsMargins(24, 1, 24, 0)
            row.setSpacing(8)
        self.note.set_glyph(None)
        self.note.setFixedWidth(self.note.sizeHint().width())
        self.extend.clicked.connect(self.extend_pressed)
        self.next.clicked.connect(self.next_pressed)

    def show_state(self, state: TrialState) -> None:
        """Offer what can be done now."""
        running = state.trial is not None
        self.extend.setVisible(running)
        self.next.setVisible(running)
        self.extend.setEnabled(state.phase_target_s is not None and state.ended is None)
        text = "Finish trial" if state.phase == LEARN else "Next phase"
        if self.next.text() != text:
            self.next.set_text(text)
        self.noting.set_esc_leaves(not state.exposing)
