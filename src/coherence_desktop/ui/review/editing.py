"""Puts a session right as a person asks: tells what to add to its log, and reads it anew."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.events import AnyEvent
from coherence_desktop.ui.review.edits import Edit, Edits
from coherence_desktop.ui.review.loading import review_of, with_course
from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.worker import Worker


class Editing(QObject):
    """Changes of one session; the newest state is read in a worker, older wishes are dropped."""

    added = Signal(object)
    """Events to add to the session's log, a tuple; the owner keeps them."""
    renewed = Signal(object)
    """The `Review` of the session as it was put right."""
    failed = Signal(str)
    changed = Signal()
    """Something else can be undone or done again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._source: ReviewSource | None = None
        self._review: Review | None = None
        self._wish = 0
        self._busy = False
        self._phases = False
        self.edits = Edits()

    @property
    def events(self) -> Sequence[AnyEvent]:
        """The log with everything that was added."""
        return self._source.events if self._source is not None else ()

    def begin(self, source: ReviewSource, review: Review) -> None:
        """Take another session, with nothing to undo."""
        self._source, self._review = source, review
        self._wish += 1
        self._busy = self._phases = False
        self.edits = Edits()
        self.changed.emit()

    def know(self, review: Review) -> None:
        """Take what else became known of the session."""
        self._review = review

    def do(self, edit: Edit) -> None:
        """Change something."""
        self._add(self.edits.do(edit), edit)

    def undo(self) -> None:
        """Take the last change back."""
        edit = self.edits.last
        if edit is not None:
            self._add(self.edits.undo(), edit)

    def redo(self) -> None:
        """Do again what was undone last."""
        edit = self.edits.next
        if edit is not None:
            self._add(self.edits.redo(), edit)

    def _add(self, events: tuple[AnyEvent, ...], edit: Edit) -> None:
        if self._source is None:
            return
        self._source = replace(self._source, events=[*self._source.events, *events])
        self._phases = self._phases or edit.phases
        self.added.emit(events)
        self.changed.emit()
        self._wish += 1
        self._read()

    def _read(self) -> None:
        source, known, wish = self._source, self._review, self._wish
        if self._busy or source is None or known is None:
            return
        self._busy = True
        phases, self._phases = self._phases, False

        def work() -> Review:
            found = review_of(source)
            if source.others is None:
                return found
            if phases:
                return with_course(found, source, source.others())
            return replace(found, points=known.points, rule=known.rule, learned=known.learned)

        self._worker.run(
            work, lambda found: self._done(source, wish, found), lambda p: self._failed(source, p)
        )

    def _ours(self, source: ReviewSource) -> bool:
        return self._source is not None and self._source.head is source.head

    def _done(self, source: ReviewSource, wish: int, found: Review) -> None:
        if not self._ours(source):
            return
        self._busy = False
        if wish == self._wish:
            self._review = found
            self.renewed.emit(found)
        else:
            self._read()

    def _failed(self, source: ReviewSource, problem: Problem) -> None:
        if self._ours(source):
            self._busy = False
            self.failed.emit(problem.message)
