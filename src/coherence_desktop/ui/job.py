"""Long work in a thread that tells how far it is and can be cancelled; what writes files."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Cancelled, Problem
from coherence_desktop.ui.worker import Worker, window_post

Work = Callable[[Callable[[float], None], Callable[[], bool]], Any]
"""Is given what to tell its progress to, and what to ask whether to stop."""


class Job(QObject):
    """One piece of long work at a time.

    Parameters
    ----------
    parent : QObject, optional
    """

    progressed = Signal(float)
    """The share that is done, from 0 to 1."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._post = window_post()
        self._stop: threading.Event | None = None

    @property
    def runs(self) -> bool:
        """Whether work is under way."""
        return self._stop is not None

    def start(
        self, work: Work, done: Callable[[Any], None], failed: Callable[[Problem], None]
    ) -> None:
        """Begin, unless work is under way."""
        if self.runs:
            return
        stop = self._stop = threading.Event()
        self.destroyed.connect(stop.set)

        def tell(share: float) -> None:
            self._post(self, self._progress, share)

        def end(how: Callable[[Any], None], answer: object) -> None:
            self._stop = None
            how(answer)

        self._worker.run(
            lambda: work(tell, stop.is_set),
            lambda answer: end(done, answer),
            lambda problem: end(failed, problem),
        )

    def _progress(self, share: float) -> None:
        self.progressed.emit(share)

    def cancel(self) -> None:
        """Ask it to stop."""
        if self._stop is not None:
            self._stop.set()

    def drop(self) -> None:
        """Ask it to stop, and go away; nobody waits for it any more."""
        self.cancel()
        self.deleteLater()


class FileJob(Job):
    """Long work that writes files: all of them, or none.

    Parameters
    ----------
    parent : QObject, optional
    """

    written = Signal(list)
    """Done; the paths."""
    cancelled = Signal()
    """Stopped, and nothing is left of it."""
    failed = Signal(object)
    """The `Problem`; nothing is left of it."""

    def write(
        self, work: Callable[[Callable[[float], None], Callable[[], bool]], list[Path]]
    ) -> None:
        """Begin, unless work is under way; see `Work`."""
        self.start(work, self.written.emit, self._not_written)

    def _not_written(self, problem: Problem) -> None:
        if isinstance(problem, Cancelled):
            self.cancelled.emit()
        else:
            self.failed.emit(problem)
