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


def test_a_doubled_interval_is_first_provisional_then_settled():
    rr = 900 + 20 * np.sin(np.arange(80) * 1.2)
    rr[50] *= 2
    told = [(at, j.settled, j.kind) for at, j in follow(rr) if j.index == 50]
    assert told == [(51, False, "missed"), (52, True, "missed")]


def test_lost_beats_settle_what_came_before_and_start_anew():
    rr = with_ectopic()
    detector = LiveDetector()
    for value in rr[:53]:
        detector.push(value)
    told = [j for value in rr[:30] for j in detector.push(value * 0.6, gap_before=value == rr[0])]
    assert told == []


def test_an_interval_over_three_seconds_is_a_gap_at_once():
    detector = LiveDetector()
    for value in with_ectopic()[:20]:
        detector.push(value)
    (judgement,) = detector.push(4000.0)
    assert (judgement.index, judgement.kind, judgement.settled) == (20, "gap", True)


def test_an_interval_that_cannot_be_is_refused():
    with pytest.raises(InvalidInterval):
        LiveDetector().push(float("nan"))
