"""The live page's top bar: what and who, the session's clock, how things stand, pause and end."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.live.bar import Bar
from coherence_desktop.ui.live.chip_button import ChipButton
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.live.session_clock import SessionClock
from coherence_desktop.ui.live.status_chips import recording_parts, strap_parts
from coherence_desktop.ui.live.strap_status import strap_words
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.chip import Chip
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label

HEIGHT_PX = 64
_TITLE_PX = 252
_ROOMY_PX = 1400
"""From this width on the strap is named and the title has its full width."""
_TITLED_PX = 1080
"""Below this width the title gives way to the clock and the chips."""
_LEAST_PX = 1000
_LEAST_TITLE_PX = 184
_GAPS_PX = 2 * 16 + 7 * 12 + 8


class TopBar(Bar):
    """Shows the state of the session; asks for pause, end and the patient's screen.

    Parameters
    ----------
    theme : Theme
    title, about : str
        What is practised; who and which session.
    """

    pause_pressed = Signal()
    end_pressed = Signal()
    patient_screen_switched = Signal(bool)

    def __init__(
        self, theme: Theme, title: str, about: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, HEIGHT_PX, line_at_top=False, parent=parent)
        self._title = Label(theme, title, 16, 600)
        self._about = Label(theme, about, 12, 400, "ink2")
        self._about.setVisible(bool(about))
        self.clock = SessionClock(theme)
        self.recording = Chip(theme, "Not recording")
        self.strap = Chip(theme, "Strap")
        self._told: tuple[object, ...] = ()
        self._ruler = Chip(theme, parent=self)
        self._ruler.hide()
        self.patient_screen = ChipButton(theme, Icon("screen", 18), "Patient screen")
        self.patient_screen.setToolTip("F11")
        self.pause = Button(theme, "Pause", cap="P")
        self.end = Button(theme, "End session", ButtonKind.STOP, cap="Ctrl E")
        self.patient_screen.toggled.connect(self.patient_screen_switched)
        self.pause.clicked.connect(self.pause_pressed)
        self.end.clicked.connect(self.end_pressed)
        self._titles = QWidget()
        titles = QVBoxLayout(self._titles)
        titles.setContentsMargins(0, 0, 0, 0)
        titles.setSpacing(0)
        titles.addStretch(1)
        titles.addWidget(self._title)
        titles.addWidget(self._about)
        titles.addStretch(1)
        self._titles.setMinimumWidth(96)
        self.setMinimumWidth(_LEAST_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(12)
        row.addWidget(self._titles, 100)
        row.addWidget(self.clock)
        row.addSpacing(8)
        row.addWidget(self.recording)
        row.addWidget(self.strap)
        row.addWidget(self.patient_screen)
        row.addStretch(1)
        row.addWidget(self.pause)
        row.addWidget(self.end)

    def set_title(self, title: str, about: str | None = None) -> None:
        """Name what is practised, and who."""
        self._title.set_text(title)
        if about is not None:
            self._about.set_text(about)
            self._about.setVisible(bool(about))

    @property
    def title(self) -> str:
        """What is practised."""
        return self._title.text()

    def show_state(self, model: LiveModel, now: float, planned_s: float | None) -> None:
        """Bring clock and chips up to date; what is the same is not repainted."""
        end_t = now if model.ended_t is None else model.ended_t
        total = None if planned_s is None else planned_s + model.paused_s(now)
        self.clock.show_time(end_t, total)
        self._show_recording(model)
        self._show_strap(model, now)
        self.pause.setEnabled(model.ended_t is None)
        self.end.setEnabled(model.ended_t is None)
        text = "Go on" if model.paused else "Pause"
        if self.pause.text() != text:
            self.pause.set_text(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the title what the chips leave."""
        super().resizeEvent(event)
        width = self.width()
        self._titles.setMaximumWidth(_TITLE_PX + 12 if width >= _ROOMY_PX else _TITLE_PX - 60)
        self._titles.setVisible(width >= _TITLED_PX)

    def _show_recording(self, model: LiveModel) -> None:
        parts, news = recording_parts(model)
        self.recording.set_parts(parts, note=news)

    def _show_strap(self, model: LiveModel, now: float) -> None:
        """Say as much as there is room for."""
        words, _ = strap_words(model, now)
        charge = model.battery_percent
        told = (words, charge, model.strap_name, model.source, self._room("Patient screen"))
        if told == self._told:
            return
        self._told = told
        (full, short, least), note = strap_parts(model, now)
        for screen, parts in (
            ("Patient screen", full),
            ("Patient screen", short),
            ("Patient screen", least),
            ("Screen", least),
        ):
            self._ruler.set_parts(parts)
            if self._room(screen) >= self._ruler.sizeHint().width():
                break
        self.strap.set_parts(parts, note=note)
        self.strap.setToolTip(model.strap_name)
        self.patient_screen.set_words(screen)

    def _room(self, screen: str) -> float:
        """Width that the strap's chip may have beside all else."""
        others = (self.clock, self.recording, self.pause, self.end)
        taken = sum(widget.sizeHint().width() for widget in others)
        taken += self.patient_screen.width_with(screen)
        titles = _LEAST_TITLE_PX if self._titles.isVisibleTo(self) else 0
        return self.width() - taken - titles - _GAPS_PX
