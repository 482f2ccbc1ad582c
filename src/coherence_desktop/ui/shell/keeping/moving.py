"""Moves a library to another folder, while it is closed."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.ui.settings.library_section import LibrarySection
from coherence_desktop.ui.shell.keeping.work import Ending, LibraryWork


class Moving(QObject):
    """Asks for the folder, moves, and says where the library is now.

    Parameters
    ----------
    section : LibrarySection
    work : LibraryWork
    library : Path
    raw_key : bytes, shape (32,)
    """

    reopening = Signal(object, object)
    """The library is to be opened: its `Path` and its `LibraryKey`."""

    def __init__(
        self,
        section: LibrarySection,
        work: LibraryWork,
        library: Path,
        raw_key: bytes,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._section, self._work = section, work
        self._library, self._raw_key = library, raw_key
        section.move_requested.connect(self._choose)

    def _choose(self) -> None:
        from coherence_desktop.records.keeping.moving import move

        chosen = QFileDialog.getExistingDirectory(
            self._section.window(), "Move the library to a folder", str(self._library.parent)
        )
        if not chosen:
            return
        library, raw_key = self._library, self._raw_key
        self._work.closed(
            "Moving the library",
            lambda progress, cancelled: move(
                library, raw_key, Path(chosen), progress=progress, cancelled=cancelled
            ),
            lambda moved: Ending(
                "Moved",
                f"The library is now {moved.path}. It was checked there before the old one went.",
                lambda: self._open(moved.path),
            ),
            lambda: self._open(library),
        )

    def _open(self, path: Path) -> None:
        from coherence_desktop.records.keys import RandomKey

        self.reopening.emit(path, RandomKey(self._raw_key))
