"""Asks where a file is, or shall be."""

from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_FILTER = "Encrypted files (*.age)"


class FileQuestions(Protocol):
    """Asks a person for files; tests answer by themselves."""

    def to_write(self, parent: QWidget, kind: str) -> Path | None:
        """Where to write a ``plan`` or ``sessions``; an existing file was agreed to."""
        ...

    def to_open(self, parent: QWidget) -> Path | None:
        """Which file to open."""
        ...


class FileDialogs:
    """Asks by the dialogs of the system."""

    def to_write(self, parent: QWidget, kind: str) -> Path | None:
        """Where to write; the name that is proposed tells the day and nothing else."""
        proposed = str(_folder() / f"{kind}-{date.today().isoformat()}.age")  # noqa: DTZ011
        chosen, _ = QFileDialog.getSaveFileName(parent, "Where to write it", proposed, _FILTER)
        return Path(chosen) if chosen else None

    def to_open(self, parent: QWidget) -> Path | None:
        """Which file to open."""
        chosen, _ = QFileDialog.getOpenFileName(
            parent, "Choose the file", str(_folder()), f"{_FILTER};;All files (*)"
        )
        return Path(chosen) if chosen else None


def _folder() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
