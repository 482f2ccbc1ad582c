"""The course of distress in a trial: each rating holds until the next."""

from collections.abc import Sequence

from coherence_desktop.signal.exposure.beats import Span, practised_s
from coherence_desktop.signal.results import Absent

UNRATED = Absent("no distress was rated")


def distress_measures(
    ratings: Sequence[tuple[float, float]],
    onset_s: float | None,
    end_s: float,
    pauses: Sequence[Span] = (),
) -> dict[str, float | Absent]:
    """Start, peak, end, mean and area under the curve of distress.

    Parameters
    ----------
    ratings : sequence of (float, float)
        Time in s and value of each rating, in the order of time.
    onset_s : float or None
        Start of the induction.
    end_s : float
        End of the exposure; later ratings do not count.
    pauses : sequence of (float, float)
        Start and end of times that are left out of the area.

    Returns
    -------
    dict of str to float or Absent
        ``distress_start distress_peak distress_end distress_mean distress_auc``; the last in
        points x min.
    """
    keys = ("start", "peak", "end", "mean", "auc")
    rated = [(t, value) for t, value in ratings if t <= end_s]
    if not rated:
        return {f"distress_{key}": UNRATED for key in keys}
    before = [value for t, value in rated if onset_s is not None and t <= onset_s]
    untils = [t for t, _ in rated[1:]] + [end_s]
    lengths = [practised_s(t, until, pauses) for (t, _), until in zip(rated, untils, strict=True)]
    area = sum(value * length for (_, value), length in zip(rated, lengths, strict=True))
    total = sum(lengths)
    return {
        "distress_start": before[-1] if before else rated[0][1],
        "distress_peak": max(value for _, value in rated),
        "distress_end": rated[-1][1],
        "distress_mean": area / total if total > 0 else Absent("no time after the only rating"),
        "distress_auc": area / 60.0,
    }
