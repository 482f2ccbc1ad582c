"""The list of straps in reach."""

import asyncio
from contextlib import aclosing

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bluetooth_stage import Stage, happens, intervals, is_scanning
from mock_bluez import ADDRESSES, MockBlueZ

from coherence_desktop.sensors.bluetooth import scan as scan_module
from coherence_desktop.sensors.bluetooth.bluez import list_adapters
from coherence_desktop.sensors.bluetooth.failures import LinkProblem, LinkReason
from coherence_desktop.sensors.bluetooth.scan import FoundStrap, recognise, scan
from coherence_desktop.sensors.heart_rate_measurement import HEART_RATE_SERVICE


class Scanning:
    """A scan that goes on, and its latest list."""

    def __init__(self, adapter: str | None = "hci0") -> None:
        self.straps: list[FoundStrap] = []
        self.problem: LinkProblem | None = None
        self._task = asyncio.create_task(self._run(adapter))

    async def _run(self, adapter: str | None) -> None:
        try:
            async with aclosing(scan(adapter)) as lists:
                async for self.straps in lists:
                    pass
        except LinkProblem as problem:
            self.problem = problem

    async def finds(self, name: str) -> FoundStrap:
        return await happens(
            lambda: next((strap for strap in self.straps if strap.name == name), None)
        )

    async def fails(self) -> LinkProblem:
        return await happens(lambda: self.problem)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def test_a_strap_is_listed_with_all_that_is_known_without_connecting(stage: Stage):
    await stage.strap(intervals(9), model="polar_h10", name="Polar H10 8C2A1B2D")
    scanning = Scanning()
    found = await scanning.finds("Polar H10 8C2A1B2D")
    await scanning.stop()
    assert found.address == ADDRESSES[1]
    assert found.model.id == "polar_h10"
    assert found.rssi_dbm is not None
    assert -100 < found.rssi_dbm < 0
    assert found.battery_percent is None
    assert found.heart_rate_service
    assert found.last_seen_s < 5


async def test_the_list_is_live_while_straps_come_and_go(stage: Stage, monkeypatch):
    monkeypatch.setattr(scan_module, "GONE_AFTER_S", 1.0)
    first = await stage.strap(intervals(9), "hci1", name="First")
    scanning = Scanning()
    await scanning.finds("First")
    await stage.strap(intervals(9), "hci2", name="Second")
    await scanning.finds("Second")
    await first.die()
    await happens(lambda: [strap.name for strap in scanning.straps] == ["Second"])
    await scanning.stop()
    assert not await is_scanning("hci0")


async def test_a_remembered_battery_is_shown(stage: Stage):
    await stage.strap(intervals(9), name="Mine")
    async with aclosing(scan("hci0", {ADDRESSES[1]: 41})) as lists:
        async for straps in lists:
            if straps:
                break
    assert [strap.battery_percent for strap in straps] == [41]


async def test_a_scan_on_screen_and_a_search_do_not_disturb_each_other(stage: Stage):
    scanning = Scanning()
    await stage.strap(intervals(99), "hci1", name="First")
    await scanning.finds("First")
    listener = stage.listen("First")
    await listener.hears(2)
    await stage.strap(intervals(9), "hci2", name="Second")
    await scanning.finds("Second")
    assert scanning.problem is None
    await scanning.stop()


async def test_a_scan_outlives_a_restart_of_bluetoothd(stage: Stage, monkeypatch):
    monkeypatch.setattr(scan_module, "RENEW_S", 1.0)
    scanning = Scanning()
    await stage.strap(intervals(9), "hci1", name="First")
    await scanning.finds("First")
    stage.bluez.restart()
    await stage.strap(intervals(9), "hci2", name="Second")
    await scanning.finds("Second")
    await scanning.stop()


async def test_an_adapter_that_is_not_there_is_named_as_the_reason(stage: Stage):
    problem = await Scanning("hci77").fails()
    assert problem.reason is LinkReason.ADAPTER_MISSING
    assert "Plug it in, or choose another." in problem.message


async def test_an_adapter_that_is_off_is_named_as_the_reason(stage: Stage):
    stage.bluez.power("hci0", on=False)
    problem = await Scanning("hci0").fails()
    assert problem.reason is LinkReason.ADAPTER_OFF
    assert problem.message == ("Bluetooth is switched off. Switch it on in the system settings.")


async def test_all_adapters_off_are_named_as_the_reason(stage: Stage):
    for number in range(len(ADDRESSES)):
        stage.bluez.power(f"hci{number}", on=False)
    await asyncio.sleep(0.1)
    assert (await Scanning(None).fails()).reason is LinkReason.ADAPTER_OFF


async def test_a_bluetooth_service_that_is_down_is_named_as_the_reason(stage: Stage):
    stage.bluez.kill_daemon()
    assert (await Scanning().fails()).reason is LinkReason.SERVICE_DOWN
    stage.bluez.kill_bus()
    assert (await Scanning().fails()).reason is LinkReason.SERVICE_DOWN


async def test_a_system_without_a_bus_is_said_plainly(monkeypatch):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    with pytest.raises(LinkProblem, match="Bluetooth service does not answer"):
        await list_adapters()
    assert (await Scanning().fails()).reason is LinkReason.SERVICE_DOWN


async def test_adapters_can_be_chosen_from(mock_bluez: MockBlueZ):
    mock_bluez.power("hci1", on=False)
    adapters = await list_adapters()
    assert [adapter.name for adapter in adapters[:3]] == ["hci0", "hci1", "hci2"]
    assert [adapter.address for adapter in adapters] == list(ADDRESSES)
    assert [adapter.powered for adapter in adapters[:3]] == [True, False, True]


def advert(**told) -> AdvertisementData:
    usual = {
        "local_name": None,
        "manufacturer_data": {},
        "service_data": {},
        "service_uuids": [],
        "tx_power": None,
        "rssi": -70,
        "platform_data": (),
    }
    return AdvertisementData(**{**usual, **told})


def heard(**told) -> FoundStrap | None:
    return recognise(
        BLEDevice("AA:BB:CC:DD:EE:FF", told.get("local_name"), {}), advert(**told), {}
    )


def test_a_device_that_is_no_strap_is_left_out():
    assert (
        heard(local_name="Kitchen speaker", service_uuids=["0000110b-0000-1000-8000-00805f9b34fb"])
        is None
    )
    assert heard() is None


def test_any_device_with_the_heart_rate_service_is_listed_even_nameless():
    strap = heard(service_uuids=[HEART_RATE_SERVICE.upper()])
    assert strap is not None
    assert (strap.name, strap.model.id) == ("Heart rate strap", "generic")


def test_a_known_name_is_listed_though_it_tells_no_service():
    strap = heard(local_name="Polar H10 8C2A1B2D")
    assert strap is not None
    assert not strap.heart_rate_service


def test_a_signal_that_the_system_does_not_tell_is_absent():
    strap = heard(local_name="Polar H10 1", rssi=-127)
    assert strap is not None
    assert strap.rssi_dbm is None


def test_a_battery_told_in_the_advertisement_is_used():
    battery = {"0000180f-0000-1000-8000-00805f9b34fb": b"\x2a"}
    strap = heard(local_name="Polar H10 1", service_data=battery)
    assert strap is not None
    assert strap.battery_percent == 42
