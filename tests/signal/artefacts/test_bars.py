"""How well artefacts are found and corrected on real recordings: labels and injected faults."""

import time

import numpy as np
import pytest

from coherence_desktop.signal.artefacts import LiveDetector, correct

SEEDS = 6
BASES = (
    "physio_1",
    "hrv_rest",
    "pyhrv_short",
    "pyhrv_long_5min",
    "biosppy_rri",
    "nsr2db_001_5min",
)
INJECTED = [
    (kind, *bars)
    for kind in ("missed", "extra", "ectopic", "mixed")
    for bars in ((0.01, 1.0, 5.0), (0.05, 2.5, 10.0 if kind == "mixed" else 8.0))
]


def corrected_live(rr):
    detector = LiveDetector()
    kinds = np.full(len(rr), "normal", dtype="<U10")
    values = [(value,) for value in rr.tolist()]
    told = [j for value in rr.tolist() for j in detector.push(value)]
    for judgement in told + detector.finish():
        kinds[judgement.index] = judgement.kind
        values[judgement.index] = judgement.corrected
    return kinds, np.array([value for parts in values for value in parts])


def live_kinds(rr):
    return corrected_live(rr)[0]


@pytest.mark.parametrize("name", ["mitdb_100", "nsr2db_001"])
def test_nine_of_ten_abnormal_beats_are_found_and_a_thousandth_of_healthy_ones_at_most_is_flagged(
    recordings, faults, name
):
    recording = faults.Labelled.read(recordings / "rr", name)
    flagged = correct(recording.rr_ms).kinds != "normal"
    found = recording.found(flagged)
    assert found.mean() >= 0.9
    assert recording.specificity_percent(flagged) >= 99.9


def test_beats_that_come_five_percent_early_are_found(recordings, faults):
    found = []
    for name in ("mitdb_100", "nsr2db_001"):
        recording = faults.Labelled.read(recordings / "rr", name)
        flagged = correct(recording.rr_ms).kinds != "normal"
        found += recording.found(flagged)[recording.premature >= 0.05].tolist()
    assert np.mean(found) >= 0.97


def test_live_finds_the_same_abnormal_beats_and_leaves_the_healthy_ones_beside(recordings, faults):
    found, left_alone, early = [], [], []
    for name in ("mitdb_100", "nsr2db_001"):
        recording = faults.Labelled.read(recordings / "rr", name)
        for index, premature in zip(recording.abnormal, recording.premature, strict=True):
            stretch = slice(max(0, index - 140), index + 12)
            flagged = live_kinds(recording.rr_ms[stretch]) != "normal"
            here = index - stretch.start
            found.append(flagged[here : here + 2].any())
            early.append(premature >= 0.05)
            left_alone += (~flagged[recording.clean[stretch]]).tolist()
    assert np.mean(found) >= 0.9
    assert np.mean(np.array(found)[early]) >= 0.97
    assert np.mean(left_alone) >= 0.999


@pytest.mark.parametrize(("kind", "share", "median_bar", "worst_bar"), INJECTED)
def test_rmssd_survives_injected_faults(rr_of, faults, kind, share, median_bar, worst_bar):
    errors = []
    for name in BASES:
        rr = rr_of(name)
        for seed in range(SEEDS):
            corrected = correct(faults.inject(rr, kind, share, seed)).rr_ms
            errors.append(faults.error_percent(corrected, rr))
    assert np.median(errors) < median_bar
    # One run of a hundred has a fault that no interval shows: docs/artefacts.md lists them.
    assert np.count_nonzero(np.array(errors) > worst_bar) <= 1


@pytest.mark.parametrize(("kind", "share", "median_bar", "worst_bar"), INJECTED)
def test_live_rmssd_survives_injected_faults(rr_of, faults, kind, share, median_bar, worst_bar):
    errors = []
    for name in BASES:
        rr = rr_of(name)
        _, corrected = corrected_live(faults.inject(rr, kind, share, seed=0))
        errors.append(faults.error_percent(corrected, rr))
    assert np.median(errors) < median_bar
    assert np.count_nonzero(np.array(errors) > worst_bar) <= 1


@pytest.mark.parametrize("kind", ["missed", "extra", "ectopic", "mixed"])
def test_faults_side_by_side_are_explained_together(rr_of, faults, kind):
    errors = []
    for name in BASES:
        rr = rr_of(name)
        for seed in range(SEEDS):
            faulty = faults.inject(rr, kind, 0.05, seed, anywhere=True)
            errors.append(faults.error_percent(correct(faulty).rr_ms, rr))
    assert np.median(errors) < 2.5


def test_in_a_ride_with_a_loose_strap_only_textbook_faults_are_corrected(rr_of):
    rr = rr_of("hrv_noisy")
    correction = correct(rr)
    assert correction.counts == {"missed": 6}
    for index in np.flatnonzero(correction.kinds == "missed"):
        assert rr[index] > 1.6 * np.median(rr[index - 5 : index + 6])


@pytest.mark.parametrize("name", ["hrv_rest", "systole_task1", "pyhrv_long", "biosppy_rri"])
def test_live_leaves_a_resting_heart_alone(rr_of, name):
    assert np.mean(live_kinds(rr_of(name)) != "normal") <= 0.001


def test_live_comes_to_what_the_whole_recording_says(rr_of, faults):
    differing = total = 0
    for name in BASES:
        faulty = faults.inject(rr_of(name), "mixed", 0.05, seed=0)
        whole = correct(faulty).kinds != "normal"
        live = live_kinds(faulty) != "normal"
        differing += np.count_nonzero(whole != live)
        total += np.count_nonzero(whole)
    assert differing <= 0.05 * total


def test_a_day_takes_no_longer_to_correct_for_each_beat_than_an_hour(rr_of, growth):
    rr = rr_of("nsr2db_001")
    hour = rr[:5000]
    times = growth(lambda: correct(hour), lambda: correct(rr))
    assert times < 2 * len(rr) / len(hour)


def test_live_takes_no_longer_after_many_hours(rr_of):
    rr = np.tile(rr_of("hrv_noisy"), 4).tolist()
    detector = LiveDetector()
    spent = []
    for value in rr:
        start = time.perf_counter()
        detector.push(value)
        spent.append(time.perf_counter() - start)
    first, last = spent[:3581], spent[-3581:]
    assert np.mean(last) < 2 * np.mean(first)
    assert np.mean(last) < 0.001
