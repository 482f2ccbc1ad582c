"""The page of a compassion practice: one step at a time, and a way out that is always there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.events import Event, Phase
from coherence_desktop.practice.markers import NamedMarker
from coherence_desktop.practice.programme import next_step, step_before
from coherence_desktop.practice.programme_state import ProgrammeState
from coherence_desktop.practice.programme_steps import (
    DONE,
    BreathingStep,
    CheckInStep,
    ImageryStep,
    TextStep,
    WritingStep,
)
from coherence_desktop.practice.programmes import CompassionPractice
from coherence_desktop.ui.client.client_model import ClientModel, minutes_left
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.live.held_page import HeldPage
from coherence_desktop.ui.live.marker_bar import PLAIN
from coherence_desktop.ui.live.model import Item
from coherence_desktop.ui.live.shortcuts import Act, act_of
from coherence_desktop.ui.programme.actions import Actions
from coherence_desktop.ui.programme.done_view import DoneView
from coherence_desktop.ui.programme.reading_views import CheckInView, TextView, WritingView
from coherence_desktop.ui.programme.step_dots import StepDots
from coherence_desktop.ui.programme.step_view import StepView
from coherence_desktop.ui.programme.timed_views import BreathingView, ImageryView
from coherence_desktop.ui.programme.words_desk import Keeper, WordsDesk
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice

PACE_STEP = 0.1
UNKEPT = "What you wrote last is not kept yet; leave again to go without it."
_MARGIN_PX = 64
_TALL_FROM_PX = 840


class ProgrammePage(HeldPage):
    """A practice as the person who practises sees it.

    Everything they give is handed in at once; the page shows what the record then holds. Esc and
    *Leave* end the session and ask nothing.

    Parameters
    ----------
    theme : Theme
    commands : SessionCommands
        The session, whose practice is a `Programme` of ``practice``.
    practice : CompassionPractice
    keeper : Keeper, optional
        Keeps private words, such as `Writings`; without one they are not kept.
    minutes_shown : bool
        Whether the breath guide shows the minutes left.
    """

    def __init__(
        self,
        theme: Theme,
        commands: SessionCommands,
        practice: CompassionPractice,
        keeper: Keeper | None = None,
        *,
        minutes_shown: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "client_ground", parent)
        self.setAccessibleName(practice.name)
        self._commands = commands
        self._practice = practice
        self._minutes_shown = minutes_shown
        self._desk = WordsDesk(practice, keeper)
        self._heart = ClientModel()
        self._patient_screen = False
        self._warned = False
        self.state = ProgrammeState()
        self.view: StepView | None = None
        self.notice = Notice(theme, radius=12)
        understood = Button(theme, "Understood", ButtonKind.TEXT)
        understood.clicked.connect(lambda: self.notice.set_text(None))
        self.notice.add_action(understood)
        self.dots = StepDots(theme, len(practice.steps))
        self.leave_button = Button(theme, "Leave", ButtonKind.TEXT, cap="Esc", size_px=16)
        policy = self.leave_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.leave_button.setSizePolicy(policy)
        self.controls = Actions(theme)
        self.title = Label(theme, practice.name, 16, 500, "ink2")
        self._place = QVBoxLayout()
        self._lay_out()
        self.leave_button.clicked.connect(self.leave)
        self.controls.going_on.connect(self.go_on)
        self.controls.going_back.connect(self.go_back)
        self.controls.pausing.connect(self.pause_or_go_on)

    @property
    def step(self) -> str:
        """Id of the step that is shown."""
        return self.state.step

    # --- what whoever holds the session calls ---------------------------------------------------

    def consume(self, items: Sequence[Item]) -> None:
        """Take what is new since the last frame."""
        before = self.state
        for item in items:
            if isinstance(item, Event):
                self.state = self.state.after(item)
        self._heart.consume(items)
        if self.state is before:
            return
        if self.state.step != before.step:
            self._show_step()
        elif self.view is not None:
            self.view.show_state(self.state)
        self._show_actions()
        self.tick()

    def tick(self) -> None:
        """Let time pass; costs next to nothing while no pixel is due."""
        if self.view is None:
            return
        now = self._commands.now()
        if isinstance(self.view, BreathingView):
            self.view.set_heart(self._heart.state(now), self._heart.level)
            left_s = self.state.left_s(now) if self._minutes_shown else None
            self.view.guide.set_left(minutes_left(left_s))
        self.view.advance(now)

    def mark(self, marker: NamedMarker | None = None, *, t: float | None = None) -> None:
        """Mark this moment, or ``t`` for a key pressed on the patient's screen."""
        if not self.state.session_ended:
            chosen = marker or PLAIN
            self._commands.mark(chosen.id, chosen.label, self._commands.now() if t is None else t)

    def tell(self, text: str) -> None:
        """Say something plain until it is understood."""
        self.notice.set_text(text)

    def set_patient_screen(self, *, on: bool) -> None:
        """Say whether the patient's screen is shown."""
        self._patient_screen = on

    def settle(self) -> None:
        """Let what is being written or set count now."""
        if self.view is not None:
            self.view.settle()

    # --- what a person does --------------------------------------------------------------------

    def go_on(self) -> None:
        """Come to the next step; after the last one, finish."""
        if self.state.done:
            self.leave()
        elif self.state.step:
            self._move(next_step(self._practice, self.state.step))

    def go_back(self) -> None:
        """Come to the step before."""
        before = step_before(self._practice, self.state.step)
        if before is not None:
            self._move(before)

    def pause_or_go_on(self) -> None:
        """Let the practice rest, or go on."""
        if self.state.paused:
            self._commands.resume()
        else:
            self._commands.pause()

    def leave(self) -> None:
        """End the session; everything given so far is kept.

        Only if words could not be kept, it takes a second time.
        """
        self.settle()
        try:
            for event in self._desk.keep_the_rest(self.state):
                self._commands.post(event)
        except Problem as problem:
            if not self._warned:
                self._warned = True
                self.tell(f"{problem.message} {UNKEPT}")
                return
        self._commands.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys of the page; what writes has its own."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.go_on()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key == Qt.Key.Key_Left:
            self.go_back()
        elif not self._act(act_of(event)):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to what is asked."""
        super().showEvent(event)
        self._focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the margins in a low window small."""
        super().resizeEvent(event)
        tall = self.height() >= _TALL_FROM_PX
        self._rows.setContentsMargins(
            _MARGIN_PX, 40 if tall else 24, _MARGIN_PX, _MARGIN_PX if tall else 32
        )
        self._rows.setSpacing(40 if tall else 24)

    # --- the rest --------------------------------------------------------------------------------

    def _act(self, act: Act | None) -> bool:
        match act:
            case Act.PAUSE if self.state.target_s is not None:
                self.pause_or_go_on()
            case Act.MARK:
                self.mark()
            case Act.END:
                self.leave()
            case Act.DARK:
                self.theme.set_dark(not self.theme.dark)
            case Act.SLOWER | Act.FASTER:
                self._commands.step_pace(-PACE_STEP if act is Act.SLOWER else PACE_STEP)
            case Act.PATIENT_SCREEN:
                self.patient_screen_switched.emit(not self._patient_screen)
            case Act.HELP:
                self.help_asked.emit()
            case _:
                return False
        return True

    def _move(self, name: str) -> None:
        self.settle()
        self._commands.post(Phase(self._commands.now(), name))

    def _show_step(self) -> None:
        before, self.view = self.view, self._view_of(self.state.step)
        if before is not None:
            self._place.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._place.addWidget(self.view)
        self.view.given.connect(self._commands.post)
        self.view.going_on.connect(self.go_on)
        self.view.left.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.view.show_state(self.state)
        place = self._practice.place_of(self.state.step)
        self.dots.show_place(len(self._practice.steps) if place < 0 else place)
        if self.isVisible():
            self.view.show()  # what is not shown yet takes no keyboard
            self._focus()

    def _view_of(self, name: str) -> StepView:
        theme, clock = self.theme, self._commands.now
        match self._practice.step(name):
            case TextStep() as step:
                return TextView(theme, step)
            case WritingStep() as step:
                return WritingView(theme, clock, step, self._desk, self.tell)
            case CheckInStep() as step:
                return CheckInView(theme, clock, step)
            case BreathingStep() as step:
                return BreathingView(theme, self._commands, step, self._out_words(step))
            case ImageryStep() as step:
                return ImageryView(theme, step)
            case _:
                return DoneView(theme, self._practice)

    def _out_words(self, step: BreathingStep) -> str:
        try:
            own = self._desk.own_words(step.own, self.state) if step.own else ""
        except Problem as problem:
            self.tell(problem.message)
            own = ""
        return own or step.out_words

    def _show_actions(self) -> None:
        state = self.state
        self.controls.show_step(
            timed=state.target_s is not None,
            done=state.step == DONE,
            first=step_before(self._practice, state.step) is None,
            writing=isinstance(self.view, WritingView) and not self.view.short,
            paused=state.paused,
        )
        self.leave_button.setVisible(not state.done)

    def _focus(self) -> None:
        entry = self.view.entry if self.view is not None else None
        (entry or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(24)
        top.addWidget(self.title, 1)
        top.addWidget(self.dots)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.leave_button)
        top.addLayout(end, 1)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(top)
        self._rows.addWidget(self.notice)
        self._rows.addLayout(self._place, 1)
        self._rows.addWidget(self.controls)
