"""Brings the wishes of hands and keys to what puts a session right."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from coherence_desktop.events import BeatKind, Marker, amendable
from coherence_desktop.ui.review.editing import Editing
from coherence_desktop.ui.review.edits import (
    PLAIN_MARK,
    add_marker,
    add_phase,
    judge,
    move,
    remove,
    rename,
)
from coherence_desktop.ui.review.review_body import ReviewBody
from coherence_desktop.ui.review.views import Place, Review
from coherence_desktop.ui.words.values import clock

_KINDS = {Qt.Key.Key_X: BeatKind.EXCLUDED, Qt.Key.Key_A: BeatKind.ACCEPTED}


class Amending(QObject):
    """Beats, markers and phases under the cursor and in the tables.

    Parameters
    ----------
    body : ReviewBody
    editing : Editing
    """

    def __init__(self, body: ReviewBody, editing: Editing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._body = body
        self._editing = editing
        self._review: Review | None = None
        bar, tables = body.beat_bar, body.tables
        bar.judged.connect(self._judge)
        bar.mark_asked.connect(self._mark)
        bar.undo_asked.connect(editing.undo)
        bar.redo_asked.connect(editing.redo)
        tables.marker_added.connect(self._add_marker)
        tables.phase_added.connect(self._add_phase)
        tables.moved.connect(self._move)
        tables.renamed.connect(lambda place, label: editing.do(rename(place, label)))
        tables.removed.connect(lambda place: editing.do(remove(place)))
        body.detail.cursor_moved.connect(self.offer)
        editing.changed.connect(self.offer)

    def show_review(self, review: Review) -> None:
        """Take another session, or the same one as it was put right."""
        self._review = review
        self.offer()

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key asks; false for a key that is none of its business."""
        held = event.modifiers()
        redo = (
            held == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_Y
        ) or event.matches(QKeySequence.StandardKey.Redo)
        if event.matches(QKeySequence.StandardKey.Undo):
            self._editing.undo()
        elif redo:
            self._editing.redo()
        elif held != Qt.KeyboardModifier.NoModifier:
            return False
        elif event.key() in _KINDS:
            self._judge(_KINDS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_M:
            self._mark()
        elif event.key() == Qt.Key.Key_K:
            self._body.beat_bar.kind.click()
        else:
            return False
        return True

    def offer(self) -> None:
        """Offer what can be done where the cursor is."""
        detail = self._body.detail
        beat = detail.cursor_beat
        said = self._review.heart.said if self._review is not None else {}
        kind = said.get(beat) if beat is not None else None
        words, edits = detail.cursor_words, self._editing.edits
        self._body.beat_bar.show_state(words, kind, edits, chosen=beat is not None)
        at, instead = clock(self._moment_s), self._no_phase
        self._body.tables.set_cursor(
            there=detail.cursor_s is not None,
            mark_at=f"at {at}",
            phase_at="" if instead else f"from {at}",
            instead=instead,
        )

    @property
    def _moment_s(self) -> float:
        """The cursor where it can be seen, else the start of what is shown."""
        detail = self._body.detail
        seen = detail.cursor_s if detail.cursor_beat is not None else None
        return self._body.shown.start_s if seen is None else seen

    @property
    def _no_phase(self) -> str:
        """Why no phase can begin there, and what to do; empty where one can."""
        t, review = self._moment_s, self._review
        if review is None:
            return ""
        if review.trial_at(t) is not None:
            return "A trial has phases of its own."
        if any(band.start_s == t for band in review.bands):
            return "A phase begins there. Choose a beat in the plot."
        return ""

    def _judge(self, kind: BeatKind) -> None:
        beat = self._body.detail.cursor_beat
        if beat is not None and self._review is not None:
            self._editing.do(judge(self._review.heart, beat, kind))

    def _mark(self) -> None:
        if self._body.detail.cursor_beat is not None:
            self._add_marker("Mark")

    def _add_marker(self, label: str) -> None:
        t, log = self._moment_s, self._editing.events
        # What was shown last may be a step behind what was added or taken back.
        marks = (one.now for one in amendable(log) if isinstance(one.now, Marker))
        if self._review is not None and not any(
            mark.t == t and mark.key == PLAIN_MARK for mark in marks
        ):
            self._editing.do(add_marker(t, label, log))

    def _add_phase(self, label: str) -> None:
        t, review = self._moment_s, self._review
        if review is not None and not self._no_phase:
            self._editing.do(add_phase(t, label, self._editing.events))

    def _move(self, place: Place) -> None:
        t = self._body.detail.cursor_s
        if t is not None and t != place.t:
            self._editing.do(move(place, t))
