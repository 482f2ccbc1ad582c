"""Recordings made for a test: an ECG whose beats are known, and files of it."""

import importlib
import os
import struct
import subprocess
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import edfio
import numpy as np
import pytest

FS_HZ = 250.0


@pytest.fixture(scope="session")
def beats_s() -> np.ndarray:
    """Times of a minute of beats that follow the breath."""
    times = [0.7]
    while times[-1] < 58.5:
        times.append(times[-1] + 0.85 + 0.12 * np.sin(2 * np.pi * 0.1 * times[-1]))
    return np.array(times)


@pytest.fixture(scope="session")
def ecg_at() -> Callable[..., np.ndarray]:
    """Draw an ECG in mV with R and T waves for beats at these times, and a little noise."""

    def draw(beats_s: np.ndarray, seconds: int = 60, fs_hz: float = FS_HZ) -> np.ndarray:
        t = np.arange(int(seconds * fs_hz)) / fs_hz
        ecg = 0.01 * np.random.default_rng(1).standard_normal(t.size)
        for beat in beats_s:
            near = slice(max(int((beat - 0.2) * fs_hz), 0), int((beat + 0.6) * fs_hz))
            since = t[near] - beat
            ecg[near] += 1.2 * np.exp(-((since / 0.012) ** 2) / 2)
            ecg[near] -= 0.2 * np.exp(-(((since - 0.03) / 0.010) ** 2) / 2)
            ecg[near] += 0.25 * np.exp(-(((since - 0.28) / 0.045) ** 2) / 2)
        return ecg + 0.3 * np.sin(2 * np.pi * 0.2 * t)

    return draw


@pytest.fixture(scope="session")
def real_ecg(recordings) -> Callable[[str], tuple[np.ndarray, float]]:
    """Load a recording's ECG, whole seconds of it, and its sampling rate."""

    def load(name: str) -> tuple[np.ndarray, float]:
        with np.load(recordings / "ecg" / f"{name}.npz") as found:
            fs_hz = float(found["fs"])
            ecg = found["sig"].astype(float)
        return ecg[: int(ecg.size // fs_hz * fs_hz)], fs_hz

    return load


@pytest.fixture
def edf(tmp_path) -> Callable[..., Path]:
    """Write an EDF+ or BDF+ file of channels by label."""

    def write(
        channels: dict[str, np.ndarray],
        fs_hz: float = FS_HZ,
        marks: Sequence[tuple[float, str]] = (),
        name: str = "recording.edf",
    ) -> Path:
        bdf = name.endswith(".bdf")
        signal, file = (edfio.BdfSignal, edfio.Bdf) if bdf else (edfio.EdfSignal, edfio.Edf)
        signals = [
            signal(values, fs_hz, label=label, physical_dimension="mV")
            for label, values in channels.items()
        ]
        annotations = [edfio.EdfAnnotation(at, None, text) for at, text in marks]
        path = tmp_path / name
        file(signals, annotations=annotations or None).write(path)
        return path

    return write


@pytest.fixture(scope="session")
def wfdb() -> ModuleType:
    """Give the package, which pandas warns about when it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("wfdb")


class FitFile:
    """Writes the bytes of a .fit file, message by message."""

    # Local type, then (field number, size, base type) of each field.
    _DEFINITIONS = {0: (0, (4, 4, 0x86)), 20: (1, (253, 4, 0x86)), 78: (2, (0, 10, 0x84))}

    def __init__(self) -> None:
        self.body = b""
        for number, (local, fields) in self._DEFINITIONS.items():
            self.body += struct.pack("<BBBHB3B", 0x40 | local, 0, 0, number, 1, *fields)

    def created(self, clock_s: int) -> "FitFile":
        """Begin a file at this time of the watch's clock."""
        self.body += struct.pack("<BI", 0, clock_s)
        return self

    def record(self, clock_s: int) -> "FitFile":
        """Tell the time."""
        self.body += struct.pack("<BI", 1, clock_s)
        return self

    def hrv(self, *rr_ms: int) -> "FitFile":
        """Tell up to five intervals; the rest of the message is marked invalid."""
        self.body += struct.pack("<B5H", 2, *rr_ms, *[0xFFFF] * (5 - len(rr_ms)))
        return self

    def bytes(self, body: bytes | None = None) -> bytes:
        """Give the whole file with its checksum, or one of another body."""
        body = self.body if body is None else body
        head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
        whole = head + struct.pack("<H", _crc(head)) + body
        return whole + struct.pack("<H", _crc(whole))


def _crc(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


@pytest.fixture
def fit_file() -> type[FitFile]:
    """Make .fit files."""
    return FitFile


@pytest.fixture
def analyze(tmp_path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the real command."""
    own = {name: str(tmp_path / name.lower()) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME")}
    env = {**os.environ, **own, "COLUMNS": "120"}

    def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "coherence_desktop", "analyze", *map(str, arguments)]
        return subprocess.run(
            command,
            env=env | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run
