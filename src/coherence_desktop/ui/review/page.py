"""A session after it ended: overview, shown stretch, trials compared, tables, notes."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.practice.exposure.progress import ProgressRule
from coherence_desktop.practice.levels import Levels
from coherence_desktop.ui.review.amending import Amending
from coherence_desktop.ui.review.ecg_checking import EcgChecking
from coherence_desktop.ui.review.editing import Editing
from coherence_desktop.ui.review.edits import Edit
from coherence_desktop.ui.review.loading import review_of, with_course
from coherence_desktop.ui.review.measuring import Measuring
from coherence_desktop.ui.review.movement_reading import MovementReading
from coherence_desktop.ui.review.note_writing import NoteWriting
from coherence_desktop.ui.review.review_body import GAP_PX, ReviewBody
from coherence_desktop.ui.review.review_header import ReviewHeader
from coherence_desktop.ui.review.shown_keys import move_by_key
from coherence_desktop.ui.review.side_keys import SideKeysPass
from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.worker import Worker


class ReviewPage(Page):
    """One session in every detail; hand it a way to read the session with `open`.

    Parameters
    ----------
    theme : Theme
    levels : Levels, optional
        Of coherence.
    """

    events_added = Signal(object)
    """What was written down or put right, as a tuple of events; the owner adds them to the
    session's log, in order."""
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
        self.shown = Shown(parent=self)
        self.measuring = Measuring(self.shown, self)
        self.editing = Editing(self)
        self._header = ReviewHeader(theme)
        self._problem = Notice(theme, radius=12)
        self._body = ReviewBody(theme, self.shown, levels or Levels())
        self._amending = Amending(self._body, self.editing, self)
        self.overview, self.detail = self._body.overview, self._body.detail
        self.compare, self.coherence = self._body.compare, self._body.coherence
        self.earlier, self.later = self._body.earlier, self._body.later
        self.tables, self.notes = self._body.tables, self._body.notes
        self._movement = MovementReading(self)
        self._ecg = EcgChecking(self.tables, self)
        self._writing = NoteWriting(self.notes, self.detail, self.shown, self.editing, self)
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
        self.stop_reading()
        self._review = None
        self._header.clear("Opening the session")
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

    def stop_reading(self) -> None:
        """Read no more of the session: it is to be deleted, or its library closed."""
        self._movement.stop()
        self._ecg.stop()

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
        """Arrows go from trial to trial; keys of notes, beats, marks; Esc asks to go back."""
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
        elif self._amending.take(event):
            pass
        elif key == Qt.Key.Key_N and plain:
            self._writing.begin(self._review)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain and self._review.trials:
            self._step_trial(1 if key == Qt.Key.Key_Right else -1)
        elif not move_by_key(self.shown, event):
            super().keyPressEvent(event)

    # --- what was read -------------------------------------------------------------------------

    def _read(self, opening: int, source: ReviewSource, review: Review) -> None:
        if opening != self._opening:
            return
        self._source = source
        self._trial = 0
        self._review = review
        self._header.show_review(review)
        self.notes.close_entry()
        self.shown.reset(review.duration_s)
        self._body.show_review(review)
        self.editing.begin(source, review)
        self._amending.show_review(review)
        self._ecg.begin(source)
        self.coherence.show_trend(None)
        self.measuring.begin(review.heart, source.events)
        self._movement.begin(source, review)
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
            known = replace(
                self._review, points=found.points, rule=found.rule, learned=found.learned
            )
            self.editing.know(known)
            self._review = known
            self._writing.know(known)
            self._body.show_words(known)
            self._choose(self._trial)

    def _renewed(self, review: Review) -> None:
        """Show the same session as it was put right."""
        self._review = review
        self._writing.know(review)
        self._header.show_review(review)
        self._body.show_review(review, same=True)
        self._amending.show_review(review)
        self._choose(self._trial)
        self.measuring.renew(review.heart, self.editing.events)

    def _failed(self, opening: int, problem: Problem) -> None:
        if opening == self._opening:
            if self._review is None:
                self._header.clear("This session cannot be shown")
            self._problem.set_text(problem.message)

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
        self._body.say_shown(self._review, self._trial)

    def _moved(self) -> None:
        if self._review is None:
            return
        trial = self._review.trial_at((self.shown.start_s + self.shown.end_s) / 2.0)
        if trial is not None and trial.number != self._trial:
            self._choose(trial.number)
        self._body.say_shown(self._review, self._trial)
        self._amending.offer()
        if self.tables.stretch_shown:
            self.measuring.ask()

    def _note_written(self, review: Review, edit: Edit) -> None:
        self._review = review
        self.editing.know(review)
        self.editing.do(edit)

    def _measured(self) -> None:
        self.coherence.show_trend(self.measuring.trend)
        self.tables.show_stretch(self.measuring.stretch, self.measuring.whole)

    # --- the look ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.editing.added.connect(self.events_added)
        self.editing.renewed.connect(self._renewed)
        self.editing.failed.connect(self.set_problem)
        self.shown.changed.connect(self._moved)
        self.overview.trial_pressed.connect(self.choose_trial)
        self.earlier.clicked.connect(lambda: self._step_trial(-1))
        self.later.clicked.connect(lambda: self._step_trial(1))
        self.measuring.changed.connect(self._measured)
        self.measuring.failed.connect(self.set_problem)
        self._movement.known.connect(self.measuring.know_movement)
        self._movement.failed.connect(self.set_problem)
        self.tables.moment_chosen.connect(self.show_moment)
        self.tables.stretch_opened.connect(self.measuring.ask)
        self.notes.new_asked.connect(lambda: self._writing.begin(self._review))
        self._writing.written.connect(self._note_written)
        self._writing.changed.connect(self.editing.do)
        self.notes.closed.connect(lambda: self.setFocus(Qt.FocusReason.OtherFocusReason))
        self.notes.repeat_chosen.connect(
            lambda: self.repeat_chosen.emit(self._source and self._source.last_started)
        )
        self.notes.next_chosen.connect(
            lambda: self.next_chosen.emit(self._source and self._source.last_started)
        )
        self._header.back.clicked.connect(self.back_requested)
        self._header.export.clicked.connect(self.export_requested)
        self._header.report.clicked.connect(self.report_requested)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(GAP_PX, 0, GAP_PX, 0)
        top.setSpacing(0)
        top.addWidget(self._header)
        top.addWidget(self._problem)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(SideKeysPass(self.theme, self._body), 1)
