"""The top bar of a session of exposure: what and who, and how recording and strap stand."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.signal.results import Quality
from coherence_desktop.ui.live.bar import Bar
from coherence_desktop.ui.live.chip_button import ChipButton
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.live.status_chips import Parts, recording_parts, strap_parts
from coherence_desktop.ui.live.top_bar import HEIGHT_PX
from coherence_desktop.ui.live.values_column import quality_details
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.chip import Chip
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.quality_badge import QualityLevel, QualityMark

_EDGE_PX = 24
_GAP_PX = 12
_LEAST_TITLE_PX = 232
_TITLED_PX = 900
_LEVELS = {
    QualityLevel.CLEAN: "Clean",
    QualityLevel.FAIR: "Fair",
    QualityLevel.CARE: "With care",
    QualityLevel.ABSENT: "No beats yet",
}


class TrialTopBar(Bar):
    """Title at the left, chips at the right; no clock but the countdown.

    Parameters
    ----------
    theme : Theme
    title, about : str
        What is practised; who.
    """

    pause_pressed = Signal()
    end_pressed = Signal()
    patient_screen_switched = Signal(bool)
    patient_dial_switched = Signal(bool)

    def __init__(
        self, theme: Theme, title: str, about: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, HEIGHT_PX, line_at_top=False, parent=parent)
        self._title = Label(theme, title, 16, 600)
        self._about = Label(theme, about, 12, 400, "ink2")
        self.recording = Chip(theme, "Not recording")
        self.strap = Chip(theme, "Strap")
        self.quality = Chip(theme, "No beats yet")
        self._quality: Quality | None = None
        self._ruler = Chip(theme, parent=self)
        self._ruler.hide()
        self.patient_screen = ChipButton(theme, Icon("screen", 18), "Patient screen")
        self.patient_screen.setToolTip("F11")
        self.patient_dial = ChipButton(theme, Icon("eye", 18), "Dial for patient")
        self.patient_dial.setToolTip("The dial on the patient screen, to be touched")
        self.patient_dial.hide()
        self.pause = Button(theme, "Pause", cap="P")
        self.end = Button(theme, "End session", cap="Ctrl E")
        self.patient_screen.toggled.connect(self._patient_screen_toggled)
        self.patient_dial.toggled.connect(self.patient_dial_switched)
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
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE_PX, 0, _EDGE_PX, 1)
        row.setSpacing(_GAP_PX)
        row.addWidget(self._titles, 1)
        for widget in self._others():
            row.addWidget(widget)

    @property
    def title(self) -> str:
        """What is practised."""
        return self._title.text()

    @property
    def about(self) -> str:
        """Who, and which trial."""
        return self._about.text()

    def set_title(self, title: str, about: str) -> None:
        """Name what is practised, and who."""
        self._title.set_text(title)
        self._about.set_text(about)
        self._about.setVisible(bool(about))

    def set_resting(self, resting: bool) -> None:  # noqa: FBT001 - a state
        """Between trials the session can be ended; within one it is paused or stopped."""
        self.end.setVisible(resting)
        self.pause.setVisible(not resting)

    def show_quality(self, quality: Quality) -> None:
        """Show how good the session's beats are."""
        self._quality = quality
        self.quality.setToolTip(quality_details(quality))

    def show_state(self, model: LiveModel, now: float) -> None:
        """Bring the chips up to date, with as many words as there is room for."""
        parts, news = recording_parts(model)
        self.recording.set_parts(parts, note=news)
        over = model.ended_t is not None
        self.pause.setEnabled(not over)
        self.end.setEnabled(not over)
        text = "Go on" if model.paused else "Pause"
        if self.pause.text() != text:
            self.pause.set_text(text)
        self._show_strap(model, now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words of the title where there is room for any."""
        super().resizeEvent(event)
        self._titles.setVisible(self.width() >= _TITLED_PX)

    def _others(self) -> tuple[QWidget, ...]:
        return (
            self.recording,
            self.strap,
            self.quality,
            self.patient_dial,
            self.patient_screen,
            self.pause,
            self.end,
        )

    def _show_strap(self, model: LiveModel, now: float) -> None:
        choices, note = strap_parts(model, now)
        full, short, least = choices
        mark, words, counts = self._quality_parts()
        care = words == _LEVELS[QualityLevel.CARE]
        long: Parts = [mark, counts]
        brief: Parts = [mark, words]
        for screen, parts, told in (
            ("Patient screen", full, long),
            ("Patient screen", full, brief),
            ("Screen", full, brief),
            ("Screen", short, brief),
            ("Screen", least, brief),
        ):
            if self._wide(screen, parts, told) <= self.width():
                break
        self.strap.set_parts(parts, note=note)
        self.strap.setToolTip(model.strap_name)
        self.quality.set_parts(told, note=care)
        self.patient_screen.set_words(screen)

    def _wide(self, screen: str, strap: Parts, quality: Parts) -> float:
        """Width of everything, with these words."""
        wide = float(2 * _EDGE_PX)
        if self._titles.isVisibleTo(self):
            wide += _LEAST_TITLE_PX
        for widget in self._others():
            if not widget.isVisibleTo(self):
                continue
            wide += _GAP_PX
            if widget is self.patient_screen:
                wide += self.patient_screen.width_with(screen)
            elif widget is self.strap or widget is self.quality:
                self._ruler.set_parts(strap if widget is self.strap else quality)
                wide += self._ruler.sizeHint().width()
            else:
                wide += widget.sizeHint().width()
        return wide

    def _quality_parts(self) -> tuple[QualityMark, str, str]:
        quality = self._quality
        percent = None if quality is None or not quality.beats else quality.corrected_percent
        level = QualityLevel.of(percent)
        word = _LEVELS[level]
        counts = (
            word
            if quality is None or percent is None
            else f"{word}, {quality.corrected} corrected"
        )
        return QualityMark(level), word, counts

    def _patient_screen_toggled(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.patient_dial.setVisible(on)
        self.patient_screen_switched.emit(on)
