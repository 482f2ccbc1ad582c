"""The explanation of a stretch of intervals that leaves the most predictable course."""

from coherence_desktop.signal.artefacts.choice import judge_rivals, weigh, without_contact
from coherence_desktop.signal.artefacts.joint import explain_clusters
from coherence_desktop.signal.artefacts.outcome import Fault
from coherence_desktop.signal.artefacts.series import Replacement, Series

ROUNDS = 8
APPRAISALS = 3
"""Rounds after which the course is appraised anew; later ones change little."""


def explain(series: Series, *, reappraise: bool = True) -> tuple[list[Fault], Series]:
    """Find the faults of one unbroken stretch, and what takes their place.

    In each round every fault that could be there is weighed by how much more predictable the
    course becomes without it; the best ones that do not touch are accepted, and the next round
    judges what is left against the corrected course.

    Parameters
    ----------
    series : Series
        A stretch under correction.
    reappraise : bool
        Whether to estimate scale and range of the course again once the worst faults are gone.

    Returns
    -------
    faults : list of Fault
        In the order of their raw intervals.
    series : Series
        The stretch with the faults replaced.
    """
    faults: list[Fault] = []
    for turn in range(ROUNDS):
        joint, single = explain_clusters(series, weigh(series))
        accepted = joint + without_contact(judge_rivals(series, single))
        if not accepted:
            break
        accepted.sort(key=lambda choice: choice.position)
        faults += [
            Fault(int(series.raw[c.position]), c.count, c.kind, tuple(c.values.tolist()))
            for c in accepted
        ]
        series = series.replaced(Replacement(c.position, c.count, c.values) for c in accepted)
        if reappraise and turn < APPRAISALS:
            series = series.appraised()
    return sorted(faults, key=lambda fault: fault.start), series
