"""A whole Bluetooth stack without a radio: a private D-Bus daemon and a stand-in for bluetoothd.

In tests, use the ``mock_bluez`` fixture. By hand::

    python tests/bluetooth/mock_bluez.py --adapter 00:11:22:33:44:01 --adapter 00:11:22:33:44:02

prints the bus address (for ``DBUS_SYSTEM_BUS_ADDRESS``) and runs until interrupted.
"""

import argparse
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ADDRESSES = tuple(f"00:11:22:33:44:{number:02X}" for number in range(1, 10))
"""Addresses of the adapters hci0 to hci8; the first listens, the others are straps."""

START_TIMEOUT_S = 20.0

_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# PR_SET_PDEATHSIG outlives execve, so this makes any program die with its parent.
_DIE_WITH_PARENT = (
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 9); os.execvp(sys.argv[1], sys.argv[1:])"
)


class MockBlueZ:
    """A private bus with a mock BlueZ on it.

    Parameters
    ----------
    addresses : sequence of str
        One adapter each, powered on: hci0, hci1 and so on.
    scan_interval_s : float
        How often a scanning adapter hears each advertisement.

    Notes
    -----
    Start it from a thread that outlives it: its processes die with the thread that started them.
    """

    def __init__(self, addresses: Sequence[str] = ADDRESSES, scan_interval_s: float = 0.2) -> None:
        self.addresses = tuple(addresses)
        self._scan_interval_s = scan_interval_s
        self._folder = Path(tempfile.mkdtemp(prefix="mock-bluez-"))
        self._socket = self._folder / "bus"
        self._bus: subprocess.Popen[str] | None = None
        self._daemon: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Address of the bus."""
        return f"unix:path={self._socket}"

    @property
    def env(self) -> dict[str, str]:
        """Environment for a process that shall see this stack as the system's."""
        return {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.address}

    def start(self) -> "MockBlueZ":
        """Start the bus, then bluetoothd's stand-in; both are ready when this returns."""
        self.start_bus()
        self.start_daemon()
        return self

    def stop(self) -> None:
        """Stop everything and remove the socket's folder."""
        self.kill_daemon()
        self.kill_bus()
        shutil.rmtree(self._folder, ignore_errors=True)

    def restart(self, pause_s: float = 0.0) -> None:
        """Kill bluetoothd's stand-in and start a new one that knows nothing."""
        self.kill_daemon()
        time.sleep(pause_s)
        self.start_daemon()

    def start_bus(self) -> None:
        """Start the D-Bus daemon, at the same address each time."""
        program = shutil.which("dbus-daemon")
        if program is None:
            raise RuntimeError(
                "dbus-daemon is not installed, and the Bluetooth tests need it: "
                "on Debian, apt-get install dbus"
            )
        self._socket.unlink(missing_ok=True)
        config = self._folder / "bus.conf"
        config.write_text(_BUS_CONFIG.format(socket=self._socket))
        self._bus = _spawn(
            sys.executable,
            "-c",
            _DIE_WITH_PARENT,
            program,
            f"--config-file={config}",
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        )
        _expect(self._bus, "unix:")

    def start_daemon(self) -> None:
        """Start bluetoothd's stand-in on the bus."""
        adapters = [word for address in self.addresses for word in ("--adapter", address)]
        self._daemon = _spawn(
            sys.executable,
            str(Path(__file__).with_name("mock_bluez_daemon.py")),
            "--scan-interval",
            str(self._scan_interval_s),
            *adapters,
            env=self.env,
        )
        _expect(self._daemon, "ready")

    def kill_daemon(self) -> None:
        """Kill bluetoothd's stand-in without a chance to say goodbye."""
        self._daemon = _kill(self._daemon)

    def kill_bus(self) -> None:
        """Kill the bus; what is connected to it is cut off."""
        self._bus = _kill(self._bus)

    def power(self, adapter: str, *, on: bool) -> None:
        """Switch an adapter such as ``hci0`` on or off, as a person would."""
        self._command(f"power {adapter} {'on' if on else 'off'}")

    def drop(self, adapter: str) -> None:
        """Cut every link of an adapter, as distance would."""
        self._command(f"drop {adapter}")

    def vanish(self, adapter: str, address: str) -> None:
        """Remove a device object from an adapter with no word of a disconnect."""
        self._command(f"vanish {adapter} {address}")

    def _command(self, line: str) -> None:
        assert self._daemon is not None, "the mock of bluetoothd is not running"
        assert self._daemon.stdin is not None
        self._daemon.stdin.write(line + "\n")
        self._daemon.stdin.flush()
        _expect(self._daemon, "ok")


def _spawn(*command: str, env: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=env
    )


def _expect(process: "subprocess.Popen[str]", prefix: str) -> str:
    assert process.stdout is not None
    if not select.select([process.stdout], [], [], START_TIMEOUT_S)[0]:
        raise RuntimeError(f"{process.args!r} did not say {prefix!r} in {START_TIMEOUT_S} s")
    line = process.stdout.readline().strip()
    if not line.startswith(prefix):
        raise RuntimeError(f"{process.args!r} said {line!r} instead of {prefix!r}")
    return line


def _kill(process: "subprocess.Popen[str] | None") -> None:
    if process is not None:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def main() -> None:
    """Run a stack until interrupted; SIGHUP restarts the mock of bluetoothd."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--adapter", action="append", metavar="ADDRESS")
    parser.add_argument("--scan-interval", type=float, default=0.2)
    args = parser.parse_args()
    stack = MockBlueZ(args.adapter or ADDRESSES[:2], args.scan_interval)
    wanted = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
    try:
        print(stack.start().address, flush=True)
        while signal.sigwait(wanted) == signal.SIGHUP:
            stack.restart()
    finally:
        stack.stop()


if __name__ == "__main__":
    main()
