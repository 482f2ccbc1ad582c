"""Coherence, the spectrum, and trials laid over each other."""

from collections.abc import Sequence

import numpy as np

from coherence_desktop.signal import stretches, welch
from coherence_desktop.signal.results import Spectrum
from coherence_desktop.signal.spline import Spline
from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.report.axes import (
    LEFT,
    RIGHT,
    Area,
    band_ink,
    bounds_bpm,
    finite_runs,
    round_steps,
    time_ticks,
)
from coherence_desktop.ui.report.drawing import (
    Anchor,
    Box,
    Drawing,
    Label,
    Line,
    Shape,
    segment,
    words_width,
)
from coherence_desktop.ui.review.views import Trend, TrialView
from coherence_desktop.ui.words.values import MINUS, clock, grouped

_BANDS_HZ = (("VLF", 0.0033, 0.04), ("LF", 0.04, 0.15), ("HF", 0.15, 0.4))
_FORMS: tuple[tuple[float, ...], ...] = ((), (5.0, 2.0), (1.5, 1.8), (7.0, 2.0, 1.5, 2.0))
_LEAST_S = 64.0
_DENSE = 1000
_LEGEND_WIDE = 58.0
MOST_OVERLAID = 6
"""More lines than these are a tangle."""


def coherence_plot(trend: Trend, duration_s: float, *, height: float = 62.0) -> Drawing:
    """Draw coherence along the session."""
    area = Area(0.0, max(duration_s, 1.0), 0.0, 100.0, 14.0, 14.0 + height)
    shapes: list[Shape] = [Label(LEFT, 8.0, "Coherence score, 0 to 100", "ink2", 7.0)]
    shapes += area.up((0.0, 50.0, 100.0))
    width = 1.2 if trend.t_s.size <= _DENSE else 0.5
    shapes.append(Line(finite_runs(area, trend.t_s, trend.score), "accent", width))
    shapes += area.across((t, clock(t)) for t in time_ticks(area.x1))
    return Drawing(area.bottom + 14.0, tuple(shapes))


def spectrum_of(heart: HeartCourse) -> Spectrum | None:
    """Welch's spectrum, of the same stretches and settings as the measures.

    Returns
    -------
    Spectrum or None
        ``None`` without 64 s of beats in one stretch.
    """
    t, rr = heart.t_s, heart.rr_ms
    if not t.size:
        return None
    parts = stretches.unbroken(rr, stretches.new_segment(heart.segment, rr.size))
    even = [
        welch.even_series(Spline.through(t[part], rr[part]))
        for part in parts
        if stretches.seconds(t, part) >= _LEAST_S
    ]
    return welch.welch(even) if even else None


def spectrum_plot(
    spectrum: Spectrum, pace_hz: float | None, *, height: float = 84.0, most_hz: float = 0.5
) -> Drawing:
    """Draw a spectrum with its bands and, where there was a guide, the guide's frequency."""
    shown = spectrum.f_hz <= most_hz
    f_hz, psd = spectrum.f_hz[shown], spectrum.psd_ms2_hz[shown]
    top = float(psd.max(initial=0.0)) or 1.0
    ticks = round_steps(0.0, 1.08 * top, 4)
    area = Area(0.0, most_hz, 0.0, 1.08 * top, 24.0, 24.0 + height, left=LEFT + 14.0)
    shapes: list[Shape] = [Label(area.left, 8.0, "Power, ms²/Hz", "ink2", 7.0)]
    for name, low, high in _BANDS_HZ:
        if name == "LF":
            x, wide = area.x(low), area.x(high) - area.x(low)
            shapes.append(Box(x, area.top, wide, height, "sunken"))
        middle = (area.x(low) + area.x(high)) / 2
        shapes.append(Label(middle, area.top - 4, name, "ink2", 7.0, Anchor.MIDDLE))
    shapes += area.up(ticks, grouped if top >= 10 else "{:g}".format)
    if pace_hz is not None and pace_hz < most_hz:
        x = area.x(pace_hz)
        shapes.append(Line((((x, area.top), (x, area.bottom)),), "breath", 1.2, (4.0, 2.5)))
        words = f"guide {60.0 * pace_hz:.1f} a minute"
        shapes.append(Label(max(x, area.left + 90.0), 8.0, words, "breath", 7.0, Anchor.MIDDLE))
    shapes.append(Line((area.run(f_hz, psd),), "heart", 1.1))
    shapes += area.across((hz, f"{hz:.1f} Hz") for hz in round_steps(0.0, most_hz, 5))
    return Drawing(area.bottom + 14.0, tuple(shapes))


