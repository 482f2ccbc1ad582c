"""Backs a library up while it is open, even recorded into."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.ui.settings.library_section import LibrarySection
from coherence_desktop.ui.shell.keeping.work import LibraryWork
from coherence_desktop.ui.shell.library_opening import LIBRARIES

if TYPE_CHECKING:
    from coherence_desktop.records.keeping.backup import Copy
    from coherence_desktop.records.library import Library


class BackingUp(QObject):
    """Asks where to, copies, and says what is in the copy and what opens it.

    Parameters
    ----------
    section : LibrarySection
    work : LibraryWork
    library : Library
        An open one.
    """

    def __init__(
        self,
        section: LibrarySection,
        work: LibraryWork,
        library: "Library",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._section, self._work, self._library = section, work, library
        section.backup_requested.connect(self._choose)

    def _choose(self) -> None:
        from coherence_desktop.records.keeping.backup import backup_name

        name = backup_name(datetime.now().astimezone())
        # The dialog asks before it gives the name of a file that is there.
        chosen, _ = QFileDialog.getSaveFileName(
            self._section.window(), "Back up the library", str(Path.home() / name), LIBRARIES
        )
        if chosen:
            library, target = self._library, Path(chosen)
            self._work.beside(
                self._section.backing_up,
                "Backing up",
                lambda progress, cancelled: _back_up(library, target, progress, cancelled),
                self._tell,
            )

    def _tell(self, made: "tuple[Copy, str]") -> None:
        copy, opens = made
        words = f"Backed up and checked: {copy.contents.words}. {copy.path} {opens}".strip()
        self._section.backing_up.tell(words, good=True)


def _back_up(
    library: "Library",
    target: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> "tuple[Copy, str]":
    from coherence_desktop.records.keeping.backup import ONLY_HERE, back_up
    from coherence_desktop.records.keys import is_kept

    copy = back_up(library, target, replace=True, progress=progress, cancelled=cancelled)
    return copy, ONLY_HERE if is_kept(library.path) else ""
