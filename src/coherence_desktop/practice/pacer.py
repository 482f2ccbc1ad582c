"""Paces the breath: where in the breath one should be, as a pure function of time."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from coherence_desktop.events import AnyEvent, PacerChange, PacerStopped, Paused, Resumed
from coherence_desktop.practice.course import Course, FloatArray, Run
from coherence_desktop.practice.pattern import Pattern

GLIDE_BREATHS = 3
"""A change of pace arrives over this many breaths."""
SETTLE_S = 2.0
"""At a pause the breath under way is let out within this time."""
TARGET_SHARE = 0.92
"""The target wave is a little smaller than the person's own, so that it can be met."""

_ROUNDING = 1e-9


class BreathPart(StrEnum):
    """What to do with the breath."""

    INHALE = "inhale"
    HOLD_IN = "hold_in"
    EXHALE = "exhale"
    HOLD_OUT = "hold_out"


_PARTS = tuple(BreathPart)


@dataclass(frozen=True, slots=True)
class Breath:
    """Where in the breath one should be at one moment."""

    part: BreathPart
    fraction: float
    """0 to 1: how much of the part is over."""
    level: float
    """0 (empty) to 1 (full)."""
    phase_rad: float
    rate_per_min: float
    """Of this breath; while resting, of the pattern that will go on."""
    resting: bool = False
    """Paused, or not started yet: nothing is asked of the person."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A part of the breath begins."""

    t: float
    part: BreathPart
    duration_s: float


class Pacer:
    """The breath guide as an immutable function of session time.

    A change may come at any time and begins with the next breath: from there each of the next
    three breaths is a third of the way closer to the new pattern. The breath under way keeps its
    length, so neither level nor phase ever jumps. A later change replaces what is left of a glide.

    At a pause the breath under way is let out within 2 s; then the level rests at 0 and the phase
    stands still. Going on starts with breathing in (after those 2 s, if it comes sooner), at the
    pattern that was last asked for. Before ``start_s`` the pacer rests as well.

    ``phase_rad`` is 0 at the end of the first inhale and grows by 2 pi a breath, so an inhale ends
    at a multiple of 2 pi. It runs evenly from there to the start of the next inhale, and evenly
    through the inhale. In steady breathing both have the same slope: the phase is linear in time
    and ``cos(phase_rad)`` follows the fundamental wave of the breath. The start of an inhale has
    the phase that the breath before it foresaw, so a change never moves the past.

    Parameters
    ----------
    pattern : Pattern
        The pattern from the first breath on.
    start_s : float
        Session time at which the first inhale begins.
    """

    def __init__(self, pattern: Pattern, start_s: float = 0.0) -> None:
        share = pattern.inhale_s / pattern.period_s
        self._course = Course((Run(start_s, *pattern.parts_s, 1.0, -share, 0.0),))
        self._target = pattern
        self._latest_s = start_s

    @classmethod
    def from_events(cls, events: Iterable[AnyEvent]) -> "Pacer | None":
        """Pacer that a session's log describes, or ``None`` if nothing was paced.

        Raises
        ------
        InvalidPattern
            If the log asks for a breath that cannot be paced.
        """
        pacer: Pacer | None = None
        resting = False
        for event in events:
            if isinstance(event, Paused | Resumed):
                resting = isinstance(event, Paused)
            pacer = follow(pacer, event, resting=resting)
        return pacer

    @property
    def start_s(self) -> float:
        """Session time of the first inhale."""
        return self._course.runs[0].start_s

    @property
    def target(self) -> Pattern:
        """The pattern that was last asked for."""
        return self._target

    def changed(self, event: PacerChange) -> "Pacer":
        """Pacer that goes over to another pattern from its next breath on.

        Without ``event.glide`` the next breath already has the new pattern in full.

        Raises
        ------
        InvalidPattern
            If that is no breath that can be paced.
        """
        pattern = Pattern.of(event)
        t = max(event.t, self._latest_s)
        runs = self._course.until(t)
        now = runs[-1]
        if now.resting:
            rested = self._with(runs, pattern, t)
            return rested.resumed(t) if len(runs) < len(self._course.runs) else rested
        done = now.breaths_before(t) + 1
        start_s = now.start_s + done * now.period_s
        peak = now.knot_cycles + done
        share = now.inhale_cycles
        steps = GLIDE_BREATHS if event.glide else 1
        for step in range(1, steps + 1):
            inhale_s, hold_in_s, exhale_s, hold_out_s = (
                old + (new - old) * (step / steps)
                for old, new in zip(now.parts_s, pattern.parts_s, strict=True)
            )
            run = Run(start_s, inhale_s, hold_in_s, exhale_s, hold_out_s, 1.0, peak - share, peak)
            runs = (*runs, run)
            start_s += run.period_s
            peak += 1.0
            share = run.inhale_cycles
        return self._with(runs, pattern, t)

    def paused(self, t: float) -> "Pacer":
        """Pacer that rests from ``t`` on."""
        t = max(t, self._latest_s)
        runs = self._course.until(t)
        now = runs[-1]
        if not now.resting:
            breath = self.at(t)
            share = now.inhale_cycles
            cycles = breath.phase_rad / (2.0 * math.pi)
            rest = max(cycles, math.ceil(cycles + share - _ROUNDING) - share)
            runs = (*runs, Run(t, 0.0, 0.0, SETTLE_S, math.inf, breath.level, cycles, rest))
        return self._with(runs, self._target, t)

    def resumed(self, t: float) -> "Pacer":
        """Pacer that goes on from a rest, with breathing in."""
        t = max(t, self._latest_s)
        runs = self._course.until(t)
        rest = runs[-1]
        if not rest.resting or len(runs) < len(self._course.runs):
            return self
        start_s = max(t, rest.knot_s)
        peak = float(math.ceil(rest.knot_cycles + _ROUNDING))
        going = Run(start_s, *self._target.parts_s, 1.0, rest.knot_cycles, peak)
        return self._with((*runs, going), self._target, t)

    def at(self, t: float) -> Breath:
        """Where in the breath one should be at session time ``t``."""
        run = self._course.runs[self._course.index_at(t)]
        if t < run.start_s:
            part, fraction = BreathPart.HOLD_OUT, 0.0
        else:
            part, fraction = _part_at(run, math.fmod(t - run.start_s, run.period_s))
        resting = run.resting or t < run.start_s
        return Breath(
            part=part,
            fraction=fraction,
            level=_level_at(part, fraction, run.top),
            phase_rad=float(self.phase_rad(t)),
            rate_per_min=self._target.rate_per_min if resting else 60.0 / run.period_s,
            resting=resting,
        )

    def level(self, t: ArrayLike) -> FloatArray:
        """Level of the breath, 0 to 1, at each time: half a cosine in, half a cosine out."""
        return self._course.level(np.asarray(t, dtype=np.float64))

    def phase_rad(self, t: ArrayLike) -> FloatArray:
        """Phase of the breath at each time (see the class): it never falls."""
        return self._course.phase_rad(np.asarray(t, dtype=np.float64))

    def guide(self, t: ArrayLike) -> FloatArray:
        """What a person is asked to follow: the level, and NaN while the pacer rests."""
        times = np.asarray(t, dtype=np.float64)
        return np.where(self._course.asked(times), self._course.level(times), np.nan)

    def target_wave(self, t: ArrayLike, mean_bpm: float, amplitude_bpm: float) -> FloatArray:
        """Heart rate to aim at, in bpm, at each time.

        Parameters
        ----------
        t : array_like
            Session times, in seconds.
        mean_bpm : float
            Running mean of heart rate: the middle of the wave.
        amplitude_bpm : float
            Mean peak-to-trough heart rate of the person's breaths; the wave has 92 % of it.
        """
        return mean_bpm + TARGET_SHARE * amplitude_bpm * (self.level(t) - 0.5)

    def next_turns(self, t: float, horizon_s: float) -> list[Turn]:
        """Parts of the breath that begin after ``t`` and by ``t + horizon_s``, in order."""
        turns: list[Turn] = []
        runs = self._course.runs
        first = self._course.index_at(t)
        for run, following in zip(runs[first:], (*runs[first + 1 :], None), strict=True):
            if run.resting:
                continue
            stop_s = t + horizon_s
            if following is not None:
                stop_s = min(stop_s, following.start_s - _ROUNDING)
            at_s = run.start_s + run.breaths_before(t) * run.period_s
            while at_s <= stop_s:
                for part, lasts_s in zip(_PARTS, run.parts_s, strict=True):
                    if lasts_s > 0.0 and t < at_s <= stop_s:
                        turns.append(Turn(at_s, part, lasts_s))
                    at_s += lasts_s
        return turns

    def _with(self, runs: tuple[Run, ...], target: Pattern, latest_s: float) -> "Pacer":
        other = Pacer.__new__(Pacer)
        other._course = Course(runs)
        other._target = target
        other._latest_s = latest_s
        return other


