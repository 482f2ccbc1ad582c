"""Heart rate of a session over its phases, marks and ratings."""

from collections.abc import Sequence

import numpy as np

from coherence_desktop.ui.plots.beat_track import GapSpan
from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.report.axes import (
    LEFT,
    RIGHT,
    Area,
    band_ink,
    bounds_bpm,
    round_steps,
    thinned,
    time_ticks,
)
from coherence_desktop.ui.report.drawing import (
    Anchor,
    Box,
    Dots,
    Drawing,
    Form,
    Label,
    Line,
    Run,
    Shape,
    placed,
    segment,
    words_width,
)
from coherence_desktop.ui.review.views import Band, Rated, Review
from coherence_desktop.ui.words.values import clock, length

_ROW = 9.0
_SMALL = 6.5
_LEAST_GAP = 1.5
_MOST_FLAGS = 40
"""More marks than these would hide what they mark; they are drawn as ticks along the top."""
_TICK = 5.0
_PHASES = ("baseline", "induce", "stay", "recover")


def heart_plot(review: Review, *, height: float = 118.0) -> Drawing:
    """Draw the heart rate of a whole session.

    Parameters
    ----------
    review : Review
    height : float
        Of the area of heart rate alone.
    """
    end_s = max(review.duration_s, 1.0)
    shapes: list[Shape] = []
    bounds = bounds_bpm(review.heart.bpm)
    ceiling = any(bounds[0] < (one.ceiling_bpm or 0.0) < bounds[1] for one in review.trials)
    top = 12.0 + _legend(review, shapes, ceiling=ceiling)
    names = _names(review)
    flag_rows = min(2, len(review.flags)) if len(review.flags) <= _MOST_FLAGS else 0
    lanes = (_ROW if names else 0.0) + _ROW * flag_rows
    area = Area(0.0, end_s, *bounds, top + lanes, top + lanes + height)
    distress = [rated for rated in review.ratings if rated.scale == "distress"]
    lane = Area(0.0, end_s, 0.0, 100.0, area.bottom + 18.0, area.bottom + 60.0)
    grounds = [area, lane] if distress else [area]
    for ground in grounds:
        shapes += _bands(review.bands, ground)
    shapes.append(Label(LEFT, top - 4, "Heart rate, beats a minute", "ink2", 7.0))
    shapes += _lane_of_names(names, area, top)
    shapes += _flags(review, area, top + (_ROW if names else 0.0), flag_rows)
    shapes += area.up(round_steps(area.y0, area.y1, 6))
    shapes += _gaps(review.heart.gaps, area)
    runs = heart_runs(review.heart, area)
    if runs:
        shapes.append(Line(runs, "heart", 0.8))
    else:
        middle = (area.left + area.right) / 2
        words = "Not available: no beats were recorded."
        at = (area.top + area.bottom) / 2
        shapes.append(Label(middle, at, words, "ink2", 8.0, Anchor.MIDDLE))
    shapes += _ceiling(review, area)
    if distress:
        shapes += _distress(distress, lane)
    lowest = grounds[-1]
    shapes += lowest.across((t, clock(t)) for t in time_ticks(end_s))
    return Drawing(lowest.bottom + 14.0, tuple(shapes))


def heart_runs(heart: HeartCourse, area: Area) -> tuple[Run, ...]:
    """Lines of heart rate; a gap is never bridged."""
    trace = heart.between(area.x0, area.x1)
    starts = np.flatnonzero(trace.starts)
    stops = np.append(starts, trace.t_s.size)[1:]
    runs = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        t, bpm = trace.t_s[start:stop], trace.bpm[start:stop]
        t, bpm = thinned(t, bpm, (stop - start) / trace.t_s.size)
        inside = (t >= area.x0) & (t <= area.x1)
        runs.append(area.run(t[inside], np.clip(bpm[inside], area.y0, area.y1)))
    return tuple(run for run in runs if len(run) > 1)


def _legend(review: Review, shapes: list[Shape], *, ceiling: bool) -> float:
    """Names of the grounds that are there; gives the room they take."""
    there = [name for name in _PHASES if any(band.name == name for band in review.bands)]
    x = LEFT
    for name in there:
        ink = band_ink(Band(name, name, 0.0, 0.0))
        shapes.append(Box(x, 2.0, 10.0, 7.0, ink, "edge"))
        shapes.append(Label(x + 13, 8.2, name, "ink2"))
        x += 13 + words_width(name, 7.0) + 12
    if there and ceiling:
        shapes.append(Line((((x, 5.5), (x + 14, 5.5)),), "ink2", 0.8, (4.0, 3.0)))
        shapes.append(Label(x + 17, 8.2, "agreed ceiling", "ink2"))
    return 14.0 if there else 0.0


