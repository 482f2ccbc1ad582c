"""Finds the resonance in breathing whose pace glides.

The rates are compared in windows that overlap, each with the mean rate of its breaths.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from coherence_desktop.signal.intervals import as_beat_times, as_rr
from coherence_desktop.signal.resonance import Assessment, PhaseOf, Segment, assess, nearness
from coherence_desktop.signal.results import Absent

WINDOW_S = 120.0
STEP_S = 30.0
_ROOM_PER_MIN = 0.25
"""A resonance is told apart as finely as by steps of half a breath a minute."""


def windows(
    t_s: ArrayLike,
    rr_ms: ArrayLike,
    phase_rad: PhaseOf,
    width_s: float = WINDOW_S,
    step_s: float = STEP_S,
) -> list[Segment]:
    """Split breathing with a gliding pace into overlapping windows.

    Parameters
    ----------
    t_s, rr_ms : array_like, shape (n,)
        Beats in s and the intervals that end at them in ms.
    phase_rad : callable
        Phase of the guide.
    width_s, step_s : float
        Length of a window, and how far the next one is along.

    Returns
    -------
    list of Segment
        In the order of time; a shorter recording gives one window.

    Raises
    ------
    InvalidIntervals
        If the intervals or times are none.
    ValueError
        If width or step are not above zero.
    """
    if not (width_s > 0.0 and step_s > 0.0):
        raise ValueError(f"windows of {width_s} s every {step_s} s")
    rr = as_rr(rr_ms)
    t = as_beat_times(t_s, rr)
    if not t.size:
        return []
    last_s = max(t[0], t[-1] - width_s)
    made: list[Segment] = []
    for start_s in np.arange(t[0], last_s + 1e-9, step_s).tolist():
        first, stop = np.searchsorted(t, (start_s, start_s + width_s))
        if stop - first < 2:
            continue
        ends = phase_rad(np.array([t[first], t[stop - 1]]))
        rate = float((ends[1] - ends[0]) / (t[stop - 1] - t[first]) * 60.0 / (2.0 * np.pi))
        made.append(Segment(rate, t[first:stop], rr[first:stop], phase_rad))
    return made


def assess_slide(t_s: ArrayLike, rr_ms: ArrayLike, phase_rad: PhaseOf) -> Assessment:
    """Measure and rank the rates of a gliding pace.

    The proposal is the resonance itself, to a tenth of a breath a minute and within the rates that
    were breathed; without a resonance it is the window with the best mean rank, and open.

    Parameters
    ----------
    t_s, rr_ms : array_like, shape (n,)
        Beats in s and the intervals that end at them in ms.
    phase_rad : callable
        Phase of the guide.

    Raises
    ------
    InvalidIntervals
        If the intervals or times are none.
    """
    found = assess(windows(t_s, rr_ms, phase_rad), STEP_S / WINDOW_S)
    if isinstance(found.proposal_per_min, Absent):
        return found
    if isinstance(found.curve, Absent):
        rate = round(found.proposal_per_min, 1)
        return replace(found, proposal_per_min=rate, clarity="open")
    breathed = [one.rate_per_min for one in found.rates]
    rate = min(max(found.curve.rate_per_min, min(breathed)), max(breathed))
    room = (rate - _ROOM_PER_MIN, rate + _ROOM_PER_MIN)
    clarity = nearness(found.curve, room)
    return replace(found, proposal_per_min=round(rate, 1), clarity=clarity)
