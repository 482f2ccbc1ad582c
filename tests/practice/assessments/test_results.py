"""A simulated person's resonance is found; what was skipped or lost is absent, with the reason."""

import math

import numpy as np
import pytest

from coherence_desktop.events import Beat, Gap, Paused, Phase, Resumed
from coherence_desktop.practice.assessments import Order
from coherence_desktop.practice.assessments.results import (
    NO_BEATS,
    NOT_DONE,
    DeepBreathingFound,
    RestingFound,
    result_of,
)
from coherence_desktop.sensors.simulation.body import Body
from coherence_desktop.signal.results import Absent

SEEDS = range(20)
SLIDING_TOLERANCE_PER_MIN = 0.4
"""Worst error of the sliding protocol; half of all are to be within half of it."""


def person(resonance_per_min, **settings):
    return Body(resonance_hz=resonance_per_min / 60.0, **settings)


@pytest.mark.parametrize("resonance", [6.0, 5.5, 5.0])
def test_the_stepped_protocol_proposes_the_resonance_in_19_of_20_people(begun, resonance):
    orders = tuple(Order)
    proposed = [
        begun("resonance_stepped", order=orders[seed % 3], seed=seed)
        .breathed_by(seed, person(resonance))
        .result()
        .proposal_per_min
        for seed in SEEDS
    ]
    assert proposed.count(resonance) >= 19


def test_the_sliding_protocol_finds_the_resonance_within_its_tolerance(begun):
    errors = [
        begun("resonance_sliding").breathed_by(seed, person(centre)).result().proposal_per_min
        - centre
        for seed, centre in enumerate((6.3, 6.1, 5.9, 5.7, 5.5, 5.3, 5.1, 4.9, 4.7))
    ]
    assert np.max(np.abs(errors)) <= SLIDING_TOLERANCE_PER_MIN
    assert np.median(np.abs(errors)) <= SLIDING_TOLERANCE_PER_MIN / 2


def test_the_second_pass_comes_as_near_as_its_steps(begun):
    run = begun("resonance_fine", around_per_min=5.5).breathed_by(3, person(5.7))
    found = run.result()
    assert found.proposal_per_min == pytest.approx(5.7, abs=0.21)
    assert len(found.assessment.rates) == 5


def test_a_resonance_that_is_marked_and_steady_is_called_clear(begun):
    body = person(5.5, resonance_q=4.0, depth_jitter=0.05, mayer_bpm=0.5, timing_jitter_s=0.1)
    found = begun("resonance_stepped").breathed_by(1, body).result().assessment
    assert (found.proposal_per_min, found.clarity) == (5.5, "clear")
    assert found.curve.rate_per_min == pytest.approx(5.5, abs=0.1)
    assert len(found.ranks[0]) == 6


def test_a_rate_that_was_left_early_is_absent_and_the_others_are_compared(begun):
    run = begun("resonance_stepped", baseline_s=0.0)
    give = run.give

    def leaving(*events):
        taken = give(*events)
        state, t = run.practice.state, events[0].t
        if state.running == "breathe_6" and state.into_s(t) > 30.0:
            taken += give(Phase(t, "breathe_5.5"))
        return taken

    run.give = leaving
    found = run.breathed_by(1, person(5.0)).result()
    assert found.assessment.absent == {6.0: Absent("needs 60 s of beats without a gap, has 29 s")}
    assert len(found.assessment.rates) == 4
    assert found.proposal_per_min == 5.0


def test_a_pause_in_a_rate_leaves_its_longest_stretch(begun):
    run = begun("resonance_stepped", baseline_s=0.0)
    give = run.give
    paused = []

    def resting(*events):
        taken = give(*events)
        t = events[0].t
        if not paused and t > 30.0:
            paused.append(t)
            taken += give(Paused(t))
        elif len(paused) == 1 and t > 60.0:
            paused.append(t)
            taken += give(Resumed(t))
        return taken

    run.give = resting
    found = run.breathed_by(1, person(5.5)).result()
    span = found.state.done[0]
    assert span.steadiest() == (paused[1], pytest.approx(span.end_s))
    assert found.assessment.rates[0].rate_per_min == 6.5
    assert found.proposal_per_min == 5.5


def test_deep_breathing_tells_range_ratio_and_variability(begun):
    found = begun("deep_breathing").breathed_by(2).result()
    assert isinstance(found, DeepBreathingFound)
    assert found.measures.breaths >= 4
    assert 10.0 < found.measures.range_bpm < 45.0
    assert 1.1 < found.measures.ei_ratio < 2.0
    assert found.measures.sdnn_ms > 0.0
    assert found.quality.corrected_percent < 5.0


def test_resting_tells_all_measures(begun):
    found = begun("resting").breathed_by(2).result()
    assert isinstance(found, RestingFound)
    present = found.analysis.present()
    assert {"time", "welch", "nonlinear"} <= set(present)
    assert present["time"]["mean_hr_bpm"] == pytest.approx(66.0, abs=6.0)


def test_beats_that_were_lost_are_told_with_the_result(begun):
    run = begun("resting").breathed_by(2)
    run.log = [
        event for event in run.log if not (isinstance(event, Beat) and 100.0 < event.t < 120.0)
    ]
    at = next(k for k, e in enumerate(run.log) if isinstance(e, Beat) and e.t >= 120.0)
    run.log.insert(at, Gap(120.0, start_s=100.0, end_s=119.3, cause="loss"))
    found = run.result()
    assert sum(end - start for start, end in found.quality.gaps) == pytest.approx(20.0, abs=2.0)


def test_without_beats_every_result_says_so(begun):
    for practice_id, name in (
        ("resonance_stepped", "assessment"),
        ("resonance_sliding", "assessment"),
        ("deep_breathing", "measures"),
        ("resting", "analysis"),
    ):
        run = begun(practice_id)
        for t in range(0, 1200, 2):
            run.tick(float(t))
        found = run.result()
        assert getattr(found, name) == NO_BEATS
        assert math.isnan(found.quality.corrected_percent)


def test_what_did_not_take_place_says_so(begun):
    run = begun("resonance_stepped")
    run.give(Phase(1.0, "after"))
    assert run.result().assessment == NOT_DONE
    assert run.result().proposal_per_min == NOT_DONE


def test_resting_for_too_short_a_time_is_absent(begun):
    run = begun("resting")
    give = run.give

    def leaving(*events):
        taken = give(*events)
        return taken if events[0].t < 40.0 else [*taken, *give(Phase(events[0].t, "after"))]

    run.give = leaving
    assert run.breathed_by(1).result().analysis == Absent("needs 60 s, has 40 s")


def test_a_session_of_something_else_has_no_result():
    assert result_of([], None) is None
