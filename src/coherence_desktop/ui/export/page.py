"""Sessions as files: which formats, where to, with or without names; how far it is."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.records.export import (
    ExportExists,
    ExportFormat,
    ExportOptions,
    export_sessions,
)
from coherence_desktop.ui.export.format_row import WORDS, FormatRow
from coherence_desktop.ui.export.source import ExportJob
from coherence_desktop.ui.forms.file_page import FilePage, documents
from coherence_desktop.ui.theme import Theme

_BIDS_FOLDER = "BIDS"
_NAMES = "Write the client's name or code, in files and their names."
_NO_NAMES = "There is no client to name."
_THERE = "These files are in the folder already. Replace them, or choose another folder."
_PRIVATE = "Write the words of private notes and of answers. JSON holds them in any case."


class ExportPage(FilePage):
    """Writes what `show_job` hands it into files.

    Parameters
    ----------
    theme : Theme
    folder : Path, optional
        Where to write at first; the documents folder without.
    """

    exported = Signal(list, list, object)
    """Files were written: their paths, the names of the formats, and the `ExportJob`."""
    folder_chosen = Signal(object)
    """An export went into this folder; its `Path`."""

    def __init__(
        self, theme: Theme, folder: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            theme,
            "export",
            go="Export",
            again="Replace the files that are there",
            done="Open folder",
            parent=parent,
        )
        self._job: ExportJob | None = None
        self._running: ExportJob | None = None
        self._written_into: Path | None = None
        self.rows = {to: FormatRow(theme, *words) for to, words in WORDS.items()}
        self.folder.set_text(str(folder or documents()))
        self.names = FormatRow(theme, "Names", _NAMES)
        self.private = FormatRow(theme, "Private notes", _PRIVATE)
        self.rows[ExportFormat.CSV].switch.setChecked(True)
        where = self.beside(self.folder, self.choose_folder)
        formats = self.panel("Formats", *self.rows.values())
        rest = self.panel("Where and what", where, self.names, self.private)
        self.lay_out((formats,), (rest,), go_right=True)
        for row in self.rows.values():
            row.switch.toggled.connect(lambda: self.go.setEnabled(self.ready))
        self.open.clicked.connect(self._open_folder)
        self.running.written.connect(self._written)
        self.show_idle()

    @property
    def formats(self) -> list[ExportFormat]:
        """The formats that are chosen."""
        return [to for to, row in self.rows.items() if row.switch.isChecked()]

    @property
    def ready(self) -> bool:
        """Whether there is a session and a format to write it in."""
        return bool(self.formats) and self._job is not None

    def show_job(self, job: ExportJob) -> None:
        """Offer to export something else; a running export goes on and is told of."""
        self._job = job
        self.about.set_text(job.about)
        self.names.switch.setChecked(False)
        self.names.switch.setEnabled(bool(job.client))
        self.names.set_words(_NAMES if job.client else _NO_NAMES)
        self.private.switch.setChecked(False)
        self.show_idle()
        self.rows[ExportFormat.BIDS].switch.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self, *, replace: bool = False) -> None:
        """Begin the export of what is chosen."""
        if self._job is None or not self.begin():
            return
        self._written_into = folder = self.into
        several = len(self.formats) > 1
        into = {
            to: folder / _BIDS_FOLDER if several and to is ExportFormat.BIDS else folder
            for to in self.formats
        }
        options = ExportOptions(
            names=self.names.switch.isChecked(), private_notes=self.private.switch.isChecked()
        )
        self.set_busy(busy=True)
        self._running = self._job
        sessions = self._job.sessions
        self.running.write(
            lambda tell, stops: export_sessions(
                into, sessions, options, replace=replace, progress=tell, cancelled=stops
            )
        )

    def failed_words(self, problem: Problem) -> tuple[str, bool]:
        """Files that are there can be replaced."""
        there = isinstance(problem, ExportExists)
        return (_THERE if there else problem.message), there

    def _written(self, paths: list[Path]) -> None:
        self.set_busy(busy=False)
        files = "1 file is" if len(paths) == 1 else f"{len(paths)} files are"
        self.show_written(f"{files} in {self._written_into}.")
        self.exported.emit(paths, [str(to) for to in self.formats], self._running)
        self.folder_chosen.emit(self._written_into)

    def _open_folder(self) -> None:
        if self._written_into is not None:
            self.open_path(self._written_into)
