"""A step of exposure at home: one instruction, a dial, and a stop that is always there."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coherence_desktop.events import AnyEvent
from coherence_desktop.practice.exposure.phases import LEARN, PREDICT
from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.ui.client.breath_guide import BreathGuide
from coherence_desktop.ui.home.trial_rest import TrialRest
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.live.held_page import HeldPage
from coherence_desktop.ui.live.marker_bar import PLAIN
from coherence_desktop.ui.live.model import Item
from coherence_desktop.ui.live.notices import Notices
from coherence_desktop.ui.live.shortcuts import Act, act_of
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.exposure_screen import ExposureScreen
from coherence_desktop.ui.trial.exposure_words import guided, instruction_for, phase_share
from coherence_desktop.ui.trial.forms import LearnForm, PredictForm
from coherence_desktop.ui.trial.model import TrialModel
from coherence_desktop.ui.trial.notice_strip import TrialNotice
from coherence_desktop.ui.trial.shortcuts import TrialAct, trial_act_of
from coherence_desktop.ui.trial.steering import Steering
from coherence_desktop.ui.trial.stop_button import StopButton
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label

_FORM_PX = 640
_STOP_PX = (392, 96)


class HomeTrialPage(HeldPage):
    """Trials as the person sees them who tries a released step alone.

    No heart rate, no plot, no ceiling; what was agreed is told of by the notices alone.

    Parameters
    ----------
    theme : Theme
    commands : SessionCommands
        The session.
    refuses : callable
        Why a trial may not start now; empty for one that may.
    """

    next_step_asked = Signal()
    """Someone wants to choose what comes next; a `TrialStarted` begins it."""

    def __init__(
        self,
        theme: Theme,
        commands: SessionCommands,
        refuses: Callable[[AnyEvent], str] = lambda _: "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "client_ground", parent)
        self.setAccessibleName("A step")
        self._commands, self._refuses = commands, refuses
        self.model = TrialModel()
        self._patient_screen = False
        self._asking = False
        self._title = Label(theme, "", 16, 500, "ink2")
        self.notice = TrialNotice(theme)
        self.notices = Notices(theme, self.notice)
        self.exposure = ExposureScreen(theme, commands.now)
        self.guide = BreathGuide(theme, commands)
        self.predict = PredictForm(theme, commands.now)
        self.learn = LearnForm(theme, commands.now)
        self.rest = TrialRest(theme)
        self.stop = StopButton(theme)
        self.stop.setFixedSize(*_STOP_PX)
        self.go_on = Button(theme, "Go on", ButtonKind.TEXT, cap="→", size_px=16)
        self.pause = Button(theme, "Pause", ButtonKind.TEXT, cap="P", size_px=16)
        self._views = QStackedWidget()
        self._shown: dict[str, QWidget] = {}
        self.steering = Steering(commands, lambda: self.model.state, self.settle)
        self._lay_out()
        self._connect()
        self._show_state()

    @property
    def state(self) -> TrialState:
        """Where the session stands."""
        return self.model.state

    # --- what whoever holds the session calls ---------------------------------------------------

    def consume(self, items: Sequence[Item]) -> None:
        """Take what is new since the last frame."""
        if items:
            self.model.consume(items)
            self._show_state()

    def tick(self) -> None:
        """Let time pass."""
        self._show_state()

    def refuses(self, command: AnyEvent) -> str:
        """Why a command may not be given now; empty for one that may."""
        return self._refuses(command)

    def settle(self) -> None:
        """Keep what is being written or set."""
        self.predict.settle()
        self.learn.settle()
        self.exposure.dial.rating.settle()

    def mark(self, marker: NamedMarker | None = None, *, t: float | None = None) -> None:
        """Mark this moment, or ``t``."""
        chosen = marker or PLAIN
        at = self._commands.now() if t is None else t
        self._commands.mark(chosen.id, chosen.label, at)

    def tell(self, text: str) -> None:
        """Say something plain until it is understood."""
        self.notices.tell(text)

    def set_patient_screen(self, *, on: bool) -> None:
        """Say whether the patient's screen is shown."""
        self._patient_screen = on

    # --- the keyboard ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops, Right goes on, digits set the distress; between trials Esc ends."""
        act = trial_act_of(event)
        exposing = self.state.trial is not None and self.state.phase not in (PREDICT, LEARN)
        if act is TrialAct.STOP:
            if not self.steering.stop() and self.state.trial is None:
                self._commands.end()
        elif act in (TrialAct.NEXT, TrialAct.MAIN) and self.state.trial is not None:
            self.steering.next_phase()
        elif act is TrialAct.MAIN:
            self.rest.finish.click()
        elif act is TrialAct.EXTEND:
            self.steering.extend()
        elif not (exposing and self.exposure.dial.rating.take_key(event)) and not self._act(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A key is no longer held."""
        self.exposure.dial.rating.take_key_release(event)
        super().keyReleaseEvent(event)

    def _act(self, event: QKeyEvent) -> bool:
        match act_of(event):
            case Act.PAUSE:
                self._pause_or_go_on()
            case Act.MARK:
                self.mark()
            case Act.END:
                self._commands.end()
            case Act.DARK:
                self.theme.set_dark(not self.theme.dark)
            case Act.HELP:
                self.help_asked.emit()
            case _:
                return False
        return True

    def _pause_or_go_on(self) -> None:
        if self.state.paused:
            self._commands.resume()
        else:
            self._commands.pause()

    # --- the look ------------------------------------------------------------------------------

    def _show_state(self) -> None:
        state, now = self.state, self._commands.now()
        trial = state.trial
        self._title.set_text("" if trial is None else trial.exercise_name)
        self.exposure.show_phase(instruction_for(state, now), phase_share(state, now))
        rated = state.last_distress
        self.exposure.dial.rating.show(None if rated is None else rated.value)
        self.exposure.show_dial(state.exposing and state.phase != PREDICT)
        for form in (self.predict, self.learn):
            form.show_state(state)
        self._show_view(state)
        self.stop.setVisible(state.exposing and state.phase != PREDICT)
        self.go_on.setVisible(trial is not None and state.phase not in (PREDICT, LEARN))
        self.pause.setVisible(trial is not None)
        self.pause.set_text("Go on" if state.paused else "Pause")
        self.notices.show_state(self.model.live, now)
        self.notice.show_state(state, self.model.live.track.last_bpm, now)
        self.notices.settle()
        if state.prompt is not None and not self._asking:
            self.prompted.emit()
        self._asking = state.prompt is not None

    def _show_view(self, state: TrialState) -> None:
        if state.trial is None:
            name = "rest"
            self.rest.show_trials(state.trials)
        elif guided(state):
            name = "guide"
        else:
            name = state.phase if state.phase in (PREDICT, LEARN) else "exposure"
        view = self._shown[name]
        if self._views.currentWidget() is not view:
            self._views.setCurrentWidget(view)
            first = self.predict.fear if name == PREDICT else self
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        for name, view in (
            ("rest", self.rest),
            ("exposure", self.exposure),
            ("guide", self.guide),
            (PREDICT, _centred(self.predict)),
            (LEARN, _centred(self.learn)),
        ):
            self._shown[name] = view
            self._views.addWidget(view)
        foot = QHBoxLayout()
        foot.setSpacing(32)
        foot.addWidget(self.stop)
        foot.addStretch(1)
        foot.addWidget(self.pause)
        foot.addWidget(self.go_on)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(64, 40, 64, 40)
        rows.setSpacing(16)
        rows.addWidget(self._title)
        rows.addWidget(self.notices)
        rows.addWidget(self._views, 1)
        rows.addLayout(foot)

    def _connect(self) -> None:
        for form in (self.predict, self.learn):
            form.given.connect(self.steering.post)
            form.done.connect(self.steering.next_phase)
            form.left.connect(self.setFocus)
        self.exposure.dial.rating.rated.connect(self.steering.rate)
        self.stop.clicked.connect(lambda: self.steering.stop())
        self.go_on.clicked.connect(self.steering.next_phase)
        self.pause.clicked.connect(self._pause_or_go_on)
        self.rest.finish.clicked.connect(self._commands.end)
        self.rest.other.clicked.connect(self.next_step_asked)


def _centred(form: QWidget) -> QWidget:
    held = QWidget()
    form.setMaximumWidth(_FORM_PX)
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(form, 8, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return held
