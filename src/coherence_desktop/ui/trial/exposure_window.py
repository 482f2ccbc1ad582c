"""The window of the patient's screen in a session of exposure."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.events import AnyEvent
from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.ui.client.breath_guide import GuideSource
from coherence_desktop.ui.client.client_model import ClientModel
from coherence_desktop.ui.client.client_window import ClientWindow
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.exposure_screen import ExposureScreen
from coherence_desktop.ui.trial.exposure_words import guided, instruction_for, phase_share

_OWN_KEYS = (Qt.Key.Key_M, Qt.Key.Key_F11)


class ExposureClientWindow(ClientWindow):
    """One instruction and a slow ring; in a paced recovery the breath guide.

    Its keys are those of the clinician's page, so that Esc stops from here too; outside a trial
    Esc gives the screen back.

    Parameters
    ----------
    theme : Theme
    source : GuideSource
        Clock and pacer of the session.
    model : ClientModel
        What is known of the session so far.
    state : TrialState
        Where it stands.
    press, release : callable
        The clinician's page hears a key; ``press`` says whether it was one of its own.
    """

    rated = Signal(float, float)
    """Distress that was set on the dial, and its session time in seconds."""

    def __init__(
        self,
        theme: Theme,
        source: GuideSource,
        model: ClientModel | None = None,
        *,
        state: TrialState | None = None,
        press: Callable[[QKeyEvent], bool] = lambda _: False,
        release: Callable[[QKeyEvent], None] = lambda _: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, source, model, parent)
        self._state = state or TrialState()
        self._press = press
        self._release = release
        self._dial_wanted = False
        self.setWindowTitle("Exposure")
        self.screen_of_trial = ExposureScreen(theme, source.now)
        self.screen_of_trial.dial.rating.rated.connect(self.rated)
        column = self.layout()
        if column is not None:
            column.addWidget(self.screen_of_trial)
        self.consume(())

    @property
    def words(self) -> str:
        """The one instruction or word."""
        return self.guide.word if self.guide.isVisibleTo(self) else self.screen_of_trial.words

    def consume(self, items: Iterable[object]) -> None:
        """Take what is new: events and live measures, in order."""
        items = list(items)
        super().consume(items)
        for item in items:
            if isinstance(item, AnyEvent):
                self._state = self._state.after(item)
        self._show()

    def show_dial(self, shown: bool) -> None:  # noqa: FBT001 - a state
        """Show the dial while a trial runs, or the instruction alone."""
        self._dial_wanted = shown
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page's keys, then those of the screen."""
        if event.key() in _OWN_KEYS or not self._press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A key is no longer held."""
        self._release(event)
        super().keyReleaseEvent(event)

    def _show(self) -> None:
        state, now = self._state, self._source.now()
        breathing = guided(state)
        self.guide.setVisible(breathing)
        screen = self.screen_of_trial
        screen.setVisible(not breathing)
        screen.show_phase(instruction_for(state, now), phase_share(state, now))
        rated = state.last_distress
        screen.dial.rating.show(None if rated is None else rated.value)
        with_dial = self._dial_wanted and state.exposing
        screen.show_dial(with_dial)
        pointer = Qt.CursorShape.ArrowCursor if with_dial else Qt.CursorShape.BlankCursor
        if self.cursor().shape() is not pointer:
            self.setCursor(pointer)
