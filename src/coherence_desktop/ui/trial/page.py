"""The clinician's page of a session of exposure: the running trial, or the rest between two."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from coherence_desktop.events import AnyEvent
from coherence_desktop.practice.exposure.phases import LEARN, PREDICT
from coherence_desktop.practice.exposure.state import CONTACT_NOTICE, TrialState
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.live.model import Changed, Item
from coherence_desktop.ui.live.notices import Notices
from coherence_desktop.ui.live.session_page import SessionPage
from coherence_desktop.ui.live.shortcuts import Act
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.body import TrialBody
from coherence_desktop.ui.trial.model import TrialModel
from coherence_desktop.ui.trial.notice_strip import TrialNotice
from coherence_desktop.ui.trial.rest_view import RestView
from coherence_desktop.ui.trial.shortcuts import TrialAct, trial_act_of
from coherence_desktop.ui.trial.steering import Steering
from coherence_desktop.ui.trial.top_bar import TrialTopBar
from coherence_desktop.ui.trial.trial_bar import TrialBar
from coherence_desktop.ui.trial.words import trial_title

if TYPE_CHECKING:
    from coherence_desktop.ui.client.client_model import ClientModel
    from coherence_desktop.ui.trial.exposure_window import ExposureClientWindow

_STATE_EVERY_S = 0.25
_PACE_STEPS = {Act.SLOWER: -0.1, Act.FASTER: 0.1}


class TrialPage(SessionPage):
    """Trials of exposure as the clinician sees and steers them.

    What it shows comes from events alone; what it asks for are events too.

    Parameters
    ----------
    theme : Theme
    commands : SessionCommands
        The session.
    markers : iterable of NamedMarker
        Named marker keys.
    title, about : str
        What is practised between trials; who.
    refuses : callable
        Says why a command may not be given now; empty if it may.
    """

    patient_dial_switched = Signal(bool)
    """The dial is to be shown on the patient's screen, or not."""
    next_step_asked = Signal()
    """Someone wants to choose what comes next; a `TrialStarted` begins it."""

    def __init__(
        self,
        theme: Theme,
        commands: SessionCommands,
        markers: Iterable[NamedMarker] = (),
        *,
        title: str = "Exposure",
        about: str = "",
        refuses: Callable[[AnyEvent], str] = lambda _: "",
        parent: QWidget | None = None,
    ) -> None:
        model, top_bar, bar = (
            TrialModel(),
            TrialTopBar(theme, title, about),
            TrialBar(theme, markers),
        )
        strip = TrialNotice(theme)
        screen = top_bar.patient_screen
        super().__init__(theme, commands, model.live, Notices(theme, strip), bar, screen, parent)
        self._title, self._about, self._refuses = title, about, refuses
        self._phase: tuple[float, str] = (0.0, "")
        self._state_at = float("-inf")
        self._notices_rest = False
        self.model = model
        self.top_bar = top_bar
        self.trial_bar = bar
        self.notice = strip
        self.body = TrialBody(theme, model, commands.now, self.notices)
        self.rest = RestView(theme)
        self._views = QStackedWidget()
        self._views.addWidget(self.rest)
        self._views.addWidget(self.body)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(top_bar)
        rows.addWidget(self._views, 1)
        rows.addWidget(bar)
        self.steering = Steering(commands, lambda: self.model.state, self.body.settle)
        self._connect()
        for field in (*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)):
            field.installEventFilter(self)
        self.tick()

    @property
    def state(self) -> TrialState:
        """Where the session stands."""
        return self.model.state

    def consume(self, items: Sequence[Item]) -> None:
        """Take what is new since the last frame."""
        if not items:
            return
        now = self._commands.now()
        news = self.model.consume(items)
        self.body.plot.changed(news, now)
        snapshot = self.model.live.snapshot
        if news.live & Changed.MEASURES and snapshot is not None:
            self.top_bar.show_quality(snapshot.session_quality)
        if news.trial or news.live & (Changed.STRAP | Changed.RECORDER | Changed.PRACTICE):
            self._show_state(now)

    def tick(self) -> None:
        """Let time pass; costs next to nothing while no pixel is due."""
        now = self._commands.now()
        self.body.plot.advance(now)
        if not 0.0 <= now - self._state_at < _STATE_EVERY_S:
            self._show_state(now)

    def refuses(self, command: AnyEvent) -> str:
        """Why a command may not be given now, e.g. that an exercise waits; empty if it may."""
        return self._refuses(command)

    def settle(self) -> None:
        """Keep what is being written or set, before the session ends."""
        self.body.settle()
        super().settle()

    def make_patient_screen(
        self, source: SessionCommands, model: "ClientModel"
    ) -> "ExposureClientWindow":
        """Make the patient's screen of this session."""
        from coherence_desktop.ui.trial.exposure_window import ExposureClientWindow

        window = ExposureClientWindow(
            self.theme,
            source,
            model,
            state=self.state,
            press=self.handle_key,
            release=self.handle_key_release,
        )
        window.rated.connect(self.steering.rate)
        window.show_dial(self.top_bar.patient_dial.isChecked())
        self.patient_dial_switched.connect(window.show_dial)
        return window

    # --- the keyboard ----------------------------------------------------------------------------

    def handle_key(self, event: QKeyEvent) -> bool:
        """Act on a key, also one pressed on the patient's screen; true if it was one of ours."""
        act = trial_act_of(event)
        if act is not None:
            return self._act_on_trial(act)
        if self._dial_shown() and self.body.dial.rating.take_key(event):
            return True
        return super().handle_key(event)

    def handle_key_release(self, event: QKeyEvent) -> None:
        """A key is no longer held, also one on the patient's screen."""
        self.body.dial.rating.take_key_release(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A key is no longer held."""
        self.handle_key_release(event)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key held elsewhere is not held here."""
        super().focusOutEvent(event)
        self.body.dial.rating.let_go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While someone is exposed Esc stops, even from within a text."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.state.exposing
            and self.state.phase != PREDICT
        ):
            self._stop()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the chips to the new width."""
        super().resizeEvent(event)
        self._show_state(self._commands.now())

    def _again(self) -> None:
        last = self.state.last
        refused = "" if last is None else self.refuses(last)
        if refused:
            self.tell(refused)
        else:
            self.steering.again()

    def _stop(self) -> bool:
        stopped = self.steering.stop()
        if stopped:
            self.body.stop.invert()
        return stopped

    def _act(self, act: Act) -> bool:
        if act in _PACE_STEPS:
            self._commands.step_pace(_PACE_STEPS[act])
            return True
        return super()._act(act)

    def _act_on_trial(self, act: TrialAct) -> bool:
        running = self.state.trial is not None
        match act:
            case TrialAct.STOP:
                return self._stop()
            case TrialAct.NEXT:
                self.steering.next_phase()
            case TrialAct.EXTEND:
                self.steering.extend()
            case TrialAct.MAIN if not running:
                self.next_step_asked.emit()
                return True
            case TrialAct.MAIN if self.state.phase in (PREDICT, LEARN):
                self.steering.next_phase()
            case TrialAct.MAIN:
                self.mark()
        return running

    # --- the rest ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.top_bar.pause_pressed.connect(self.pause_or_go_on)
        self.top_bar.end_pressed.connect(self._commands.end)
        self.top_bar.patient_screen_switched.connect(self.patient_screen_switched)
        self.top_bar.patient_dial_switched.connect(self.patient_dial_switched)
        self.trial_bar.extend_pressed.connect(self.steering.extend)
        self.trial_bar.next_pressed.connect(self.steering.next_phase)
        self.rest.next_step_asked.connect(self.next_step_asked)
        self.rest.again_asked.connect(self._again)
        body = self.body
        body.dial_panel.asked.connect(self.prompted)
        body.stepper.chosen.connect(self.steering.move_to)
        body.stop.clicked.connect(self._stop)
        body.dial.rating.rated.connect(self.steering.rate)
        body.given.connect(self.steering.post)
        body.go_on_pressed.connect(self.steering.next_phase)
        body.text_left.connect(self.setFocus)

    def _dial_shown(self) -> bool:
        return self.state.trial is not None and self.body.dial.isVisibleTo(self)

    def _show_state(self, now: float) -> None:
        self._state_at = now
        state = self.state
        resting = state.trial is None
        self._show_title()
        self.top_bar.set_resting(resting)
        self.top_bar.show_state(self.model.live, now)
        self._take_focus_over(state)
        self.body.show_state(now)
        if resting:
            self.rest.show_trials(self.model.trials())
        self._views.setCurrentWidget(self.rest if resting else self.body)
        self._place_notices(resting=resting)
        self.notices.show_state(self.model.live, now)
        self.notice.show_state(state, self.body.heart.numbers.now(now), now)
        if self.notice.kind == CONTACT_NOTICE:
            self.notices.strap.set_text("")
        self.notices.settle()
        self.trial_bar.show_state(state)
        self.trial_bar.set_enabled(enabled=self.model.live.ended_t is None)

    def _place_notices(self, *, resting: bool) -> None:
        if resting != self._notices_rest:
            self._notices_rest = resting
            (self.rest if resting else self.body).hold(self.notices)

    def _show_title(self) -> None:
        trial = self.state.trial
        if trial is None:
            self.top_bar.set_title(self._title, self._about)
            return
        number = f"trial {trial.number or self.state.trials}"
        about = ", ".join(filter(None, (self._about, number)))
        self.top_bar.set_title(trial_title(trial), about[0].upper() + about[1:])

    def _take_focus_over(self, state: TrialState) -> None:
        """With a new phase the keys are the page's, unless a note is being written."""
        phase = (0.0 if state.trial is None else state.trial.t, state.phase)
        if phase == self._phase:
            return
        before, self._phase = self._phase, phase
        begun = state.phase == PREDICT and before[1] != PREDICT
        if self.marker_bar.writing or not self.isVisible():
            return
        if begun:
            self.body.show_state(self._commands.now())
            self._views.setCurrentWidget(self.body)
            self.body.predict.fear.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.focusWidget() is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_mark(self, t: float) -> None:
        self.body.plot.show_mark(t)
