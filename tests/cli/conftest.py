"""Fixtures of the command line's tests: the real command, as a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from mock_bluez import MockBlueZ

PATIENCE_S = 60.0
COMMAND = (sys.executable, "-m", "coherence_desktop")


@dataclass
class Ended:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> dict:
        """The one object on stdout."""
        return json.loads(self.stdout)


class Running:
    """A command that runs; its stderr goes to a file, so that a test can watch it."""

    def __init__(self, arguments: tuple[str, ...], env: dict[str, str], told: Path) -> None:
        self._told = told
        with told.open("wb") as stderr:
            self._process = subprocess.Popen(
                [*COMMAND, *arguments], env=env, stdout=subprocess.PIPE, stderr=stderr
            )

    @property
    def pid(self) -> int:
        """Id of its process."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    @property
    def told(self) -> str:
        """What it has said to people up to now."""
        return self._told.read_text()

    def says(self, words: str, within_s: float = PATIENCE_S) -> None:
        """Wait until it says this."""
        until_s = time.monotonic() + within_s
        while words not in self.told:
            assert self._process.poll() is None, f"it ended without saying {words!r}: {self.told}"
            assert time.monotonic() < until_s, f"it did not say {words!r} but {self.told!r}"
            time.sleep(0.05)

    def ask_to_stop(self, number: int = signal.SIGINT) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def end(self) -> Ended:
        """Wait for its end."""
        stdout, _ = self._process.communicate(timeout=PATIENCE_S)
        return Ended(self._process.returncode, stdout.decode(), self.told)

    def kill(self) -> None:
        """Kill it, if it still lives."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An environment of its own: nobody's library, key or log."""
    own = {**os.environ, "COHERENCE_LIBRARY_KEY": "a passphrase of the tests", "COLUMNS": "100"}
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        own[name] = str(tmp_path / name.lower())
    return own


@pytest.fixture
def run(env: dict[str, str]) -> Callable[..., Ended]:
    """Run a command to its end."""

    def run_to_end(*arguments: object, **more: str) -> Ended:
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            env=env | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run_to_end


@pytest.fixture
def start(
    env: dict[str, str], tmp_path: Path, mock_bluez: MockBlueZ
) -> Iterator[Callable[..., Running]]:
    """Start commands on a Bluetooth stack without a radio; those that still run end by force."""
    started: list[Running] = []

    def start_one(*arguments: object) -> Running:
        told = tmp_path / f"told-{len(started)}.txt"
        bus = {"DBUS_SYSTEM_BUS_ADDRESS": mock_bluez.address}
        started.append(Running(tuple(map(str, arguments)), env | bus, told))
        return started[-1]

    yield start_one
    for one in started:
        one.kill()
