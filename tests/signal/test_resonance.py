"""The rate to which the heart answers most is proposed."""

import numpy as np
import pytest

from coherence_desktop.signal.resonance import CRITERIA, Segment, assess, measure, slide
from coherence_desktop.signal.results import Absent

RATES = (6.5, 6.0, 5.5, 5.0, 4.5)


def heart(phase_at, swing_ms, seconds=120.0, noise_ms=12.0, lag_rad=0.0, seed=0, start_s=0.0):
    """Beats that follow a breath with a given swing, and noise of their own."""
    rng = np.random.default_rng(seed)
    t, times, rr = start_s, [], []
    while t < start_s + seconds:
        swing = swing_ms(t) if callable(swing_ms) else swing_ms
        interval = 850 - swing * np.cos(phase_at(t) - lag_rad) + rng.normal(0, noise_ms)
        t += interval / 1000
        times.append(t)
        rr.append(interval)
    return np.array(times), np.array(rr)


def guide(rate_per_min):
    return lambda t: 2 * np.pi * rate_per_min / 60 * np.asarray(t)


def answer_to(rate_per_min, resonance=5.5):
    return 90 / (1 + ((rate_per_min - resonance) / 0.5) ** 2) + 10


def segments(rates=RATES, resonance=5.5, **kwargs):
    made = []
    for number, rate in enumerate(rates):
        swing = answer_to(rate, resonance)
        t, rr = heart(guide(rate), swing, seed=number, **kwargs)
        made.append(Segment(rate, t, rr, guide(rate)))
    return made


@pytest.mark.parametrize("resonance", [6.0, 5.5, 5.0])
def test_the_rate_with_the_strongest_answer_is_proposed(resonance):
    found = assess(segments(resonance=resonance))
    assert found.proposal_per_min == resonance
    assert found.clarity == "clear"
    assert found.first_in >= 4
    best = found.mean_ranks.index(min(found.mean_ranks))
    assert found.rates[best].rate_per_min == resonance


@pytest.mark.parametrize("seed", range(10, 15))
def test_a_heart_that_answers_all_rates_alike_shows_no_clear_one(seed):
    made = []
    for number, rate in enumerate(RATES):
        t, rr = heart(guide(rate), 40.0, noise_ms=25.0, seed=seed * 10 + number)
        made.append(Segment(rate, t, rr, guide(rate)))
    assert assess(made).clarity != "clear"


def test_each_criterion_measures_what_it_says():
    t, rr = heart(guide(6.0), 60.0, noise_ms=1.0)
    found = measure(Segment(6.0, t, rr, guide(6.0)))
    assert found.phase_lock > 0.97
    assert found.amplitude_bpm == pytest.approx(60000 / 790 - 60000 / 910, rel=0.06)
    assert found.lf_ms2 == pytest.approx(60**2 / 2, rel=0.1)
    assert found.smoothness > 0.97
    assert found.lf_peaks == 1


def test_a_second_wave_adds_a_peak_and_a_fast_one_takes_smoothness():
    t = np.cumsum(np.full(160, 0.8))
    wave = 50 * np.cos(guide(5.0)(t))
    two = measure(Segment(5.0, t, 800 + wave + 40 * np.cos(0.27 * np.pi * t), guide(5.0)))
    rough = measure(Segment(5.0, t, 800 + wave + 40 * np.cos(0.6 * np.pi * t), guide(5.0)))
    assert (two.lf_peaks, rough.lf_peaks) == (2, 1)
    assert rough.smoothness == pytest.approx(0.6, abs=0.1)
    assert two.phase_lock == pytest.approx(rough.phase_lock, abs=0.05)


def test_a_rate_breathed_too_shortly_or_with_a_gap_is_absent_and_the_rest_is_ranked():
    made = segments()
    t, rr = heart(guide(4.0), 50.0, seconds=50.0)
    made.append(Segment(4.0, t, rr, guide(4.0)))
    t, rr = heart(guide(7.0), 50.0, seconds=90.0)
    made.append(Segment(7.0, np.where(t > 45.0, t + 10.0, t), rr, guide(7.0)))
    found = assess(made)
    assert set(found.absent) == {4.0, 7.0}
    assert "needs 60 s" in found.absent[4.0].reason
    assert len(found.rates) == len(found.ranks) == 5


def test_one_rate_alone_is_no_comparison():
    found = assess(segments(rates=(6.0,)))
    assert isinstance(found.proposal_per_min, Absent)
    assert found.clarity == "open"
    assert isinstance(assess([]).proposal_per_min, Absent)


def test_equal_rates_share_their_rank():
    twice = segments(rates=(6.0,)) * 2
    assert assess(twice).ranks == ((1.5,) * len(CRITERIA),) * 2


def test_the_ranks_do_not_depend_on_the_order_of_the_rates():
    forth, back = assess(segments()), assess(segments()[::-1])
    assert forth.mean_ranks == back.mean_ranks[::-1]
    assert forth.proposal_per_min == back.proposal_per_min


def test_a_sliding_pace_is_split_by_rate_and_finds_the_resonance():
    breaths = 78
    rates = np.linspace(6.75, 4.25, breaths)
    turns = np.concatenate([[0.0], np.cumsum(60 / rates)])

    def phase(t):
        return 2 * np.pi * np.interp(t, turns, np.arange(breaths + 1.0))

    def swing(t):
        return answer_to(float(np.interp(t, turns[:-1], rates)), resonance=5.4)

    t, rr = heart(phase, swing, seconds=turns[-1] - 2)
    parts = slide(t, rr, phase)
    assert 10 <= len([part for part in parts if len(part.t_s) > 60]) <= 11
    assert sum(len(part.t_s) for part in parts) == t.size
    assert assess(parts).proposal_per_min == pytest.approx(5.4, abs=0.25)


def test_a_slide_needs_a_width():
    with pytest.raises(ValueError, match="width"):
        slide([1.0, 2.0], [900.0, 900.0], guide(6.0), 0.0)


def test_a_guide_that_rests_cannot_be_followed():
    t, rr = heart(guide(6.0), 50.0)
    found = measure(Segment(6.0, t, rr, np.zeros_like))
    assert found == Absent("fewer than two breaths with the guide")
