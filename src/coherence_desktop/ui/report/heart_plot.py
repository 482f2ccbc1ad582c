"""Heart rate of a session over its phases, marks and ratings."""

from collections.abc import Sequence

import numpy as np

from coherence_desktop.ui.plots.beat_track import GapSpan
from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.report.axes import (
    LEFT,
    RIGHT,
    Area,
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
from coherence_desktop.ui.report.phase_grounds import LEGEND, STRIP, grounds, has_grounds, legend
from coherence_desktop.ui.review.views import Rated, Review
from coherence_desktop.ui.words.values import clock, length

_ROW = 9.0
_SMALL = 6.5
_LEAST_GAP, _FRAMED = 1.5, 4.0
_MOST_FLAGS = 40
"""More marks than these would hide what they mark; they are drawn as ticks along the top."""
_TICK = 5.0


def heart_plot(review: Review, *, height: float = 108.0) -> Drawing:
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
    lettered = bool(review.trials) and has_grounds(review.bands)
    shapes += legend(review.bands, ceiling=ceiling) if lettered else []
    top = 12.0 + (LEGEND if shapes else 0.0)
    names = _names(review)
    flag_rows = min(2, len(review.flags)) if len(review.flags) <= _MOST_FLAGS else 0
    lanes = (_ROW if names else 0.0) + _ROW * flag_rows + (STRIP if lettered else 0.0)
    area = Area(0.0, end_s, *bounds, top + lanes, top + lanes + height)
    distress = [rated for rated in review.ratings if rated.scale == "distress"]
    lane = Area(0.0, end_s, 0.0, 100.0, area.bottom + 18.0, area.bottom + 60.0)
    shapes += grounds(review.bands, area, letters=lettered)
    if distress:
        shapes += grounds(review.bands, lane, letters=False)
    shapes.append(Label(LEFT, top - 4, "Heart rate, beats a minute", "ink2", 7.0))
    shapes += _lane_of_names(names, area, top)
    shapes += _flags(review, area, top + (_ROW if names else 0.0), flag_rows)
    runs = heart_runs(review.heart, area)
    if runs:
        shapes += area.up(round_steps(area.y0, area.y1, 6))
        shapes += _gaps(review.heart.gaps, area)
        shapes.append(Line(runs, "heart", 0.8))
        shapes += _gap_lengths(review.heart.gaps, area)
    else:
        middle = (area.left + area.right) / 2
        words = "Not available: no beats were recorded."
        at = (area.top + area.bottom) / 2
        shapes.append(Label(middle, at, words, "ink2", 8.0, Anchor.MIDDLE))
    shapes += _ceiling(review, area)
    if distress:
        shapes += _distress(distress, lane)
    lowest = lane if distress else area
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
    for left, wide, _ in _gap_places(gaps, area):
        edge = "edge" if wide > _FRAMED else ""
        shapes.append(Box(left, area.top, wide, area.bottom - area.top, "line", edge))
    return shapes


def _gap_lengths(gaps: Sequence[GapSpan], area: Area) -> list[Shape]:
    """Words on a ground of their own, over the line."""
    shapes: list[Shape] = []
    wanted = [(left + wide + 2, text) for left, wide, text in _gap_places(gaps, area)]
    for x, _, text in placed(wanted, 1, RIGHT, _SMALL):
        ground = Box(x - 1, area.bottom - 10, words_width(text, _SMALL) + 2, 9.0, "surface")
        shapes += [ground, Label(x, area.bottom - 3, text, "note", _SMALL)]
    return shapes


def _gap_places(gaps: Sequence[GapSpan], area: Area) -> list[tuple[float, float, str]]:
    found = []
    for gap in gaps:
        left, right = area.x(max(gap.start_s, area.x0)), area.x(min(gap.end_s, area.x1))
        found.append((left, max(_LEAST_GAP, right - left), f"{length(gap.length_s)} missing"))
    return found


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
