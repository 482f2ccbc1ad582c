"""How far long work is, and whether it shall go on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from coherence_desktop.errors import Cancelled

Progress = Callable[[float], None]
"""Is told the share that is done, from 0 to 1."""
IsCancelled = Callable[[], bool]
"""Tells whether to stop; asked often."""

_EVERY = 4096
"""Things between two looks at whether to stop."""

T = TypeVar("T")


class Course:
    """Tells how far the work is, and stops it when asked to.

    Parameters
    ----------
    progress : callable, optional
        Is told the share that is done, from 0 to 1.
    cancelled : callable, optional
        Tells whether to stop.
    stopped : type of Cancelled
        What is raised then, with the words for this work.
    """

    def __init__(
        self,
        progress: Progress | None = None,
        cancelled: IsCancelled | None = None,
        stopped: Callable[[], Cancelled] = lambda: Cancelled("Stopped. Nothing was changed."),
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._stopped = stopped

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._cancelled is not None and self._cancelled()

    def at(self, share: float) -> None:
        """Take note that this share is done.

        Raises
        ------
        Cancelled
            If it shall not go on.
        """
        if self.cancelled:
            raise self._stopped()
        if self._progress is not None:
            self._progress(min(share, 1.0))

    def part(self, start: float, end: float) -> "Course":
        """Give the course of a part that lasts from one share to another."""
        return Course(
            lambda share: self.at(start + (end - start) * share), self._cancelled, self._stopped
        )

    def through(self, things: Sequence[T]) -> Iterator[T]:
        """Go through things, telling how far.

        Raises
        ------
        Cancelled
            If it shall not go on.
        """
        return self.counted(things, len(things))

    def counted(self, things: Iterable[T], total: int) -> Iterator[T]:
        """Go through about so many things, telling how far.

        Raises
        ------
        Cancelled
            If it shall not go on.
        """
        for number, thing in enumerate(things):
            if number % _EVERY == 0:
                self.at(min(number / max(total, 1), 1.0))
            yield thing
        self.at(1.0)
