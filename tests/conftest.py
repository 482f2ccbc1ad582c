"""Fixtures that every room's tests share."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from mock_bluez import MockBlueZ

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def recordings() -> Path:
    """Folder of the real recordings; the test is skipped where it is absent."""
    named = os.environ.get("COHERENCE_TEST_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not (folder / "index.json").is_file():
        pytest.skip(f"real recordings not found at {folder}; set COHERENCE_TEST_DATA")
    return folder


@pytest.fixture(scope="session")
def rr_of(recordings: Path) -> Callable[[str], np.ndarray]:
    """Load a recording's raw RR intervals in ms by name."""

    def load(name: str) -> np.ndarray:
        return np.loadtxt(recordings / "rr" / f"{name}.txt", dtype=float, ndmin=1)

    return load


@pytest.fixture
def mock_bluez(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockBlueZ]:
    """A fresh Bluetooth stack without a radio, taken for the system's by this process.

    Hand ``mock_bluez.env`` to processes that shall share it.
    """
    stack = MockBlueZ()
    try:
        stack.start()
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", stack.address)
        yield stack
    finally:
        stack.stop()