def _names(review: Review) -> list[tuple[float, float, str]]:
    """Start, end and words of trials, and of phases outside of them."""
    trials = [(one.start_s, one.end_s, f"Trial {one.number}") for one in review.trials]
    inside = {band for trial in review.trials for band in trial.bands}
    rest = [(b.start_s, b.end_s, b.label) for b in review.bands if b not in inside]
    return sorted([*trials, *rest])


def _lane_of_names(
    names: Sequence[tuple[float, float, str]], area: Area, top: float
) -> list[Shape]:
    shapes: list[Shape] = []
    for start_s, end_s, words in names:
        left, right = area.x(start_s), area.x(end_s)
        if right - left > words_width(words, 7.0) + 4:
            shapes.append(segment(left, top, left, area.bottom, "edge", 0.4))
            shapes.append(Label(left + 3, top + 6.5, words, "ink", 7.0, bold=True))
    return shapes


def _bands(bands: Sequence[Band], area: Area) -> list[Shape]:
    shapes: list[Shape] = []
    for band in bands:
        left, right = area.x(max(0.0, band.start_s)), area.x(min(band.end_s, area.x1))
        if band_ink(band) and right > left:
            box = Box(left, area.top, right - left, area.bottom - area.top, band_ink(band))
            shapes.append(box)
    return shapes


def _flags(review: Review, area: Area, top: float, rows: int) -> list[Shape]:
    shapes: list[Shape] = []
    wanted = [(area.x(min(flag.t, area.x1)) + 2, flag.label) for flag in review.flags]
    named = placed(wanted, rows, RIGHT, _SMALL)
    tops = {x: top + _ROW * row for x, row, _ in named}
    for x, _ in wanted:
        bottom = area.bottom if rows else area.top + _TICK
        line = ((x - 2, tops.get(x, area.top)), (x - 2, bottom))
        shapes.append(Line((line,), "ink2", 0.6, (1.2, 1.8)))
    for x, row, text in named:
        shapes.append(Label(x, top + _ROW * row + 6.5, text, "ink2", _SMALL))
    return shapes


def _gaps(gaps: Sequence[GapSpan], area: Area) -> list[Shape]:
    shapes: list[Shape] = []
    wanted = []
    for gap in gaps:
        left, right = area.x(max(gap.start_s, area.x0)), area.x(min(gap.end_s, area.x1))
        wide = max(_LEAST_GAP, right - left)
        shapes.append(Box(left, area.top, wide, area.bottom - area.top, "line"))
        wanted.append((left + wide + 2, f"{length(gap.length_s)} missing"))
    for x, row, text in placed(wanted, 1, RIGHT, _SMALL):
        shapes.append(Label(x, area.bottom - 3 - _ROW * row, text, "note", _SMALL))
    return shapes


def _ceiling(review: Review, area: Area) -> list[Shape]:
    runs = tuple(
        (
            (area.x(one.start_s), area.y(one.ceiling_bpm)),
            (area.x(one.end_s), area.y(one.ceiling_bpm)),
        )
        for one in review.trials
        if one.ceiling_bpm is not None and area.y0 < one.ceiling_bpm < area.y1
    )
    return [Line(runs, "ink2", 0.8, (4.0, 3.0))] if runs else []


def _distress(distress: Sequence[Rated], lane: Area) -> list[Shape]:
    shapes: list[Shape] = [Label(LEFT, lane.top - 4, "Distress, 0 to 100", "ink2", 7.0)]
    shapes += lane.up((0.0, 50.0, 100.0))
    groups = dict.fromkeys(rated.trial for rated in distress)
    for trial in groups:
        ours = [rated for rated in distress if rated.trial == trial]
        run = lane.run([rated.t for rated in ours], [rated.value for rated in ours])
        if trial and len(run) > 1:
            shapes.append(Line((run,), "distress", 0.9, (3.0, 1.8)))
        shapes.append(Dots(run, "distress", 1.9, Form.DIAMOND))
    return shapes
