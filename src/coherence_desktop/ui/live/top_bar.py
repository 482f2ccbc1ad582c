"""The live page's top bar: what and who, the session's clock, how things stand, pause and end."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.live.bar import Bar
from coherence_desktop.ui.live.chip_button import ChipButton
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.live.strap_status import recording_words, strap_words
from coherence_desktop.ui.live.words import clock
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.battery_glyph import LOW_PERCENT, Battery, battery_words
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.chip import Chip
from coherence_desktop.ui.widgets.icon import Dot, Icon
from coherence_desktop.ui.widgets.label import Label

if TYPE_CHECKING:
    from coherence_desktop.ui.widgets.glyph import Glyph

HEIGHT_PX = 64
_TITLE_PX = 252
_ROOMY_PX = 1400
"""From this width on chips name the strap and say all their words."""


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
        self._clock = Label(theme, "0:00", 28, 600)
        self._planned = Label(theme, "", 14, 400, "ink2")
        self._recording = Chip(theme, "Not recording")
        self._strap = Chip(theme, "Strap")
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
        self._titles.setMinimumWidth(140)
        self._titles.setMaximumWidth(_TITLE_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 1)
        row.setSpacing(12)
        row.addWidget(self._titles, 100)
        row.addSpacing(12)
        row.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._planned, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(16)
        row.addWidget(self._recording)
        row.addWidget(self._strap)
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

    def show_state(self, model: LiveModel, now: float, planned_s: float | None) -> None:
        """Bring clock and chips up to date; what is the same is not repainted."""
        end_t = now if model.ended_t is None else model.ended_t
        self._clock.set_text(clock(end_t))
        self._clock.setAccessibleName(f"Session clock {clock(end_t)}")
        total = None if planned_s is None else planned_s + model.paused_s(now)
        self._planned.set_text("" if total is None else f"of {clock(total)}")
        self._show_recording(model)
        self._show_strap(model, now)
        self.patient_screen.set_words("Patient screen" if self._roomy else "Patient")
        self.pause.setEnabled(model.ended_t is None)
        self.end.setEnabled(model.ended_t is None)
        text = "Go on" if model.paused else "Pause"
        if self.pause.text() != text:
            self.pause.set_text(text)

    @property
    def _roomy(self) -> bool:
        return self.width() >= _ROOMY_PX

    def _show_recording(self, model: LiveModel) -> None:
        words, news = recording_words(model)
        running = model.recorder is not None and model.recorder.state == "recording"
        mark = (
            Icon("pause", 16) if model.paused and running else Dot("accent" if running else "ink3")
        )
        self._recording.set_parts((mark, words), note=news)

    def _show_strap(self, model: LiveModel, now: float) -> None:
        words, news = strap_words(model, now)
        name = short_name(model.strap_name)
        said = f"{name}, {words}" if self._roomy else words[0].upper() + words[1:]
        charge = model.battery_percent
        low = charge is not None and charge <= LOW_PERCENT
        battery = battery_words(charge) if charge is not None else "not known"
        parts: list[Glyph | str] = [Icon("strap", 18), said]
        if model.source in ("strap", ""):
            parts += [Battery(charge), battery]
        self._strap.set_parts(parts, note=news or low)
        self._strap.setToolTip(model.strap_name)


def short_name(name: str) -> str:
    """Name of a strap without the serial number that makers put at its end."""
    words = name.split()
    serial = len(words) > 1 and len(words[-1]) >= 6 and any(c.isdigit() for c in words[-1])
    return " ".join(words[:-1] if serial else words)
