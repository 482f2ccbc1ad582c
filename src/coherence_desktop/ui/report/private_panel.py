"""What is private in a report: each part is off until it is switched on."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.ui.export.format_row import FormatRow
from coherence_desktop.ui.report.choices import Include
from coherence_desktop.ui.report.job import PrivateNote
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel

_ROWS = {
    Include.NAME: ("Name", "The name in the chart, in the place of a code."),
    Include.TEXTS: ("The client's words", "Fears, what was learned, answers in practices."),
    Include.LETTERS: ("Letters", "Letters to oneself, whole."),
    Include.JOURNAL: ("Journal", "Entries of the journal, whole."),
    Include.NOTES: ("Private notes", "Those of all sessions."),
}
_LONGEST = 90


class PrivatePanel(Panel):
    """Switches for private parts, and one for each private note.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._look = theme
        self.rows = {part: FormatRow(theme, *words) for part, words in _ROWS.items()}
        self.notes: dict[int, FormatRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(0)
        column.addWidget(Label(theme, "Private, and left out unless it is on", 16, 600))
        column.addSpacing(4)
        for row in self.rows.values():
            column.addWidget(row)
        self._note_title = Label(theme, "Private notes", 12, 500, "ink2")
        self._note_title.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self._note_title)
        self._note_rows = QVBoxLayout()
        self._note_rows.setSpacing(0)
        column.addLayout(self._note_rows)

    @property
    def include(self) -> frozenset[Include]:
        """Parts that are on."""
        on = (part for part, row in self.rows.items() if row.switch.isChecked())
        return frozenset(on)

    @property
    def chosen_notes(self) -> frozenset[int]:
        """Places of the notes that are on."""
        return frozenset(at for at, row in self.notes.items() if row.switch.isChecked())

    def set_course(self, *, course: bool) -> None:
        """Offer the notes of all sessions together, or those of one session one by one."""
        notes = self.rows[Include.NOTES]
        notes.setVisible(course)
        if not course:
            notes.switch.setChecked(False)
        for row in self.notes.values():
            row.setVisible(not course)
        self._note_title.setVisible(bool(self.notes) and not course)

    def show_notes(self, notes: tuple[PrivateNote, ...], *, client: bool) -> None:
        """Offer the notes of a session; everything is off again."""
        for part, row in self.rows.items():
            row.switch.setChecked(False)
            row.switch.setEnabled(client or part is Include.TEXTS)
        for row in self.notes.values():
            self._note_rows.removeWidget(row)
            row.deleteLater()
        self.notes = {}
        for note in notes:
            text = " ".join(note.text.split())
            told = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
            row = FormatRow(self._look, f"Note at {note.time}", told)
            self.notes[note.place] = row
            self._note_rows.addWidget(row)
        self.set_course(course=False)
