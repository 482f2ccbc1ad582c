"""The tone of a prompt: soft, without a click, and never in the way."""

import numpy as np

from coherence_desktop.signal.tones import RATE_HZ
from coherence_desktop.sound.chime import LASTING_S, chime, chime_samples
from coherence_desktop.sound.problems import NoOutput


class Device:
    queue_s = 0.0

    def __init__(self) -> None:
        self.heard = b""
        self.closed = False

    def play(self, taker) -> None:
        while len(self.heard) < 4 * RATE_HZ:
            self.heard += taker.send(441)

    def close(self) -> None:
        self.closed = True


class Outputs:
    def __init__(self, device=None) -> None:
        self.device = device

    def names(self):
        return ()

    def open(self, name):
        if self.device is None:
            raise NoOutput
        return self.device


def test_the_tone_is_soft_and_begins_and_ends_without_a_click():
    samples = chime_samples(1.0)
    assert samples.size == round(LASTING_S * RATE_HZ)
    assert 0.05 < np.abs(samples).max() < 0.3
    assert np.abs(samples[[0, -1]]).max() < 1e-3
    assert np.abs(np.diff(samples)).max() < 0.03
    assert not chime_samples(0.0).any()


def test_all_of_it_is_played_then_silence_and_the_device_is_given_back():
    device = Device()
    chime(0.6, "", Outputs(device)).join(10.0)
    heard = np.frombuffer(device.heard, dtype=np.float32)
    samples = chime_samples(0.6)
    assert np.array_equal(heard[: samples.size], samples)
    assert not heard[samples.size :].any()
    assert device.closed


def test_without_an_output_nothing_happens():
    chime(0.6, "", Outputs()).join(10.0)
