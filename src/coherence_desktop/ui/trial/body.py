"""A running trial: stepper, plot and what is under it, countdown, dial or form, stop."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.events import Rating
from coherence_desktop.practice.exposure.phases import LEARN, PREDICT
from coherence_desktop.practice.exposure.state import DISTRESS
from coherence_desktop.ui.live.notices import Notices
from coherence_desktop.ui.plots.legend import Legend, distress, trace
from coherence_desktop.ui.plots.plot_panel import PlotPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.countdown import CountdownPanel
from coherence_desktop.ui.trial.dial_panel import DialPanel
from coherence_desktop.ui.trial.forms import LearnForm, PredictForm
from coherence_desktop.ui.trial.heart_facts import HeartFacts
from coherence_desktop.ui.trial.model import TrialModel
from coherence_desktop.ui.trial.plot import TrialPlot
from coherence_desktop.ui.trial.side_panels import FearPanel, SensationPanel
from coherence_desktop.ui.trial.stepper import PhaseStepper
from coherence_desktop.ui.trial.stop_button import StopButton
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

SIDE_PX = 392
NARROW_PX = 1200
"""Below this width the side column moves under the plot."""
_LOW_PX = 700
"""Below this height the countdown takes no more room than its words."""
_EDGE_PX = 24
_GAP_PX = 16
_NO_LIMIT_PX = 16777215


class TrialBody(QWidget):
    """Lays out the parts of a running trial and shows where it stands.

    Parameters
    ----------
    theme : Theme
    model : TrialModel
    clock : callable
        Session time, in seconds.
    notices : Notices
        Above the plot.
    """

    given = Signal(object)
    """A `Rating` or an `Answer` of a form or a slider."""
    go_on_pressed = Signal()
    text_left = Signal()

    def __init__(
        self,
        theme: Theme,
        model: TrialModel,
        clock: Callable[[], float],
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._low = False
        self.stepper = PhaseStepper(theme)
        self.plot = TrialPlot(theme, model)
        self.heart = HeartFacts(theme, model)
        legend = Legend(theme, (trace, "heart rate, bpm"), (distress, "distress, 0 to 100"))
        self._plot_panel = PlotPanel(theme, "Heart rate", "", self.plot, legend, beside=self.heart)
        self._legend = legend
        self.fear = FearPanel(theme)
        self.sensation = SensationPanel(theme, clock)
        self.countdown = CountdownPanel(theme)
        self.dial_panel = DialPanel(theme, clock)
        self.dial = self.dial_panel.dial
        self.predict = PredictForm(theme, clock)
        self.learn = LearnForm(theme, clock)
        self.stop = StopButton(theme)
        self.sensation.slider.rating.rated.connect(
            lambda value, t: self.given.emit(Rating(t, "sensation", value))
        )
        for form in (self.predict, self.learn):
            form.given.connect(self.given)
            form.done.connect(self.go_on_pressed)
            form.left.connect(self.text_left)
        self._lay_out(theme, notices)

    def hold(self, notices: Notices) -> None:
        """Show the notices above the plot."""
        self._left.insertWidget(0, notices)

    def settle(self) -> None:
        """Let everything that was begun count now."""
        self.dial.rating.settle()
        self.sensation.slider.rating.settle()
        self.predict.settle()
        self.learn.settle()

    def show_state(self, now: float) -> None:
        """Show where the trial stands at session time ``now``."""
        state = self._model.state
        if state.trial is None:
            return
        self.stepper.show_state(state, now)
        self.countdown.show_state(state, now)
        self.heart.show_now(now)
        rated = state.last_distress
        self.dial.rating.show(None if rated is None else rated.value)
        self.dial_panel.ask(state.prompt == DISTRESS)
        self.fear.show_state(state)
        self.sensation.show_state(state)
        self.predict.show_state(state)
        self.learn.show_state(state)
        predicting, learning = state.phase == PREDICT, state.phase == LEARN
        self.predict.setVisible(predicting)
        self.learn.setVisible(learning)
        self.dial_panel.setVisible(not predicting and not learning)
        asked = predicting or (learning and state.ended is None)
        self.countdown.setVisible(not (asked and self._low))
        self.stop.setVisible(not learning)
        self.stop.setEnabled(state.exposing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side column beside the plot, or under it in a narrow window."""
        super().resizeEvent(event)
        self._place_side(under_plot=self.width() < NARROW_PX)
        self._low = self.height() < _LOW_PX
        self.countdown.set_low(low=self._low)
        self.stop.set_low(low=self._low)
        self._legend.setVisible(self._plot_panel.width() >= 760)

    def _lay_out(self, theme: Theme, notices: Notices) -> None:
        under = QHBoxLayout()
        under.setSpacing(_GAP_PX)
        under.addWidget(self.fear, 1)
        under.addWidget(self.sensation, 1)
        self._left = QVBoxLayout()
        self._left.setSpacing(_GAP_PX)
        self.hold(notices)
        self._left.addWidget(self._plot_panel, 1)
        self._left.addLayout(under)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(_GAP_PX)
        side.addWidget(self.countdown)
        for panel in (self.dial_panel, self.predict, self.learn):
            side.addWidget(panel, 1)
        side.addWidget(self.stop)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(_EDGE_PX)
        self._columns.addLayout(self._left, 1)
        self._columns.addWidget(self._side)
        content = Page(theme)
        rows = QVBoxLayout(content)
        rows.setContentsMargins(_EDGE_PX, _GAP_PX, _EDGE_PX, 20)
        rows.setSpacing(_EDGE_PX)
        rows.addWidget(self.stepper)
        rows.addLayout(self._columns, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(theme, content))

    def _place_side(self, *, under_plot: bool) -> None:
        holder = self._left if under_plot else self._columns
        if holder.indexOf(self._side) < 0:
            self._left.removeWidget(self._side)
            self._columns.removeWidget(self._side)
            at = self._left.indexOf(self._plot_panel) + 1 if under_plot else -1
            holder.insertWidget(at, self._side)
        if under_plot:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(_NO_LIMIT_PX)
        else:
            self._side.setFixedWidth(SIDE_PX)
