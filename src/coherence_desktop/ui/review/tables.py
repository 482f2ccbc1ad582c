"""What stands in the review's tables."""

from collections.abc import Sequence
from datetime import datetime

from coherence_desktop.events import TrialEndReason
from coherence_desktop.practice.exposure.measured import MeasuredTrial
from coherence_desktop.practice.exposure.trials import Trial
from coherence_desktop.practice.readiness import SignOff
from coherence_desktop.practice.screening import load_screening
from coherence_desktop.signal.exposure import TrialMeasures
from coherence_desktop.signal.results import Absent
from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.review.moment_rows import WHEN, moment_row
from coherence_desktop.ui.review.views import (
    Cell,
    Column,
    Rated,
    Row,
    TableView,
    TrialPoint,
    TrialView,
)
from coherence_desktop.ui.review.words import SCALES, quality_tip
from coherence_desktop.ui.widgets.quality_badge import QualityLevel
from coherence_desktop.ui.words.dates import short_date
from coherence_desktop.ui.words.values import clock, length

_Value = float | Absent
_OCCURRED = {"yes": "yes", "no": "no", "partly": "partly"}
_HEART = frozenset(
    {"baseline_bpm", "peak_bpm", "rise_bpm", "time_to_peak_s", "half_recovery_s"}
    | {"coherence_before", "coherence_after"}
)

_MEASURES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Heart rate, baseline", "bpm", ("baseline_bpm",)),
    ("Heart rate, peak", "bpm", ("peak_bpm",)),
    ("Heart rate, rise", "bpm", ("rise_bpm",)),
    ("Time to peak", "s", ("time_to_peak_s",)),
    ("Half-recovery", "s", ("half_recovery_s",)),
    (
        "Distress: start, peak, end",
        "0 to 100",
        ("distress_start", "distress_peak", "distress_end"),
    ),
    ("Distress, mean", "0 to 100", ("distress_mean",)),
    ("Distress, area under curve", "points × min", ("distress_auc",)),  # noqa: RUF001
    ("Peak of distress, as recalled", "0 to 100", ("recalled_peak_distress",)),
    ("Expected distress", "0 to 100", ("expected_distress",)),
    ("Feared event: expected, occurred", "%", ("expected_likelihood", "occurred")),
    ("Expected minus occurred", "points", ("expectancy_violation",)),
    ("How likely next time", "%", ("likelihood_next",)),
    ("Confidence to tolerate it", "0 to 100", ("confidence",)),
    ("Sensation, strongest", "0 to 10", ("sensation_peak",)),
    ("Coherence: before, after", "0 to 100", ("coherence_before", "coherence_after")),
    ("Time in induce and stay", "s", ("tolerated_s",)),
)
"""Rows of the measures of trials: name, unit, and what stands in a cell."""


def trial_measures_table(
    found: Sequence[MeasuredTrial], views: Sequence[TrialView], heart: HeartCourse
) -> TableView:
    """Measures of each trial side by side, data quality first."""
    if not found:
        return TableView()
    columns = (
        Column("Measure", width_px=256),
        Column("Unit", width_px=96, quiet=True),
        *(
            Column(f"Trial {one.trial.number}", right=True, stretch=1, trial=one.trial.number)
            for one in found
        ),
    )
    qualities = tuple(_quality_cell(view, heart) for view in views)
    first = Row((Cell("Data quality: corrected beats"), Cell("%"), *qualities), leading=True)
    rows = [
        Row(
            (
                Cell(name),
                Cell(unit),
                *(_measured(one, view, keys) for one, view in zip(found, views, strict=True)),
            )
        )
        for name, unit, keys in _MEASURES
    ]
    ended = Row((Cell("Ended"), Cell(""), *(_ended(one.trial) for one in found)))
    return TableView(columns, (first, *rows, ended))


def _quality_cell(view: TrialView, heart: HeartCourse) -> Cell:
    gaps = heart.gaps_between(view.start_s, view.end_s)
    tip = quality_tip(view.quality, gaps)
    if not view.quality.beats:
        return Cell("no beats in it", tip, QualityLevel.ABSENT, quiet=True)
    percent = view.quality.corrected_percent
    lost = sum(gap.length_s for gap in gaps)
    told = f"{percent:.1f}" + (f", {length(lost)} missing" if gaps else "")
    return Cell(told, tip, QualityLevel.of(percent))


def _measured(one: MeasuredTrial, view: TrialView, keys: Sequence[str]) -> Cell:
    """Values beside each other; where all are absent, the reason alone."""
    values = [_value(one.measures, key) for key in keys]
    care = view.quality.corrected_percent > 5.0 and not _HEART.isdisjoint(keys)
    level = QualityLevel.CARE if care else None
    absent = [value for value in values if isinstance(value, Absent)]
    if len(absent) == len(values):
        reasons = list(dict.fromkeys(value.reason for value in absent))
        return Cell("; ".join(reasons), f"Not available: {'; '.join(reasons)}.", quiet=True)
    tip = "\n".join(f"Not available: {value.reason}." for value in absent)
    told = [_reason(value) if isinstance(value, Absent) else value for value in values]
    return Cell(", ".join(told), tip, level)


