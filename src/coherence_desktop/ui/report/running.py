"""A report that is being made in a thread: its progress, its cancel, its end."""

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from coherence_desktop.errors import Problem
from coherence_desktop.ui.report.choices import Choices
from coherence_desktop.ui.report.job import ReportJob
from coherence_desktop.ui.worker import Worker


class ReportCancelled(Problem):
    """Somebody does not want the report any more."""

    def __init__(self) -> None:
        super().__init__("The report was cancelled. Nothing was written.")


class RunningReport(QObject):
    """Makes one report at a time.

    Parameters
    ----------
    parent : QObject, optional
    """

    progressed = Signal(float)
    """The share that is done, from 0 to 1."""
    written = Signal(list)
    """Done; the paths."""
    cancelled = Signal()
    failed = Signal(object)
    """The `Problem`; nothing is left of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._stop: threading.Event | None = None

    @property
    def runs(self) -> bool:
        """Whether a report is being made."""
        return self._stop is not None

    def start(
        self,
        job: ReportJob,
        files: Sequence[Path],
        choices: Choices,
        *,
        course: bool,
        replace: bool,
    ) -> None:
        """Begin, unless one is being made."""
        if self.runs:
            return
        stop = threading.Event()
        self._stop = stop
        self.destroyed.connect(stop.set)

        def tell(share: float) -> None:
            if stop.is_set():
                raise ReportCancelled
            if isValid(self):
                self.progressed.emit(share)

        self._worker.run(
            lambda: job.make(files, choices, course=course, replace=replace, progress=tell),
            self._done,
            self._failed,
        )

    def cancel(self) -> None:
        """Ask it to stop."""
        if self._stop is not None:
            self._stop.set()

    def _done(self, paths: list[Path]) -> None:
        self._stop = None
        self.written.emit(paths)

    def _failed(self, problem: Problem) -> None:
        self._stop = None
        if isinstance(problem, ReportCancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(problem)
