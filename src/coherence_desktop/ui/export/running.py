"""An export under way in a thread: its progress, its cancel, its end."""

import threading
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from coherence_desktop.errors import Problem
from coherence_desktop.records.export import (
    ExportCancelled,
    ExportFormat,
    ExportOptions,
    export_sessions,
)
from coherence_desktop.ui.export.source import Readers
from coherence_desktop.ui.worker import Worker


class RunningExport(QObject):
    """Writes sessions in a thread, one export at a time.

    Parameters
    ----------
    parent : QObject, optional
    """

    progressed = Signal(float)
    """The share that is done, from 0 to 1."""
    written = Signal(list)
    """Done; the paths."""
    cancelled = Signal()
    """Stopped, and nothing is left of it."""
    failed = Signal(object)
    """The `Problem`; nothing is left of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._stop: threading.Event | None = None
        self._share = _Share()
        self._share.told.connect(self.progressed)

    @property
    def runs(self) -> bool:
        """Whether an export is under way."""
        return self._stop is not None

    def start(
        self,
        formats: Mapping[ExportFormat, Path],
        sessions: Readers,
        options: ExportOptions,
        *,
        replace: bool = False,
    ) -> None:
        """Begin an export, unless one is under way."""
        if self.runs:
            return
        stop = threading.Event()
        self._stop = stop
        self.destroyed.connect(stop.set)
        self._worker.run(
            lambda: export_sessions(
                formats,
                sessions,
                options,
                replace=replace,
                progress=self._share.tell,
                cancelled=stop.is_set,
            ),
            self._done,
            self._failed,
        )

    def cancel(self) -> None:
        """Ask the export to stop."""
        if self._stop is not None:
            self._stop.set()

    def _done(self, paths: list[Path]) -> None:
        self._stop = None
        self.written.emit(paths)

    def _failed(self, problem: Problem) -> None:
        self._stop = None
        if isinstance(problem, ExportCancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(problem)


class _Share(QObject):
    """Takes the progress from the thread, which may end after the page is gone."""

    told = Signal(float)

    def tell(self, share: float) -> None:
        """Tell the share; in any thread."""
        if isValid(self):
            self.told.emit(share)
