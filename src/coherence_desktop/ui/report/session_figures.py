"""The figures of a session's report, or why there is none."""

from collections.abc import Sequence

from coherence_desktop.events import AnyEvent, PacerChange
from coherence_desktop.practice.pattern import InvalidPattern, Pattern
from coherence_desktop.signal.results import Absent
from coherence_desktop.ui.report.document import Block, Figure, Manner, Words
from coherence_desktop.ui.report.heart_plot import heart_plot
from coherence_desktop.ui.report.small_plots import (
    coherence_plot,
    overlaid,
    overlay_plot,
    spectrum_of,
    spectrum_plot,
)
from coherence_desktop.ui.review.stretch_measures import StretchMeasures, trend_of
from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.words.values import counts

_HEIGHT, _WITHOUT_BEATS = 108.0, 30.0


def heart_figures(review: Review, *, height: float = _HEIGHT) -> list[Block]:
    """Heart rate with distress below it; nothing where there is neither."""
    rated = any(one.scale == "distress" for one in review.ratings)
    beats = review.quality.beats
    if not (beats or rated):
        return []
    says = f"Heart rate over {counts(beats, 'beat')}" if beats else "No beats were recorded"
    if review.trials:
        says += f" with the phases of {counts(len(review.trials), 'trial')}"
    if rated:
        says += ", and below it distress as it was rated"
    if review.heart.gaps:
        says += "; grey bars are gaps"
    unit = "hours, minutes" if review.duration_s >= 3600.0 else "minutes"
    drawing = heart_plot(review, height=height if beats else _WITHOUT_BEATS)
    title = "Heart rate and distress" if rated else "Heart rate"
    return [Figure(drawing, title, f"{says}. Time in {unit} and seconds.")]


def coherence_figures(
    whole: StretchMeasures, review: Review, *, height: float | None = None
) -> list[Block]:
    """Coherence along the session, or why it is not available; nothing without beats."""
    if whole.analysis is None:
        return []
    trend = trend_of(whole)
    if trend.t_s.size:
        says = "Coherence of the last 64 s, every 5 s: 100 is one smooth wave."
        sized = {} if height is None else {"height": height}
        return [Figure(coherence_plot(trend, review.duration_s, **sized), "Coherence", says)]
    score = whole.analysis.coherence["score_median"]
    why = score.reason if isinstance(score, Absent) else "there is one window only"
    return [Words(f"Coherence: not available: {why}.", Manner.QUIET)]


def spectrum_figures(review: Review, events: Sequence[AnyEvent]) -> list[Block]:
    """The spectrum of the whole session, or why there is none; nothing without beats."""
    if not review.quality.beats:
        return []
    spectrum = spectrum_of(review.heart)
    if spectrum is None:
        why = "Spectrum: not available: needs 64 s of beats without a gap."
        return [Words(why, Manner.QUIET)]
    pace_hz = _pace_hz(events)
    says = "Welch's spectrum of the intervals"
    if pace_hz is not None:
        says += "; the dashed line is the frequency of the guide"
    return [Figure(spectrum_plot(spectrum, pace_hz), "Spectrum", f"{says}.")]


def overlay_figures(review: Review) -> list[Block]:
    """Trials over each other from the start of induce; nothing if none was induced."""
    drawing = overlay_plot(review.trials)
    if drawing is None:
        return []
    shown = len(overlaid(review.trials))
    known = sum(trial.aligned is not None for trial in review.trials)
    which = counts(known, "trial")
    if known > shown:
        which = f"the first and the last {shown - 1} of {which}"
    says = (
        f"Heart rate of {which} from 60 s before the start of induce, medians over 5 s. "
        "The last trial is drawn solid; its phases lie behind it."
    )
    return [Figure(drawing, "Trials over each other", says)]


def _pace_hz(events: Sequence[AnyEvent]) -> float | None:
    """Frequency of the guide, if it kept to one."""
    rates = set()
    for event in events:
        if isinstance(event, PacerChange):
            try:
                rates.add(round(Pattern.of(event).rate_per_min, 2))
            except InvalidPattern:
                return None
    return rates.pop() / 60.0 if len(rates) == 1 else None
