"""How far an export is, and whether it shall go on."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from coherence_desktop.records.export.problems import ExportCancelled

_EVERY = 4096
"""Things between two looks at whether to stop."""

T = TypeVar("T")


class Course:
    """Tells how far an export is and stops it when asked to.

    Parameters
    ----------
    progress : callable, optional
        Is told the share that is done, from 0 to 1.
    cancelled : callable, optional
        Tells whether to stop; asked often.
    """

    def __init__(
        self,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled

    def at(self, share: float) -> None:
        """Take note that this share is done.

        Raises
        ------
        ExportCancelled
            If it shall not go on.
        """
        if self._cancelled is not None and self._cancelled():
            raise ExportCancelled
        if self._progress is not None:
            self._progress(share)

    def part(self, start: float, end: float) -> "Course":
        """Give the course of a part that lasts from one share to another."""
        return Course(lambda share: self.at(start + (end - start) * share))

    def through(self, things: Sequence[T]) -> Iterator[T]:
        """Go through things, telling how far.

        Raises
        ------
        ExportCancelled
            If it shall not go on.
        """
        for number, thing in enumerate(things):
            if number % _EVERY == 0:
                self.at(number / len(things))
            yield thing
        self.at(1.0)
