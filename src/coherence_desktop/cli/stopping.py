"""Ends a command when its person or system asks: Ctrl-C, a closed terminal, a shut-down."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Asked:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self.stop = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        """Take a signal; sets a flag alone, for a handler can interrupt anything."""
        self.stop = True


@contextmanager
def asked_to_stop() -> Iterator[Asked]:
    """Take signals as requests to stop, until left."""
    asked = Asked()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    before = {number: signal.signal(number, asked) for number in SIGNALS}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
