"""The clinician's page of a running assessment: the live page with what to do now above it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.events import Phase
from coherence_desktop.practice.assessments import AssessmentState
from coherence_desktop.practice.assessments.parts import AFTER
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.signal.results import LiveSnapshot
from coherence_desktop.ui.assessment.guide_strip import GuideStrip
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.live.model import Item
from coherence_desktop.ui.live.page import LivePage
from coherence_desktop.ui.theme import Theme

_MODIFIED = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_MAIN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AssessmentPage(LivePage):
    """A running assessment.

    Right leaves the running part; the pace is that of the protocol and cannot be changed.

    Parameters
    ----------
    theme : Theme
    session : SessionCommands
    markers : sequence of NamedMarker
        Named marker keys.
    title, about : str
        What is assessed; who.
    """

    state: AssessmentState
    """Where the assessment stands."""
    guide: GuideStrip

    def __init__(
        self,
        theme: Theme,
        session: SessionCommands,
        markers: Sequence[NamedMarker] = (),
        *,
        title: str = "",
        about: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, session, markers, title=title, about=about, parent=parent)
        self._session = session

    def consume(self, items: Sequence[Item]) -> None:
        """Take what is new since the last frame."""
        before = self.state
        for item in items:
            if not isinstance(item, LiveSnapshot | RecorderState):
                self.state = self.state.after(item)
        super().consume(items)
        if self.state is not before:
            self.guide.show_state(self.state, self._session.now())

    def handle_key(self, event: QKeyEvent) -> bool:
        """Act on a key, also one pressed on the patient's screen; true if it was one of ours."""
        plain = not event.isAutoRepeat() and not event.modifiers() & _MODIFIED
        if plain and event.key() == Qt.Key.Key_Right and self.state.part is not None:
            self.skip()
            return True
        if plain and event.key() in _MAIN and self.state.over:
            self._session.end()
            return True
        return super().handle_key(event)

    def skip(self) -> None:
        """Leave the running part for the next one."""
        following = self.state.next_part
        name = AFTER if following is None else following.name
        if self.state.may_move(name):
            self._session.post(Phase(self._session.now(), name))

    def _lay_out(self) -> None:
        super()._lay_out()
        self.state = AssessmentState()
        self.guide = GuideStrip(self.theme)
        self.guide.skip_pressed.connect(self.skip)
        self.guide.results_pressed.connect(self._commands.end)
        around = QWidget()
        row = QHBoxLayout(around)
        row.setContentsMargins(16, 16, 16, 0)
        row.addWidget(self.guide)
        rows = self.layout()
        if isinstance(rows, QVBoxLayout):
            rows.insertWidget(rows.indexOf(self.top_bar) + 1, around)
        self.values.pacer.hide()

    def _step(self, delta: float) -> None:
        """The pace belongs to the protocol."""

    def _show_state(self, now: float) -> None:
        super()._show_state(now)
        self.guide.show_state(self.state, now)