def _value(measures: TrialMeasures, key: str) -> str | Absent:
    if key == "occurred":
        value: _Value = measures.occurred_percent
        if isinstance(value, Absent):
            return value
        return {100.0: "yes", 50.0: "partly", 0.0: "no"}[value]
    value = getattr(measures, key)
    return value if isinstance(value, Absent) else f"{value:.0f}"


def _reason(absent: Absent) -> str:
    return f"absent ({absent.reason})"


def _ended(trial: Trial) -> Cell:
    match trial.end_reason:
        case TrialEndReason.COMPLETED:
            told = "as planned"
        case TrialEndReason.STOPPED:
            told = f"stopped at {clock((trial.ended_s or trial.end_s) - trial.start_s)}"
        case TrialEndReason.SESSION_ENDED:
            told = "with the session"
        case None:
            told = "the app closed in it"
    left_out = f"{', '.join(trial.skipped)} skipped" if trial.skipped else ""
    return Cell(", ".join(filter(None, (told, left_out))))


def ratings_table(ratings: Sequence[Rated], trials: Sequence[Trial]) -> TableView:
    """All ratings in the order of time."""
    columns = (
        *WHEN,
        Column("Scale", stretch=1),
        Column("Unit", width_px=96, quiet=True),
        Column("Value", right=True, width_px=72),
    )
    rows = []
    for rated in ratings:
        name, unit = SCALES.get(rated.scale, (rated.scale.replace("_", " "), ""))
        cells = (Cell(name), Cell(unit), Cell(f"{rated.value:g}"))
        rows.append(moment_row(rated.t, trials, *cells))
    return TableView(columns, tuple(rows), "Nothing was rated in this session.")


def sign_offs_table(sign_offs: Sequence[SignOff], trials: Sequence[Trial]) -> TableView:
    """Who allowed the exercises of this session in spite of a concern, and why."""
    names = {trial.started.exercise_id: trial.started.exercise_name for trial in trials}
    ours = [off for off in sign_offs if off.entry.exercise_id in names]
    columns = (
        Column("Signed", width_px=120),
        Column("Exercise", width_px=136),
        Column("In spite of", stretch=1),
        Column("By", width_px=112),
        Column("Reason", stretch=2),
    )
    topics = load_screening().topics if ours else None
    rows = []
    for off in ours:
        entry = off.entry
        concerns = ", ".join(topics(entry.concerns)) if topics is not None else ""
        gone = "" if off.stands else " (no longer stands)"
        cells = (_day(entry.at_utc), names[entry.exercise_id], concerns, entry.by)
        rows.append(Row((*map(Cell, cells), Cell(f"{entry.reason}{gone}"))))
    empty = "No exercise of this session needed a sign-off."
    return TableView(columns, tuple(rows), empty)


def learned_table(points: Sequence[TrialPoint]) -> TableView:
    """What was feared, whether it happened and what was learned, in order."""
    columns = (
        Column("Trial", width_px=136),
        Column("Feared", stretch=3),
        Column("Happened", width_px=80),
        Column("Learned", stretch=4),
    )
    told = [point for point in points if point.fear or point.learned]
    rows = tuple(
        Row(
            (
                Cell(f"{point.session}, trial {point.trial}"),
                _quote(point.fear, "not written down"),
                Cell(_OCCURRED.get(point.occurred, "not said"), quiet=not point.occurred),
                _quote(point.learned, "not written down"),
            ),
            leading=point.here,
        )
        for point in told
    )
    return TableView(columns, rows, "Nothing was written down before or after a trial.")


def across_table(points: Sequence[TrialPoint]) -> TableView:
    """The numbers behind the plots across trials and sessions."""
    columns = (
        Column("Trial", width_px=136),
        Column("Induced", right=True, width_px=72),
        *(
            Column(title, right=True, stretch=1)
            for title in (
                "Peak",
                "Mean",
                "Likely",
                "Occurred",
                "Next time",
                "Confidence",
                "Held (s)",
            )
        ),
    )
    rows = tuple(
        Row(
            (
                Cell(f"{point.session}, trial {point.trial}"),
                Cell(point.step),
                _figure(point.peak_distress),
                _figure(point.mean_distress),
                _figure(point.expected_likelihood),
                Cell(point.occurred) if point.occurred else Cell("absent", quiet=True),
                _figure(point.likelihood_next),
                _figure(point.confidence),
                _figure(point.held_s),
            ),
            leading=point.here,
        )
        for point in points
    )
    return TableView(columns, rows, "There is no trial to follow yet.")


def _day(utc: str) -> str:
    return short_date(datetime.fromisoformat(utc), year=True)


def _figure(value: float | None) -> Cell:
    return Cell("absent", quiet=True) if value is None else Cell(f"{value:.0f}")


def _quote(text: str, otherwise: str) -> Cell:
    return Cell(f"“{text}”") if text else Cell(otherwise, quiet=True)
