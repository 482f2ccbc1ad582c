"""Runs what may take long in a thread and brings the answer back to the window."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem

logger = logging.getLogger(__name__)


class Worker(QObject):
    """One piece of work at a time, each in a thread of its own.

    Parameters
    ----------
    parent : QObject, optional
    """

    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._finished.connect(self._answer)

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
                self._finished.emit(failed, problem)
            except Exception as error:
                logger.exception("work in the background failed")
                message = f"Something went wrong in the app ({type(error).__name__}). Try again."
                self._finished.emit(failed, Problem(message, error))
            else:
                self._finished.emit(done, answer)

        threading.Thread(target=go, name="worker", daemon=True).start()

    def _answer(self, tell: Callable[[Any], None], answer: object) -> None:
        tell(answer)
