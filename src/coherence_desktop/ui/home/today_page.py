"""Today's page: one clear next thing, and a few others beside it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from coherence_desktop.chart import BoosterDone, PlannedPractice, Step
from coherence_desktop.errors import Problem
from coherence_desktop.practice.home.boosters import booster_due, booster_held
from coherence_desktop.practice.home.goals import goals_due
from coherence_desktop.practice.home.plan import is_running, released_steps
from coherence_desktop.practice.home.today import Today, greeting, today
from coherence_desktop.practice.home.weeks import practised_days, weeks_to
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.home.clock import here_now
from coherence_desktop.ui.home.due_panel import DuePanel
from coherence_desktop.ui.home.loading import History, read_history, read_wave, when
from coherence_desktop.ui.home.small_panel import SmallPanel
from coherence_desktop.ui.home.source import Sessions
from coherence_desktop.ui.home.strap_panel import StrapPanel, StrapView
from coherence_desktop.ui.home.today_foot import TodayFoot
from coherence_desktop.ui.home.weeks_panel import WeeksPanel
from coherence_desktop.ui.places import HELP, JOURNAL, PLAN, PROGRESS
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.worker import Worker

SIDE_PX = 416
_STACKED_BELOW_PX = 1200 - 88
_ANY_PX = 16777215
_WIDE_FROM_PX = 1280
_TALL_FROM_PX = 872


class TodayPage(Page):
    """What there is today; reads chart and sessions anew whenever it is shown.

    Parameters
    ----------
    theme : Theme
    desk : Desk
        With one's own chart.
    sessions : Sessions
        The library.
    now : callable
        The moment, on the person's own clock.
    """

    practice_requested = Signal(str, str, float, bool)
    """Kind and id of a practice, minutes, and whether by sound alone."""
    without_strap_requested = Signal(str, str, float, bool)
    """The same, and without looking for a strap."""
    step_requested = Signal(object)
    """A `Step` of exposure that is released for home."""
    open_requested = Signal(str)
    """A page: ``journal``, ``progress``, ``plan`` or ``help``."""
    loaded = Signal()
    """Chart and sessions are read and shown."""
    wave_drawn = Signal()
    """So is the last practice, or that there is none."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        sessions: Sessions,
        *,
        now: Callable[[], datetime] = here_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Today")
        self._desk, self._sessions, self._now = desk, sessions, now
        self._history: History | None = None
        self._today: Today | None = None
        self._worker = Worker(self)
        self._greeting = Label(theme, "", 40, 500)
        self._kind_line = Label(theme, "", 20, token="ink2")
        self._notice = Notice(theme, radius=12)
        self.due = DuePanel(theme)
        self.strap = StrapPanel(theme)
        self.weeks = WeeksPanel(theme)
        self.beside = SmallPanel(theme, "journal")
        self.hard = SmallPanel(
            theme,
            "heart",
            "If today is hard",
            "Hand over heart, warmth, a few words. One minute.",
            "Begin",
        )
        self.foot = TodayFoot(theme)
        self._lay_out()
        self._connect()

    @property
    def today(self) -> Today | None:
        """What is shown, once it is read."""
        return self._today

    @property
    def practised_today(self) -> str:
        """Id of the last practice of today; empty before there was one."""
        done = self._history.done if self._history is not None else ()
        last = next(iter(done), None)
        return last.practice_id if last is not None and last.day == self._now().date() else ""

    @property
    def greeting(self) -> str:
        """How the page greets."""
        return self._greeting.text()

    @property
    def problem(self) -> str:
        """What went wrong, as it is shown."""
        return self._notice.text

    def load(self) -> None:
        """Read chart and sessions in the background; happens whenever the page is shown."""
        self._greeting.set_text(greeting(self._now().hour))
        self._desk.open()
        source, day = self._sessions, self._now().date()
        self._worker.run(lambda: read_history(source, day), self._have_history, self._failed)

    def set_strap(self, view: StrapView) -> None:
        """Say something else about the strap."""
        self.strap.show_strap(view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins what is next, J opens the journal."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.due.begin()
        elif event.key() == Qt.Key.Key_J and not event.modifiers():
            self.open_requested.emit(JOURNAL)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is kept now."""
        super().showEvent(event)
        self.load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side column goes under the main one where there is little room."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        stacked = self.width() < _STACKED_BELOW_PX
        self._columns.setDirection(down if stacked else across)
        self._side.setDirection(across if stacked else down)
        self._held.setMinimumWidth(0 if stacked else SIDE_PX)
        self._held.setMaximumWidth(_ANY_PX if stacked else SIDE_PX)
        wide, tall = self.width() >= _WIDE_FROM_PX, self.height() >= _TALL_FROM_PX
        side, top = 64 if wide else 40, 64 if tall else 24
        self._column.setContentsMargins(side, top, side, 24 if tall else 12)
        self._gap.changeSize(0, 24 if tall else 8)
        self._column.invalidate()

    def _lay_out(self) -> None:
        theme = self.theme
        small = QHBoxLayout()
        small.setSpacing(16)
        small.addWidget(self.beside, 1)
        small.addWidget(self.hard, 1)
        main = QVBoxLayout()
        main.setSpacing(24)
        main.addWidget(self.due, 1)
        main.addLayout(small)
        self._gap = QSpacerItem(0, 24)
        self._held = QWidget()
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._held)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(24)
        self._side.addWidget(self.strap, 0, Qt.AlignmentFlag.AlignTop)
        self._side.addWidget(self.weeks, 1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._columns.addLayout(main, 1)
        self._columns.addWidget(self._held)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setSpacing(0)
        self._column.addWidget(self._greeting)
        self._column.addSpacing(8)
        self._column.addWidget(self._kind_line)
        self._column.addSpacing(16)
        self._column.addWidget(self._notice)
        self._column.addSpacing(4)
        self._column.addSpacerItem(self._gap)
        self._column.addLayout(self._columns, 1)
        self._column.addSpacing(16)
        self._column.addWidget(self.foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(theme, content))

    def _connect(self) -> None:
        self._desk.changed.connect(self._show)
        self._desk.troubled.connect(self._notice.set_text)
        self._desk.gone.connect(self._notice.set_text)
        self.due.chosen.connect(self._begin)
        self.strap.without.connect(self._begin_without)
        self.beside.chosen.connect(self._begin_beside)
        self.hard.chosen.connect(self._begin_hard)
        self.foot.help.clicked.connect(lambda: self.open_requested.emit(HELP))
        self.foot.open_plan.clicked.connect(lambda: self.open_requested.emit(PLAN))

    def _have_history(self, history: History) -> None:
        self._history = history
        self._note_booster(history)
        self._show()
        source = self._sessions
        self._worker.run(lambda: read_wave(source, history.last), self._have_wave, self._failed)

    def _have_wave(self, wave: tuple[float, ...]) -> None:
        words = self._history.wave_words if self._history is not None else ""
        self.due.show_wave(wave, words)
        self.wave_drawn.emit()

    def _failed(self, problem: Problem) -> None:
        self._notice.set_text(problem.message)

    def _note_booster(self, history: History) -> None:
        chart, day = self._desk.chart, self._now().date()
        held = booster_held(booster_due(chart.plan, chart.boosters, day), history.done)
        if self._desk.read and held is not None:
            self._desk.add(BoosterDone(self._desk.at_utc, day=held.isoformat()))

    def _show(self) -> None:
        history = self._history
        if history is None or not self._desk.read:
            return
        chart, day = self._desk.chart, self._now().date()
        steps = released_steps(chart, history.locks(chart))
        self._today = today(
            chart.plan,
            history.done,
            day,
            own_rate=chart.resonance_rate,
            boosters=chart.boosters,
            steps=steps if chart.plan is None or is_running(chart.plan, day) else (),
        )
        self._kind_line.set_text(self._today.kind_line)
        self.due.show_today(self._today)
        self.weeks.show_weeks(weeks_to(day, practised_days(history.done)))
        self._show_beside(self._today.step)
        if history.strap and history.strap_day is not None:
            self.strap.show_strap(
                StrapView(
                    title=history.strap,
                    words=f"Last worn {when(history.strap_day, day)}. Looked for as you begin.",
                    battery_percent=history.battery_percent,
                    battery_known=history.battery_percent is not None,
                )
            )
        self.loaded.emit()

    def _show_beside(self, step: Step | None) -> None:
        day = self._now().date()
        if step is not None:
            dose = f", {step.duration_s:g} s" if step.duration_s is not None else ""
            words = "A step your clinician released for home. Only when you feel ready."
            self.beside.say("step", f"{step.title}{dose}", words, "Look at it first")
        elif goals_due(self._desk.chart.goals, day):
            words = "How is it going with what you want to do again?"
            self.beside.say("progress", "Once a week", words, "Rate your goals")
        else:
            words = "What helped, or when it was hard. One line is plenty."
            self.beside.say("journal", "A line for yourself", words, "Write")

    def _begin(self, minutes: float, sound_only: bool) -> None:  # noqa: FBT001 - a Qt slot
        if self._today is not None:
            named = _named(self._today.practice, minutes, sound_only=sound_only)
            self.practice_requested.emit(*named)

    def _begin_without(self) -> None:
        if self._today is not None:
            practice = self._today.practice
            self.without_strap_requested.emit(*_named(practice, practice.minutes))

    def _begin_hard(self) -> None:
        if self._today is not None:
            practice = self._today.hard_day
            self.practice_requested.emit(*_named(practice, practice.minutes))

    def _begin_beside(self) -> None:
        day = self._now().date()
        if self._today is not None and self._today.step is not None:
            self.step_requested.emit(self._today.step)
        elif goals_due(self._desk.chart.goals, day):
            self.open_requested.emit(PROGRESS)
        else:
            self.open_requested.emit(JOURNAL)


def _named(
    practice: PlannedPractice, minutes: float, *, sound_only: bool = False
) -> tuple[str, str, float, bool]:
    return practice.kind, practice.practice_id, minutes, sound_only
