"""Live: the same faults are found within two beats, first provisionally, then for good."""

import numpy as np
import pytest

from coherence_desktop.signal.artefacts import InvalidInterval, LiveDetector


def follow(rr):
    """Push all intervals; give (pushes so far, judgement) for each thing told."""
    detector = LiveDetector()
    told = [(k, j) for k, value in enumerate(rr) for j in detector.push(value)]
    return told + [(len(rr), j) for j in detector.finish()]


def with_ectopic():
    rr = 900 + 20 * np.sin(np.arange(80) * 1.2)
    rr[50] -= 250
    rr[51] += 250
    return rr


def test_a_slowly_breathing_heart_is_never_doubted(rr_of):
    assert follow(rr_of("physio_1")) == []


def test_an_ectopic_pair_is_settled_within_two_beats_of_each_interval():
    settled = {j.index: (at, j.kind) for at, j in follow(with_ectopic()) if j.settled}
    assert {index: kind for index, (_, kind) in settled.items()} == {50: "ectopic", 51: "ectopic"}
    assert all(at - index <= 2 for index, (at, _) in settled.items())


def test_an_early_beat_is_not_blamed_on_the_interval_before(rr_of):
    recorded = rr_of("rrhealthy_000_5min")
    blamed = 0
    for place in range(70, 270, 3):
        rr = recorded[place - 60 : place + 6].copy()
        early_by = 0.43 * rr[60]
        rr[60] -= early_by
        rr[61] += early_by
        blamed += any(j.index == 59 and j.settled and j.kind != "normal" for _, j in follow(rr))
    assert blamed <= 1


def test_a_doubled_interval_is_first_provisional_then_settled():
    rr = 900 + 20 * np.sin(np.arange(80) * 1.2)
    rr[50] *= 2
    told = [(at, j.settled, j.kind) for at, j in follow(rr) if j.index == 50]
    assert told == [(51, False, "missed"), (52, True, "missed")]


def test_lost_beats_settle_what_came_before_and_start_anew():
    rr = with_ectopic()
    detector = LiveDetector()
    told = [j for value in rr[:52] for j in detector.push(value)]
    assert not any(j.settled for j in told)
    told = detector.push(600.0, gap_before=True)
    assert [(j.index, j.kind, j.settled) for j in told] == [
        (50, "ectopic", True),
        (51, "ectopic", True),
    ]
    assert [j for _ in range(30) for j in detector.push(605.0)] == []


def test_fragments_are_waited_out_and_settled_together():
    rr = 900 + 20 * np.sin(np.arange(80) * 1.2)
    faulty = np.concatenate([rr[:50], rr[50] * np.array([0.3, 0.3, 0.4]), rr[51:]])
    settled = {j.index: j for _, j in follow(faulty) if j.settled}
    assert sorted(settled) == [50, 51, 52]
    assert {j.kind for j in settled.values()} == {"extra"}
    assert sum(sum(j.corrected) for j in settled.values()) == pytest.approx(rr[50])


def test_a_doubt_that_was_wrong_is_taken_back_and_settled(rr_of):
    told = [j for _, j in follow(rr_of("rrhealthy_000")[57_900:58_300])]
    doubted = {j.index for j in told if not j.settled and j.kind != "normal"}
    taken_back = {j.index for j in told if j.settled and j.kind == "normal"}
    assert taken_back
    assert taken_back <= doubted


def test_a_new_rhythm_is_learned_and_not_corrected_for_ever():
    rng = np.random.default_rng(0)
    rr = np.concatenate([1000 + rng.normal(0, 10, 60), 500 + rng.normal(0, 5, 100)])
    late = [j for _, j in follow(rr) if j.index > 75 and j.kind != "normal"]
    assert late == []


def test_an_interval_over_three_seconds_is_a_gap_at_once():
    detector = LiveDetector()
    for value in with_ectopic()[:20]:
        detector.push(value)
    (judgement,) = detector.push(4000.0)
    assert (judgement.index, judgement.kind, judgement.settled) == (20, "gap", True)


def test_an_interval_that_cannot_be_is_refused():
    with pytest.raises(InvalidInterval):
        LiveDetector().push(float("nan"))