def overlaid(trials: Sequence[TrialView]) -> list[TrialView]:
    """Trials that are laid over each other: of many the first and the last ones."""
    known = [trial for trial in trials if trial.aligned is not None]
    return known if len(known) <= MOST_OVERLAID else [known[0], *known[1 - MOST_OVERLAID :]]


def overlay_plot(trials: Sequence[TrialView], *, height: float = 104.0) -> Drawing | None:
    """Draw the heart rate of trials from the start of induce; ``None`` if none was induced."""
    known = overlaid(trials)
    if not known:
        return None
    every = np.concatenate([one.aligned.bpm for one in known if one.aligned is not None])
    first = min(float(one.aligned.t_s[0]) for one in known if one.aligned is not None)
    last = max(float(one.aligned.t_s[-1]) for one in known if one.aligned is not None)
    right = RIGHT - _LEGEND_WIDE
    bounds = bounds_bpm(every)
    area = Area(first, max(last, first + 10.0), *bounds, 14.0, 14.0 + height, right=right)
    shapes: list[Shape] = []
    shapes += _grounds(known[-1], area)
    shapes.append(Label(LEFT, 8.0, "Heart rate, beats a minute", "ink2", 7.0))
    shapes += area.up(round_steps(*bounds, 6))
    for place, trial in enumerate(known):
        if trial.aligned is None:
            continue
        newest = len(known) - 1 - place
        width, dash = 1.5 if newest == 0 else 0.9, _FORMS[newest % len(_FORMS)]
        runs = finite_runs(area, trial.aligned.t_s, trial.aligned.bpm)
        shapes.append(Line(runs, "heart", width, dash))
        y = area.top + 8 + 17.0 * place
        shapes.append(Label(right + 8, y, f"Trial {trial.number}", "ink"))
        key = (((right + 8, y + 5), (right + 44, y + 5)),)
        shapes.append(Line(key, "heart", width, dash))
    ticks = [t for t in round_steps(first, area.x1, 8) if t >= first]
    shapes += area.across((t, _offset(t)) for t in ticks)
    return Drawing(area.bottom + 14.0, tuple(shapes))


def _grounds(trial: TrialView, area: Area) -> list[Shape]:
    shapes: list[Shape] = []
    for band in trial.bands:
        if trial.induce_s is None or not band_ink(band):
            continue
        left = area.x(max(area.x0, band.start_s - trial.induce_s))
        right = min(area.x(band.end_s - trial.induce_s), area.right)
        if right <= left:
            continue
        shapes.append(Box(left, area.top, right - left, area.bottom - area.top, band_ink(band)))
        if right - left > words_width(band.label, 7.0) + 4:
            middle = (left + right) / 2
            label = Label(middle, area.bottom - 4, band.label, "ink2", 7.0, Anchor.MIDDLE)
            shapes.append(label)
    if area.x0 < 0.0:
        shapes.append(segment(area.x(0.0), area.top, area.x(0.0), area.bottom, "edge", 0.5))
    return shapes


def _offset(t: float) -> str:
    if abs(t) < 1e-9:
        return "start"
    return f"{MINUS if t < 0 else ''}{abs(t):.0f} s"
