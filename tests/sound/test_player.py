"""What is played is the breath of the moment at which it is heard."""

import numpy as np
import pytest

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.signal.tones import FADE_S, RATE_HZ
from coherence_desktop.sound.player import LEAD_SAMPLES
from coherence_desktop.sound.renderer import BLOCK_SAMPLES

STEEPEST = 0.05
WITHIN_S = 0.030


def error_s(card) -> float:
    """Session time that the next block is made for, less that at which it will be heard."""
    return card.player.renderer.t - card.heard_at(card.player.next_sample)


@pytest.mark.parametrize("slow_ppm", [-200.0, 200.0])
def test_thirty_minutes_on_a_drifting_card_stay_within_30_ms(card, slow_ppm):
    card = card(slow_ppm=slow_ppm, jitter_s=0.004, pacer=None)
    card.run(2.0, keep=False)
    card.pacer = Pacer(Pattern.from_rate(6.0), 1.0)
    worst, before = 0.0, None
    for _ in range(1800):
        card.run(1.0, keep=False)
        worst = max(worst, abs(error_s(card)))
        t = card.player.renderer.t
        if before is not None:
            assert t - before == pytest.approx(1.0, abs=0.2)
        before = t
    assert worst < WITHIN_S


def test_the_tone_that_is_heard_turns_when_the_breath_turns(card):
    card = card(slow_ppm=150.0, jitter_s=0.003)
    card.run(26.0)
    heard = card.heard
    middle_s = 21.0 + 2.0  # half of the third inhale: 275 Hz or so, at its steepest
    at = round((middle_s - card.queue_s) * RATE_HZ / (1.0 + 150e-6))
    half = RATE_HZ // 20
    wave = np.fft.fft(heard[at - 4 * half : at + 4 * half])
    hz = np.fft.fftfreq(8 * half, 1.0 / RATE_HZ)
    wave[(hz < 190.0) | (hz > 370.0)] = 0.0
    turned = np.fft.ifft(wave)[3 * half : 5 * half]
    pitch = np.angle(np.sum(turned[1:] * turned[:-1].conj())) * RATE_HZ / (2.0 * np.pi)
    slope_hz_per_s = 220.0 * 1.5**0.5 * np.log(1.5) * np.pi / 8.0
    assert abs(pitch - 220.0 * 1.5**0.5) / slope_hz_per_s < WITHIN_S


def test_nothing_is_heard_before_the_first_breath(card):
    card = card()
    card.run(0.9)
    assert not card.heard.any()
    card.run(2.0)
    assert card.heard.any()


def test_a_pause_is_silent_soon_and_comes_back_without_a_click(card):
    card = card()
    card.run(6.0)
    card.pacer = card.pacer.paused(card.t)
    paused = card.taken
    card.run(3.0)
    quiet = paused + LEAD_SAMPLES + BLOCK_SAMPLES + round((FADE_S + 0.1) * RATE_HZ)
    assert not card.heard[quiet:].any()
    card.pacer = card.pacer.resumed(card.t)
    card.run(4.0)
    assert card.heard[-RATE_HZ:].any()
    assert np.abs(np.diff(card.heard)).max() < STEEPEST


def test_a_guide_that_is_taken_away_fades(card):
    card = card()
    card.run(5.0)
    card.pacer = None
    card.run(1.5)
    assert not card.heard[-RATE_HZ // 2 :].any()
    assert np.abs(np.diff(card.heard)).max() < STEEPEST


def test_a_card_that_stood_still_comes_back_in_time(card):
    card = card()
    card.run(6.0)
    card.t += 7.3
    card.started_s += 7.3
    card.run(3.0)
    assert abs(error_s(card)) < WITHIN_S
    assert card.heard[-RATE_HZ:].any()
    assert np.abs(np.diff(card.heard)).max() < STEEPEST


def test_a_card_that_slipped_by_a_little_is_followed_within_seconds(card):
    card = card(jitter_s=0.003)
    card.run(20.0)
    card.t += 0.07
    card.started_s += 0.07
    card.run(4.0)
    assert abs(error_s(card)) < 0.012
    assert np.abs(np.diff(card.heard)).max() < STEEPEST


def test_where_no_samples_are_ready_the_sound_dies_away_and_fades_in_again(card):
    card = card()
    card.run(6.0)
    card.run(1.0, tended=False)
    assert not card.heard[-RATE_HZ // 2 :].any()
    card.run(3.0)
    assert card.heard[-RATE_HZ:].any()
    assert np.abs(np.diff(card.heard)).max() < STEEPEST
    assert abs(error_s(card)) < WITHIN_S


def test_switched_off_it_fades_and_says_when_it_is_quiet(card):
    card = card()
    card.run(6.0)
    card.on = False
    card.run(1.0)
    assert card.player.quiet
    assert np.abs(np.diff(card.heard)).max() < STEEPEST


def test_no_more_is_made_than_the_card_needs(card):
    card = card()
    card.run(6.0)
    assert card.player.next_sample - card.taken <= LEAD_SAMPLES + BLOCK_SAMPLES
