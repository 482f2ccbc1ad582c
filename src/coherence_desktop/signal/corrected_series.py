"""Places corrected intervals on the time axis of the raw beats."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import FloatArray


def lay_out(
    t_s: FloatArray,
    rr_ms: FloatArray,
    broken: NDArray[np.bool_],
    corrected: Mapping[int, Sequence[float]],
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Series in which corrected values take the place of raw intervals.

    Intervals corrected next to each other are laid out anew between the beats around them, which
    keep their times. Where nothing takes the place of an interval's run, the series is broken.

    Parameters
    ----------
    t_s, rr_ms : ndarray, shape (n,)
        Raw beats in s and the intervals that end at them in ms.
    broken : ndarray of bool, shape (n,)
        True where something is missing before a beat.
    corrected : mapping of int to sequence of float
        For positions in the series, the values in ms that take their place; the others stay.

    Returns
    -------
    t_s, rr_ms, broken : ndarray, shape (m,)
    """
    times: list[float] = []
    values: list[float] = []
    cuts: list[bool] = []
    cut = False
    at = 0
    while at < t_s.size:
        run = at
        cut = cut or bool(broken[at])
        parts: list[float] = []
        while run < t_s.size and run in corrected and (run == at or not broken[run]):
            parts.extend(corrected[run])
            run += 1
        if run == at:
            times.append(float(t_s[at]))
            values.append(float(rr_ms[at]))
            cuts.append(cut)
            cut = False
            at += 1
            continue
        if parts:
            start = float(t_s[at] - rr_ms[at] / 1000.0)
            ends = np.cumsum(parts)
            times.extend(start + (float(t_s[run - 1]) - start) * ends / ends[-1])
            values.extend(parts)
            cuts.extend([cut] + [False] * (len(parts) - 1))
        cut = not parts
        at = run
    return np.array(times), np.array(values), np.array(cuts, dtype=np.bool_)
