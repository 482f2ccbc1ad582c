"""How work on a whole library goes: beside what the window does, or while it is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.ui.job import Job, Work
from coherence_desktop.ui.settings.outcome import Outcome
from coherence_desktop.ui.shell.work_page import WorkPage
from coherence_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Ending:
    """How work on a closed library ended, and what comes after it."""

    heading: str
    words: str
    go_on: Callable[[], None]


class LibraryWork(QObject):
    """One piece of work at a time.

    Parameters
    ----------
    theme : Theme
    """

    began = Signal()
    ended = Signal()
    closing = Signal(object)
    """The `WorkPage` to show; then the library is to be closed, at once."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._job = Job(self)

    def beside(
        self,
        outcome: Outcome,
        name: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Do it while the library is open; ``outcome`` shows how far it is."""
        if self._job.runs:
            return

        def end(how: Callable[[Any], None], answer: object) -> None:
            self._job.progressed.disconnect(outcome.set_share)
            outcome.cancel_requested.disconnect(self._job.cancel)
            outcome.clear()
            self.ended.emit()
            how(answer)

        def tell(problem: Problem) -> None:
            outcome.tell(problem.message, good=False)

        outcome.begin(name)
        outcome.cancel_requested.connect(self._job.cancel)
        self._job.progressed.connect(outcome.set_share)
        self.began.emit()
        self._job.start(
            work,
            lambda answer: end(done, answer),
            lambda problem: end(failed or tell, problem),
        )

    def closed(
        self,
        title: str,
        work: Work,
        after: Callable[[Any], Ending],
        not_done: Callable[[], None],
    ) -> None:
        """Do it while the library is closed.

        Parameters
        ----------
        title : str
            What is done.
        work : Work
        after : callable
            Tells how it ended.
        not_done : callable
            Goes on where it failed; everything is as it was then.
        """
        if self._job.runs:
            return
        page = WorkPage(self._theme, title)
        page.cancel_requested.connect(self._job.cancel)
        self._job.progressed.connect(page.bar.set_share)
        self.closing.emit(page)

        def end(ending: Ending) -> None:
            page.go_on_requested.connect(ending.go_on)
            page.end(ending.heading, ending.words)

        self._job.start(
            work,
            lambda answer: end(after(answer)),
            lambda problem: end(Ending("Not done", problem.message, not_done)),
        )
