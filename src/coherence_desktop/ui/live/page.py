"""The clinician's live page: holds the views, feeds them, and hears the keyboard."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.events import Marker
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.signal.results import Absent, Coherence
from coherence_desktop.ui.live.coherence_panel import CoherenceTrend
from coherence_desktop.ui.live.commands import Commands
from coherence_desktop.ui.live.legend import Legend, share
from coherence_desktop.ui.live.levels import Levels
from coherence_desktop.ui.live.marker_bar import PLAIN, MarkerBar
from coherence_desktop.ui.live.model import Changed, Item, LiveModel
from coherence_desktop.ui.live.notices import Notices
from coherence_desktop.ui.live.plot_panel import PlotPanel
from coherence_desktop.ui.live.shortcuts import Act, act_of, letter_of
from coherence_desktop.ui.live.spectrum_panel import SpectrumPlot
from coherence_desktop.ui.live.strap_status import silence_words, waiting_words
from coherence_desktop.ui.live.tachogram import Tachogram
from coherence_desktop.ui.live.tachogram_panel import TachogramPanel
from coherence_desktop.ui.live.top_bar import TopBar
from coherence_desktop.ui.live.values_column import ValuesColumn
from coherence_desktop.ui.live.words import NBSP, absence
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

NARROW_PX = 1200
"""Below this width the side column moves under the plot."""
PACE_STEP = 0.1
_GAP_PX = 16
_STATE_EVERY_S = 0.25


class LivePage(Page):
    """A running session as the clinician sees and steers it.

    Feed it with `consume` and call `tick` at each frame; it owns no timer.

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

    patient_screen_switched = Signal(bool)
    help_asked = Signal()

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
        super().__init__(theme, parent=parent)
        self._commands = commands
        self.model = LiveModel()
        levels = levels or Levels()
        self.top_bar = TopBar(theme, title, about)
        self.notices = Notices(theme)
        self.tachogram = Tachogram(theme, self.model, self._pacer, self._waiting_words)
        self.tachogram_panel = TachogramPanel(theme, self.tachogram)
        self.trend = CoherenceTrend(theme, self.model, levels)
        self.spectrum = SpectrumPlot(theme)
        self.values = ValuesColumn(theme, levels)
        self.marker_bar = MarkerBar(theme, markers)
        self._note_t = 0.0
        self._state_at = float("-inf")
        self._seen_pacer: Pacer | None = None
        self._acts: dict[Act, Callable[[], object]] = {
            Act.SLOWER: lambda: self._step(-PACE_STEP),
            Act.FASTER: lambda: self._step(PACE_STEP),
            Act.MARK: self.mark,
            Act.NOTE: self._open_note,
            Act.PAUSE: self._pause_or_go_on,
            Act.END: commands.end,
            Act.DARK: lambda: theme.set_dark(not theme.dark),
            Act.PATIENT_SCREEN: self.top_bar.patient_screen.toggle,
            Act.HELP: self.help_asked.emit,
        }
        self._lay_out()
        self._connect()
        self.tick()

    def consume(self, items: Sequence[Item]) -> None:
        """Take what is new since the last frame."""
        if not items:
            return
        now = self._commands.now()
        changed = self.model.consume(items)
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
        if 0.0 <= now - self._state_at < _STATE_EVERY_S:
            return
        self._show_state(now)
        self.trend.advance(now)
        if self.model.stale(now):
            self._show_measures(now)

    def mark(self, marker: NamedMarker | None = None, *, t: float | None = None) -> None:
        """Mark this moment, or ``t`` for a key pressed on the patient's screen.

        Parameters
        ----------
        marker : NamedMarker, optional
            The plain one if not given.
        t : float, optional
            Session time of the key press.
        """
        if self.model.ended_t is not None:
            return
        t = self._commands.now() if t is None else t
        marker = marker or PLAIN
        plain = marker is PLAIN
        label = f"Mark {self.model.plain_marks() + 1}" if plain else marker.label
        self.model.mark_ahead_of_record(Marker(t, label, marker.id))
        self.tachogram.changed(Changed.LANES | Changed.TRACE, t)
        self.marker_bar.show_marked(marker, t)
        self._commands.mark(marker.id, label, t)

    def tell(self, text: str) -> None:
        """Say something plain above the plot until it is understood."""
        self.notices.tell(text)

    def set_patient_screen(self, *, on: bool) -> None:
        """Say whether the patient's screen is shown."""
        self.top_bar.patient_screen.setChecked(on)

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
        if act is None:
            return False
        self._acts[act]()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side column beside the plot, or under it in a narrow window."""
        super().resizeEvent(event)
        wide = self.width() < NARROW_PX
        self.values.set_wide(wide=wide)
        self._place_values(under_plot=wide)
        self._show_state(self._commands.now())

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.top_bar.pause_pressed.connect(self._pause_or_go_on)
        self.top_bar.end_pressed.connect(self._commands.end)
        self.top_bar.patient_screen_switched.connect(self.patient_screen_switched)
        self.values.pacer.slower.connect(lambda: self._step(-PACE_STEP))
        self.values.pacer.faster.connect(lambda: self._step(PACE_STEP))
        self.marker_bar.mark_pressed.connect(lambda marker: self.mark(marker))
        self.marker_bar.note_opened.connect(self._open_note)
        self.marker_bar.entry_closed.connect(self.setFocus)
        self.marker_bar.note_kept.connect(lambda text: self._commands.note(text, self._note_t))

    def _open_note(self) -> None:
        self._note_t = self._commands.now()
        self.marker_bar.open_note(self._note_t)

    def _pause_or_go_on(self) -> None:
        if self.model.paused:
            self._commands.resume()
        else:
            self._commands.pause()

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
        if snapshot is None:
            return
        self.marker_bar.quality.show_quality(snapshot.session_quality)
        coherence, spectrum = snapshot.coherence, snapshot.spectrum
        peak_hz = coherence.peak_hz if isinstance(coherence, Coherence) else None
        if silence:
            spectrum = Absent(silence.rstrip("."))
        why = absence("The spectrum", spectrum) if isinstance(spectrum, Absent) else ""
        self.spectrum.show_spectrum(spectrum, peak_hz, why.replace(" s ", f"{NBSP}s "))
