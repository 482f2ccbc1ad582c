import asyncio
import timeit
from itertools import islice, takewhile

import numpy as np
import pytest

from coherence_desktop.events import Beat, BeatKind, Device, Link, LinkState
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.sensors.sensor import SessionClock
from coherence_desktop.sensors.simulation import Body, SimulatedPerson, beats, simulate
from coherence_desktop.signal.coherence import coherence

SEEDS = (1, 2, 3)


def paced(rate_per_min, seed, body=None, duration_s=360.0):
    guide = Pacer(Pattern.from_rate(rate_per_min)).guide
    return simulate(duration_s, guide, seed=seed, body=body)


def scores(rr_ms, t):
    return [coherence(t, rr_ms, float(end)) for end in np.arange(70.0, t[-1], 5.0)]


def score(rr_ms, t):
    return float(np.median([value.score for value in scores(rr_ms, t)]))


def breath_amplitude(rr_ms, t, rate_per_min):
    """Mean peak-to-trough heart rate of each breath of the guide, after the first minute."""
    breath = (t * rate_per_min / 60.0).astype(int)
    hr = 60000.0 / rr_ms
    settled = range(int(rate_per_min), breath[-1])
    return float(np.mean([np.ptp(hr[breath == number]) for number in settled]))


@pytest.mark.parametrize("seed", SEEDS)
def test_at_rest_the_heart_is_that_of_a_calm_young_adult(seed):
    rr_ms, t = simulate(300.0, seed=seed)
    assert np.mean(60000.0 / rr_ms) == pytest.approx(66.0, abs=4.0)
    assert 20.0 <= np.sqrt(np.mean(np.diff(rr_ms) ** 2)) <= 60.0
    assert 30.0 <= np.std(rr_ms) <= 80.0
    assert rr_ms.min() > 500.0
    assert rr_ms.max() < 1600.0
    assert score(rr_ms, t) < 45.0


