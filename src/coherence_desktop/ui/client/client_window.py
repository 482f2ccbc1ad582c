"""The window of the patient's screen, on a second monitor where there is one."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.ui.client.breath_guide import BreathGuide, GuideSource
from coherence_desktop.ui.client.client_model import ClientModel, minutes_left
from coherence_desktop.ui.sound.cues import Cue, Cues
from coherence_desktop.ui.theme import Theme

_WINDOW = (1120, 630)
_CUES = {Qt.Key.Key_F8: Cue.SOUND, Qt.Key.Key_F9: Cue.EYES_CLOSED}


class ClientWindow(QWidget):
    """The breath guide alone: no heart rate, no seconds, no controls, no mouse pointer.

    M marks this moment, F11 fills the screen or gives it back, Esc gives it back. F8 switches
    sound, F9 the dark screen for closed eyes; Esc leaves that first.

    Parameters
    ----------
    theme : Theme
    source : GuideSource
        Clock and pacer of the session.
    model : ClientModel, optional
        What it knows of a session that began before it was opened.
    """

    mark_requested = Signal(float)
    """The session time at which M was pressed."""
    closed = Signal()
    cue_switched = Signal(object)
    """A `Cue` to turn on or off."""

    def __init__(
        self,
        theme: Theme,
        source: GuideSource,
        model: ClientModel | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._model = model or ClientModel()
        self._minutes_shown = True
        self._eyes_closed = False
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowTitle("Breath guide")
        self.setAccessibleName("Patient screen")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.guide = BreathGuide(theme, source)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.guide)
        self.resize(*_WINDOW)

    def consume(self, items: Iterable[object]) -> None:
        """Take what is new: events and live measures, in order."""
        self._model.consume(items)
        now = self._source.now()
        self.guide.set_heart(self._model.state(now), self._model.level)
        left = minutes_left(self._model.left_s(now)) if self._minutes_shown else ""
        self.guide.set_left(left)

    def set_minutes_shown(self, shown: bool) -> None:  # noqa: FBT001 - a state
        """Show or hide the minutes left."""
        self._minutes_shown = shown
        self.consume(())

    def show_cues(self, cues: Cues) -> None:
        """Show the shape or only its word; with closed eyes nothing at all."""
        self._eyes_closed = cues.eyes_closed
        self.guide.set_sound_only(cues.eyes_closed)
        self.guide.set_shape_shown(cues.shape)

    def open_beside(self, main: QWidget) -> None:
        """Show: full on a screen that the main window is not on, else as a window of its own."""
        free = _other_screen(main.screen())
        if free is None:
            self.show()
            return
        self.setGeometry(free.geometry())
        self.showFullScreen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark, fill the screen, give it back."""
        key = event.key()
        if key == Qt.Key.Key_M and not event.isAutoRepeat():
            self.mark_requested.emit(self._source.now())
        elif key in _CUES and not event.isAutoRepeat():
            self.cue_switched.emit(_CUES[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape and self._eyes_closed:
            self.cue_switched.emit(Cue.EYES_CLOSED)
        elif key == Qt.Key.Key_F11:
            self.set_full(not self.isFullScreen())
        elif key == Qt.Key.Key_Escape and self.isFullScreen():
            self.set_full(False)
        else:
            super().keyPressEvent(event)

    def set_full(self, full: bool) -> None:  # noqa: FBT001 - a state
        """Fill the screen, or be a window."""
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the patient sees nothing any more."""
        super().closeEvent(event)
        self.closed.emit()


def _other_screen(taken: QScreen) -> QScreen | None:
    return next((screen for screen in QGuiApplication.screens() if screen is not taken), None)
