"""Nonlinear measures: exact counts, known scaling."""

from math import erf, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coherence_desktop.signal import sample_entropy as entropy
from coherence_desktop.signal.dfa import fluctuation, scaling
from coherence_desktop.signal.nonlinear import nonlinear, poincare
from coherence_desktop.signal.results import Absent
from coherence_desktop.signal.sample_entropy import matches, sample_entropy


def plain_matches(x, r):
    """Compare every template with every later one, as the definition says."""
    two = three = 0
    templates = len(x) - 2
    for i in range(templates):
        for j in range(i + 1, templates):
            if abs(x[i] - x[j]) <= r and abs(x[i + 1] - x[j + 1]) <= r:
                two += 1
                three += abs(x[i + 2] - x[j + 2]) <= r
    return two, three


@pytest.fixture
def always_by_bits(monkeypatch):
    monkeypatch.setattr(entropy, "_DENSE_UP_TO", 0)


@given(
    x=arrays(float, st.integers(3, 40), elements=st.integers(0, 12).map(float)),
    r=st.sampled_from([0.0, 0.5, 1.0, 2.0, 100.0]),
)
def test_matches_are_counted_exactly_with_ties_and_limits(x, r):
    assert matches(x, r) == plain_matches(x, r)
    assert entropy._count(entropy._partners(x, r)) == plain_matches(x, r)


@given(
    x=arrays(float, st.integers(3, 30), elements=st.integers(0, 40).map(lambda k: 0.1 * k)),
    steps=st.integers(0, 10),
)
def test_a_distance_of_exactly_r_is_decided_as_the_rounded_difference_is(x, steps):
    r = 0.1 * steps
    assert entropy._count(entropy._partners(x, r)) == plain_matches(x, r)


