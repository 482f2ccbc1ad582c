"""R peaks: every beat of real ECGs, at a strap's rate and either way round."""

from pathlib import Path

import numpy as np
import pytest

from coherence_desktop.records.readers.r_peaks import Ecg, Stretch, believable, heartbeats

STRAP_HZ = 130.0


def peaks_of(samples: np.ndarray, fs_hz: float) -> np.ndarray:
    whole = (Stretch(0.0, 0, samples.size),)
    ecg = Ecg("ECG", fs_hz, whole, lambda first, stop: samples[first:stop])
    return heartbeats(ecg, Path("ecg"))[0]


@pytest.mark.parametrize("turned", [1.0, -1.0], ids=["upright", "inverted"])
@pytest.mark.parametrize(
    ("name", "within_ms"), [("physio_1", 3.0), ("systole_task1", 3.0), ("mitdb_100", 45.0)]
)
def test_every_beat_of_a_real_ecg_is_found_at_the_rate_of_a_strap(
    real_ecg, rr_of, name, within_ms, turned
):
    samples, fs_hz = real_ecg(name)
    t_s = np.arange(samples.size) / fs_hz
    at_strap = np.interp(np.arange(0.0, t_s[-1], 1.0 / STRAP_HZ), t_s, samples)
    rr_ms = np.diff(peaks_of(turned * at_strap, STRAP_HZ)) * 1000.0
    wanted_ms = rr_of(name)
    assert wanted_ms.size - 1 <= rr_ms.size <= wanted_ms.size  # the last second is cut off
    apart_ms = np.abs(rr_ms - wanted_ms[: rr_ms.size])  # a broad beat of mitdb_100 is 40 ms off
    assert apart_ms.max() < within_ms
    assert np.median(apart_ms) < 1.0


def test_a_ripple_that_was_taken_for_a_late_beat_gives_way_to_the_beat():
    fs_hz, at = 130.0, np.array([100, 200, 300, 400, 500, 640, 740, 840, 940])
    upright = np.zeros(1040)
    upright[at] = 1.0
    upright[590] = 0.12
    detected = np.array([100, 200, 300, 400, 500, 590, 740, 840, 940])
    np.testing.assert_array_equal(believable(upright, detected, 9, fs_hz), at)


def test_small_beats_among_small_ones_stay():
    fs_hz, at = 130.0, np.arange(100, 3000, 100)
    upright = np.zeros(3100)
    upright[at] = np.where(at < 1500, 1.0, 0.2)
    np.testing.assert_array_equal(believable(upright, at, 9, fs_hz), at)


def test_no_beat_is_made_up_where_the_heart_pauses():
    fs_hz, at = 130.0, np.concatenate([np.arange(100, 1000, 100), np.arange(1300, 2000, 100)])
    upright = np.zeros(2100)
    upright[at] = 1.0
    upright[1100] = 0.4
    np.testing.assert_array_equal(believable(upright, at, 9, fs_hz), at)
