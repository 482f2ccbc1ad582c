"""The clinician's live page: holds the views, feeds them, and hears the keyboard."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.events import EcgChunk
from coherence_desktop.practice.levels import Levels
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.signal.results import Absent, Coherence
from coherence_desktop.ui.live.coherence_panel import CoherenceTrend
from coherence_desktop.ui.live.commands import Commands
from coherence_desktop.ui.live.marker_bar import MarkerBar
from coherence_desktop.ui.live.model import Changed, Item, LiveModel
from coherence_desktop.ui.live.notices import Notices
from coherence_desktop.ui.live.session_page import SessionPage
from coherence_desktop.ui.live.shortcuts import Act
from coherence_desktop.ui.live.spectrum_panel import SpectrumPlot
from coherence_desktop.ui.live.strap_status import silence_words, waiting_words
from coherence_desktop.ui.live.tachogram import Tachogram
from coherence_desktop.ui.live.tachogram_panel import TachogramPanel
from coherence_desktop.ui.live.top_bar import TopBar
from coherence_desktop.ui.live.values_column import ValuesColumn
from coherence_desktop.ui.plots.legend import Legend, share
from coherence_desktop.ui.plots.plot_panel import PlotPanel
from coherence_desktop.ui.sound.cues import Cues
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.words.values import NBSP, absence

if TYPE_CHECKING:
    from coherence_desktop.ui.live.ecg_strip import EcgStrip

NARROW_PX = 1200
"""Below this width the side column moves under the plot."""
PACE_STEP = 0.1
_PACE_STEPS = {Act.SLOWER: -PACE_STEP, Act.FASTER: PACE_STEP}
_GAP_PX = 16
_STATE_EVERY_S = 0.25
_ECG_PX = 168


class LivePage(SessionPage):
    """Paced breathing as the clinician sees and steers it.

    Parameters
    ----------
    theme : Theme
    commands : Commands
        The session.
    markers : iterable of NamedMarker
        Named marker keys.
    title, about : str
        What is practised; who and which session.
    levels : Levels
        Of coherence.
    """

    def __init__(
        self,
        theme: Theme,
        commands: Commands,
        markers: Iterable[NamedMarker] = (),
        *,
        title: str = "",
        about: str = "",
        levels: Levels | None = None,
        parent: QWidget | None = None,
    ) -> None:
        model, top_bar = LiveModel(), TopBar(theme, title, about)
        notices, marker_bar = Notices(theme), MarkerBar(theme, markers)
        screen = top_bar.patient_screen
        super().__init__(theme, commands, model, notices, marker_bar, screen, parent)
        self.model = model
        self.top_bar = top_bar
        levels = levels or Levels()
        self.tachogram = Tachogram(theme, self.model, self._pacer, self._waiting_words)
        self.tachogram_panel = TachogramPanel(theme, self.tachogram)
        self.trend = CoherenceTrend(theme, self.model, levels)
        self.spectrum = SpectrumPlot(theme)
        self.ecg: EcgStrip | None = None
        self.values = ValuesColumn(theme, levels)
        self._state_at = float("-inf")
        self._seen_pacer: Pacer | None = None
        self._lay_out()
        self._connect()
        self.tick()

    def consume(self, items: Sequence[Item]) -> None:
        """Take what is new since the last frame."""
        if not items:
            return
        now = self._commands.now()
        changed = self.model.consume(items)
        self._show_ecg(items)
        self.tachogram.changed(changed, now)
        if changed & Changed.MEASURES:
            self._show_measures(now)
            self.trend.changed(now)
        if changed & Changed.JUDGED:
            self.tachogram_panel.show_corrected()
        if changed & (Changed.STRAP | Changed.RECORDER | Changed.PRACTICE):
            self._show_state(now)

    def tick(self) -> None:
        """Let time pass; costs next to nothing while no pixel is due."""
        now = self._commands.now()
        self.tachogram.advance(now)
        if self.ecg is not None:
            self.ecg.advance(now)
        if 0.0 <= now - self._state_at < _STATE_EVERY_S:
            return
        self._show_state(now)
        self.trend.advance(now)
        if self.model.stale(now):
            self._show_measures(now)

    def show_cues(self, cues: Cues) -> None:
        """Show which cues of the breath are on."""
        self.tachogram_panel.set_wave_shown(cues.wave)
        self.values.pacer.show_cues(cues)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side column beside the plot, or under it in a narrow window."""
        super().resizeEvent(event)
        wide = self.width() < NARROW_PX
        self.values.set_wide(wide=wide)
        self._place_values(under_plot=wide)
        self._show_state(self._commands.now())

    def _show_ecg(self, items: Sequence[Item]) -> None:
        """Show the strap's ECG under the heart rate, from its first sample on."""
        for item in items:
            if not isinstance(item, EcgChunk):
                continue
            if self.ecg is None:
                from coherence_desktop.ui.live.ecg_strip import EcgStrip

                self.ecg = EcgStrip(self.theme)
                panel = PlotPanel(self.theme, "ECG", "of the strap, last 8 s", self.ecg)
                panel.setFixedHeight(_ECG_PX)
                place = self._left.indexOf(self.tachogram_panel) + 1
                self._left.insertWidget(place, panel)
                panel.show()
            self.ecg.take(item)

    def _lay_out(self) -> None:
        theme = self.theme
        lower = QHBoxLayout()
        lower.setSpacing(_GAP_PX)
        trend = PlotPanel(theme, "Coherence", "0 to 100, whole session", self.trend)
        spectrum = PlotPanel(
            theme,
            "Spectrum",
            "last 64 s of intervals",
            self.spectrum,
            Legend(theme, (share, "share in the peak")),
        )
        lower.addWidget(trend, 1)
        lower.addWidget(spectrum, 1)
        self._left = QVBoxLayout()
        self._left.setSpacing(_GAP_PX)
        self._left.addWidget(self.notices)
        self._left.addWidget(self.tachogram_panel, 412)
        self._left.addLayout(lower, 280)
        content = Page(theme)
        content.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QHBoxLayout(content)
        self._body.setContentsMargins(_GAP_PX, _GAP_PX, _GAP_PX, _GAP_PX)
        self._body.setSpacing(_GAP_PX)
        self._body.addLayout(self._left, 1)
        self._body.addWidget(self.values)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.top_bar)
        self._scroll = ScrollArea(theme, content)
        rows.addWidget(self._scroll, 1)
        rows.addWidget(self.marker_bar)

    def _place_values(self, *, under_plot: bool) -> None:
        holder = self._left if under_plot else self._body
        if holder.indexOf(self.values) < 0:
            self._left.removeWidget(self.values)
            self._body.removeWidget(self.values)
            at = self._left.indexOf(self.tachogram_panel) + 1 if under_plot else -1
            holder.insertWidget(at, self.values)

    def _connect(self) -> None:
        self.top_bar.pause_pressed.connect(self.pause_or_go_on)
        self.top_bar.end_pressed.connect(self._commands.end)
        self.top_bar.patient_screen_switched.connect(self.patient_screen_switched)
        self.values.pacer.cue_switched.connect(self.cue_switched)
        self.values.pacer.slower.connect(lambda: self._step(-PACE_STEP))
        self.values.pacer.faster.connect(lambda: self._step(PACE_STEP))

    def _act(self, act: Act) -> bool:
        if act in _PACE_STEPS:
            self._step(_PACE_STEPS[act])
            return True
        return super()._act(act)

    def _show_mark(self, t: float) -> None:
        self.tachogram.changed(Changed.LANES | Changed.TRACE, t)

    def _step(self, delta: float) -> None:
        self._commands.step_pace(delta)
        self._show_pacer()

    def _pacer(self) -> Pacer | None:
        return self._commands.pacer

    def _waiting_words(self) -> str:
        return waiting_words(self.model)

    def _show_pacer(self) -> None:
        pacer = self._commands.pacer
        if pacer is self._seen_pacer and pacer is not None:
            return
        self._seen_pacer = pacer
        self.values.pacer.show_pattern(None if pacer is None else pacer.target)
        self.spectrum.show_pace(None if pacer is None else pacer.target.rate_per_min)

    def _show_state(self, now: float) -> None:
        self._state_at = now
        started = self.model.started
        if started is not None and started.title and not self.top_bar.title:
            self.top_bar.set_title(started.title)
        self.top_bar.show_state(self.model, now, self._commands.planned_s)
        self.notices.show_state(self.model, now)
        self.marker_bar.set_enabled(enabled=self.model.ended_t is None)
        self._show_pacer()
        if self.model.snapshot is None:
            self._show_measures(now)

    def _show_measures(self, now: float) -> None:
        snapshot = self.model.snapshot
        silence = silence_words(self.model, now)
        self.values.show_measures(snapshot, silence)
        rate_told = self.model.rate_told(now)
        if rate_told is not None:
            self.values.heart_rate.set_value(f"{rate_told}", "bpm", "as the stream tells it")
        if snapshot is None:
            return
        self.marker_bar.quality.show_quality(snapshot.session_quality)
        coherence, spectrum = snapshot.coherence, snapshot.spectrum
        peak_hz = coherence.peak_hz if isinstance(coherence, Coherence) else None
        if silence:
            spectrum = Absent(silence.rstrip("."))
        why = absence("The spectrum", spectrum) if isinstance(spectrum, Absent) else ""
        self.spectrum.show_spectrum(spectrum, peak_hz, why.replace(" s ", f"{NBSP}s "))
