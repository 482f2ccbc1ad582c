"""Breathing at home: the guide fills the page, with a pause and an end, and nothing to read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.breathing import AFTER
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.ui.client.breath_guide import BreathGuide
from coherence_desktop.ui.client.client_model import ClientModel, minutes_left
from coherence_desktop.ui.live.chip_button import ChipButton
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.live.held_page import HeldPage
from coherence_desktop.ui.live.marker_bar import PLAIN
from coherence_desktop.ui.live.model import Item, LiveModel
from coherence_desktop.ui.live.notices import Notices
from coherence_desktop.ui.live.shortcuts import Act, act_of
from coherence_desktop.ui.sound.cues import Cue, Cues
from coherence_desktop.ui.sound.dark_cover import DarkCover
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label

PACE_STEP = 0.1
_STATE_EVERY_S = 0.25
_OVER = "That was your practice. Stay as long as you like."


class HomeBreathingPage(HeldPage):
    """Paced breathing as the person who practises sees it: no numbers, one way out.

    Parameters
    ----------
    theme : Theme
    commands : SessionCommands
        The session.
    title : str
        What is practised.
    minutes_shown : bool
        Whether the minutes left are shown.
    """

    def __init__(
        self,
        theme: Theme,
        commands: SessionCommands,
        title: str,
        *,
        minutes_shown: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "client_ground", parent)
        self.setAccessibleName(title)
        self._commands = commands
        self._minutes_shown = minutes_shown
        self._model = LiveModel()
        self._heart = ClientModel()
        self._patient_screen = False
        self._state_at = float("-inf")
        self.guide = BreathGuide(theme, commands)
        self.notices = Notices(theme)
        self.over = Label(theme, "", 20, 400, "ink2")
        self.pause = Button(theme, "Pause", ButtonKind.TEXT, cap="P", size_px=16)
        self.finish = Button(theme, "End", ButtonKind.TEXT, cap="Esc", size_px=16)
        self.pause.clicked.connect(self.pause_or_go_on)
        self.finish.clicked.connect(commands.end)
        self.sound = self._cue(Cue.SOUND, "sound", "Sound", "F8")
        self.eyes_closed = self._cue(Cue.EYES_CLOSED, "eye-closed", "Eyes closed", "F9")
        head = QHBoxLayout()
        head.addWidget(Label(theme, title, 16, 500, "ink2"))
        head.addStretch(1)
        head.addWidget(self.sound)
        head.addWidget(self.eyes_closed)
        foot = QHBoxLayout()
        foot.setSpacing(32)
        foot.addWidget(self.finish)
        foot.addWidget(self.pause)
        foot.addStretch(1)
        foot.addWidget(self.over)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(64, 40, 64, 40)
        rows.setSpacing(16)
        rows.addLayout(head)
        rows.addWidget(self.notices)
        rows.addWidget(self.guide, 1)
        rows.addLayout(foot)
        self._dark = DarkCover(self)
        self._dark.opened.connect(lambda: self.cue_switched.emit(Cue.EYES_CLOSED))

    # --- what whoever holds the session calls ---------------------------------------------------

    def consume(self, items: Sequence[Item]) -> None:
        """Take what is new since the last frame."""
        if items:
            self._model.consume(items)
            self._heart.consume(items)
            self._show_state(self._commands.now())

    def tick(self) -> None:
        """Let time pass; the guide moves by itself."""
        now = self._commands.now()
        if not 0.0 <= now - self._state_at < _STATE_EVERY_S:
            self._show_state(now)

    def mark(self, marker: NamedMarker | None = None, *, t: float | None = None) -> None:
        """Mark this moment, or ``t`` for a key pressed on the patient's screen."""
        chosen = marker or PLAIN
        at = self._commands.now() if t is None else t
        self._commands.mark(chosen.id, chosen.label, at)

    def settle(self) -> None:
        """Nothing is ever half written here."""

    def tell(self, text: str) -> None:
        """Say something plain until it is understood."""
        self.notices.tell(text)

    def set_patient_screen(self, *, on: bool) -> None:
        """Say whether the patient's screen is shown."""
        self._patient_screen = on

    def show_cues(self, cues: Cues) -> None:
        """Show the shape or only its word; with closed eyes nothing at all."""
        self.sound.setChecked(cues.sound)
        self.eyes_closed.setChecked(cues.eyes_closed)
        self.guide.set_shape_shown(cues.shape)
        self.guide.set_sound_only(cues.eyes_closed)
        self._dark.set_dark(cues.eyes_closed)

    # --- what a person does --------------------------------------------------------------------

    def pause_or_go_on(self) -> None:
        """Let the practice rest, or go on."""
        if self._model.paused:
            self._commands.resume()
        else:
            self._commands.pause()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc opens closed eyes or ends, P pauses, brackets change the pace."""
        if event.key() == Qt.Key.Key_Escape and self.eyes_closed.isChecked():
            self.cue_switched.emit(Cue.EYES_CLOSED)
        elif event.key() == Qt.Key.Key_Escape:
            self._commands.end()
        elif not self._act(act_of(event)):
            super().keyPressEvent(event)

    def _act(self, act: Act | None) -> bool:
        match act:
            case Act.PAUSE:
                self.pause_or_go_on()
            case Act.MARK:
                self.mark()
            case Act.END:
                self._commands.end()
            case Act.DARK:
                self.theme.set_dark(not self.theme.dark)
            case Act.SLOWER | Act.FASTER:
                self._commands.step_pace(-PACE_STEP if act is Act.SLOWER else PACE_STEP)
            case Act.PATIENT_SCREEN:
                self.patient_screen_switched.emit(not self._patient_screen)
            case Act.SOUND:
                self.cue_switched.emit(Cue.SOUND)
            case Act.EYES_CLOSED:
                self.cue_switched.emit(Cue.EYES_CLOSED)
            case Act.HELP:
                self.help_asked.emit()
            case _:
                return False
        return True

    def _cue(self, cue: Cue, icon: str, words: str, cap: str) -> ChipButton:
        chip = ChipButton(self.theme, Icon(icon, 18), words)
        chip.setToolTip(cap)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda: self.cue_switched.emit(cue))
        return chip

    def _show_state(self, now: float) -> None:
        self._state_at = now
        self.guide.set_heart(self._heart.state(now), self._heart.level)
        self.guide.set_left(minutes_left(self._heart.left_s(now)) if self._minutes_shown else "")
        self.notices.show_state(self._model, now)
        self.pause.set_text("Go on" if self._model.paused else "Pause")
        phases = self._model.phases
        self.over.set_text(_OVER if phases and phases[-1].name == AFTER else "")
