"""All measures of a series of RR intervals at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coherence_desktop.signal import dfa, lomb, sample_entropy, spectrum, stretches, welch
from coherence_desktop.signal.breath_amplitude import swings
from coherence_desktop.signal.breath_phase import breath_phase
from coherence_desktop.signal.breathing import CLEAR
from coherence_desktop.signal.coherence import PURE_SINE_SHARE, WINDOW_S
from coherence_desktop.signal.intervals import as_beat_times, as_rr, beat_times
from coherence_desktop.signal.nonlinear import nonlinear
from coherence_desktop.signal.results import Absent, BreathingRate, FloatArray, Measures
from coherence_desktop.signal.spline import Spline
from coherence_desktop.signal.time_domain import time_domain
from coherence_desktop.signal.window_series import WindowSeries, window_series
from coherence_desktop.signal.window_tachograms import STEP_S

PhaseOf = Callable[[FloatArray], FloatArray]
Settings = dict[str, dict[str, object]]

GROUPS = ("time", "welch", "lomb", "nonlinear", "coherence", "breathing")
_FEWEST_CLEAR = 0.1
"""Share of the windows that must show the breath clearly for a rate to be given."""


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """All measures of a recording by group, each a value or the reason why there is none."""

    time: Measures
    welch: Measures
    lomb: Measures
    nonlinear: Measures
    coherence: Measures
    breathing: Measures
    windows: WindowSeries
    """Window by window, every 5 s."""
    settings: Settings
    """What the numbers were made with, to be told with them."""

    def groups(self) -> dict[str, Measures]:
        """All groups by name."""
        return {name: getattr(self, name) for name in GROUPS}

    def present(self) -> dict[str, dict[str, float]]:
        """Values alone, by group and key."""
        return {
            name: {key: value for key, value in group.items() if not isinstance(value, Absent)}
            for name, group in self.groups().items()
        }

    def absent(self) -> dict[str, str]:
        """Reasons alone: by group where it is absent as a whole, else by ``group.key``."""
        reasons: dict[str, str] = {}
        for name, group in self.groups().items():
            found = {k: v.reason for k, v in group.items() if isinstance(v, Absent)}
            if len(found) == len(group) and len(set(found.values())) == 1:
                reasons[name] = next(iter(found.values()))
            else:
                reasons |= {f"{name}.{key}": reason for key, reason in found.items()}
        return reasons

    def coherence_rows(self) -> list[dict[str, float]]:
        """Coherence window by window: ``t ratio score peak_hz``."""
        w = self.windows
        columns = (w.t_s.tolist(), w.ratio.tolist(), w.score.tolist(), w.peak_hz.tolist())
        return [
            {"t": t, "ratio": ratio, "score": score, "peak_hz": peak}
            for t, ratio, score, peak in zip(*columns, strict=True)
        ]


def analyze(
    rr_ms: ArrayLike,
    t_s: ArrayLike | None = None,
    *,
    segment: ArrayLike | None = None,
    phase_rad: PhaseOf | None = None,
    chest: BreathingRate | Absent | None = None,
    entropy: bool = True,
) -> Analysis:
    """All measures of a recording.

    Time-domain measures, SD1 and SD2 use every interval, without differences across a break.
    Welch's spectrum is pooled over the unbroken stretches; the Lomb-Scargle spectrum, sample
    entropy and fluctuation analysis use the longest one. Windows of coherence bridge breaks of
    up to 5 s by the true times of the beats.

    Parameters
    ----------
    rr_ms : array_like, shape (n,)
        RR intervals in ms, raw or corrected; all measures are of this one series.
    t_s : array_like, shape (n,), optional
        Times of the beats that end them, in s; without it the intervals follow each other from 0.
    segment : array_like of int, shape (n,), optional
        Number of the unbroken stretch each interval belongs to, as the correction tells; without
        it the series is split wherever the times show that a beat may be missing.
    phase_rad : callable, optional
        Phase of the guide, or of the measured breath, at times in s: as in `LiveMeasures`.
    chest : BreathingRate or Absent, optional
        Breathing as the movement of the chest shows it: without a guide, swings are of it.
    entropy : bool
        Without it sample entropy is left out.

    Returns
    -------
    Analysis

    Raises
    ------
    InvalidIntervals
        If these are no RR intervals, times or segments; the error carries the value.
    """
    rr = as_rr(rr_ms)
    t = beat_times(rr) if t_s is None else as_beat_times(t_s, rr)
    broken = cut = stretches.broken_before(t, rr)
    if segment is not None:
        cut = stretches.new_segment(segment, rr.size)
        broken = broken | cut
    parts = stretches.unbroken(rr, cut)
    longest = stretches.longest(t, parts)
    curves = _Curves(t, rr)
    even = {
        part.start: welch.even_series(curves.through(part))
        for part in parts
        if part == longest or stretches.seconds(t, part) >= WINDOW_S
    }
    windows = window_series(
        [curves.through(part) for part in stretches.without_long_gap(t, rr)],
        float(t[0] - rr[0] / 1000.0) if t.size else 0.0,
        float(t[-1]) if t.size else 0.0,
        phase_rad,
    )
    return Analysis(
        time=time_domain(rr, broken),
        welch=_welch(list(even.values())),
        lomb=_lomb(t[longest], rr[longest]),
        nonlinear=nonlinear(rr, broken, longest, entropy=entropy),
        coherence=_coherence(t, rr, windows),
        breathing=_breathing(t, rr, broken, windows, phase_rad, chest, parts, even),
        windows=windows,
        settings=_settings(t, rr, longest, len(parts), entropy=entropy),
    )


class _Curves:
    """Splines through stretches of a series, each made once."""

    def __init__(self, t: FloatArray, rr: FloatArray) -> None:
        self._t = t
        self._rr = rr
        self._made: dict[tuple[int, int], Spline] = {}

    def through(self, part: slice) -> Spline:
        """Spline through the beats of a stretch."""
        key = (part.start, part.stop)
        if key not in self._made:
            self._made[key] = Spline.through(self._t[part], self._rr[part])
        return self._made[key]


def _welch(even: Sequence[FloatArray]) -> Measures:
    seconds = max((samples.size for samples in even), default=0) / welch.RATE_HZ
    if seconds < min(spectrum.LEAST_S.values()):
        return spectrum.absent(_too_short(min(spectrum.LEAST_S.values()), seconds))
    found = welch.welch(even)
    return spectrum.band_measures(found.f_hz, found.psd_ms2_hz, seconds)


def _lomb(t: FloatArray, rr: FloatArray) -> Measures:
    seconds = float(t[-1] - t[0]) if t.size else 0.0
    if seconds < min(spectrum.LEAST_S.values()):
        return spectrum.absent(_too_short(min(spectrum.LEAST_S.values()), seconds))
    found = lomb.lomb(t, rr)
    return spectrum.band_measures(found.f_hz, found.psd_ms2_hz, seconds)


def _coherence(t: FloatArray, rr: FloatArray, windows: WindowSeries) -> Measures:
    names = {"ratio_median": "ratio", "score_median": "score", "peak_hz_median": "peak_hz"}
    if windows.t_s.size:
        return {key: float(np.median(getattr(windows, name))) for key, name in names.items()}
    return dict.fromkeys(names, _no_window(t, rr))


def _no_window(t: FloatArray, rr: FloatArray) -> Absent:
    seconds = float(t[-1] - t[0] + rr[0] / 1000.0) if t.size else 0.0
    if seconds <= WINDOW_S:
        return _too_short(WINDOW_S, seconds)
    parts = stretches.without_long_gap(t, rr)
    if stretches.seconds(t, stretches.longest(t, parts)) < WINDOW_S - 2 * STEP_S:
        return Absent("a gap of over 5 s in every 64 s")
    return Absent("the intervals do not vary, or gaps leave no 64 s of them")


def _breathing(
    t: FloatArray,
    rr: FloatArray,
    broken: NDArray[np.bool_],
    windows: WindowSeries,
    phase_rad: PhaseOf | None,
    chest: BreathingRate | Absent | None,
    parts: Sequence[slice],
    even: dict[int, FloatArray],
) -> Measures:
    """Rates, swing of heart rate per breath, and synchrony where the breath is known."""
    seen = chest.rate_hz if isinstance(chest, BreathingRate) else chest
    measures: Measures = {} if seen is None else {"breathing_rate_acceleration_hz": seen}
    clear = windows.breathing_clarity >= CLEAR
    if windows.t_s.size == 0:
        rate: float | Absent = _no_window(t, rr)
    elif np.count_nonzero(clear) < _FEWEST_CLEAR * clear.size:
        rate = Absent("no clear breathing wave in the intervals")
    else:
        rate = float(np.median(windows.breathing_hz[clear]))
        measures["clear_percent"] = 100.0 * float(np.mean(clear))
        measures["clarity"] = float(np.median(windows.breathing_clarity[clear]))
    measures["breathing_rate_hz"] = rate
    wave_hz = seen if isinstance(seen, float) else rate
    known = np.isfinite(windows.explained)
    if phase_rad is not None:
        swing, _ = swings(rr, phase_rad(t), broken)
        guide = Absent("no 64 s with the guide")
    else:
        swing = np.zeros(0)
        if not isinstance(wave_hz, Absent):
            swing = _swings_by_wave(t, rr, broken, wave_hz, windows.t_s[clear], parts, even)
        guide = Absent("needs a breathing guide")
    none = wave_hz if isinstance(wave_hz, Absent) else Absent("no whole breath with three beats")
    measures["breath_amplitude_bpm"] = float(swing.mean()) if swing.size else none
    if known.any():
        angle = np.radians(windows.phase_deg[known])
        measures["synchrony"] = float(np.median(windows.explained[known]))
        mean = np.arctan2(np.sin(angle).mean(), np.cos(angle).mean())
        measures["phase_deg"] = float(np.degrees(mean))
    else:
        measures["synchrony"] = measures["phase_deg"] = guide
    return measures


def _swings_by_wave(
    t: FloatArray,
    rr: FloatArray,
    broken: NDArray[np.bool_],
    rate_hz: float,
    clear_ends: FloatArray,
    parts: Sequence[slice],
    even: dict[int, FloatArray],
) -> FloatArray:
    """Swings of the breaths within windows that show the breath clearly."""
    found = [np.zeros(0)]
    for part in parts:
        if part.start not in even or even[part.start].size < 4 * WINDOW_S:
            continue
        beats = t[part]
        phase = breath_phase(even[part.start], rate_hz)
        at_beats = np.interp(beats, beats[0] + 0.5 * np.arange(float(phase.size)), phase)
        swing, last = swings(rr[part], at_beats, broken[part])
        following = np.searchsorted(clear_ends, beats[last])
        inside = following < clear_ends.size
        inside[inside] &= clear_ends[following[inside]] - beats[last[inside]] < WINDOW_S
        found.append(swing[inside])
    return np.concatenate(found)


def _too_short(needed_s: float, seconds: float) -> Absent:
    return Absent(f"needs {needed_s:.0f} s of beats without a gap, has {seconds:.0f} s")


def _settings(
    t: FloatArray, rr: FloatArray, longest: slice, parts: int, *, entropy: bool
) -> Settings:
    stretch = t[longest]
    begins = float(stretch[0] - rr[longest.start] / 1000.0) if stretch.size else 0.0
    settings: Settings = {
        "series": {
            "stretches": parts,
            "longest_start_s": begins,
            "longest_end_s": float(stretch[-1]) if stretch.size else 0.0,
            "longest_beats": int(stretch.size),
        },
        "welch": dict(welch.SETTINGS),
        "lomb": dict(lomb.SETTINGS),
        "dfa": dict(dfa.SETTINGS),
        "coherence": {
            "window_s": WINDOW_S,
            "step_s": STEP_S,
            "peak_range_hz": [0.04, 0.26],
            "peak_width_hz": 0.03,
            "total_range_hz": [0.0033, 0.4],
            "pure_sine_share": PURE_SINE_SHARE,
        },
        "breathing": {"clear_from": CLEAR},
    }
    if entropy:
        settings["sample_entropy"] = dict(sample_entropy.SETTINGS)
    return settings
