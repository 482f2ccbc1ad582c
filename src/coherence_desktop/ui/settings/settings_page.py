"""The page of settings: a few, each in effect at once."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.preferences import Look, Motion, PreferenceStore, Way
from coherence_desktop.ui.settings.cue_settings import CueSettings
from coherence_desktop.ui.settings.lab_settings import LabSettings
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.rule import Rule
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_WIDTH_PX = 776
_LOOKS = (Look.SYSTEM, Look.LIGHT, Look.DARK)
_MOTIONS = (Motion.SYSTEM, Motion.FULL, Motion.REDUCED)


class SettingsPage(Page):
    """Look, motion, the patient's screen and the cues of the breath.

    Parameters
    ----------
    theme : Theme
    store : PreferenceStore
        Keeps what is set.
    library : str
        Where the recordings are, in words.
    """

    back_requested = Signal()
    shown = Signal()

    def __init__(
        self,
        theme: Theme,
        store: PreferenceStore,
        library: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Settings")
        self._store = store
        self._look = self._choice("Look", ("As the system", "Light", "Dark"))
        self._motion = self._choice("Motion", ("As the system", "Full", "Reduced"))
        self._minutes = self._choice("Minutes left", ("Shown", "Hidden"))
        self.cues = CueSettings(theme, store)
        self.lab = LabSettings(theme, store)
        self._library = Label(theme, library, 14, token="ink2", wrap=True)
        self._lay_out()
        self._show_now()
        self._look.chosen.connect(self._set_look)
        self._motion.chosen.connect(self._set_motion)
        self._minutes.chosen.connect(self._set_minutes)
        store.changed.connect(self._show_now)

    def add_section(self, section: QWidget) -> None:
        """Put further settings under the others."""
        place = self._column.indexOf(self._library)
        self._column.insertWidget(place, section)
        self._column.insertSpacing(place, 8)
        self._column.insertSpacing(place + 2, 24)

    def remove_section(self, section: QWidget) -> None:
        """Take further settings away again."""
        place = self._column.indexOf(section)
        for index in (place + 1, place, place - 1):
            self._column.takeAt(index)
        section.hide()

    def set_library(self, words: str) -> None:
        """Say where the recordings are."""
        self._library.set_text(words)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it is shown."""
        super().showEvent(event)
        self.shown.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _choice(self, name: str, options: Sequence[str]) -> SegmentedControl:
        return SegmentedControl(self.theme, options, name=name, drawn_height=40, size_px=14)

    def _set_look(self, index: int) -> None:
        self._store.set(replace(self._store.now, look=_LOOKS[index]))

    def _set_motion(self, index: int) -> None:
        self._store.set(replace(self._store.now, motion=_MOTIONS[index]))

    def _set_minutes(self, index: int) -> None:
        self._store.set(replace(self._store.now, minutes_shown=index == 0))

    def _show_now(self) -> None:
        now = self._store.now
        self._look.set_current(_LOOKS.index(now.look))
        self._motion.set_current(_MOTIONS.index(now.motion))
        self._minutes.set_current(0 if now.minutes_shown else 1)
        self.lab.setVisible(now.way is Way.CLINIC)

    def _lay_out(self) -> None:
        panel = Panel(self.theme, PATIENT_RADIUS)
        panel.setMaximumWidth(_WIDTH_PX)
        rows = QVBoxLayout(panel)
        rows.setContentsMargins(0, 8, 0, 8)
        rows.setSpacing(0)
        settings = (
            ("Look", "Light or dark. Ctrl+D changes it from any page.", self._look),
            ("Motion", "Reduced: the disc keeps one size and a ring fills.", self._motion),
            ("Minutes left", "On the patient screen, at the lower right.", self._minutes),
        )
        for number, (name, words, control) in enumerate(settings):
            if number:
                rows.addWidget(Rule(self.theme))
            rows.addLayout(self._row(name, words, control))
        # The width is bound around all of it: heights of wrapped words are asked for by width.
        held = QWidget()
        held.setMaximumWidth(_WIDTH_PX)
        self._column = column = QVBoxLayout(held)
        column.setContentsMargins(0, 64, 0, 32)
        column.setSpacing(0)
        column.addWidget(Label(self.theme, "Settings", 40, 500))
        column.addSpacing(32)
        column.addWidget(panel)
        column.addSpacing(32)
        column.addWidget(self.cues)
        column.addSpacing(32)
        column.addWidget(self.lab)
        column.addSpacing(24)
        column.addWidget(self._library)
        column.addStretch(1)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(64, 0, 64, 0)
        row.addWidget(held, 1)
        row.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(self.theme, content))

    def _row(self, name: str, words: str, control: QWidget) -> QHBoxLayout:
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(Label(self.theme, name, 16, 600))
        text.addWidget(Label(self.theme, words, 14, token="ink2", wrap=True))
        row = QHBoxLayout()
        row.setContentsMargins(32, 20, 32, 20)
        row.setSpacing(24)
        row.addLayout(text, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        return row