@pytest.mark.parametrize("size", [401, 2049, 2050, 2051, 5000])
@pytest.mark.parametrize("digits", [0, 6])
def test_counting_by_bits_equals_comparing_all(size, digits):
    x = np.round(np.random.default_rng(size).normal(800, 40, size), digits)
    r = 0.2 * x.std(ddof=1)
    near = np.abs(x[:, None] - x) <= r
    two = near[:-2, :-2] & near[1:-1, 1:-1]
    three = two & near[2:, 2:]
    expected = tuple((int(m.sum()) - (size - 2)) // 2 for m in (two, three))
    assert matches(x, r) == expected


def test_sample_entropy_of_white_noise_is_known():
    x = np.random.default_rng(0).normal(900, 50, 30_000)
    assert sample_entropy(x) == pytest.approx(-log(erf(0.1)), abs=0.02)


def test_a_regular_series_has_little_entropy():
    wave = 900 + 50 * np.sin(np.arange(2000) * 0.7)
    assert sample_entropy(wave) < 0.3


def test_sample_entropy_is_absent_with_a_reason():
    assert sample_entropy(np.arange(99.0)).reason == "needs 100 intervals in a row, has 99"
    assert sample_entropy(np.full(200, 800.0)).reason == "the intervals do not vary"


def test_a_series_that_never_repeats_itself_has_no_sample_entropy():
    rng = np.random.default_rng(0)
    series, seen = [0, 1], set()
    while len(series) < 120:
        ahead = (*series[-2:], int(rng.integers(16)))
        if ahead not in seen:
            seen.add(ahead)
            series.append(ahead[-1])
    assert sample_entropy(700.0 + 10.0 * np.array(series)) == Absent(
        "no two runs of three intervals are alike"
    )


@given(factor=st.floats(0.1, 5.0), shift=st.floats(-200.0, 200.0))
@settings(max_examples=20)
def test_sample_entropy_knows_neither_scale_nor_level(factor, shift):
    x = np.random.default_rng(0).normal(900, 50, 150)
    assert sample_entropy(factor * x + shift) == pytest.approx(sample_entropy(x), abs=0.02)


def test_fluctuation_is_what_is_left_of_each_box_without_its_line():
    profile = np.cumsum(np.random.default_rng(0).normal(0, 30, 205))
    left = []
    for box in profile[:200].reshape(20, 10):
        x = np.arange(10)
        left.append(box - np.polyval(np.polyfit(x, box, 1), x))
    assert fluctuation(profile, 10) == pytest.approx(np.sqrt(np.mean(np.square(left))))


def test_fluctuation_is_accurate_far_from_zero():
    profile = np.cumsum(np.random.default_rng(0).normal(0, 30, 2000))
    assert fluctuation(profile + 1e9, 16) == pytest.approx(fluctuation(profile, 16), rel=1e-6)


@pytest.mark.parametrize(("colour", "alpha"), [("white", 0.5), ("brown", 1.5)])
def test_noise_has_its_known_scaling(colour, alpha):
    noise = np.random.default_rng(0).normal(0, 1, 60_000)
    found = scaling(900 + (np.cumsum(noise) if colour == "brown" else noise))
    assert found["dfa_alpha1"] == pytest.approx(alpha, abs=0.15)
    assert found["dfa_alpha2"] == pytest.approx(alpha, abs=0.04)


def test_scaling_is_absent_with_a_reason():
    assert scaling(np.arange(63.0))["dfa_alpha1"].reason == "needs 64 intervals in a row, has 63"
    found = scaling(np.random.default_rng(0).normal(800, 30, 255))
    assert isinstance(found["dfa_alpha1"], float)
    assert found["dfa_alpha2"].reason == "needs 256 intervals in a row, has 255"
    assert scaling(np.full(300, 800.0))["dfa_alpha1"] == Absent("the intervals do not vary")
    assert isinstance(scaling(np.zeros(0))["dfa_alpha1"], Absent)


@given(factor=st.floats(0.01, 100.0), shift=st.floats(-500.0, 500.0))
def test_scaling_knows_neither_scale_nor_level(factor, shift):
    x = np.random.default_rng(3).normal(900, 50, 300)
    plain, changed = scaling(x), scaling(factor * x + shift)
    assert changed["dfa_alpha1"] == pytest.approx(plain["dfa_alpha1"], abs=1e-6)


def test_poincare_measures_by_hand():
    rr = np.array([800.0, 860.0, 820.0, 845.0])
    half = np.var([60.0, -40.0, 25.0], ddof=1) / 2
    found = poincare(rr)
    assert found["sd1_ms"] == pytest.approx(np.sqrt(half))
    long = np.array([700.0, 760.0, 830.0, 900.0, 880.0])
    along = 2 * np.var(long, ddof=1) - np.var(np.diff(long), ddof=1) / 2
    assert poincare(long)["sd2_ms"] == pytest.approx(np.sqrt(along))


def test_intervals_that_alternate_have_no_sd2():
    assert "alternate" in poincare(np.array([800.0, 900.0, 800.0, 900.0, 800.0]))["sd2_ms"].reason


def test_too_few_intervals_have_no_poincare_plot():
    assert isinstance(poincare(np.array([800.0, 810.0]))["sd1_ms"], Absent)


def test_entropy_can_be_left_out():
    rr = np.random.default_rng(0).normal(800, 30, 300)
    assert "sample_entropy" not in nonlinear(rr, entropy=False)
    assert "sample_entropy" in nonlinear(rr)


def test_agrees_with_the_reference_on_every_recording(reference, rr_of):
    for recording, values in reference.items():
        if "_time_domain_only" in values:
            continue
        found = nonlinear(rr_of(recording))
        for key in ("sd1_ms", "sd2_ms", "sample_entropy"):
            assert found[key] == pytest.approx(values[key], rel=1e-6), (recording, key)
        assert found["dfa_alpha1"] == pytest.approx(values["dfa_alpha1"], abs=0.005), recording


def test_counting_by_bits_agrees_with_the_reference(reference, rr_of, always_by_bits):
    for recording in ("physio_1", "biosppy_rri", "mitdb_100"):
        expected = reference[recording]["sample_entropy"]
        assert sample_entropy(rr_of(recording)) == pytest.approx(expected, rel=1e-6)
