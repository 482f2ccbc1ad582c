"""How far work on a whole library is, and whether it shall go on."""

from collections.abc import Callable

from coherence_desktop.records.keeping.problems import KeepingCancelled

Progress = Callable[[float], None]
"""Is told the share that is done, from 0 to 1."""
Cancelled = Callable[[], bool]
"""Tells whether to stop; asked often."""


class Course:
    """Tells how far the work is, and stops it when asked to.

    Parameters
    ----------
    progress : callable, optional
        Is told the share that is done, from 0 to 1.
    cancelled : callable, optional
        Tells whether to stop.
    """

    def __init__(
        self, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._cancelled is not None and self._cancelled()

    def at(self, share: float) -> None:
        """Take note that this share is done.

        Raises
        ------
        KeepingCancelled
            If it shall not go on.
        """
        if self.cancelled:
            raise KeepingCancelled
        if self._progress is not None:
            self._progress(min(share, 1.0))

    def part(self, start: float, end: float) -> "Course":
        """Give the course of a part that lasts from one share to another."""
        return Course(lambda share: self.at(start + (end - start) * share), self._cancelled)
