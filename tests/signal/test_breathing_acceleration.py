"""Breathing is seen in the movement of the chest, and preferred to the intervals."""

import numpy as np
import pytest

from coherence_desktop.signal.breathing_acceleration import AccelerationWindow
from coherence_desktop.signal.live import LiveMeasures
from coherence_desktop.signal.results import Absent, BreathingRate

GRAVITY_MG = np.array([-60.0, -985.0, 150.0])


def chest(seconds, breath_hz, rate_hz=50.0, swing_mg=15.0, noise_mg=3.0, along=(0.2, 0.3, 0.93)):
    """Acceleration of a chest that breathes and whose heart beats at 70 a minute."""
    t = np.arange(int(seconds * rate_hz)) / rate_hz
    mg = GRAVITY_MG + swing_mg * np.sin(2 * np.pi * breath_hz * t)[:, None] * np.array(along)
    beat = (t * 70 / 60) % 1.0
    mg[:, 2] += 12.0 * np.exp(-0.5 * ((beat - 0.1) / 0.03) ** 2)
    return np.rint(mg + np.random.default_rng(3).normal(0, noise_mg, mg.shape)).astype(np.int32)


def window_of(mg, rate_hz=50.0, start_s=100.0, leave_out=()):
    window = AccelerationWindow()
    for first in range(0, len(mg), 36):
        if first // 36 not in leave_out:
            window.add(start_s + first / rate_hz, rate_hz, mg[first : first + 36])
    return window


@pytest.mark.parametrize("per_min", [4.5, 6.0, 7.3, 12.0, 18.0, 24.0, 36.0])
@pytest.mark.parametrize("rate_hz", [25.0, 52.0, 200.0])
def test_the_rate_is_found_at_any_usual_pace(per_min, rate_hz):
    window = window_of(chest(40, per_min / 60, rate_hz), rate_hz)
    found = window.breathing()
    assert found.rate_hz * 60 == pytest.approx(per_min, abs=0.35)
    assert found.clarity > 0.7
    assert found.source == "acceleration"


def test_it_does_not_matter_how_the_strap_is_turned():
    for along in ((1, 0, 0), (0, 1, 0), (0, 0, 1), (-0.6, 0.6, -0.5)):
        found = window_of(chest(40, 0.2, along=along)).breathing()
        assert found.rate_hz == pytest.approx(0.2, abs=0.004)


def test_a_slow_change_of_posture_does_not_hide_it():
    mg = chest(40, 0.22) + np.rint(np.linspace(0, 80, 2000))[:, None].astype(np.int32)
    assert window_of(mg).breathing().rate_hz == pytest.approx(0.22, abs=0.006)


def test_of_a_person_who_moves_about_no_rate_is_given():
    mg = chest(40, 0.2)
    walk = np.cumsum(np.random.default_rng(5).normal(0, 25, mg.shape), axis=0)
    jerks = np.zeros(mg.shape)
    for at in np.random.default_rng(6).integers(0, 1900, 25):
        jerks[at : at + 40] += np.random.default_rng(at).normal(0, 250, 3)
    found = window_of(mg + np.rint(0.05 * walk + jerks).astype(np.int32)).breathing()
    assert found == Absent("no clear breath in the chest's movement")


def test_a_table_does_not_breathe():
    mg = chest(40, 0.2, swing_mg=0.0, noise_mg=1.0)
    mg[:, 2] = np.median(mg[:, 2])
    assert window_of(mg).breathing() == Absent("the chest is not seen to move")


def test_it_takes_32_s_without_a_gap():
    mg = chest(60, 0.2)
    needs = Absent("needs 32 s of acceleration without a gap")
    assert AccelerationWindow().breathing() == Absent("no acceleration")
    assert window_of(mg[: 50 * 30]).breathing() == needs
    assert isinstance(window_of(mg[: 50 * 33]).breathing(), BreathingRate)
    assert window_of(mg, leave_out=(50, 51)).breathing() == needs
    assert isinstance(window_of(mg, leave_out=(5, 6)).breathing(), BreathingRate)


def test_it_goes_absent_when_no_acceleration_comes():
    window = window_of(chest(40, 0.2))
    assert isinstance(window.breathing(142.0), BreathingRate)
    assert window.breathing(150.0) == Absent("no acceleration for 10 s")


def test_live_breathing_is_that_of_the_chest_where_it_is_clear_and_else_of_the_intervals():
    live = LiveMeasures()
    t = 0.0
    while t < 70.0:
        rr_ms = 900 + 40 * np.sin(2 * np.pi * 0.1 * t)
        t += rr_ms / 1000
        live.beat(t, rr_ms)
    alone = live.snapshot().breathing_rate
    assert (round(alone.rate_hz, 2), alone.source) == (0.1, "intervals")
    mg = chest(40, 0.25)
    for first in range(0, len(mg), 36):
        live.acceleration(30.0 + first / 50, 50.0, mg[first : first + 36])
    both = live.snapshot().breathing_rate
    assert (round(both.rate_hz, 2), both.source) == (0.25, "acceleration")
    live.acceleration(75.0, 50.0, mg[:36])
    assert live.snapshot().breathing_rate == alone
