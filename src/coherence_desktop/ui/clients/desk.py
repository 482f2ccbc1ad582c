"""One client's chart while it is open: changed at once, written in order behind the window."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from coherence_desktop.chart import AnyEntry
from coherence_desktop.errors import Problem
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.records.problems import ClientGone
from coherence_desktop.ui.clients.source import ChartStore
from coherence_desktop.ui.worker import Worker

RETRY_MS = 5000


class Desk(QObject):
    """Holds a chart; what is added is shown first and written next.

    An entry that cannot be written stays here, and writing is tried again until it succeeds.

    Parameters
    ----------
    store : ChartStore
    client_id : str
    now : callable
        The moment, in UTC.
    """

    changed = Signal()
    """The chart is read, or has more entries."""
    troubled = Signal(str)
    """A sentence while something is not read or not written; empty when all is well."""
    gone = Signal(str)
    """The client was deleted elsewhere; a sentence about it. What is here can be added again."""
    moved = Signal(str)
    """The chart was added again and has this id now."""

    def __init__(
        self,
        store: ChartStore,
        client_id: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.client_id = client_id
        self.read = False
        self._store = store
        self._now = now
        self._chart = Chart()
        self._entries: list[AnyEntry] = []
        self._waiting: list[AnyEntry] = []
        self._writing = threading.Lock()
        self._busy = False
        self._reading = False
        self._deleted = False
        self._asked_again = False
        self._worker = Worker(self)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self.try_again)

    @property
    def chart(self) -> Chart:
        """What the entries amount to, with those that are not written yet."""
        return self._chart

    @property
    def saved(self) -> bool:
        """Whether everything is written."""
        return not self._waiting

    @property
    def gone_elsewhere(self) -> bool:
        """Whether the client was deleted elsewhere, and not added again."""
        return self._deleted

    @property
    def at_utc(self) -> str:
        """The moment, for a new entry."""
        return self._now().isoformat()

    def open(self) -> None:
        """Read the chart in the background, again if it was read before."""
        if self._reading or self._deleted:
            return
        self._reading = True
        known = len(self._entries)
        self._worker.run(
            lambda: self._store.entries(self.client_id),
            lambda entries: self._opened(entries, known),
            self._cannot_read,
        )

    def add(self, *entries: AnyEntry) -> None:
        """Take further entries; `changed` follows at once."""
        if entries:
            self._entries += entries
            self._chart = self._chart.after(*entries)
            self._waiting += entries
            self.changed.emit()
            if self.read:
                self._write()

    def try_again(self) -> None:
        """Read or write what could not be before."""
        if self._deleted:
            self._add_again()
        elif not self.read:
            self.open()
        elif self._waiting:
            self._asked_again = self._busy
            self._write()

    def save_now(self) -> str:
        """Write what waits before going on; gives a sentence if that does not work."""
        self._retry.stop()
        if not self.read:
            return ""
        try:
            self._write_waiting()
        except Problem as problem:
            return problem.message
        return ""

    def _opened(self, entries: list[AnyEntry], known: int) -> None:
        self._reading = False
        if self.read and (len(self._entries) != known or self._waiting or self._busy):
            return  # what was added meanwhile may or may not be among what was read
        first = not self.read
        self.read = True
        if first or entries != self._entries:
            self._entries = [*entries, *self._waiting]
            self._chart = Chart.of(self._entries)
            self.changed.emit()
        self.troubled.emit("")
        if self._waiting:
            self._write()

    def _cannot_read(self, problem: Problem) -> None:
        self._reading = False
        if isinstance(problem, ClientGone) and self.read:
            self._lose(problem)
        else:
            self.troubled.emit(problem.message)

    def _lose(self, problem: Problem) -> None:
        self._deleted = True
        self.gone.emit(problem.message)

    def _add_again(self) -> None:
        if self._busy:
            return
        self._busy = True
        entries = list(self._entries)
        self._worker.run(
            lambda: self._store.add(entries),
            lambda client_id: self._added_again(client_id, len(entries)),
            self._not_added_again,
        )

    def _added_again(self, client_id: str, count: int) -> None:
        self.client_id = client_id
        self._waiting = self._entries[count:]
        self._busy = self._deleted = False
        self.moved.emit(client_id)
        self.troubled.emit("")
        if self._waiting:
            self._write()

    def _not_added_again(self, problem: Problem) -> None:
        self._busy = False
        self.gone.emit(problem.message)

    def _write(self) -> None:
        if not self._busy and not self._deleted:
            self._busy = True
            self._retry.stop()
            self._worker.run(self._write_waiting, self._written, self._not_written)

    def _write_waiting(self) -> None:
        """Write in the order of adding; runs in any thread, one at a time."""
        with self._writing:
            batch = tuple(self._waiting)
            if batch:
                self._store.append(self.client_id, *batch)
                del self._waiting[: len(batch)]

    def _written(self, answer: object) -> None:
        self._busy = False
        self.troubled.emit("")
        if self._waiting:
            self._write()

    def _not_written(self, problem: Problem) -> None:
        self._busy = False
        if isinstance(problem, ClientGone):
            self._lose(problem)
            return
        self.troubled.emit(f"{problem.message} What you entered is kept in this window.")
        again, self._asked_again = self._asked_again, False
        if again:
            self._write()
        else:
            self._retry.start()
