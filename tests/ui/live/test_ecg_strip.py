"""The strip of the ECG, looked at pixel by pixel."""

import numpy as np
import pytest

from coherence_desktop.events import EcgChunk
from coherence_desktop.signal.raw_samples import pack_ecg
from coherence_desktop.ui.live.ecg_strip import KEPT_S, LATE_S, LEFT_PX, SHOWN_S, EcgStrip

RATE_HZ, COUNT = 130.0, 73


def ecg_uv(t_s, height_uv=1000.0):
    """A narrow wave each 0.8 s."""
    return height_uv * np.exp(-0.5 * (((t_s + 0.4) % 0.8 - 0.4) / 0.012) ** 2)


def chunks(until_s, from_s=0.0, height_uv=1000.0, without=(0.0, 0.0)):
    made = []
    for first in range(round(from_s * RATE_HZ), round(until_s * RATE_HZ) - COUNT + 1, COUNT):
        t_s = (first + np.arange(COUNT)) / RATE_HZ
        if not without[0] <= t_s[0] < without[1]:
            samples = pack_ecg(np.rint(ecg_uv(t_s, height_uv)).astype(int))
            made.append(EcgChunk(float(t_s[0]), rate_hz=RATE_HZ, samples=samples))
    return made


@pytest.fixture
def strip(qtbot, theme):
    strip = EcgStrip(theme)
    qtbot.addWidget(strip)
    strip.resize(800, 120)
    strip.show()
    return strip


def show(strip, told, now_s):
    for chunk in told:
        strip.take(chunk)
    strip.advance(now_s)


def columns_with_heart(strip, in_color, theme):
    return in_color(strip, theme.color("heart")).any(axis=0)


def test_before_the_first_samples_it_says_that_they_take_a_while(strip, theme, in_color):
    strip.advance(3.0)
    assert "half a minute" in strip.words()
    assert not columns_with_heart(strip, in_color, theme).any()


def test_the_ecg_is_drawn_over_the_last_seconds(strip, theme, in_color, painted):
    show(strip, chunks(20.0), 20.0)
    assert strip.words() == ""
    surface = np.array(theme.color("surface").getRgb()[:3])
    drawn = (np.abs(painted(strip).astype(int) - surface) > 60).any(axis=(0, 2))
    assert drawn[LEFT_PX + 5 : 800 - 20].mean() > 0.95
    heart = in_color(strip, theme.color("heart"))
    high = heart[: heart.shape[0] // 3].any(axis=0)
    waves = np.flatnonzero(np.diff(high.astype(int)) == 1).size
    assert waves == pytest.approx(SHOWN_S / 0.8, abs=1)


def test_lost_samples_are_left_empty(strip, theme, in_color):
    show(strip, chunks(20.0, without=(14.0, 17.0)), 20.0)
    drawn = columns_with_heart(strip, in_color, theme)
    left_s = 20.0 - LATE_S - SHOWN_S
    px_per_s = (800 - LEFT_PX - 13) / SHOWN_S
    inside = slice(
        round(LEFT_PX + (14.6 - left_s) * px_per_s), round(LEFT_PX + (16.4 - left_s) * px_per_s)
    )
    assert not drawn[inside].any()
    assert drawn[: inside.start - 40].any()
    assert drawn[inside.stop + 60 :].any()


def test_scrolled_copies_are_the_same_as_a_fresh_picture(strip, painted):
    told = chunks(26.0)
    show(strip, told[:25], 14.0)
    painted(strip)
    now_s = 14.0
    for chunk in told[25:]:
        now_s += 0.5
        show(strip, [chunk], now_s)
        scrolled = painted(strip)
    strip._strip.invalidate()
    assert np.abs(painted(strip).astype(int) - scrolled).mean() < 1.5


def test_it_says_that_it_pauses_when_nothing_comes(strip):
    show(strip, chunks(10.0), 10.0)
    assert strip.words() == ""
    strip.advance(18.0)
    assert strip.words() == "The ECG pauses. Beats go on."


def test_large_and_small_waves_fill_it_but_noise_does_not(strip, theme, in_color):
    def rows(height_uv):
        strip._pieces.clear()
        show(strip, chunks(20.0, height_uv=height_uv), 20.0)
        return int(in_color(strip, theme.color("heart")).any(axis=1).sum())

    assert rows(3000.0) > 70
    assert rows(1000.0) > 60
    assert rows(60.0) < 25


def test_memory_does_not_grow_with_the_session(strip):
    show(strip, chunks(120.0), 120.0)
    kept_s = strip._pieces[-1].end_s - strip._pieces[0].t[0]
    assert kept_s < KEPT_S + 2