def follow(pacer: Pacer | None, event: AnyEvent, *, resting: bool) -> Pacer | None:
    """Pacer after one event of a session; the first change of pace starts it, also after a stop.

    Parameters
    ----------
    pacer : Pacer or None
        The pacer so far; ``None`` if nothing is paced.
    event : event
        Any event; those that are not about pacing leave the pacer as it is.
    resting : bool
        Whether the session is paused at this event.

    Raises
    ------
    InvalidPattern
        If the event asks for a breath that cannot be paced.
    """
    if pacer is None:
        if not isinstance(event, PacerChange):
            return None
        started = Pacer(Pattern.of(event), event.t)
        return started.paused(event.t) if resting else started
    if isinstance(event, PacerStopped):
        return None
    if isinstance(event, PacerChange):
        return pacer.changed(event)
    if isinstance(event, Paused):
        return pacer.paused(event.t)
    if isinstance(event, Resumed):
        return pacer.resumed(event.t)
    return pacer


def _part_at(run: Run, into_s: float) -> tuple[BreathPart, float]:
    for part, lasts_s in zip(_PARTS, run.parts_s, strict=True):
        if into_s < lasts_s:
            return part, into_s / lasts_s
        into_s -= lasts_s
    return BreathPart.HOLD_OUT, 1.0


def _level_at(part: BreathPart, fraction: float, top: float) -> float:
    match part:
        case BreathPart.INHALE:
            return 0.5 - 0.5 * math.cos(math.pi * fraction)
        case BreathPart.HOLD_IN:
            return top
        case BreathPart.EXHALE:
            return top * (0.5 + 0.5 * math.cos(math.pi * fraction))
        case BreathPart.HOLD_OUT:
            return 0.0
