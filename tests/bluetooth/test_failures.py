"""Every failure has a reason and a plain sentence."""

import asyncio
import subprocess
import sys

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
)
from bluetooth_stage import Stage
from dbus_fast import DBusError

from coherence_desktop.errors import Problem
from coherence_desktop.events import LinkState
from coherence_desktop.sensors.bluetooth.failures import (
    LinkReason,
    explain,
    link_errors,
    sentence,
)
from coherence_desktop.sensors.bluetooth.platform import (
    SYSTEMS,
    adapter_arguments,
    is_device_identifier,
    same_device,
    scanner_arguments,
)
from coherence_desktop.sensors.bluetooth.search import Wanted

Unavailable = BleakBluetoothNotAvailableReason


@pytest.mark.parametrize("reason", LinkReason)
def test_every_reason_has_a_calm_sentence_that_says_what_to_do(reason):
    text = sentence(reason)
    assert text.endswith(".")
    assert text.count(".") >= 2, "what happened, and what to do or what happens next"
    assert "!" not in text
    assert "error" not in text.lower()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (BleakBluetoothNotAvailableError("", Unavailable.NO_BLUETOOTH), "no_bluetooth"),
        (BleakBluetoothNotAvailableError("", Unavailable.NO_BLE_CENTRAL_ROLE), "no_low_energy"),
        (BleakBluetoothNotAvailableError("", Unavailable.POWERED_OFF), "bluetooth_off"),
        (BleakBluetoothNotAvailableError("", Unavailable.DENIED_BY_USER), "denied_by_person"),
        (BleakBluetoothNotAvailableError("", Unavailable.DENIED_BY_SYSTEM), "denied_by_system"),
        (BleakBluetoothNotAvailableError("", Unavailable.DENIED_BY_UNKNOWN), "denied"),
        (BleakBluetoothNotAvailableError("", Unavailable.UNKNOWN), "unknown"),
        (BleakCharacteristicNotFoundError("2a37"), "no_heart_rate"),
        (BleakDeviceNotFoundError("AA"), "not_found"),
        (BleakDBusError("org.bluez.Error.NotReady", []), "bluetooth_off"),
        (BleakDBusError("org.bluez.Error.InProgress", []), "busy"),
        (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["x"]), "service_down"),
        (BleakDBusError("org.bluez.Error.SomethingNew", []), "unknown"),
        (DBusError("org.bluez.Error.NotReady", "x"), "bluetooth_off"),
        (BleakError("adapter 'hci9' not found"), "adapter_missing"),
        (BleakError("failed to discover services, device disconnected"), "disconnected"),
        (BleakError("Thread is configured for Windows GUI but callbacks"), "wrong_thread"),
        (BleakError("whatever comes next"), "unknown"),
        (TimeoutError(), "no_answer"),
        (ConnectionRefusedError(), "service_down"),
        (EOFError(), "service_down"),
    ],
)
def test_what_the_libraries_raise_gets_its_reason(error, reason):
    assert isinstance(error, link_errors())
    problem = explain(error)
    assert problem.reason == reason
    assert isinstance(problem, Problem)
    assert problem.message == sentence(LinkReason(reason))


def test_only_what_a_person_can_mend_asks_for_a_person():
    assert LinkReason.ADAPTER_OFF.needs_person
    assert LinkReason.DENIED_BY_PERSON.needs_person
    assert not LinkReason.DROPPED.needs_person
    assert not LinkReason.SERVICE_DOWN.needs_person


def test_the_app_starts_without_loading_a_bluetooth_library():
    check = (
        "import sys\n"
        "import coherence_desktop.sensors.bluetooth.scan\n"
        "import coherence_desktop.sensors.bluetooth.strap\n"
        "import coherence_desktop.sensors.emulator\n"
        "sys.exit(any(name in sys.modules for name in ('bleak', 'dbus_fast')))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


async def test_a_wrong_adapter_is_said_and_still_waited_for(stage: Stage):
    listener = stage.listen("Polar H10", "hci77")
    told = await listener.says(LinkState.FAILED, "adapter_missing")
    assert told.message == (
        "There is no Bluetooth adapter of that name. Plug it in, or choose another."
    )
    await asyncio.sleep(0.5)
    assert [link.state for link in listener.links] == [LinkState.SEARCHING, LinkState.FAILED]


@pytest.mark.parametrize(
    ("wanted", "name", "meant"),
    [
        ("Polar H10", "Polar H10 8C2A1B2D", True),
        ("polar h10 8c2a1b2d", "Polar H10 8C2A1B2D", True),
        ("Polar H1", "Polar H10 8C2A1B2D", False),
        ("Polar H10", "Polar H9 8C2A1B2D", False),
        ("HRM-Pro", "HRM-Pro:123456", True),
        ("Polar", None, False),
        ("", "Polar H10", False),
    ],
)
def test_a_name_means_straps_that_begin_with_its_words(wanted, name, meant):
    assert Wanted(wanted).is_meant("AA:BB:CC:DD:EE:FF", name) is meant


def test_identifiers_of_every_system_are_told_from_names():
    assert is_device_identifier("A0:9E:1A:8C:2A:1B")
    assert is_device_identifier("243E23AE-4A99-406C-B317-18F1BD7B4CBE")
    assert not is_device_identifier("Polar H10 8C2A1B2D")
    assert same_device("a0-9e-1a-8c-2a-1b", "A0:9E:1A:8C:2A:1B")


def test_only_linux_chooses_among_adapters(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert adapter_arguments("hci1") == {"bluez": {"adapter": "hci1"}}
    assert scanner_arguments("hci1")["bluez"]["adapter"] == "hci1"
    for system in ("win32", "darwin"):
        monkeypatch.setattr("sys.platform", system)
        assert adapter_arguments("hci1") == scanner_arguments("hci1") == {}


def test_what_is_said_of_other_systems_names_its_sources_and_does_not_claim_to_be_run():
    assert [key for key, facts in SYSTEMS.items() if facts.run] == ["linux"]
    assert all(facts.sources for facts in SYSTEMS.values())
