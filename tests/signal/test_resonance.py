"""The rate to which the heart answers most is proposed."""

import numpy as np
import pytest

from coherence_desktop.signal.resonance import CRITERIA, Segment, assess, measure
from coherence_desktop.signal.resonance_curve import Answer, ResonanceCurve, resonance_curve
from coherence_desktop.signal.resonance_slide import assess_slide, windows
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


def sliding_guide(breaths=78):
    rates = np.linspace(6.75, 4.25, breaths)
    turns = np.concatenate([[0.0], np.cumsum(60 / rates)])
    return rates, turns, lambda t: 2 * np.pi * np.interp(t, turns, np.arange(breaths + 1.0))


def test_a_sliding_pace_is_compared_in_windows_and_finds_the_strongest_answer():
    rates, turns, phase = sliding_guide()

    def swing(t):
        return answer_to(float(np.interp(t, turns[:-1], rates)), resonance=5.4)

    t, rr = heart(phase, swing, seconds=turns[-1] - 2)
    found = assess_slide(t, rr, phase)
    assert found.proposal_per_min == pytest.approx(5.4, abs=0.25)


def test_windows_overlap_and_have_the_mean_rate_of_their_breaths():
    _, turns, phase = sliding_guide()
    t, rr = heart(phase, 50.0, seconds=turns[-1] - 2)
    found = windows(t, rr, phase, 120.0, 30.0)
    assert len(found) == 1 + int((t[-1] - t[0] - 120.0) // 30.0)
    rates = [one.rate_per_min for one in found]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] == pytest.approx(6.55, abs=0.1)
    assert all(one.t_s[-1] - one.t_s[0] <= 120.0 for one in found)


@pytest.mark.parametrize("wrong", [{"width_s": 0.0}, {"step_s": 0.0}])
def test_windows_need_a_width_and_a_step(wrong):
    with pytest.raises(ValueError, match="windows"):
        windows([1.0, 2.0], [900.0, 900.0], guide(6.0), **wrong)


def resonating(rate, centre=5.7, q=2.5, lag_s=0.0, wave=20.0):
    """What one second-order resonance answers."""
    away = q * (rate / centre - centre / rate)
    behind = np.arctan(away) + 2 * np.pi * rate / 60 * lag_s
    return Answer(wave / np.hypot(1.0, away), behind)


@pytest.mark.parametrize("centre", [4.8, 5.3, 5.7, 6.2])
@pytest.mark.parametrize("lag_s", [0.0, 0.2])
def test_a_resonance_is_found_between_the_rates_and_beside_a_lag(centre, lag_s):
    found = resonance_curve(RATES, [resonating(rate, centre, lag_s=lag_s) for rate in RATES])
    assert found.rate_per_min == pytest.approx(centre, abs=0.15)
    assert found.q == pytest.approx(2.5, abs=0.75)
    assert found.height_bpm == pytest.approx(20.0, rel=0.1)
    assert found.wave_bpm(np.array([centre])) == pytest.approx(found.height_bpm, rel=0.05)


def test_a_phase_that_turns_tells_the_resonance_where_amplitudes_are_alike():
    answers = [resonating(rate, centre=5.0) for rate in RATES]
    blunt = [Answer(18.0, one.phase_rad) for one in answers]
    assert resonance_curve(RATES, blunt).rate_per_min == pytest.approx(5.0, abs=0.3)


def test_the_same_answer_at_all_rates_and_answers_of_no_resonance_give_no_curve():
    alike = resonance_curve(RATES, [Answer(15.0, 0.1)] * 5)
    assert alike == Absent("the heart answers all rates nearly alike")
    wild = [Answer(wave, 0.0) for wave in (30.0, 5.0, 30.0, 5.0, 30.0)]
    assert resonance_curve(RATES, wild) == Absent(
        "amplitude and phase do not follow one resonance"
    )
    few = resonance_curve((6.0, 5.5), [resonating(6.0), resonating(5.5)])
    assert few == Absent("needs 3 rates, has 2")


def heart_that_resonates(centre, seed=0):
    """Segments of a heart that answers as one resonance, its phase with it."""
    made = []
    for number, rate in enumerate(RATES):
        told = resonating(rate, centre, wave=90.0)
        half_beat_rad = 2 * np.pi * rate / 60 * 0.425
        lag_rad = told.phase_rad - half_beat_rad
        chance = {"seed": 10 * seed + number, "noise_ms": 15.0}
        t, rr = heart(guide(rate), told.wave_bpm / 2, lag_rad=lag_rad, **chance)
        made.append(Segment(rate, t, rr, guide(rate)))
    return made


@pytest.mark.parametrize("centre", [6.0, 5.0])
def test_the_rate_nearest_to_the_resonance_is_proposed_and_the_curve_told(centre):
    found = assess(heart_that_resonates(centre))
    assert isinstance(found.curve, ResonanceCurve)
    assert found.curve.rate_per_min == pytest.approx(centre, abs=0.2)
    assert found.proposal_per_min == centre
    assert found.clarity in ("clear", "likely")


def test_a_resonance_half_way_between_two_rates_is_not_called_clear():
    assert assess(heart_that_resonates(5.25)).clarity != "clear"


def test_a_guide_that_rests_cannot_be_followed():
    t, rr = heart(guide(6.0), 50.0)
    found = measure(Segment(6.0, t, rr, np.zeros_like))
    assert found == Absent("fewer than two breaths with the guide")
