"""The stand-in for bluetoothd does what the real one does, or the other tests prove nothing."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakError
from bluetooth_stage import Stage, connections, happens, intervals
from dbus_fast import PropertyAccess, Variant
from dbus_fast.annotations import DBusSignature
from dbus_fast.service import dbus_property
from mock_bluez import ADDRESSES, MockBlueZ

from coherence_desktop.sensors.emulator import gatt, peripheral

ON_HCI0 = {"bluez": {"adapter": "hci0"}}
ManufacturerData = Annotated[dict[int, Variant], DBusSignature("a{qv}")]


async def find(name: str = "Polar H10 334402", within_s: float = 5.0):
    return await BleakScanner.find_device_by_name(name, timeout=within_s, **ON_HCI0)


async def test_a_known_strap_is_heard_again_in_a_second_scan(stage: Stage):
    await stage.strap(intervals(9))
    assert await find()
    assert await find()


async def test_a_dead_strap_is_not_heard_and_cannot_be_connected_to(stage: Stage):
    strap = await stage.strap(intervals(9))
    device = await find()
    await strap.die()
    assert await find(within_s=0.6) is None
    with pytest.raises(BleakError):
        await BleakClient(device, timeout=2).connect()


async def test_the_death_of_a_strap_breaks_its_link(stage: Stage):
    strap = await stage.strap(intervals(9))
    gone = []
    client = BleakClient(await find(), disconnected_callback=gone.append)
    await client.connect()
    await strap.die()
    await happens(lambda: gone)
    await client.disconnect()


async def test_switching_the_adapter_off_breaks_its_links(stage: Stage):
    await stage.strap(intervals(9))
    gone = []
    client = BleakClient(await find(), disconnected_callback=gone.append)
    await client.connect()
    assert await connections("hci0") == [ADDRESSES[1]]
    stage.bluez.power("hci0", on=False)
    await happens(lambda: gone)
    assert await connections("hci0") == []
    await client.disconnect()


async def test_manufacturer_data_and_signal_strength_reach_the_scanner(stage: Stage, monkeypatch):
    class WithManufacturer(gatt.Advertisement):
        @dbus_property(access=PropertyAccess.READ, name="ManufacturerData")
        def manufacturer_data(self) -> ManufacturerData:
            return {0x006B: Variant("ay", b"\x01\x02")}

    monkeypatch.setattr(peripheral, "Advertisement", WithManufacturer)
    await stage.strap(intervals(9))
    adverts = []
    async with BleakScanner(lambda device, advert: adverts.append(advert), **ON_HCI0):
        await happens(lambda: len({advert.rssi for advert in adverts}) > 1)
    assert adverts[0].manufacturer_data == {0x006B: b"\x01\x02"}
    assert all(-100 < advert.rssi < 0 for advert in adverts)


def test_the_stack_runs_by_hand_and_leaves_nothing_behind():
    script = Path(__file__).with_name("mock_bluez.py")
    program = subprocess.Popen(
        [sys.executable, str(script), "--adapter", "00:11:22:33:44:0A"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    address = program.stdout.readline().strip()
    socket = Path(address.removeprefix("unix:path="))
    assert socket.is_socket()
    children = children_of(program.pid)
    assert len(children) == 2
    program.send_signal(signal.SIGTERM)
    program.wait(10)
    program.stdout.close()
    assert not socket.exists()
    assert not any(is_running(child) for child in children)


async def test_its_processes_die_with_a_parent_that_was_killed():
    script = Path(__file__).with_name("mock_bluez.py")
    program = subprocess.Popen(
        [sys.executable, str(script), "--adapter", "00:11:22:33:44:0A"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    program.stdout.readline()
    children = children_of(program.pid)
    program.kill()
    program.wait(10)
    program.stdout.close()
    await happens(lambda: not any(is_running(child) for child in children), within_s=10)


def test_without_dbus_daemon_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda program: None)
    stack = MockBlueZ()
    with pytest.raises(RuntimeError, match="apt-get install dbus"):
        stack.start()
    stack.stop()


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