@pytest.mark.parametrize("seed", SEEDS)
def test_near_the_resonance_the_heart_swings_widely_and_smoothly_with_the_guide(seed):
    rr_ms, t = paced(6.0, seed)
    assert 15.0 <= breath_amplitude(rr_ms, t, 6.0) <= 45.0
    assert score(rr_ms, t) > 70.0
    peaks = [value.peak_hz for value in scores(rr_ms, t)]
    assert np.median(peaks) == pytest.approx(0.1, abs=1.5 / 256.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_far_from_the_resonance_the_heart_answers_weakly(seed):
    slow, fast = paced(6.0, seed), paced(12.0, seed)
    assert breath_amplitude(*fast, 12.0) < 0.5 * breath_amplitude(*slow, 6.0)
    assert score(*fast) < score(*slow) - 20.0


@pytest.mark.parametrize("rate", [4.5, 5.0, 5.5, 6.5, 7.0])
def test_the_strongest_rhythm_is_that_of_the_guide(rate):
    peaks = [value.peak_hz for value in scores(*paced(rate, seed=1))]
    assert np.median(peaks) == pytest.approx(rate / 60.0, abs=0.005)


def test_near_the_resonance_heart_rate_peaks_about_the_end_of_the_inhale():
    pacer = Pacer(Pattern.from_rate(6.0))
    rr_ms, t = simulate(600.0, pacer.guide)
    hr, phase = 60000.0 / rr_ms, pacer.phase_rad(t)
    peak_deg = np.degrees(np.angle(np.mean((hr - hr.mean()) * np.exp(1j * phase))))
    assert abs(peak_deg) < 45.0


@pytest.mark.parametrize("resonance_hz", [0.08, 0.115])
def test_the_resonance_can_be_set(resonance_hz):
    body = Body(resonance_hz=resonance_hz)
    rates = (4.0, 4.8, 5.8, 6.9, 8.0)
    swing = {
        rate: np.mean([breath_amplitude(*paced(rate, seed, body), rate) for seed in SEEDS])
        for rate in rates
    }
    assert max(swing, key=swing.get) == pytest.approx(60.0 * resonance_hz)


def test_a_sharper_resonance_answers_less_beside_it():
    broad, sharp = Body(resonance_q=1.5), Body(resonance_q=5.0)
    beside = [breath_amplitude(*paced(8.0, 1, body), 8.0) for body in (broad, sharp)]
    assert beside[1] < beside[0]


def test_the_heart_follows_a_change_of_pace_and_a_pause():
    pacer = Pacer(Pattern.from_rate(12.0))
    pacer = pacer.changed(Pattern.from_rate(6.0).change_at(120.0)).paused(300.0)
    rr_ms, t = simulate(420.0, pacer.guide)
    hr = 60000.0 / rr_ms

    def swing(start, stop):
        return np.std(hr[(t > start) & (t < stop)])

    assert swing(150.0, 300.0) > 1.8 * swing(30.0, 120.0)
    assert swing(150.0, 300.0) > 1.5 * swing(320.0, 420.0)


def test_the_same_seed_and_guide_give_the_same_beats_and_another_seed_gives_others():
    rr_ms, t = paced(6.0, seed=4, duration_s=60.0)
    again_ms, again_t = paced(6.0, seed=4, duration_s=60.0)
    np.testing.assert_array_equal(rr_ms, again_ms)
    np.testing.assert_array_equal(t, again_t)
    other_ms, _ = paced(6.0, seed=5, duration_s=60.0)
    assert not np.array_equal(rr_ms[:30], other_ms[:30])


def test_intervals_are_whole_parts_of_1024_a_second_and_add_up_to_the_times():
    rr_ms, t = simulate(120.0, body=Body(ectopic_share=0.05, extra_share=0.05))
    units = rr_ms * 1.024
    np.testing.assert_array_equal(units, np.round(units))
    np.testing.assert_allclose(np.cumsum(rr_ms) / 1000.0, t, atol=1e-9)
    assert rr_ms.min() > 0.0


def test_ectopic_beats_come_early_with_a_pause_after_and_leave_the_others_where_they_are():
    plain = {beat.t for beat in takewhile(lambda b: b.t < 600.0, beats(3))}
    told = list(takewhile(lambda b: b.t < 600.0, beats(3, body=Body(ectopic_share=0.03))))
    early = [n for n in range(len(told) - 1) if told[n].t not in plain]
    assert len(early) == pytest.approx(0.03 * len(told), rel=0.5)
    usual = np.median([beat.rr_ms for beat in told])
    for n in early:
        assert told[n].kind is told[n + 1].kind is BeatKind.ECTOPIC
        assert told[n].rr_ms < 0.85 * told[n - 1].rr_ms or told[n].rr_ms < 0.9 * usual
        assert told[n + 1].rr_ms > told[n].rr_ms
        assert told[n + 1].t in plain


def test_missed_and_extra_beats_are_told_as_such_and_leave_the_others_where_they_are():
    plain = [beat.t for beat in takewhile(lambda b: b.t < 600.0, beats(3))]
    body = Body(missed_share=0.02, extra_share=0.02)
    told = list(takewhile(lambda b: b.t < 600.0, beats(3, body=body)))
    times = {beat.t for beat in told}
    missing = [t for t in plain[:-2] if t not in times]
    added = [beat for beat in told if beat.t not in set(plain)]
    assert len(missing) == sum(beat.kind is BeatKind.MISSED for beat in told) > 0
    assert len(added) > 0
    assert all(beat.kind is BeatKind.EXTRA for beat in added)
    assert sum(beat.kind is BeatKind.EXTRA for beat in told) == 2 * len(added)


@pytest.mark.parametrize(
    "setting",
    [
        {"mean_bpm": 0.0},
        {"rsa_bpm": -1.0},
        {"lag_s": float("nan")},
        {"ectopic_share": 0.2, "missed_share": 0.2},
    ],
)
def test_a_body_that_cannot_be_is_refused(setting):
    with pytest.raises(ValueError, match="|".join([*setting, "third"])):
        Body(**setting)


async def test_live_the_person_gives_the_same_beats_each_at_its_time():
    clock = SessionClock(speed=200.0)
    events, early = [], []

    def emit(event):
        events.append(event)
        if isinstance(event, Beat) and clock.now() < event.t:
            early.append(event)

    guide = Pacer(Pattern.from_rate(6.0)).guide
    person = asyncio.create_task(SimulatedPerson(7, guide).run(clock, emit))
    while sum(isinstance(event, Beat) for event in events) < 60:
        await asyncio.sleep(0.01)
    person.cancel()
    await asyncio.gather(person, return_exceptions=True)
    assert person.cancelled()
    link, device, *live = events
    assert (type(link), link.state) == (Link, LinkState.CONNECTED)
    assert (type(device), device.name) == (Device, "Simulated person")
    assert early == []
    expected = list(islice(beats(7, guide, start_s=link.t), len(live)))
    assert [(beat.t, beat.rr_ms) for beat in live] == [(b.t, b.rr_ms) for b in expected]
    assert all(beat.received_s >= beat.t for beat in live)


def test_ten_minutes_are_simulated_in_well_under_a_second():
    guide = Pacer(Pattern.from_rate(6.0)).guide
    assert min(timeit.repeat(lambda: simulate(600.0, guide), number=1, repeat=3)) < 0.5
