"""The recorder: takes events at once and commits them from a thread of its own."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Literal

import msgspec

from coherence_desktop.events import AnyEvent, Ended, Started
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryProblem
from coherence_desktop.records.storable import storable
from coherence_desktop.records.system_errors import problem_from
from coherence_desktop.records.troubles import describe

logger = logging.getLogger(__name__)

COMMIT_EVERY_S = 0.4
"""A kill or a power cut costs at most this and one commit; the promise is one second."""
STALLED_S = 1.0
"""A commit that takes longer is told of, though it may still succeed."""
EVENTS_PER_COMMIT = 2000

RecorderStatus = Literal["recording", "failing", "closed"]


class RecorderState(msgspec.Struct, frozen=True, kw_only=True):
    """How a recording stands. What is not counted as committed is not claimed to be saved."""

    state: RecorderStatus
    committed_t: float
    """Session time up to which everything is on the disk."""
    committed_events: int
    pending_events: int
    """Taken and not yet on the disk."""
    refused_events: int = 0
    """Not kept: they came after the end, or make no sense to this version."""
    problem: str | None = None
    """Plain words: what happened, what it means, what to do."""


class Recorder:
    """Records the events of one session until it is closed.

    If the disk does not take them, they wait in memory and are tried again, without end.

    Parameters
    ----------
    library : Library
        Open; close the recorder before it.
    session_id : str
        What `Library.start_session` gave; the session holds its `Started` event already.
    on_state : callable, optional
        Called with each new `RecorderState`, mostly in the recorder's thread; must be quick.
    commit_every_s : float
        Longest time that an event waits before it is committed.

    Raises
    ------
    ValueError
        If the library did not start that session, or it has ended.
    LibraryProblem
        If the library cannot be read.
    """

    def __init__(
        self,
        library: Library,
        session_id: str,
        on_state: Callable[[RecorderState], None] | None = None,
        *,
        commit_every_s: float = COMMIT_EVERY_S,
    ) -> None:
        self.session_id = session_id
        self._library = library
        self._on_state = on_state
        self._commit_every_s = commit_every_s
        # A threading.Event among the events is set once all before it are committed.
        self._queue: deque[AnyEvent | threading.Event] = deque()
        self._batch: list[AnyEvent] = []
        self._awaiting: list[threading.Event] = []
        self._refused = 0
        self._ended = False
        self._end_reason: str | None = None
        self._problem: LibraryProblem | None = None
        self._committing_since: float | None = None
        self._stall_told = False
        self._closing = threading.Event()
        self._giving_up = threading.Event()
        self._wake = threading.Event()
        self._done = threading.Event()
        self._writer = library.writer(session_id)
        self._newest_t = self._writer.tally.last_t
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        library.attach(self)
        self._tell()
        self._thread.start()

    # --- from any thread -------------------------------------------------------------------

    def add(self, event: AnyEvent) -> None:
        """Take one event. Cheap, never blocks, never raises; it is saved within a second."""
        if isinstance(event, Started):
            return
        if self._closing.is_set():
            self._refused += 1
            return
        self._queue.append(event)
        since = self._committing_since
        if since is not None and not self._stall_told and time.monotonic() - since > STALLED_S:
            self._stall_told = True
            self._tell()

    @property
    def state(self) -> RecorderState:
        """How the recording stands now."""
        tally = self._writer.tally
        pending = len(self._batch) + len(self._queue)
        since = self._committing_since
        stalled = since is not None and time.monotonic() - since > STALLED_S
        status: RecorderStatus = "recording"
        if self._problem is not None or stalled:
            status = "failing"
        elif self._done.is_set():
            status = "closed"
        return RecorderState(
            state=status,
            committed_t=tally.last_t,
            committed_events=tally.events,
            pending_events=pending,
            refused_events=self._refused,
            problem=describe(self._problem, tally.last_t, self._refused, stalled=stalled),
        )

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Wait until everything taken up to now is on the disk; ``False`` if it is not in time."""
        if self._done.is_set():
            return not self._batch and not self._queue
        committed = threading.Event()
        self._queue.append(committed)
        self._wake.set()
        return committed.wait(timeout_s)

    def close(self, reason: str = "ended", timeout_s: float = 5.0) -> RecorderState:
        """End the session: commit what is pending, mark it complete, stop the thread.

        Parameters
        ----------
        reason : str
            Of the `Ended` event, which is added unless one was recorded already.
        timeout_s : float
            How long to try.

        Returns
        -------
        RecorderState
            ``closed`` if everything is on the disk. ``failing`` if not: trying goes on, and this
            may be called again once there is space; `abandon` gives up.
        """
        if not self._closing.is_set():
            self._end_reason = reason
            self._closing.set()
        self._wake.set()
        self._thread.join(timeout_s)
        return self.state

    def abandon(self, timeout_s: float = 2.0) -> RecorderState:
        """Stop after one more attempt; what is not committed then is lost, and the state says so.

        The session is marked recovered, now or when the library is opened next.
        """
        self._closing.set()
        self._giving_up.set()
        self._wake.set()
        self._thread.join(timeout_s)
        return self.state

    # --- in the recorder's thread ----------------------------------------------------------

    def _run(self) -> None:
        while True:
            self._wake.wait(self._commit_every_s)
            self._wake.clear()
            closing = self._closing.is_set()
            while self._collect(closing=closing) and self._commit():
                pass
            if self._giving_up.is_set() or (closing and not self._batch):
                break
        self._finish()

    def _collect(self, *, closing: bool) -> bool:
        while self._queue and len(self._batch) < EVENTS_PER_COMMIT:
            taken = self._queue.popleft()
            if isinstance(taken, threading.Event):
                self._awaiting.append(taken)
                continue
            self._take(taken)
        if closing and not self._queue and not self._ended and self._end_reason is not None:
            self._take(Ended(self._newest_t, self._end_reason))
        if not self._batch:
            self._answer()
        return bool(self._batch)

    def _take(self, event: AnyEvent) -> None:
        kept = storable(event)
        if kept is None:
            self._refused += 1
            logger.warning("an event could not be stored: %s", type(event).__name__)
            return
        self._batch.append(kept)
        self._newest_t = max(self._newest_t, kept.t)
        self._ended = self._ended or isinstance(kept, Ended)

    def _commit(self) -> bool:
        self._committing_since = time.monotonic()
        try:
            self._writer.append(self._batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, the events must not be lost
            self._fail(error)
        else:
            self._batch = []
            self._problem = None
            self._answer()
        self._committing_since = None
        self._stall_told = False
        self._tell()
        return self._problem is None

    def _fail(self, error: Exception) -> None:
        problem = problem_from(error, self._library.path)
        if type(problem) is not type(self._problem):
            logger.warning("recording fails: %s", type(problem).__name__)
            if not isinstance(error, LibraryProblem):
                logger.error("a fault in the recorder", exc_info=error)
        self._problem = problem

    def _answer(self) -> None:
        for committed in self._awaiting:
            committed.set()
        self._awaiting.clear()

    def _finish(self) -> None:
        try:
            if not self._writer.tally.ended:
                self._writer.give_up()
            self._writer.close()
        except LibraryProblem as problem:
            logger.warning("the library did not close well: %s", type(problem).__name__)
        self._library.release(self.session_id)
        self._done.set()
        self._tell()

    def _tell(self) -> None:
        if self._on_state is None:
            return
        try:
            self._on_state(self.state)
        except Exception:  # a listener's fault must not end the recording
            logger.exception("a listener of the recorder failed")
