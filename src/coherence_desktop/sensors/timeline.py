"""Reads the final times of beats from a session's log."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from coherence_desktop.events import AnyEvent, Beat, Gap, Realigned

_SAME_MOMENT_S = 1e-6


@dataclass(frozen=True, eq=False)
class Timeline:
    """Beats and gaps of a session, as they are known at its end.

    Attributes
    ----------
    t : ndarray, shape (n_beats,), float64
        Time of each beat in seconds since the session started, in the order of the log; the
        index of a beat is that of `BeatJudged`.
    rr_ms : ndarray, shape (n_beats,), float64
        The interval that ends with each beat, as the strap sent it.
    gaps : tuple of Gap
        Where beats are missing, in the order of time. A gap that later turned out to be none
        is left out.
    duration_s : float
        Time of the last thing in the log.
    """

    t: NDArray[np.float64]
    rr_ms: NDArray[np.float64]
    gaps: tuple[Gap, ...]
    duration_s: float


def timeline(events: Iterable[AnyEvent]) -> Timeline:
    """Lay out beats and gaps in time, with every `Realigned` applied to what came before it."""
    t = np.empty(1024)
    rr_ms: list[float] = []
    gaps: list[Gap] = []
    last_s = 0.0
    for event in events:
        if isinstance(event, Beat):
            if len(rr_ms) == len(t):
                t = np.concatenate((t, np.empty(len(t))))
            t[len(rr_ms)] = event.t
            rr_ms.append(event.rr_ms)
            continue
        last_s = max(last_s, event.t)
        if isinstance(event, Realigned):
            known = t[: len(rr_ms)]
            known[known >= event.from_s] += event.shift_s
            gaps = [_realigned(gap, event) for gap in gaps]
        elif isinstance(event, Gap):
            gaps.append(event)
    t = t[: len(rr_ms)].copy()
    t.flags.writeable = False
    rr = np.array(rr_ms, dtype=np.float64)
    rr.flags.writeable = False
    gaps = [gap for gap in gaps if gap.end_s - gap.start_s > _SAME_MOMENT_S]
    return Timeline(
        t=t,
        rr_ms=rr,
        gaps=tuple(sorted(gaps, key=lambda gap: gap.start_s)),
        duration_s=float(max(last_s, t.max(initial=0.0))),
    )


def _realigned(gap: Gap, by: Realigned) -> Gap:
    """Move the ends of a gap as the beats beside them move."""
    start_s, end_s = gap.start_s, gap.end_s
    if start_s >= by.from_s - _SAME_MOMENT_S:
        start_s += by.shift_s
    if end_s >= by.from_s - _SAME_MOMENT_S:
        end_s += by.shift_s
    return msgspec.structs.replace(gap, start_s=start_s, end_s=end_s)
