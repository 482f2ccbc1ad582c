"""Tones of the breath: rising as it fills, falling as it empties, never with a click."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.signal.results import FloatArray

RATE_HZ: Final = 48_000
STEP_SAMPLES: Final = 480
"""The breath is asked for once in so many samples: every 10 ms."""
STEP_S: Final = STEP_SAMPLES / RATE_HZ
LOW_HZ = 220.0
"""Pitch of the empty breath; a full one is a fifth higher."""
SPAN = 1.5
SECOND, THIRD = 0.30, 0.08
"""Strength of the overtones of a full breath; an empty one has half of the second, no third."""
HOLD_LOUDNESS = 0.22
"""Of the loudness in mid-breath: the soft rest of a hold and of each turn."""
LOUDEST = 0.5
"""Of full scale."""
FADE_S = 0.25
"""From silence to sound and back; also over the whole range of the volume."""
FASTEST_PER_S = 4.0
"""Fastest course of the level, in breaths a second: no breath that can be paced reaches it."""

_RAMP = np.arange(1, STEP_SAMPLES + 1) / STEP_SAMPLES

SampleArray = NDArray[np.float32]
Curve = NDArray[np.float32] | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Voice:
    """Where the sound is at the end of a block, for the next one to go on from."""

    turns: float = 0.0
    """Phase of the tone, 0 to 1."""
    level: float = 0.0
    """Of the breath, 0 to 1."""
    gate: float = 0.0
    """0 for silence, 1 for sound."""
    volume: float = 0.0

    @property
    def silent(self) -> bool:
        """Whether nothing is heard."""
        return self.gate == 0.0 or self.volume == 0.0


def pitch_hz(level: Curve) -> Curve:
    """Pitch of each level of the breath, in Hz."""
    return np.asarray(LOW_HZ * np.power(SPAN, level))


def loudness(level: Curve) -> Curve:
    """Loudness of each level of the breath, 0 to 1: fullest in mid-breath, soft at both ends."""
    flow = 2.0 * np.sqrt(np.clip(level * (1.0 - level), 0.0, None))
    return np.asarray(HOLD_LOUDNESS + (1.0 - HOLD_LOUDNESS) * flow)


def tones(levels: FloatArray, voice: Voice, volume: float) -> tuple[SampleArray, Voice]:
    """Sound of the breath over some steps of 10 ms.

    Level, gate and volume have bounded slopes and the phase of the tone never jumps, whatever is
    asked for; nothing above three times the pitch, which is below 1 kHz, is in it.

    Parameters
    ----------
    levels : ndarray, shape (k,)
        Level of the breath, 0 to 1, at the end of each step; NaN where it is to be silent.
    voice : Voice
        Where the block before ended.
    volume : float
        0 to 1.

    Returns
    -------
    samples : ndarray of float32, shape (480 k,)
        Between -0.5 and 0.5, at 48 kHz.
    voice : Voice
        Where this block ends.
    """
    course = _course(levels, voice, volume)
    level, gate, loud = course[-1]
    if not np.any(course[:, 1] * course[:, 2]):
        silence = np.zeros(STEP_SAMPLES * levels.size, dtype=np.float32)
        return silence, Voice(voice.turns, level, gate, loud)
    level_at, gate_at, loud_at = _along(course)
    turns = voice.turns + np.cumsum(pitch_hz(level_at), dtype=np.float64) / RATE_HZ
    samples = _timbre((turns % 1.0).astype(np.float32), level_at) * loudness(level_at)
    samples *= _eased(gate_at) * (LOUDEST * loud_at**2)
    return samples.astype(np.float32, copy=False), Voice(float(turns[-1] % 1.0), level, gate, loud)


def _along(course: FloatArray) -> SampleArray:
    """Level, gate and volume at each sample, straight within a step; shape (3, n)."""
    start, change = course[:-1].T[..., None], np.diff(course, axis=0).T[..., None]
    return np.asarray((start + change * _RAMP).reshape(3, -1), dtype=np.float32)


def _course(levels: FloatArray, voice: Voice, volume: float) -> FloatArray:
    """Level, gate and volume at both ends of each step, none faster than it may be."""
    level, gate, loud = voice.level, voice.gate, voice.volume
    fade = STEP_S / FADE_S
    most = FASTEST_PER_S * STEP_S
    course = [(level, gate, loud)]
    for wanted in levels.tolist():
        asked = not math.isnan(wanted)
        if asked:
            level = wanted if gate == 0.0 else _toward(level, wanted, most)
        gate = _toward(gate, float(asked), fade)
        loud = _toward(loud, volume, fade)
        course.append((level, gate, loud))
    if gate > 0.0 and voice.gate == 0.0:  # silent before: begin where the breath is
        first = next(i for i, step in enumerate(course) if step[1] > 0.0)
        course[: first + 1] = [(course[first][0], *step[1:]) for step in course[: first + 1]]
    return np.array(course)


def _toward(value: float, goal: float, most: float) -> float:
    return value + min(max(goal - value, -most), most)


def _timbre(turns: Curve, level: Curve) -> Curve:
    """Tone with two soft overtones, brighter as the breath fills; between -1 and 1."""
    sine, cosine = np.sin(2.0 * np.pi * turns), np.cos(2.0 * np.pi * turns)
    second, third = SECOND * (0.5 + 0.5 * level), THIRD * level
    overtones = second * 2.0 * cosine + third * (3.0 - 4.0 * sine * sine)
    return np.asarray(sine * (1.0 + overtones) / (1.0 + SECOND + THIRD))


def _eased(gate: Curve) -> Curve:
    return np.asarray(gate * gate * (3.0 - 2.0 * gate))
