"""The simulated heart: integral pulse frequency modulation of a heart rate that breath moves."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from coherence_desktop.sensors.simulation.body import Body
from coherence_desktop.sensors.simulation.breath import Breathing, LevelAt
from coherence_desktop.sensors.simulation.waves import Drift, Resonance

AddedBpm = Callable[[float], float]
"""What is added to heart rate, in beats a minute, at a session time; times only grow."""

_STEPS_PER_S = 16
_DT_S = 1.0 / _STEPS_PER_S
_MAYER_Q = 2.0
_DRIFT_MEMORIES_S = (5.0, 20.0, 80.0, 320.0)
_DRIVE_LEAD_S = 0.9
"""The drive to breathe reaches the heart ahead of the filling of the lungs, so that near resonance
heart rate peaks at about the end of the inhale."""
_SLOWEST_BPM = 30.0
_SETTLING_S = 60


def sinus_beats(
    body: Body,
    level_at: LevelAt | None,
    rng: np.random.Generator,
    start_s: float = 0.0,
    added_bpm: AddedBpm | None = None,
) -> Iterator[float]:
    """Times of the sinus node's beats after ``start_s``, without end.

    Heart rate is a mean, the breath through a resonance, Mayer waves and slow drift; its integral
    gives a beat at each whole number. The guide is asked for about two seconds ahead at most.

    Parameters
    ----------
    body : Body
        Settings.
    level_at : callable or None
        The breath guide.
    rng : numpy.random.Generator
        Source of chance.
    start_s : float
        Session time at which to start; the first interval starts here.
    added_bpm : callable, optional
        What strain adds to heart rate.

    References
    ----------
    Mateo J, Laguna P (2000). Improved heart rate variability signal analysis from the beat
    occurrence times according to the IPFM model. IEEE Trans Biomed Eng 47(8), 985-996.
    Vaschillo E, Vaschillo B, Lehrer P (2006). Characteristics of resonance in heart rate
    variability stimulated by biofeedback. Appl Psychophysiol Biofeedback 31(2), 129-142.
    """
    rates = _heart_rate(body, level_at, rng, start_s, added_bpm)
    rate_hz = next(rates)
    due = 1.0
    integral = 0.0
    for step, later_hz in enumerate(rates):
        grown = 0.5 * (rate_hz + later_hz) * _DT_S
        while integral + grown >= due:
            yield start_s + (step + (due - integral) / grown) * _DT_S
            integral -= due
            due = 1.0 + body.beat_jitter * float(rng.standard_normal())
        integral += grown
        rate_hz = later_hz


def _heart_rate(
    body: Body,
    level_at: LevelAt | None,
    rng: np.random.Generator,
    start_s: float,
    added_bpm: AddedBpm | None,
) -> Iterator[float]:
    """Heart rate in beats a second, from ``start_s`` on, 16 times a second."""
    breathing = Breathing(body, level_at, rng, _DT_S)
    baroreflex = Resonance(body.resonance_hz, body.resonance_q, _DT_S)
    pressure = Resonance(body.mayer_hz, _MAYER_Q, _DT_S)
    breath_gain = body.rsa_bpm / math.hypot(1.0, math.tau * body.resonance_hz * _DRIVE_LEAD_S)
    mayer_gain = body.mayer_bpm / pressure.noise_sd
    memories = len(_DRIFT_MEMORIES_S)
    drift = Drift(body.drift_bpm, _DRIFT_MEMORIES_S, _DT_S, rng.standard_normal(memories).tolist())
    second = np.arange(_STEPS_PER_S, dtype=np.float64) * _DT_S
    before = 0.0
    for whole_s in range(-_SETTLING_S, 2**53):
        draws = rng.standard_normal((_STEPS_PER_S, 1 + memories)).tolist()
        fills = breathing.during(second + (start_s + whole_s))
        steps = enumerate(zip(fills, draws, strict=True))
        for step, (fill, (mayer_draw, *drift_draws)) in steps:
            drive = fill + _DRIVE_LEAD_S * (fill - before) / _DT_S
            before = fill
            bpm = (
                body.mean_bpm
                + breath_gain * baroreflex.step(drive)
                + mayer_gain * pressure.step(mayer_draw)
                + drift.step(drift_draws)
            )
            if whole_s >= 0:
                if added_bpm is not None:
                    bpm += added_bpm(start_s + whole_s + step * _DT_S)
                yield max(bpm, _SLOWEST_BPM) / 60.0
