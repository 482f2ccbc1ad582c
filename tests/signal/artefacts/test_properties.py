"""Whatever comes in, what goes out fits together."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.signal.artefacts import KINDS, LiveDetector, correct

intervals = st.lists(
    st.one_of(
        st.floats(1.0, 6000.0),
        st.floats(700.0, 900.0),
        st.sampled_from([400.0, 800.0, 1600.0]),
    ),
    max_size=60,
)


@given(intervals)
@settings(deadline=None, max_examples=150)
def test_kinds_values_and_times_fit_together(rr):
    correction = correct(rr)
    assert set(correction.kinds.tolist()) <= set(KINDS)
    flat = [value for parts in correction.corrected for value in parts]
    np.testing.assert_array_equal(correction.rr_ms, flat)
    assert len(correction.t_s) == len(correction.segment) == len(flat)
    assert all(value > 0 for value in flat)
    assert np.all(np.diff(correction.t_s) > 0)
    for kind, raw, parts in zip(correction.kinds, rr, correction.corrected, strict=True):
        if kind == "normal":
            assert parts == (raw,)
        if kind == "missed":
            assert len(parts) >= 1
        if kind in ("gap", "excluded"):
            assert parts == ()


@given(intervals)
@settings(deadline=None, max_examples=150)
def test_live_settles_every_doubt_and_invents_no_interval(rr):
    detector = LiveDetector()
    doubted, settled = set(), set()
    told = [(k, j) for k, value in enumerate(rr) for j in detector.push(value)]
    told += [(len(rr), j) for j in detector.finish()]
    for at, judgement in told:
        assert 0 <= judgement.index <= at
        assert judgement.index < len(rr)
        assert judgement.index not in settled
        assert all(value > 0 for value in judgement.corrected)
        (settled if judgement.settled else doubted).add(judgement.index)
    assert doubted <= settled


@given(intervals)
@settings(deadline=None, max_examples=50)
def test_no_beat_moves_but_the_corrected_ones(rr):
    correction = correct(rr)
    ends = np.cumsum(rr) / 1000
    for k in np.flatnonzero(correction.kinds == "normal"):
        assert np.isclose(correction.t_s, ends[k]).any()
