"""A bar for work that takes long, on stderr, and only where a person watches it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """Shows how far a command is; nothing at all where stderr is no terminal.

    Parameters
    ----------
    steps : int
        How many things are to be done. With one, the bar comes when that takes long enough to
        tell a share of it.
    """

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._done = 0
        self._name = ""
        self._shown: Progress | None = None
        self._task: TaskID | None = None
        self.watched = sys.stderr.isatty()

    def step(self, name: str) -> None:
        """Begin with the next thing."""
        self._name = name
        if self._steps > 1:
            self._show(0.0)

    def share(self, share: float) -> None:
        """Tell how much of it is done, from 0 to 1."""
        if self._shown is not None or share < 1.0:
            self._show(share)

    def finish_step(self) -> None:
        """Be done with it."""
        self._done += 1
        if self._shown is not None:
            self._show(0.0)

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the bar away while results are printed to the same terminal."""
        if self._shown is None:
            yield
            return
        self._shown.stop()
        yield
        self._shown.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._shown is not None:
            self._shown.stop()

    def _show(self, share: float) -> None:
        if not self.watched:
            return
        if self._shown is None or self._task is None:
            from rich.console import Console
            from rich.progress import Progress

            self._shown = Progress(
                console=Console(stderr=True),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._task = self._shown.add_task(_safe(self._name), total=self._steps)
            self._shown.start()
        about = f"{min(self._done + 1, self._steps)} of {self._steps}: " if self._steps > 1 else ""
        doing = ": computing measures" if share >= 1.0 else ""
        self._shown.update(
            self._task,
            description=_safe(f"{about}{self._name}{doing}"),
            completed=self._done + share,
        )


def _safe(text: str) -> str:
    from rich.markup import escape

    return escape(text.encode("utf-8", "replace").decode("utf-8"))
