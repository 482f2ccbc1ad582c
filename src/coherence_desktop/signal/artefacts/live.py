"""Detection of artefacts as beats arrive, decided with at most two beats of delay."""

import numpy as np

from coherence_desktop.signal.artefacts.course import (
    FEWEST_INNOVATIONS,
    LEVEL_SHARE_IN_UNIT,
    RANGE_WINDOW,
    SCALE_WINDOW,
    innovation_scale,
    innovations,
    usual_range,
)
from coherence_desktop.signal.artefacts.explain import explain
from coherence_desktop.signal.artefacts.fill import refill
from coherence_desktop.signal.artefacts.outcome import (
    GAP,
    LONGEST_INTERVAL_MS,
    NORMAL,
    Fault,
    InvalidInterval,
    Judgement,
)
from coherence_desktop.signal.artefacts.places import WORTH_A_LOOK
from coherence_desktop.signal.artefacts.series import Series

DELAY = 2
"""Beats after an interval when it is decided."""
LONGEST_RUN = 6
"""Fragments of a beat that are waited for before they are decided."""
MOST_IN_A_ROW = 10
"""Faulty intervals without a normal one between, after which the course is learned anew."""
MEMORY = 128
"""Settled values that newer intervals are judged against."""


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
        self._marks: list[bool] = []
        self._waiting: list[float] = []
        self._in_a_row = 0

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
        faults = self._faults(newest_is_last=False)
        ready = 0 if self._in_fragments() else len(self._waiting) - DELAY
        told += self._tell(faults, self._next - len(self._waiting) + ready)
        self._settle(faults, ready)
        return told

    def finish(self) -> list[Judgement]:
        """Settle what is left: the session ends here, or beats were lost.

        Returns
        -------
        list of Judgement
        """
        faults = self._faults(newest_is_last=True) if self._waiting else []
        told = self._tell(faults, self._next)
        self._restart()
        return told

    def _faults(self, *, newest_is_last: bool) -> list[Fault]:
        if not self._held and not newest_is_last and not self._looks_broken():
            return []
        faults = self._explained(newest_is_free=newest_is_last)
        if faults and not newest_is_last:
            # A beat displaced towards the newest shows its second half there: it is told of when
            # it is certain, but what it explains must not be blamed on the intervals before.
            other = self._explained(newest_is_free=True)
            if any(f.stop == self._next and f.count == 2 for f in other):
                faults = [fault for fault in other if fault.stop < self._next]
        return faults

    def _explained(self, *, newest_is_free: bool) -> list[Fault]:
        """Explain the waiting intervals; one that is not free bears witness only."""
        values = np.array(self._settled + self._waiting)
        free = np.arange(len(values)) >= len(self._settled)
        free[-1] = newest_is_free
        marks = np.array(self._marks + [False] * len(self._waiting))
        first_raw = self._next - len(values)
        # The beats ahead may be as unsteady as the less steady ones behind.
        scales = np.sort(innovation_scale(values))
        latest = float(innovation_scale(values[-SCALE_WINDOW - 2 :])[-1])
        scale = np.full(len(values), max(float(scales[3 * len(scales) // 4]), latest))
        series = Series.of(values, free, first_raw=first_raw, fault=marks, scale=scale)
        faults, corrected = explain(series, reappraise=False)
        return refill(corrected, faults)

    def _in_fragments(self) -> bool:
        """Whether a run of fragments goes on: what it stands for shows when it ends."""
        if not DELAY < len(self._waiting) <= LONGEST_RUN:
            return False
        low, _ = usual_range(np.array(self._settled[-RANGE_WINDOW:]))
        return len(low) >= FEWEST_INNOVATIONS and max(self._waiting) < float(low[-1])

    def _looks_broken(self) -> bool:
        """Whether any waiting interval strays from its neighbours' mean by more than is usual."""
        recent = self._settled[-SCALE_WINDOW:] + self._waiting
        if len(recent) < 3:
            return False
        known = np.array(recent)
        scale = float(innovation_scale(known)[-1])
        strays = innovations(known[-DELAY - 2 :])
        level = known[-DELAY - 1 : -1][-len(strays) :]
        return bool((strays > WORTH_A_LOOK * (scale + LEVEL_SHARE_IN_UNIT * level)).any())

    def _tell(self, faults: list[Fault], decided: int) -> list[Judgement]:
        """Say what changed about the waiting intervals; those before ``decided`` are settled."""
        start = self._next - len(self._waiting)
        now: dict[int, Judgement] = {}
        for fault in faults:
            final = fault.start < decided
            for k, share in enumerate(fault.shares()):
                now[fault.start + k] = Judgement(fault.start + k, fault.kind, share, final)
        for index in self._held.keys() - now.keys():
            value = self._waiting[index - start]
            now[index] = Judgement(index, NORMAL, (value,), settled=index < decided)
        told = [now[index] for index in sorted(now) if now[index] != self._held.get(index)]
        self._held = {k: j for k, j in now.items() if not j.settled}
        return told

    def _settle(self, faults: list[Fault], count: int) -> None:
        """Move decided intervals, corrected, behind the ones that wait."""
        start = self._next - len(self._waiting)
        by_start = {fault.start: fault for fault in faults}
        taken = 0
        while taken < count:
            fault = by_start.get(start + taken)
            values = fault.values if fault else (self._waiting[taken],)
            self._settled += values
            self._marks += [fault is not None] + [False] * (len(values) - 1)
            taken += fault.count if fault else 1
            self._in_a_row = self._in_a_row + fault.count if fault else 0
        del self._waiting[: max(taken, 0)]
        del self._settled[:-MEMORY], self._marks[:-MEMORY]
        if self._in_a_row > MOST_IN_A_ROW:
            # What looks like fault after fault is a new rhythm.
            self._settled, self._marks, self._in_a_row = [], [], 0
