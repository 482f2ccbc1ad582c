"""Detection of artefacts as beats arrive, decided with at most two beats of delay."""

import numpy as np

from coherence_desktop.signal.artefacts.course import WINDOW, innovations, scale_of
from coherence_desktop.signal.artefacts.explain import explain
from coherence_desktop.signal.artefacts.hypotheses import ECTOPIC_UNITS, LEVEL_SHARE_IN_UNIT
from coherence_desktop.signal.artefacts.outcome import (
    GAP,
    LONGEST_INTERVAL_MS,
    NORMAL,
    Fault,
    InvalidInterval,
    Judgement,
)
from coherence_desktop.signal.artefacts.series import Series

DELAY = 2
"""Beats after an interval when it is decided."""
CONTEXT = 8
"""Settled intervals that newer ones are judged against."""
MEMORY = WINDOW + 2


class LiveDetector:
    """Judges each interval against its course, first provisionally, two beats later for good.

    The same evidence as in `correct`, with the two beats that followed instead of the whole
    recording. Only what matters is told: an abnormal interval, and a change of mind about one.
    Cost and memory do not grow with the session.
    """

    def __init__(self) -> None:
        self._next = 0
        self._held: dict[int, Judgement] = {}
        self._restart()

    def _restart(self) -> None:
        self._settled: list[float] = []
        self._waiting: list[float] = []

    def push(self, rr_ms: float, *, gap_before: bool = False) -> list[Judgement]:
        """Take the next interval.

        Parameters
        ----------
        rr_ms : float
            The interval in ms.
        gap_before : bool
            Whether beats were lost between the interval before and this one.

        Returns
        -------
        list of Judgement
            What is new, in the order of the intervals, which count from 0.

        Raises
        ------
        InvalidInterval
            If the interval is not a positive finite number.
        """
        if not (np.isfinite(rr_ms) and rr_ms > 0):
            raise InvalidInterval(self._next, rr_ms)
        told: list[Judgement] = []
        if gap_before or rr_ms > LONGEST_INTERVAL_MS:
            told += self.finish()
        self._next += 1
        if rr_ms > LONGEST_INTERVAL_MS:
            return [*told, Judgement(self._next - 1, GAP, (), settled=True)]
        self._waiting.append(float(rr_ms))
        faults = self._faults()
        told += self._tell(faults, self._next - DELAY)
        self._settle(faults, len(self._waiting) - DELAY)
        return told

    def finish(self) -> list[Judgement]:
        """Settle what is left: the session ends here, or beats were lost.

        Returns
        -------
        list of Judgement
        """
        told = self._tell(self._faults(), self._next) if self._waiting else []
        self._restart()
        return told

    def _faults(self) -> list[Fault]:
        context = self._settled[-CONTEXT:]
        values = np.array(context + self._waiting)
        if len(values) < 2:
            return []
        scale = self._scale()
        recent = values[-len(self._waiting) - 3 :]
        least = ECTOPIC_UNITS * (scale + LEVEL_SHARE_IN_UNIT * float(recent.min()))
        if float(np.ptp(recent)) < least:
            return []
        # The newest interval bears witness only: nothing after it has been seen.
        free = np.arange(len(values)) >= len(context)
        free[-1] = False
        first = self._next - len(self._waiting)
        series = Series.of(values, np.full(len(values), scale), free, first - len(context))
        return explain(series, rescale=False)[0]

    def _scale(self) -> float:
        known = np.array(self._settled + self._waiting)
        strays = innovations(known) if len(known) >= 3 else np.empty(0)
        return scale_of(strays, float(np.median(known)))

    def _tell(self, faults: list[Fault], decided: int) -> list[Judgement]:
        """Say what changed about the waiting intervals; those before ``decided`` are settled."""
        start = self._next - len(self._waiting)
        now: dict[int, Judgement] = {}
        for fault in faults:
            final = fault.start < decided
            for k, share in enumerate(fault.shares()):
                now[fault.start + k] = Judgement(fault.start + k, fault.kind, share, final)
        told: list[Judgement] = []
        for index in range(start, self._next):
            judgement = now.get(index)
            if judgement is None and index in self._held:
                value = self._waiting[index - start]
                judgement = Judgement(index, NORMAL, (value,), settled=index < decided)
            if judgement is not None and judgement != self._held.get(index):
                told.append(judgement)
        self._held = {k: j for k, j in now.items() if not j.settled}
        return told

    def _settle(self, faults: list[Fault], count: int) -> None:
        """Move decided intervals, corrected, behind the ones that wait."""
        start = self._next - len(self._waiting)
        by_start = {fault.start: fault for fault in faults}
        taken = 0
        while taken < count:
            fault = by_start.get(start + taken)
            self._settled += fault.values if fault else (self._waiting[taken],)
            taken += fault.count if fault else 1
        del self._waiting[: max(taken, 0)]
        del self._settled[:-MEMORY]
