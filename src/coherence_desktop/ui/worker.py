"""Runs what may take long in a thread and brings the answer back to the window."""

import functools
import logging
import threading
from collections.abc import Callable
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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messenger = _messenger()

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Problem], None],
    ) -> None:
        """Do ``work`` in a thread, then ``done`` or ``failed`` in the window's thread."""

        def go() -> None:
            try:
                answer = work()
            except Problem as problem:
                self._messenger.answered.emit(self, failed, problem)
            except Exception as error:
                logger.exception("work in the background failed")
                message = f"Something went wrong in the app ({type(error).__name__}). Try again."
                self._messenger.answered.emit(self, failed, Problem(message, error))
            else:
                self._messenger.answered.emit(self, done, answer)

        threading.Thread(target=go, name="worker", daemon=True).start()


class _Messenger(QObject):
    """Outlives every worker: a thread may end after the window that waited for it is gone."""

    answered = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self.answered.connect(self._answer)

    def _answer(self, worker: Worker, tell: Callable[[Any], None], answer: object) -> None:
        if isValid(worker):
            tell(answer)


@functools.cache
def _messenger() -> _Messenger:
    return _Messenger()
