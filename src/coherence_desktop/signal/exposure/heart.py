"""Heart rate before, during and after an induction."""

from collections.abc import Sequence

import numpy as np

from coherence_desktop.signal.coherence import WINDOW_S, coherence
from coherence_desktop.signal.exposure.beats import SessionBeats, Span, practised_s
from coherence_desktop.signal.intervals import GAP_S
from coherence_desktop.signal.results import Absent, FloatArray

SMOOTHED_OVER_S = 5.0
"""Width of the running median of heart rate."""
LEAST_BASELINE_S = 20.0
"""A baseline with fewer seconds of beats is no level to compare with."""
LEAST_RISE_BPM = 5.0
"""A smaller rise drowns in what heart rate does at rest; it has no half to recover."""
MOST_MISSING = 0.2
"""Share of induce and stay without beats from which on the peak may well be in a gap."""
LEAST_BEATS = 3
"""Beats that a running median needs."""

Value = float | Absent
_NO_BEATS = Absent("no beats were recorded")


def smoothed_bpm(beats: SessionBeats, at_s: FloatArray) -> FloatArray:
    """Heart rate without single outliers: the median over the 5 s around each time.

    Only beats of the same unbroken stretch count; a stretch has a value between its first and
    last beat alone.

    Parameters
    ----------
    beats : SessionBeats
    at_s : ndarray, shape (k,)
        Session times in s.

    Returns
    -------
    ndarray, shape (k,)
        Beats a minute; NaN where fewer than three beats of one stretch are near.
    """
    result = np.full(at_s.shape, np.nan)
    bpm = 60000.0 / beats.rr_ms
    half = SMOOTHED_OVER_S / 2.0
    firsts = np.flatnonzero(np.diff(beats.segment, prepend=-1))
    for first, stop in zip(firsts, [*firsts[1:], beats.segment.size], strict=True):
        t, rate = beats.t_s[first:stop], bpm[first:stop]
        inside = np.flatnonzero((at_s >= t[0]) & (at_s <= t[-1]))
        lows = np.searchsorted(t, at_s[inside] - half, side="left")
        highs = np.searchsorted(t, at_s[inside] + half, side="right")
        for index, low, high in zip(inside, lows, highs, strict=True):
            if high - low >= LEAST_BEATS:
                result[index] = np.median(rate[low:high])
    return result


def heart_measures(
    beats: SessionBeats | None,
    *,
    start_s: float,
    end_s: float,
    baseline: Span | None,
    induce: Span | None,
    stay: Span | None,
    recover: Span | None,
    pauses: Sequence[Span] = (),
) -> dict[str, Value]:
    """Baseline, peak, rise, time to peak, half-recovery and coherence of a trial.

    Parameters
    ----------
    beats : SessionBeats or None
        Of the whole session.
    start_s, end_s : float
        Of the trial, in s.
    baseline, induce, stay, recover : (float, float) or None
        Start and end of each phase that took place.
    pauses : sequence of (float, float)
        Times in which beats need not be known.

    Returns
    -------
    dict of str to float or Absent
        ``baseline_bpm peak_bpm rise_bpm time_to_peak_s half_recovery_s coherence_before
        coherence_after``, as `TrialMeasures` defines them.
    """
    keys = ("baseline_bpm", "peak_bpm", "rise_bpm", "time_to_peak_s", "half_recovery_s")
    if beats is None or not beats.t_s.size:
        both = ("coherence_before", "coherence_after")
        return dict.fromkeys((*keys, *both), _NO_BEATS)
    rise: Value
    to_peak: Value
    half: Value
    level = _baseline(beats, baseline)
    exposed = [span for span in (induce, stay) if span is not None]
    before = (start_s, exposed[0][0]) if exposed else None
    peak, peak_s = _peak(beats, exposed, pauses)
    if isinstance(peak, Absent):
        rise = to_peak = half = Absent(f"no peak: {peak.reason}")
    else:
        to_peak = peak_s - exposed[0][0]
        if isinstance(level, Absent):
            rise = half = Absent(f"no baseline: {level.reason}")
        else:
            rise = peak - level
            half = _half_recovery(beats, level, peak, peak_s, end_s)
    return {
        "baseline_bpm": level,
        "peak_bpm": peak,
        "rise_bpm": rise,
        "time_to_peak_s": to_peak,
        "half_recovery_s": half,
        "coherence_before": _coherence(beats, before, "before the induction"),
        "coherence_after": _coherence(beats, recover, "in recover"),
    }


