"""The heart rate of a session as one quiet wave."""

from collections.abc import Sequence

from coherence_desktop.events import AnyEvent

LENGTH_S = 75.0
LEAST_S = 40.0
RATE_HZ = 4.0
SMOOTHED_S = 2.0
LEAST_RANGE_BPM = 8.0
"""A heart that hardly changed is drawn as a low wave, not as a high one."""


def wave_of(events: Sequence[AnyEvent]) -> tuple[float, ...]:
    """Heart rate of the longest stretch without a gap, its last 75 s, from 0 (low) to 1 (high).

    Empty if no stretch is at least 40 s long.
    """
    import numpy as np

    from coherence_desktop.practice.exposure.measured import beats_of
    from coherence_desktop.sensors.timeline import timeline

    line = timeline(events)
    beats = beats_of(events, line.t, line.rr_ms, line.gaps)
    if beats is None or not beats.correction.t_s.size:
        return ()
    t_s, rr_ms = beats.correction.t_s, beats.correction.rr_ms
    cuts = np.flatnonzero(np.diff(beats.correction.segment)) + 1
    first, stop = max(
        zip((0, *cuts.tolist()), (*cuts.tolist(), t_s.size), strict=True),
        key=lambda run: float(t_s[run[1] - 1] - t_s[run[0]]),
    )
    t_s, rr_ms = t_s[first:stop], rr_ms[first:stop]
    length_s = min(LENGTH_S, float(t_s[-1] - t_s[0]))
    if length_s < LEAST_S:
        return ()
    at = np.arange(t_s[-1] - length_s, t_s[-1], 1.0 / RATE_HZ)
    bpm = np.interp(at, t_s, 60000.0 / rr_ms)
    window = np.hanning(round(SMOOTHED_S * RATE_HZ) + 2)
    half = window.size // 2
    padded = np.pad(bpm, (half, window.size - 1 - half), mode="edge")
    smooth = np.convolve(padded, window / window.sum(), mode="valid")
    low, high = float(smooth.min()), float(smooth.max())
    span = max(high - low, LEAST_RANGE_BPM)
    values = 0.5 + (smooth - (low + high) / 2.0) / span
    return tuple(float(value) for value in values)
