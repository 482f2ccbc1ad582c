"""Heart rate of a trial on a common time scale, so that trials can lie over each other."""

import numpy as np

from coherence_desktop.signal.exposure import SessionBeats, smoothed_bpm
from coherence_desktop.ui.review.views import Aligned

BEFORE_S = 60.0
LEAST_AFTER_S = 240.0
MOST_POINTS = 1800


def aligned(
    beats: SessionBeats | None, onset_s: float | None, start_s: float, end_s: float
) -> Aligned | None:
    """Heart rate from 60 s before the onset to the end of the trial, every second.

    Parameters
    ----------
    beats : SessionBeats or None
        Of the whole session.
    onset_s : float or None
        Start of induce; ``None`` if nothing was induced.
    start_s, end_s : float
        Of the trial; nothing before or after it is shown.

    Returns
    -------
    Aligned or None
        Medians over 5 s; NaN in gaps.
    """
    if beats is None or onset_s is None:
        return None
    first = -min(BEFORE_S, onset_s - start_s)
    step_s = max(1.0, (end_s - onset_s - first) / MOST_POINTS)
    t = np.arange(np.ceil(first), end_s - onset_s, step_s)
    lo, hi = np.searchsorted(beats.t_s, (onset_s + first - 10.0, end_s + 10.0))
    if hi <= lo:
        return None
    return Aligned(t, smoothed_bpm(beats, t + onset_s))
