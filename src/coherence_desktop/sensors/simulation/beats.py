"""Beats as a strap would tell them of the simulated heart, its faults included."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.events import BeatKind
from coherence_desktop.sensors.simulation.body import Body
from coherence_desktop.sensors.simulation.breath import LevelAt
from coherence_desktop.sensors.simulation.heart import AddedBpm, sinus_beats

FloatArray = NDArray[np.float64]

_UNITS_PER_S = 1024
_EARLY = (0.55, 0.8)
"""An ectopic beat comes at this share of the interval."""
_EXTRA = (0.2, 0.8)
"""A beat that is none is seen at this share of the interval."""


class SimulatedBeat(NamedTuple):
    """A beat and the truth about the interval that it ends."""

    t: float
    rr_ms: float
    kind: BeatKind


def beats(
    seed: int,
    level_at: LevelAt | None = None,
    *,
    body: Body | None = None,
    start_s: float = 0.0,
    added_bpm: AddedBpm | None = None,
) -> Iterator[SimulatedBeat]:
    """Beats without end; the same for the same seed, body and guide.

    Times and intervals are whole multiples of 1/1024 s, as a strap gives them, and the intervals
    add up to the times. Faults leave the sinus beats around them where they are.

    Parameters
    ----------
    seed : int
        Seed of all chance.
    level_at : callable, optional
        Level of the breath guide (0 to 1) at each of an array of session times; NaN where
        nothing is asked. Without one the person breathes freely.
    body : Body, optional
        Settings; a calm young adult by default.
    start_s : float
        Session time at which the first interval starts.
    added_bpm : callable, optional
        What strain adds to heart rate, in beats a minute, at a session time.
    """
    body = body or Body()
    heart, faults = np.random.default_rng(seed).spawn(2)
    sinus = sinus_beats(body, level_at, heart, start_s, added_bpm)
    last = round(start_s * _UNITS_PER_S)
    for t, kind in _with_faults(sinus, body, faults, start_s):
        at = round(t * _UNITS_PER_S)
        yield SimulatedBeat(at / _UNITS_PER_S, (at - last) * 1000 / _UNITS_PER_S, kind)
        last = at


def simulate(
    duration_s: float,
    level_at: LevelAt | None = None,
    *,
    seed: int = 1,
    body: Body | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Simulate a recording at once.

    Parameters
    ----------
    duration_s : float
        Length of the recording; the last beat is not later.
    level_at, seed, body
        See `beats`.

    Returns
    -------
    rr_ms : ndarray, shape (n,)
        RR intervals in ms.
    t : ndarray, shape (n,)
        Time of the beat that ends each, in seconds.
    """
    told: list[SimulatedBeat] = []
    for beat in beats(seed, level_at, body=body):
        if beat.t > duration_s:
            break
        told.append(beat)
    return np.array([beat.rr_ms for beat in told]), np.array([beat.t for beat in told])


def _with_faults(
    sinus: Iterator[float], body: Body, rng: np.random.Generator, start_s: float
) -> Iterator[tuple[float, BeatKind]]:
    before_s = start_s
    after = BeatKind.NORMAL
    for t in sinus:
        interval_s = t - before_s
        chance = float(rng.random())
        place = float(rng.random())
        before_s = t
        if after is not BeatKind.NORMAL:
            yield t, after
            after = BeatKind.NORMAL
        elif chance < body.ectopic_share:
            low, high = _EARLY
            yield t - interval_s * (1.0 - (low + place * (high - low))), BeatKind.ECTOPIC
            after = BeatKind.ECTOPIC
        elif chance < body.ectopic_share + body.missed_share:
            after = BeatKind.MISSED
        elif chance < body.faulty_share:
            low, high = _EXTRA
            yield t - interval_s * (1.0 - (low + place * (high - low))), BeatKind.EXTRA
            yield t, BeatKind.EXTRA
        else:
            yield t, BeatKind.NORMAL
