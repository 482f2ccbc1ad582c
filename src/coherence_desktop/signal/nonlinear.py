"""Nonlinear measures of heart-rate variability.

References
----------
Brennan, M., Palaniswami, M., & Kamen, P. (2001). Do existing measures of Poincaré plot geometry
reflect nonlinear features of heart rate variability? IEEE Transactions on Biomedical Engineering,
48(11), 1342-1347. doi:10.1109/10.959330
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal import dfa
from coherence_desktop.signal.results import Absent, FloatArray, Measures
from coherence_desktop.signal.sample_entropy import sample_entropy
from coherence_desktop.signal.time_domain import deviation, differences


def nonlinear(
    rr_ms: FloatArray,
    broken: NDArray[np.bool_] | None = None,
    stretch: slice = slice(None),
    *,
    entropy: bool = True,
) -> Measures:
    """Nonlinear measures of a series.

    Parameters
    ----------
    rr_ms : ndarray, shape (n,)
        RR intervals in ms.
    broken : ndarray of bool, shape (n,), optional
        True where something is missing before an interval.
    stretch : slice, optional
        The unbroken part on which the measures are taken that need one.
    entropy : bool
        Without it sample entropy, which costs most, is left out.

    Returns
    -------
    dict of str to float or Absent
        ``sd1_ms sd2_ms sample_entropy dfa_alpha1 dfa_alpha2``.
    """
    measures = poincare(rr_ms, broken)
    if entropy:
        measures["sample_entropy"] = sample_entropy(rr_ms[stretch])
    return measures | dfa.scaling(rr_ms[stretch])


def poincare(rr_ms: FloatArray, broken: NDArray[np.bool_] | None = None) -> Measures:
    """Width and length of the cloud of each interval against the next.

    Parameters
    ----------
    rr_ms : ndarray, shape (n,)
        RR intervals in ms.
    broken : ndarray of bool, shape (n,), optional
        True where something is missing before an interval.

    Returns
    -------
    dict of str to float or Absent
        ``sd1_ms`` = sqrt(var(dRR) / 2) and ``sd2_ms`` = sqrt(2 SDNN^2 - var(dRR) / 2), ddof 1.
    """
    steps = differences(rr_ms, broken)
    if steps.size < 2:
        none = Absent("needs 3 intervals in a row")
        return {"sd1_ms": none, "sd2_ms": none}
    half = deviation(steps) ** 2 / 2.0
    along = 2.0 * deviation(rr_ms) ** 2 - half
    alternating = Absent("the intervals alternate: they vary more from beat to beat than overall")
    return {"sd1_ms": sqrt(half), "sd2_ms": sqrt(along) if along >= 0.0 else alternating}
