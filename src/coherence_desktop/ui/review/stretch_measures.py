"""Measures of heart-rate variability of a stretch, beside those of the whole session."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coherence_desktop.events import AnyEvent, PacerChange, PacerStopped, Paused, Resumed
from coherence_desktop.practice.pacer import Pacer, follow
from coherence_desktop.signal.breathing_movement import MovementBreathing
from coherence_desktop.signal.intervals import InvalidIntervals
from coherence_desktop.signal.measures import Analysis, analyze
from coherence_desktop.signal.results import Absent, Quality
from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView, Trend
from coherence_desktop.ui.review.words import GROUPS, MEASURES, number, quality_tip
from coherence_desktop.ui.widgets.quality_badge import QualityLevel

FROM_MOVEMENT = "breathing_rate_acceleration_hz"
"""Key of the breathing rate that the chest's acceleration shows."""
_STEP_S = 5.0
_REASONS = {
    FROM_MOVEMENT: "no acceleration was recorded",
}
_NO_WAVE = "no clear breathing wave in the intervals"
_RATES = (FROM_MOVEMENT, "breathing_rate_hz")


@dataclass(frozen=True, slots=True, eq=False)
class StretchMeasures:
    """A stretch and what was measured in it."""

    start_s: float
    end_s: float
    quality: Quality
    quality_tip: str
    analysis: Analysis | None
    """``None`` where the stretch has no beats."""


def measure_stretch(
    heart: HeartCourse,
    start_s: float,
    end_s: float,
    pacer: Pacer | None = None,
    movement: MovementBreathing | None = None,
) -> StretchMeasures:
    """Measure the corrected intervals that lie wholly in a stretch.

    Parameters
    ----------
    heart : HeartCourse
    start_s, end_s : float
        In session seconds.
    pacer : Pacer, optional
        What the person followed, for synchrony.
    movement : MovementBreathing, optional
        How the chest moved. The breath is then taken from it where it is clear there.
    """
    quality = heart.quality(start_s, end_s)
    part = heart.inside(start_s, end_s)
    found: Analysis | None = None
    seen = movement.between(start_s, end_s) if movement is not None else None
    if part.stop > part.start:
        try:
            found = analyze(
                heart.rr_ms[part],
                heart.t_s[part],
                segment=heart.segment[part],
                phase_rad=pacer.phase_rad if pacer is not None else None,
                chest=seen,
            )
        except InvalidIntervals:
            found = None  # all of them excluded, or none that could be a heart's
    tip = quality_tip(quality, heart.gaps_between(start_s, end_s))
    return StretchMeasures(start_s, end_s, quality, tip, found)


def pacer_of(events: Sequence[AnyEvent]) -> Pacer | None:
    """The guide as the log tells of it; ``None`` if there was none to the end."""
    pacer: Pacer | None = None
    resting = False
    for event in events:
        if isinstance(event, (PacerChange, PacerStopped, Paused, Resumed)):
            resting = isinstance(event, Paused) or (resting and not isinstance(event, Resumed))
            pacer = follow(pacer, event, resting=resting)
    return pacer


def trend_of(whole: StretchMeasures) -> Trend:
    """Coherence of every 64 s, with a break wherever windows are missing."""
    if whole.analysis is None or not whole.analysis.windows.t_s.size:
        return Trend(np.empty(0), np.empty(0))
    windows = whole.analysis.windows
    after = np.flatnonzero(np.diff(windows.t_s) > 1.5 * _STEP_S) + 1
    t = np.insert(windows.t_s, after, windows.t_s[after] - _STEP_S)
    return Trend(t, np.insert(windows.score, after, np.nan))


def stretch_table(stretch: StretchMeasures, whole: StretchMeasures | None) -> TableView:
    """Measures of a stretch, and of the whole session where it is known, data quality first."""
    if whole is None:
        return measures_table([stretch], ["This stretch"])
    return measures_table([stretch, whole], ["This stretch", "Whole session"])


def measures_table(both: Sequence[StretchMeasures], titles: Sequence[str]) -> TableView:
    """Measures of stretches in a column each, data quality first."""
    columns = (
        Column("Measure", width_px=264),
        Column("Unit", width_px=80, quiet=True),
        *(Column(title, right=True, stretch=1) for title in titles),
    )
    lines = [
        Row((Cell("Data quality: corrected beats"), Cell("%"), *map(_quality, both)), leading=True)
    ]
    lines.append(
        Row(
            (
                Cell("Beats"),
                Cell(""),
                *(
                    Cell(f"{one.quality.beats:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"))
                    for one in both
                ),
            )
        )
    )
    for group, keys in _keys(both).items():
        lines.append(
            Row(
                (Cell(GROUPS.get(group, group)), *(Cell("") for _ in range(1 + len(both)))),
                heading=True,
            )
        )
        for key in keys:
            name, unit = MEASURES.get(key, (key.replace("_", " "), ""))
            lines.append(Row((Cell(name), Cell(unit), *(_cell(one, group, key) for one in both))))
    return TableView(columns, tuple(lines), "")


def _keys(both: Sequence[StretchMeasures]) -> dict[str, list[str]]:
    """Keys of all groups, those that only one of them has included."""
    keys: dict[str, dict[str, None]] = {}
    for one in both:
        if one.analysis is not None:
            for group, measures in one.analysis.groups().items():
                keys.setdefault(group, {}).update(dict.fromkeys(measures))
    return {group: sorted(found, key=_place) for group, found in keys.items()}


def _place(key: str) -> int:
    order = list(MEASURES)
    return order.index(key) if key in order else len(order)


def _quality(one: StretchMeasures) -> Cell:
    if not one.quality.beats:
        return Cell("no beats in it", one.quality_tip, QualityLevel.ABSENT, quiet=True)
    percent = one.quality.corrected_percent
    return Cell(f"{percent:.1f}", one.quality_tip, QualityLevel.of(percent))


def _cell(one: StretchMeasures, group: str, key: str) -> Cell:
    if one.analysis is None:
        return Cell("no beats in it", quiet=True)
    value = one.analysis.groups()[group].get(key, Absent(_REASONS.get(key, _NO_WAVE)))
    if isinstance(value, Absent):
        return Cell(value.reason, f"Not available: {value.reason}.", quiet=True)
    care = one.quality.corrected_percent > 5.0
    tip = f"{60.0 * value:.1f} breaths a minute" if key in _RATES else ""
    return Cell(number(value), tip, QualityLevel.CARE if care and key != FROM_MOVEMENT else None)
