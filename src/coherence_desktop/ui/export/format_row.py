"""One format to choose: its switch and one line of what it is for."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.records.export_formats import ExportFormat
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.switch import Switch

WORDS: dict[ExportFormat, tuple[str, str]] = {
    ExportFormat.BIDS: (
        "BIDS dataset",
        "For research: beats, events and heart rate, with all columns described.",
    ),
    ExportFormat.EDF: (
        "EDF+",
        "For EEG and sleep software: signals, with all that happened as annotations.",
    ),
    ExportFormat.CSV: (
        "CSV tables",
        "For spreadsheets and statistics: one table of beats, one of events.",
    ),
    ExportFormat.RR: ("RR text", "For HRV programs: the intervals alone, in ms, one a line."),
    ExportFormat.JSON: (
        "JSON",
        "To move a session to another library, whole: private notes and the strap's number too.",
    ),
}
_INDENT_PX = 46


class FormatRow(QWidget):
    """A switch with a line under it.

    Parameters
    ----------
    theme : Theme
    name, words : str
    """

    def __init__(self, theme: Theme, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Switch(theme, name)
        self.switch.setAccessibleDescription(words)
        self._words = Label(theme, words, 14, token="ink2", wrap=True)
        below = QVBoxLayout()
        below.setContentsMargins(_INDENT_PX, 0, 0, 0)
        below.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(0)
        column.addWidget(self.switch)
        column.addLayout(below)

    def set_words(self, words: str) -> None:
        """Say something else under the switch."""
        self._words.set_text(words)
        self.switch.setAccessibleDescription(words)
