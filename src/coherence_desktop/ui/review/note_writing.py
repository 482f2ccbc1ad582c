"""Lets a note be written about the moment under the cursor, or changed."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from coherence_desktop.events import Note, count_alike
from coherence_desktop.ui.review.detail_plot import DetailPlot
from coherence_desktop.ui.review.editing import Editing
from coherence_desktop.ui.review.edits import add_note, remove, rename
from coherence_desktop.ui.review.loading import note_view
from coherence_desktop.ui.review.notes_panel import NotesPanel
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.views import Place, Review
from coherence_desktop.ui.words.values import clock


class NoteWriting(QObject):
    """Opens the line for a note and tells what was written as an edit.

    Parameters
    ----------
    notes : NotesPanel
    detail : DetailPlot
    shown : Shown
    editing : Editing
        Knows the log of the session as it is now.
    """

    written = Signal(object, object)
    """The `Review` with the note in it, seen at once, and the `Edit`."""
    changed = Signal(object)
    """The `Edit` of a note that is there."""

    def __init__(
        self,
        notes: NotesPanel,
        detail: DetailPlot,
        shown: Shown,
        editing: Editing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._notes = notes
        self._detail = detail
        self._shown = shown
        self._editing = editing
        self._about_s = 0.0
        self._place: Place | None = None
        self._review: Review | None = None
        notes.kept.connect(self._kept)
        notes.edit_asked.connect(self._edit)
        notes.removed.connect(lambda place: self.changed.emit(remove(place)))

    def begin(self, review: Review | None) -> None:
        """Write about the cursor where it can be seen, else about the start of the stretch."""
        self._review, self._place = review, None
        if review is None:
            return
        seen = self._detail.cursor_s if self._detail.cursor_beat is not None else None
        self._about_s = self._shown.start_s if seen is None else seen
        self._notes.open_entry(f"On {self._where(review)}")

    def know(self, review: Review) -> None:
        """Take what else became known of the session while a note is written."""
        self._review = review

    def _edit(self, place: Place) -> None:
        self._place = place
        self._notes.open_entry(f"The note on {clock(place.t)}", place.label)

    def _where(self, review: Review) -> str:
        trial = review.trial_at(self._about_s)
        told = clock(self._about_s)
        return f"{told}, trial {trial.number}" if trial is not None else told

    def _kept(self, text: str) -> None:
        review, place = self._review, self._place
        self._place = None
        if place is not None:
            if text != place.label:
                self.changed.emit(rename(place, text))
            return
        if review is None:
            return
        written, log = Note(self._about_s, text), self._editing.events
        note = note_view(written, written, review.trials, count_alike(log, written))
        notes = sorted([*review.notes, note], key=lambda one: one.t)
        self._review = replace(review, notes=tuple(notes))
        self._notes.show_notes(notes)
        self.written.emit(self._review, add_note(self._about_s, text, log))
