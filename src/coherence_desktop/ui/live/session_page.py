"""What every page of a running session does: marks, notes, pause, and the patient's screen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.events import Marker
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.ui.live.chip_button import ChipButton
from coherence_desktop.ui.live.commands import Commands
from coherence_desktop.ui.live.held_page import HeldPage
from coherence_desktop.ui.live.marker_bar import PLAIN, MarkerBar
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.live.notices import Notices
from coherence_desktop.ui.live.shortcuts import Act, act_of, letter_of
from coherence_desktop.ui.sound.cues import Cue
from coherence_desktop.ui.theme import Theme


class SessionPage(HeldPage):
    """A running session as the clinician sees and steers it.

    Parameters
    ----------
    theme : Theme
    commands : Commands
        The session.
    live : LiveModel
        What is known of it.
    notices : Notices
    marker_bar : MarkerBar
    patient_screen : ChipButton
        Switches the patient's screen.
    """

    def __init__(
        self,
        theme: Theme,
        commands: Commands,
        live: LiveModel,
        notices: Notices,
        marker_bar: MarkerBar,
        patient_screen: ChipButton,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self._commands = commands
        self._live = live
        self.notices = notices
        self.marker_bar = marker_bar
        self._patient_screen = patient_screen
        self._note_t = 0.0
        marker_bar.mark_pressed.connect(lambda marker: self.mark(marker))
        marker_bar.note_opened.connect(self.open_note)
        marker_bar.entry_closed.connect(self.setFocus)
        marker_bar.note_kept.connect(lambda text: commands.note(text, self._note_t))

    def mark(self, marker: NamedMarker | None = None, *, t: float | None = None) -> None:
        """Mark this moment, or ``t`` for a key pressed on the patient's screen.

        Parameters
        ----------
        marker : NamedMarker, optional
            The plain one if not given.
        t : float, optional
            Session time of the key press.
        """
        if self._live.ended_t is not None:
            return
        t = self._commands.now() if t is None else t
        marker = marker or PLAIN
        plain = marker is PLAIN
        label = f"Mark {self._live.plain_marks() + 1}" if plain else marker.label
        self._live.mark_ahead_of_record(Marker(t, label, marker.id))
        self._show_mark(t)
        self.marker_bar.show_marked(marker, t)
        self._commands.mark(marker.id, label, t)

    def settle(self) -> None:
        """Keep what is being written, before the session ends."""
        self.marker_bar.settle()

    def tell(self, text: str) -> None:
        """Say something plain above the plot until it is understood."""
        self.notices.tell(text)

    def set_patient_screen(self, *, on: bool) -> None:
        """Say whether the patient's screen is shown."""
        self._patient_screen.setChecked(on)

    def open_note(self) -> None:
        """Write a note on this moment."""
        self._note_t = self._commands.now()
        self.marker_bar.open_note(self._note_t)

    def pause_or_go_on(self) -> None:
        """Let the practice rest, or go on."""
        if self._live.paused:
            self._commands.resume()
        else:
            self._commands.pause()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys of the page; text fields keep theirs."""
        if not self.handle_key(event):
            super().keyPressEvent(event)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Act on a key, also one pressed on the patient's screen; true if it was one of ours."""
        act = act_of(event)
        if act is Act.LETTER:
            named = self.marker_bar.keys.with_letter(letter_of(event))
            if named is not None:
                self.mark(named)
            return named is not None
        return act is not None and self._act(act)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act(self, act: Act) -> bool:
        """Do what a key asks for; false if this page has no such thing."""
        match act:
            case Act.MARK:
                self.mark()
            case Act.NOTE:
                self.open_note()
            case Act.PAUSE:
                self.pause_or_go_on()
            case Act.END:
                self._commands.end()
            case Act.DARK:
                self.theme.set_dark(not self.theme.dark)
            case Act.PATIENT_SCREEN:
                self._patient_screen.toggle()
            case Act.SOUND:
                self.cue_switched.emit(Cue.SOUND)
            case Act.EYES_CLOSED:
                self.cue_switched.emit(Cue.EYES_CLOSED)
            case Act.HELP:
                self.help_asked.emit()
            case _:
                return False
        return True

    def _show_mark(self, t: float) -> None:
        """Show a mark that was just set at ``t``."""
        raise NotImplementedError
