"""Lets a note be written about the moment under the cursor."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from coherence_desktop.ui.review.detail_plot import DetailPlot
from coherence_desktop.ui.review.notes_panel import NotesPanel
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.views import NoteView, Review
from coherence_desktop.ui.words.values import clock


class NoteWriting(QObject):
    """Opens the line for a note and puts what was written among the notes.

    Parameters
    ----------
    notes : NotesPanel
    detail : DetailPlot
    shown : Shown
    """

    written = Signal(object, str, float)
    """The `Review` with the note in it, the note, and the moment that it is about."""

    def __init__(
        self, notes: NotesPanel, detail: DetailPlot, shown: Shown, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._notes = notes
        self._detail = detail
        self._shown = shown
        self._about_s = 0.0
        self._review: Review | None = None
        notes.kept.connect(self._kept)

    def begin(self, review: Review | None) -> None:
        """Write about the cursor where it can be seen, else about the start of the stretch."""
        self._review = review
        if review is None:
            return
        seen = self._detail.cursor_s if self._detail.cursor_beat is not None else None
        self._about_s = self._shown.start_s if seen is None else seen
        self._notes.open_entry(f"On {self._where(review)}")

    def know(self, review: Review) -> None:
        """Take what else became known of the session while a note is written."""
        self._review = review

    def _where(self, review: Review) -> str:
        trial = review.trial_at(self._about_s)
        told = clock(self._about_s)
        return f"{told}, trial {trial.number}" if trial is not None else told

    def _kept(self, text: str) -> None:
        review = self._review
        if review is None:
            return
        note = NoteView(self._about_s, self._where(review), text)
        notes = sorted([*review.notes, note], key=lambda one: one.t)
        self._review = replace(review, notes=tuple(notes))
        self._notes.show_notes(notes)
        self.written.emit(self._review, text, self._about_s)
