"""What a person's word about the kind of a beat says of the intervals that it concerns."""

from coherence_desktop.events import BeatJudged, BeatKind
from coherence_desktop.signal.artefacts import correct
from coherence_desktop.ui.plots.heart_course import HeartCourse

_PAIRS = (BeatKind.ECTOPIC, BeatKind.EXTRA)
"""Kinds that concern the interval after the beat, too."""
_AROUND = 150
"""Beats to either side that say what takes the place of a fault."""


def told(heart: HeartCourse, place: int, kind: BeatKind) -> tuple[BeatJudged, ...]:
    """Give the judgement of each interval that is faulty if this beat is of a kind."""
    first = max(0, place - _AROUND)
    near = slice(first, place + _AROUND + 1)
    rr_ms, t_s, at = heart.raw_rr_ms[near], heart.raw_t_s[near], place - first
    gaps = [(gap.start_s, gap.end_s) for gap in heart.gaps_between(t_s[0], t_s[-1])]
    found = correct(rr_ms, t=t_s, gaps=gaps, told={at: kind})
    concerned = [at]
    if kind in _PAIRS:
        beside = [at + 1, at - 1]
        concerned += [k for k in beside if 0 <= k < len(rr_ms) and found.kinds[k] == kind][:1]
    return tuple(
        BeatJudged(
            float(t_s[k]),
            index=first + k,
            kind=kind,
            corrected_ms=found.corrected[k],
            by="person",
        )
        for k in sorted(concerned)
    )


def partners(heart: HeartCourse, place: int) -> tuple[int, ...]:
    """Places of the other interval that a person's word about a beat concerns, if there is one."""
    kind = heart.said.get(place)
    if kind not in _PAIRS:
        return ()
    start = place
    while heart.said.get(start - 1) is kind:
        start -= 1
    other = place + (1 if (place - start) % 2 == 0 else -1)
    return (other,) if heart.said.get(other) is kind else ()
