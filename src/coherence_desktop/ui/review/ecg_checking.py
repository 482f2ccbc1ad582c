"""Compares a session's ECG with the strap's intervals, in the background and once asked for."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coherence_desktop.errors import Problem
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording
from coherence_desktop.ui.job import Job
from coherence_desktop.ui.review.ecg_table import ecg_table, without_ecg, working
from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.tables_panel import TablesPanel

if TYPE_CHECKING:
    from coherence_desktop.ui.review.views import TableView

_NOT_INSTALLED = (
    "The beats of the ECG cannot be found: a package is missing. Type: "
    "pip install 'coherence-desktop[recordings]'."
)


class EcgChecking(QObject):
    """Fills the tab of the ECG when it is opened for the first time.

    Parameters
    ----------
    tables : TablesPanel
    """

    def __init__(self, tables: TablesPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tables = tables
        self._job: Job | None = None
        self._source: ReviewSource | None = None
        self._asked = False
        self._shown: TableView | None = None
        tables.ecg_opened.connect(self._ask)

    def begin(self, source: ReviewSource) -> None:
        """Take another session; nothing is read before it is asked for."""
        self._source, self._asked = source, False
        self._drop()
        self._tables.show_ecg(working(0.0))
        if self._tables.ecg_shown:
            self._ask()

    def stop(self) -> None:
        """Read no further."""
        self._source = None
        self._drop()

    def _drop(self) -> None:
        if self._job is not None:
            self._job.drop()
            self._job = None

    def _ask(self) -> None:
        source = self._source
        if source is None or self._asked:
            return
        self._asked = True
        job = self._job = Job(self)
        job.progressed.connect(self._tell)
        job.start(
            lambda tell, stops: _checked(source, tell, stops),
            lambda view: self._show(source, view),
            lambda problem: self._show(source, without_ecg(_reason(problem))),
        )

    def _tell(self, share: float) -> None:
        view = working(share)
        if self.sender() is self._job and view != self._shown:
            self._shown = view
            self._tables.show_ecg(view)

    def _show(self, source: ReviewSource, view: "TableView") -> None:
        if source is self._source:
            self._tables.show_ecg(view)


def _checked(
    source: ReviewSource, tell: Callable[[float], None], stops: Callable[[], bool]
) -> "TableView":
    from coherence_desktop.records.r_peaks_work import peaks_elsewhere
    from coherence_desktop.records.session_ecg import review_ecg
    from coherence_desktop.sensors.timeline import timeline
    from coherence_desktop.signal.rr_agreement import Intervals

    line = timeline(source.events)
    beats = Intervals(line.t, line.rr_ms)
    find = partial(peaks_elsewhere, cancelled=stops)
    return ecg_table(review_ecg(source.ecg or (lambda: source.events), beats, tell, find))


def _reason(problem: Problem) -> str:
    if isinstance(problem, UnreadableRecording) and problem.reason is Reason.NOT_INSTALLED:
        return _NOT_INSTALLED
    return problem.message