def _baseline(beats: SessionBeats, baseline: Span | None) -> Value:
    if baseline is None:
        return Absent("baseline was left out")
    rr = beats.rr_ms[beats.within(*baseline)]
    seconds = float(rr.sum()) / 1000.0
    if seconds < LEAST_BASELINE_S:
        return Absent(f"needs {LEAST_BASELINE_S:.0f} s of beats in baseline, has {seconds:.0f} s")
    return float(np.median(60000.0 / rr))


def _peak(
    beats: SessionBeats, exposed: Sequence[Span], pauses: Sequence[Span]
) -> tuple[Value, float]:
    """Highest smoothed heart rate and its time."""
    if not exposed:
        return Absent("neither induce nor stay took place"), 0.0
    length = sum(practised_s(*span, pauses) for span in exposed)
    gaps = [gap for span in exposed for gap in beats.gaps(*span)]
    missing = sum(practised_s(*gap, pauses) for gap in gaps)
    if missing > MOST_MISSING * length:
        return Absent(f"no beats for {missing:.0f} of {length:.0f} s"), 0.0
    times = np.concatenate([beats.t_s[beats.within(*span)] for span in exposed])
    bpm = smoothed_bpm(beats, times)
    if not np.isfinite(bpm).any():
        return Absent(f"{length:.0f} s are too short"), 0.0
    highest = int(np.nanargmax(bpm))
    return float(bpm[highest]), float(times[highest])


def _half_recovery(
    beats: SessionBeats, level: float, peak: float, peak_s: float, end_s: float
) -> Value:
    if peak - level < LEAST_RISE_BPM:
        return Absent(f"heart rate rose by less than {LEAST_RISE_BPM:.0f} bpm")
    times = beats.t_s[(beats.t_s >= peak_s) & (beats.t_s <= end_s)]
    bpm = smoothed_bpm(beats, times)
    times, bpm = times[np.isfinite(bpm)], bpm[np.isfinite(bpm)]
    if not times.size:
        return Absent("no beats after the peak")
    below = np.flatnonzero(bpm <= level + (peak - level) / 2.0)
    if not below.size:
        silent_s = end_s - float(times[-1])
        if silent_s > GAP_S:
            return Absent(f"no beats in the last {silent_s:.0f} s")
        return Absent("not halfway back by the end of the trial")
    first = int(below[0])
    since = float(times[first] - times[first - 1]) if first else 0.0
    if since > GAP_S:
        return Absent(f"a gap of {since:.0f} s hides when")
    return float(times[first]) - peak_s


def _coherence(beats: SessionBeats, span: Span | None, where: str) -> Value:
    """Coherence score of the last 64 s of a span."""
    if span is None:
        return Absent(f"no time {where}")
    start_s, end_s = span
    if end_s - start_s < WINDOW_S - 1e-6:
        return Absent(f"needs {WINDOW_S:.0f} s {where}, has {end_s - start_s:.0f} s")
    longest = max((end - start for start, end in beats.gaps(end_s - WINDOW_S, end_s)), default=0.0)
    if longest > GAP_S:
        return Absent(f"a gap of {longest:.0f} s in the {WINDOW_S:.0f} s {where}")
    found = coherence(beats.t_s, beats.rr_ms, end_s)
    return found if isinstance(found, Absent) else found.score
