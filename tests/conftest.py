"""Fixtures that every room's tests share."""

import json
import os
import subprocess
import sys
import threading
import time
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
def growth() -> Callable[..., float]:
    """How many times as long this thread works at ``more`` as at ``less``, at best of three."""

    def measure(less: Callable[[], object], more: Callable[[], object]) -> float:
        spent = {less: [], more: []}
        for _ in range(3):
            for work, took in spent.items():
                began = time.thread_time()
                work()
                took.append(time.thread_time() - began)
        return min(spent[more]) / min(spent[less])

    return measure


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


class OtherProgram:
    """A program of the lab that speaks by liblsl, in a process of its own."""

    def __init__(self, script: str, *arguments: object) -> None:
        path = Path(__file__).parent / "lsl" / script
        self._process = subprocess.Popen(
            [sys.executable, path, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def line(self) -> str:
        """Wait for the next line that it says, not for ever; empty at its end."""
        patience = threading.Timer(60.0, self._process.kill)
        patience.start()
        try:
            return self._process.stdout.readline().strip()
        finally:
            patience.cancel()

    def end(self) -> None:
        """Let it finish what it does."""
        self._process.communicate(timeout=30)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.communicate(timeout=30)


@pytest.fixture
def other_program() -> Iterator[Callable[..., OtherProgram]]:
    """Start programs of the lab; those that still run end by force."""
    started: list[OtherProgram] = []

    def start(script: str, *arguments: object) -> OtherProgram:
        started.append(OtherProgram(script, *arguments))
        return started[-1]

    yield start
    for program in started:
        program.kill()


@pytest.fixture
def lsl_outlet(other_program) -> Callable[..., OtherProgram]:
    """Serve a stream from another process, with values at a steady pace."""

    def serve(name: str, values: list[float], **more: object) -> OtherProgram:
        wanted = {"kind": "RR", "unit": "ms", "every_s": 0.5, "skipped": [], "source_id": name}
        program = other_program(
            "outlet.py", json.dumps({**wanted, **more, "name": name, "values": values})
        )
        assert program.line() == "ready"
        return program

    return serve
