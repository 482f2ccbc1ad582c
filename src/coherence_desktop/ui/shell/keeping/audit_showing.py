"""Shows who did what with a library, and writes it as a table."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.errors import Problem
from coherence_desktop.ui.settings.library_section import LibrarySection
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library


class AuditShowing(QObject):
    """Reads the list when it is asked for.

    Parameters
    ----------
    section : LibrarySection
    library : Library
        An open one.
    """

    def __init__(
        self, section: LibrarySection, library: "Library", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._section, self._library = section, library
        self._worker = Worker(self)
        section.audit_requested.connect(self._read)
        section.entries.table_requested.connect(self._choose_table)

    def _read(self) -> None:
        from coherence_desktop.records.keeping.audit_list import read_lines

        self._worker.run(
            partial(read_lines, self._library), self._section.show_entries, self._tell
        )

    def _choose_table(self) -> None:
        from coherence_desktop.records.keeping.audit_list import write_table

        name = f"coherence-audit {datetime.now().astimezone():%Y-%m-%d}.csv"
        # The dialog asks before it gives the name of a file that is there.
        chosen, _ = QFileDialog.getSaveFileName(
            self._section.window(), "Save the list", str(Path.home() / name), "Tables (*.csv)"
        )
        if chosen:
            deeds = self._section.entries.deeds
            work = partial(write_table, self._library, Path(chosen), deeds, replace=True)
            self._worker.run(work, self._written, self._tell)

    def _written(self, path: Path) -> None:
        words = f"{path} is written. Clients and sessions are in it by their ids alone."
        self._section.auditing.tell(words, good=True)
        self._read()

    def _tell(self, problem: Problem) -> None:
        self._section.auditing.tell(problem.message, good=False)
