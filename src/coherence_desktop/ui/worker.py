"""Runs what may take long in a thread and brings the answer back to the window."""

import functools
import itertools
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from coherence_desktop.errors import Problem

logger = logging.getLogger(__name__)


class Worker(QObject):
    """One piece of work at a time, each in a thread of its own.

    Parameters
    ----------
    parent : QObject, optional
    """

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Problem], None],
    ) -> None:
        """Do ``work`` in a thread, then ``done`` or ``failed`` in the window's thread."""
        _messenger().begin(_Task(self, work, done, failed))


@dataclass(slots=True, eq=False)
class _Task:
    """Work under way, and whom its answer is for."""

    worker: Worker
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Problem], None]
    answer: Any = None
    problem: Problem | None = None
    thread: threading.Thread | None = None

    def do(self) -> None:
        try:
            self.answer = self.work()
        except Problem as problem:
            self.problem = problem
        except Exception as error:
            logger.exception("work in the background failed")
            message = f"Something went wrong in the app ({type(error).__name__}). Try again."
            self.problem = Problem(message, error)


def window_post() -> Callable[..., None]:
    """Give what brings a call from any thread to the window's; ask for it in the window's.

    Called with an object of the window, a method of it and values, it makes the call in the
    window's thread unless the object is gone by then. No thread emits a signal of something that
    may go away meanwhile, or that is listened to by what may: either crashes.
    """
    return _messenger().post


class _Messenger(QObject):
    """Outlives every worker, and every task: a thread may end after its window is gone.

    What a task holds, pages and their timers among it, is let go of in the window's thread only:
    Qt cannot take down in one thread what runs in another, and the app would crash.
    """

    ended = Signal(int)
    posted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._posts: deque[tuple[QObject, Callable[..., None], tuple[object, ...]]] = deque()
        self.posted.connect(self._call)
        self._tasks: dict[int, _Task] = {}
        self._numbers = itertools.count()
        self.ended.connect(self._tell)

    def post(self, owner: QObject, call: Callable[..., None], *values: object) -> None:
        self._posts.append((owner, call, values))
        self.posted.emit()

    def _call(self) -> None:
        owner, call, values = self._posts.popleft()
        if isValid(owner):
            call(*values)

    def begin(self, task: _Task) -> None:
        number = next(self._numbers)
        self._tasks[number] = task
        task.thread = threading.Thread(target=self._do, args=(number,), name="worker", daemon=True)
        task.thread.start()

    def _do(self, number: int) -> None:
        self._tasks[number].do()
        self.ended.emit(number)

    def _tell(self, number: int) -> None:
        task = self._tasks.pop(number)
        if task.thread is not None:
            task.thread.join()  # at its last instruction; then nothing of the task is held there
        if not isValid(task.worker):
            return
        if task.problem is None:
            task.done(task.answer)
        else:
            task.failed(task.problem)


@functools.cache
def _messenger() -> _Messenger:
    return _Messenger()
