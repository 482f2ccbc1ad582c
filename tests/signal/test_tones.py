"""Tones of the breath: rising in, falling out, soft in holds, and no click whatever is asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.signal.tones import (
    FADE_S,
    HOLD_LOUDNESS,
    RATE_HZ,
    STEP_S,
    STEP_SAMPLES,
    Voice,
    tones,
)

SOUNDING = Voice(level=0.0, gate=1.0, volume=1.0)
STEEPEST = 0.05
"""Between two samples; a tone of 330 Hz at half of full scale has 0.022 of its own."""


def inhale(seconds: float) -> np.ndarray:
    share = np.arange(1, round(seconds / STEP_S) + 1) * STEP_S / seconds
    return 0.5 - 0.5 * np.cos(np.pi * share)


def pitches_hz(samples: np.ndarray, blocks: int) -> list[float]:
    """Strongest frequency of each of some equal stretches."""
    found = []
    for block in np.array_split(samples, blocks):
        spectrum = np.abs(np.fft.rfft(block * np.hanning(block.size), 8 * RATE_HZ))
        found.append(float(np.argmax(spectrum)) / 8.0)
    return found


def test_the_tone_rises_with_the_inhale_and_falls_with_the_exhale():
    rising, voice = tones(inhale(4.0), SOUNDING, 1.0)
    falling, _ = tones(1.0 - inhale(6.0), voice, 1.0)
    up, down = pitches_hz(rising, 8), pitches_hz(falling, 8)
    assert all(np.diff(up) > 0.0)
    assert all(np.diff(down) < 0.0)
    assert up[0] == pytest.approx(220.0, abs=5.0)
    assert up[-1] == pytest.approx(330.0, abs=8.0)


def test_a_hold_rests_softly_on_one_tone():
    samples, voice = tones(inhale(4.0), SOUNDING, 1.0)
    held, _ = tones(np.ones(400), voice, 1.0)
    assert np.ptp(pitches_hz(held, 4)) < 0.5
    loudest = np.abs(samples).max()
    assert 0.5 * HOLD_LOUDNESS * loudest < np.abs(held).max() < 0.4 * loudest


def test_a_rest_is_silent_after_the_fade():
    samples, voice = tones(np.full(100, np.nan), SOUNDING, 1.0)
    assert voice.silent
    assert not samples[round((FADE_S + STEP_S) * RATE_HZ) :].any()
    assert samples[: round(0.05 * RATE_HZ)].any()


def test_fades_last_longer_than_50_ms_in_both_directions():
    assert FADE_S >= 0.05
    samples, _ = tones(np.full(100, 0.5), Voice(volume=1.0), 1.0)
    start = round(0.05 * RATE_HZ)
    assert np.abs(samples[:start]).max() < 0.25 * np.abs(samples).max()


def test_blocks_join_as_if_they_were_one():
    levels = inhale(2.0)
    whole, _ = tones(levels, SOUNDING, 1.0)
    voice, parts = SOUNDING, []
    for block in np.array_split(levels, 10):
        samples, voice = tones(block, voice, 1.0)
        parts.append(samples)
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=2e-3)


def test_nothing_above_a_kilohertz():
    samples, _ = tones(inhale(4.0), SOUNDING, 1.0)
    power = np.abs(np.fft.rfft(samples * np.hanning(samples.size))) ** 2
    hz = np.fft.rfftfreq(samples.size, 1.0 / RATE_HZ)
    assert power[hz > 1050.0].sum() < 1e-6 * power.sum()


def test_half_the_volume_is_a_quarter_as_strong():
    loud, _ = tones(np.full(10, 0.5), Voice(level=0.5, gate=1.0, volume=1.0), 1.0)
    half, _ = tones(np.full(10, 0.5), Voice(level=0.5, gate=1.0, volume=0.5), 0.5)
    assert np.abs(half).max() == pytest.approx(0.25 * np.abs(loud).max(), rel=1e-3)


@given(
    st.lists(st.one_of(st.floats(0.0, 1.0), st.just(float("nan"))), min_size=4, max_size=60),
    st.lists(st.floats(0.0, 1.0), min_size=1, max_size=4),
)
def test_no_click_whatever_is_asked_for(levels: list[float], volumes: list[float]):
    voice, parts = Voice(), [np.zeros(1, dtype=np.float32)]
    for block, volume in zip(np.array_split(np.array(levels), len(volumes)), volumes, strict=True):
        samples, voice = tones(block, voice, volume)
        assert samples.size == block.size * STEP_SAMPLES
        parts.append(samples)
    sound = np.concatenate(parts)
    assert np.abs(sound).max() <= 0.5
    assert np.abs(np.diff(sound)).max() < STEEPEST
