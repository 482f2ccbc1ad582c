"""Prints how long a packet takes from the strap to an event, and a link to come back.

Run on a quiet machine::

    python tests/bench/bluetooth_latency.py

Everything goes through bleak's BlueZ backend and a mock of BlueZ on a private bus, so this is what
the software costs; a radio adds its own time.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "bluetooth"))

from mock_bluez import MockBlueZ

from coherence_desktop.events import AnyEvent, Beat, Link, LinkState
from coherence_desktop.sensors.bluetooth.strap import StrapSensor
from coherence_desktop.sensors.emulator import EmulatorSettings, Sent, emulate
from coherence_desktop.sensors.sensor import SessionClock


async def latency(beats: int, packets_per_s: float) -> None:
    """Time from sending a packet to the event of its beat."""
    arrived: dict[int, float] = {}
    left: dict[int, float] = {}

    def emit(event: AnyEvent) -> None:
        if isinstance(event, Beat):
            arrived[round(event.rr_ms * 1.024)] = time.monotonic()

    def did(event: object) -> None:
        if isinstance(event, Sent):
            left[event.ticks[0]] = event.monotonic_s

    listening = asyncio.create_task(StrapSensor("Bench", "hci0").run(SessionClock(), emit))
    rr_ms = tuple((1000 + number) / 1.024 for number in range(beats))
    speed = packets_per_s * statistics.fmean(rr_ms) / 1000
    settings = EmulatorSettings(
        rr_ms=rr_ms, adapter="hci1", name="Bench", speed=speed, max_packets_per_s=2000
    )
    await emulate(settings, did)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    took_ms = sorted((arrived[ticks] - left[ticks]) * 1000 for ticks in left if ticks in arrived)
    print(
        f"notify to event at {packets_per_s:4.0f} packets/s: "
        f"median {statistics.median(took_ms):.2f} ms, "
        f"99 % {took_ms[int(0.99 * len(took_ms))]:.2f} ms, "
        f"worst {took_ms[-1]:.2f} ms; {len(took_ms)} of {beats} arrived"
    )


async def reconnection(bluez: MockBlueZ, times: int) -> None:
    """Time from cutting the link to hearing of it, and to being connected again."""
    links: list[tuple[float, LinkState]] = []

    def emit(event: AnyEvent) -> None:
        if isinstance(event, Link):
            links.append((time.monotonic(), event.state))

    listening = asyncio.create_task(StrapSensor("Bench", "hci0").run(SessionClock(), emit))
    settings = EmulatorSettings(rr_ms=(300.0,), adapter="hci1", name="Bench", loop=True)
    strap = asyncio.create_task(emulate(settings))
    noticed_ms, back_s = [], []
    for _ in range(times):
        while not links or links[-1][1] is not LinkState.CONNECTED:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.7)
        heard_before, cut_s = len(links), time.monotonic()
        bluez.drop("hci0")
        while len(links) < heard_before + 2:
            await asyncio.sleep(0.005)
        noticed_ms.append((links[heard_before][0] - cut_s) * 1000)
        back_s.append(links[heard_before + 1][0] - cut_s)
    for task in (listening, strap):
        task.cancel()
    await asyncio.gather(listening, strap, return_exceptions=True)
    print(
        f"cut link: noticed after {statistics.median(noticed_ms):.1f} ms (median of {times}), "
        f"connected again after {statistics.median(back_s):.2f} s, worst {max(back_s):.2f} s"
    )


def main() -> None:
    """Run all measurements."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--beats", type=int, default=1000)
    parser.add_argument("--reconnections", type=int, default=10)
    args = parser.parse_args()
    bluez = MockBlueZ()
    began_s = time.monotonic()
    bluez.start()
    print(f"bus and mock BlueZ ready after {time.monotonic() - began_s:.2f} s")
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bluez.address
    try:
        for packets_per_s in (10, 100, 1000):
            beats = min(args.beats, int(10 * packets_per_s))
            asyncio.run(latency(beats, packets_per_s))
        asyncio.run(reconnection(bluez, args.reconnections))
    finally:
        bluez.stop()


if __name__ == "__main__":
    main()
