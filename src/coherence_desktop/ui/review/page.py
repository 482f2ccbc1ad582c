"""A session after it ended: overview, shown stretch, trials compared, tables, notes."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.events import TrialStarted
from coherence_desktop.practice.exposure.progress import ProgressRule
from coherence_desktop.ui.live.legend import Legend, distress, heart
from coherence_desktop.ui.live.levels import Levels
from coherence_desktop.ui.live.words import clock
from coherence_desktop.ui.review.coherence_plot import CoherencePlot
from coherence_desktop.ui.review.compare_plot import ComparePlot
from coherence_desktop.ui.review.detail_plot import DetailPlot
from coherence_desktop.ui.review.loading import review_of, with_course
from coherence_desktop.ui.review.measuring import Measuring
from coherence_desktop.ui.review.notes_panel import NotesPanel
from coherence_desktop.ui.review.overview import Overview, move_by_key
from coherence_desktop.ui.review.review_header import ReviewHeader
from coherence_desktop.ui.review.side_keys import SideKeysPass
from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.tables_panel import TablesPanel
from coherence_desktop.ui.review.titled_panel import TitledPanel
from coherence_desktop.ui.review.views import NoteView, Review
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.worker import Worker

STACKED_BELOW_PX = 1200 - 88
"""Width of the page, without the rail, under which the side column moves below."""
SIDE_PX = 440
_GAP_PX = 16
_OPENING = "Opening the session"


class ReviewPage(Page):
    """One session in every detail; hand it a way to read the session with `open`.

    Parameters
    ----------
    theme : Theme
    levels : Levels, optional
        Of coherence.
    """

    note_added = Signal(str, float)
    """A note was written, about a moment in session seconds; the owner keeps it."""
    repeat_chosen = Signal(object)
    """The last trial's step shall be done again: its `TrialStarted`."""
    next_chosen = Signal(object)
    """Another step shall be chosen after the one of this `TrialStarted`."""
    back_requested = Signal()
    export_requested = Signal()
    report_requested = Signal()
    opened = Signal()
    """The session can be seen."""

    def __init__(
        self, theme: Theme, levels: Levels | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Review of a session")
        self._worker = Worker(self)
        self._source: ReviewSource | None = None
        self._review: Review | None = None
        self._opening = 0
        self._trial = 0
        self._note_s = 0.0
        self.shown = Shown(parent=self)
        self.measuring = Measuring(self.shown, self)
        self._header = ReviewHeader(theme)
        self._problem = Notice(theme, radius=12)
        self.overview = Overview(theme, self.shown)
        self.detail = DetailPlot(theme, self.shown)
        self.compare = ComparePlot(theme)
        self.coherence = CoherencePlot(theme, self.shown, levels or Levels())
        self.earlier = Button(theme, "", ButtonKind.QUIET, cap="←")
        self.later = Button(theme, "other trials", ButtonKind.QUIET, cap="→", cap_first=True)
        self.earlier.setAccessibleName("Earlier trial")
        self.later.setAccessibleName("Later trial")
        self._legend = Legend(theme, (heart, "heart rate"))
        self._detail_panel = TitledPanel(
            theme, "", "", self.detail, (self.earlier, self.later), (self._legend,)
        )
        about = "bpm, from start of induce"
        self._compare_panel = TitledPanel(theme, "Trials compared", about, self.compare)
        about = "0 to 100, whole session"
        self._coherence_panel = TitledPanel(theme, "Coherence", about, self.coherence)
        self.tables = TablesPanel(theme)
        self.notes = NotesPanel(theme)
        self._lay_out()
        self._connect()
        self._body.hide()

    @property
    def review(self) -> Review | None:
        """What is shown, once it is read."""
        return self._review

    @property
    def trial(self) -> int:
        """Number of the chosen trial; 0 for none."""
        return self._trial

    @property
    def title(self) -> str:
        """What the page is headed."""
        return self._header.title.text()

    def open(self, read: Callable[[], ReviewSource]) -> None:
        """Read a session in a thread and show it."""
        self._opening += 1
        opening = self._opening
        self._header.clear(_OPENING)
        self._problem.set_text(None)
        self._body.hide()

        def work() -> tuple[ReviewSource, Review]:
            source = read()
            return source, review_of(source)

        self._worker.run(
            work,
            lambda answer: self._read(opening, *answer),
            lambda problem: self._failed(opening, problem),
        )

    def set_problem(self, text: str | None) -> None:
        """Say plainly what went wrong, such as that a note could not be kept."""
        self._problem.set_text(text)

    def choose_trial(self, number: int) -> None:
        """Show a trial."""
        trial = self._review.trial(number) if self._review is not None else None
        if trial is not None:
            self.shown.show(trial.start_s, trial.end_s)
            self._choose(number)

    def show_moment(self, t: float) -> None:
        """Bring a moment of the session into view, with the cursor on it."""
        self.shown.reveal(t)
        self.detail.place_cursor(t)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from trial to trial, N writes a note, Esc asks to go back."""
        key = event.key()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if key == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Print):
            self.report_requested.emit()
        elif event.matches(QKeySequence.StandardKey.SaveAs):
            self.export_requested.emit()
        elif self._review is None:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_N and plain:
            self._write_note()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain and self._review.trials:
            self._step_trial(1 if key == Qt.Key.Key_Right else -1)
        elif not move_by_key(self.shown, event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the side column below where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < STACKED_BELOW_PX
        direction = (
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        for row in self._rows:
            row.setDirection(direction)
        for side in (self._compare_panel, self._coherence_panel, self.notes):
            side.setMinimumWidth(0 if stacked else SIDE_PX)
            side.setMaximumWidth(16777215 if stacked else SIDE_PX)
        for panel in (self._detail_panel, self._compare_panel, self._coherence_panel):
            panel.setMinimumHeight(304 if stacked else 232)
        self.tables.setMinimumHeight(340 if stacked else 264)
        self.notes.setMinimumHeight(340 if stacked else 264)

    # --- what was read -------------------------------------------------------------------------

    def _read(self, opening: int, source: ReviewSource, review: Review) -> None:
        if opening != self._opening:
            return
        self._source = source
        self._trial = 0
        self._show(review)
        self.shown.reset(review.duration_s)
        self.detail.show_review(review)
        self.overview.show_review(review)
        self.compare.show_review(review)
        self.coherence.show_trend(None)
        self.measuring.begin(review.heart, source.events)
        self._body.show()
        if review.trials:
            self.choose_trial(review.trials[0].number)
        else:
            self._moved()
            self.measuring.ask()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()
        if source.others is not None:
            others = source.others
            self._worker.run(
                lambda: with_course(review, source, others()),
                lambda found: self._course_known(opening, found),
                lambda problem: self._failed(opening, problem),
            )

    def _course_known(self, opening: int, found: Review) -> None:
        if opening == self._opening and self._review is not None:
            self._show(replace(found, notes=self._review.notes))
            self._choose(self._trial)

    def _failed(self, opening: int, problem: Problem) -> None:
        if opening == self._opening:
            if self._review is None:
                self._header.clear("This session cannot be shown")
            self._problem.set_text(problem.message)

    def _show(self, review: Review) -> None:
        self._review = review
        self._header.show_review(review)
        with_trials = bool(review.trials)
        for widget in (self.earlier, self.later):
            widget.setVisible(with_trials)
        self._compare_panel.setVisible(with_trials)
        self._coherence_panel.setVisible(not with_trials)
        rated = any(one.scale == "distress" for one in review.ratings)
        entries = [(heart, "heart rate"), *([(distress, "distress")] if rated else [])]
        self._legend.set_entries(*entries)
        self.tables.show_review(review)
        self.notes.show_notes(review.notes)
        self.notes.rule.show_rule(review.rule)

    # --- what is asked for ---------------------------------------------------------------------

    def _step_trial(self, by: int) -> None:
        numbers = [trial.number for trial in self._review.trials] if self._review else []
        if not numbers:
            return
        at = numbers.index(self._trial) + by if self._trial in numbers else 0
        self.choose_trial(numbers[min(max(at, 0), len(numbers) - 1)])

    def _choose(self, number: int) -> None:
        self._trial = number
        rule = (self._source.rule if self._source is not None else None) or ProgressRule()
        self.compare.choose(number)
        self.tables.choose_trial(number, rule.peak_distress, rule.expectancy_percent)
        numbers = [trial.number for trial in self._review.trials] if self._review else []
        self.earlier.setEnabled(bool(numbers) and number != numbers[0])
        self.later.setEnabled(bool(numbers) and number != numbers[-1])
        self._say_shown()

    def _moved(self) -> None:
        if self._review is None:
            return
        trial = self._review.trial_at((self.shown.start_s + self.shown.end_s) / 2.0)
        if trial is not None and trial.number != self._trial:
            self._choose(trial.number)
        self._say_shown()
        if self.tables.stretch_shown:
            self.measuring.ask()

    def _say_shown(self) -> None:
        shown = self.shown
        trial = self._review.trial(self._trial) if self._review is not None else None
        inside = (
            trial is not None
            and trial.start_s - 0.5 <= shown.start_s
            and shown.end_s <= trial.end_s + 0.5
        )
        title = f"Trial {self._trial}" if inside else "Stretch"
        self._detail_panel.title.set_text("Whole session" if shown.whole else title)
        times = f"{clock(shown.start_s)} to {clock(shown.end_s)}"
        self._detail_panel.about.set_text(times)

    def _write_note(self) -> None:
        cursor_s = self.detail.cursor_s
        shown = self.shown
        inside = cursor_s is not None and shown.start_s <= cursor_s <= shown.end_s
        self._note_s = cursor_s if inside and cursor_s is not None else shown.start_s
        self.notes.open_entry(f"On {self._where(self._note_s)}")

    def _where(self, t: float) -> str:
        trial = self._review.trial_at(t) if self._review is not None else None
        return f"{clock(t)}, trial {trial.number}" if trial is not None else clock(t)

    def _note_written(self, text: str) -> None:
        if self._review is None:
            return
        note = NoteView(self._note_s, self._where(self._note_s), text)
        notes = sorted([*self._review.notes, note], key=lambda one: one.t)
        self._review = replace(self._review, notes=tuple(notes))
        self.notes.show_notes(notes)
        self.note_added.emit(text, self._note_s)

    def _last_started(self) -> TrialStarted | None:
        events = self._source.events if self._source is not None else ()
        found = (event for event in reversed(events) if isinstance(event, TrialStarted))
        return next(found, None)

    def _measured(self) -> None:
        self.coherence.show_trend(self.measuring.trend)
        self.tables.show_stretch(self.measuring.stretch, self.measuring.whole)

    # --- the look ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.shown.changed.connect(self._moved)
        self.overview.trial_pressed.connect(self.choose_trial)
        self.earlier.clicked.connect(lambda: self._step_trial(-1))
        self.later.clicked.connect(lambda: self._step_trial(1))
        self.measuring.changed.connect(self._measured)
        self.measuring.failed.connect(self.set_problem)
        self.tables.moment_chosen.connect(self.show_moment)
        self.tables.stretch_opened.connect(self.measuring.ask)
        self.notes.new_asked.connect(self._write_note)
        self.notes.kept.connect(self._note_written)
        self.notes.closed.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.notes.repeat_chosen.connect(lambda: self.repeat_chosen.emit(self._last_started()))
        self.notes.next_chosen.connect(lambda: self.next_chosen.emit(self._last_started()))
        self._header.back.clicked.connect(self.back_requested)
        self._header.export.clicked.connect(self.export_requested)
        self._header.report.clicked.connect(self.report_requested)

    def _lay_out(self) -> None:
        strip = Panel(self.theme)
        inner = QVBoxLayout(strip)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.overview)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(_GAP_PX)
        upper.addWidget(self._detail_panel, 1)
        upper.addWidget(self._compare_panel)
        upper.addWidget(self._coherence_panel)
        lower.addWidget(self.tables, 1)
        lower.addWidget(self.notes)
        self._rows = (upper, lower)
        self._body = QWidget()
        parts = QVBoxLayout(self._body)
        parts.setSpacing(_GAP_PX)
        parts.addWidget(strip)
        parts.addLayout(upper, 312)
        parts.addLayout(lower, 340)
        top = QVBoxLayout()
        top.setContentsMargins(_GAP_PX, 0, _GAP_PX, 0)
        top.setSpacing(0)
        top.addWidget(self._header)
        top.addWidget(self._problem)
        parts.setContentsMargins(_GAP_PX, 0, _GAP_PX, _GAP_PX)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(SideKeysPass(self.theme, self._body), 1)
