"""A person says what is wrong with a beat: that counts, whatever the detector would say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coherence_desktop.signal.artefacts import TOLD_KINDS, correct

RR_MS = 800.0 + 20.0 * np.sin(np.arange(60) / 3.0)


def kinds_of(found) -> dict[int, str]:
    return {int(at): str(found.kinds[at]) for at in np.flatnonzero(found.kinds != "normal")}


def test_an_extra_beat_joins_the_intervals_around_it():
    found = correct(RR_MS, told={30: "extra"})
    assert kinds_of(found) == {30: "extra", 31: "extra"}
    assert sum(found.corrected[30]) == pytest.approx(RR_MS[30] + RR_MS[31])
    assert found.corrected[31] == ()


def test_a_missed_beat_splits_its_interval_by_what_is_usual_there():
    rr_ms = RR_MS.copy()
    rr_ms[30] *= 3.0
    found = correct(rr_ms, told={30: "missed"})
    assert len(found.corrected[30]) == 3
    assert sum(found.corrected[30]) == pytest.approx(rr_ms[30])


def test_an_ectopic_beat_shares_its_two_intervals_out_anew():
    rr_ms = RR_MS.copy()
    rr_ms[30] -= 60.0
    rr_ms[31] += 60.0
    assert kinds_of(correct(rr_ms, accepted=[30, 31])) == {}
    found = correct(rr_ms, told={30: "ectopic"})
    assert kinds_of(found) == {30: "ectopic", 31: "ectopic"}
    shared = [value for at in (30, 31) for value in found.corrected[at]]
    assert sum(shared) == pytest.approx(rr_ms[30] + rr_ms[31])
    assert max(shared) - min(shared) < 60.0


def test_a_person_overrides_the_kind_that_was_found():
    rr_ms = np.r_[RR_MS[:30], 500.0, 1090.0, RR_MS[32:]]
    assert kinds_of(correct(rr_ms)) == {30: "ectopic", 31: "ectopic"}
    assert kinds_of(correct(rr_ms, told={30: "extra"})) == {30: "extra", 31: "extra"}


def test_both_intervals_of_a_pair_may_be_named():
    once, twice = (
        correct(RR_MS, told={30: "extra"}),
        correct(RR_MS, told={30: "extra", 31: "extra"}),
    )
    assert kinds_of(once) == kinds_of(twice)
    assert once.rr_ms.tolist() == twice.rr_ms.tolist()


def test_what_nobody_can_tell_is_refused():
    with pytest.raises(ValueError, match="gap"):
        correct(RR_MS, told={3: "gap"})
    with pytest.raises(ValueError, match="interval 60"):
        correct(RR_MS, told={60: "extra"})


@settings(max_examples=60)
@given(st.dictionaries(st.integers(0, 59), st.sampled_from(TOLD_KINDS), max_size=8))
def test_whatever_is_told_time_is_kept_and_every_value_is_an_interval(told):
    found = correct(RR_MS, told=told)
    assert (found.rr_ms > 0).all()
    assert (np.diff(found.t_s) > 0).all()
    assert found.t_s[-1] == pytest.approx(RR_MS.sum() / 1000.0)
