"""Breathing of a whole recording as the chest moves, stretch by stretch."""

import numpy as np
import pytest

from coherence_desktop.signal.breathing_acceleration import AccelerationWindow
from coherence_desktop.signal.breathing_movement import movement_breathing
from coherence_desktop.signal.measures import analyze
from coherence_desktop.signal.results import Absent, BreathingRate

RATE_HZ = 50.0


def chest(breaths_hz, still_from_s=np.inf):
    """Chunks of 36 samples; the breath changes its pace every 100 s."""
    pace = np.repeat(np.asarray(breaths_hz), int(100 * RATE_HZ))
    t = np.arange(pace.size) / RATE_HZ
    swing = 18.0 * np.sin(2 * np.pi * np.cumsum(pace) / RATE_HZ) * (t < still_from_s)
    mg = np.array([-60.0, -985.0, 150.0]) + swing[:, None] * np.array([0.2, 0.3, 0.9])
    mg = np.rint(mg + np.random.default_rng(3).normal(0, 0.4, mg.shape)).astype(np.int32)
    return [(float(t[at]), RATE_HZ, mg[at : at + 36]) for at in range(0, len(mg), 36)]


def test_each_stretch_has_the_pace_that_it_was_breathed_at():
    found = movement_breathing(chest([0.1, 0.25]))
    assert found.between(0.0, 100.0).rate_hz == pytest.approx(0.1, abs=0.004)
    assert found.between(100.0, 200.0).rate_hz == pytest.approx(0.25, abs=0.004)
    assert found.between(100.0, 200.0).source == "acceleration"


def test_a_window_is_judged_as_the_live_one_is():
    chunks = chest([0.2])
    found = movement_breathing(chunks)
    window = AccelerationWindow()
    for t, rate_hz, mg in chunks:
        if t + len(mg) / rate_hz > found.t_s[-1] + 0.25:
            break
        window.add(t, rate_hz, mg)
    assert found.rate_hz[-1] == pytest.approx(window.breathing().rate_hz, abs=0.002)


def test_less_than_a_window_or_a_hole_in_it_gives_a_reason():
    chunks = chest([0.2])
    assert movement_breathing(chunks).between(10.0, 40.0) == Absent(
        "needs 32 s of acceleration without a gap"
    )
    holes = [chunk for chunk in chunks if not 10.0 < chunk[0] % 30.0 < 13.0]
    assert isinstance(movement_breathing(holes).between(0.0, 100.0), Absent)
    assert isinstance(movement_breathing([]).between(0.0, 100.0), Absent)


def test_of_a_chest_that_does_not_move_no_rate_is_given():
    found = movement_breathing(chest([0.2, 0.2], still_from_s=100.0))
    assert found.between(0.0, 100.0).rate_hz == pytest.approx(0.2, abs=0.004)
    assert found.between(100.0, 200.0) == Absent("no clear breath in the chest's movement")


def test_the_swings_of_heart_rate_are_those_of_the_breath_that_was_seen(rr_of):
    rr_ms = rr_of("physio_1")
    by_rr = analyze(rr_ms, entropy=False)
    by_chest = analyze(rr_ms, entropy=False, chest=BreathingRate(0.1, 0.9, "acceleration"))
    twice = analyze(rr_ms, entropy=False, chest=BreathingRate(0.2, 0.9, "acceleration"))
    unseen = analyze(rr_ms, entropy=False, chest=Absent("no acceleration"))
    assert by_chest.breathing["breathing_rate_acceleration_hz"] == 0.1
    assert "breathing_rate_acceleration_hz" not in by_rr.breathing
    assert unseen.breathing["breath_amplitude_bpm"] == by_rr.breathing["breath_amplitude_bpm"]
    assert by_chest.breathing["breath_amplitude_bpm"] == pytest.approx(
        by_rr.breathing["breath_amplitude_bpm"], rel=0.05
    )
    assert twice.breathing["breath_amplitude_bpm"] < 0.9 * by_rr.breathing["breath_amplitude_bpm"]
