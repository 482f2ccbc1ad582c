"""A strap over bleak's real BlueZ backend, as long as nothing goes wrong."""

import asyncio
import sys
from asyncio.subprocess import PIPE

from bluetooth_stage import (
    PATIENCE_S,
    Stage,
    assert_true_account,
    connections,
    happens,
    intervals,
    is_scanning,
)

from coherence_desktop.events import Battery, Contact, Device, LinkState
from coherence_desktop.sensors.bluetooth import connection

_LISTENING_PROGRAM = """
import asyncio
from coherence_desktop.events import Beat
from coherence_desktop.sensors.bluetooth.strap import StrapSensor
from coherence_desktop.sensors.sensor import SessionClock

def emit(event):
    if isinstance(event, Beat):
        print("beat", flush=True)

asyncio.run(StrapSensor("Polar H10", "hci0").run(SessionClock(), emit))
"""


async def test_every_interval_arrives_exactly_and_in_order(stage: Stage, rr_of):
    rr_ms = rr_of("physio_1")[:400]
    strap = await stage.strap(rr_ms, speed=200)
    listener = stage.listen("Polar H10")
    result = await strap.result()
    await listener.hears(400)
    await listener.stop()
    assert listener.heard == list(result.sent_1024) == [round(rr * 1.024) for rr in rr_ms]


async def test_the_strap_says_who_it_is_and_how_its_battery_is(stage: Stage):
    await stage.strap(intervals(50), model="polar_h10", battery_percent=37)
    listener = stage.listen("Polar H10")
    await listener.hears(2)
    (device,) = listener.all(Device)
    assert (device.name, device.address) == ("Polar H10 334402", "00:11:22:33:44:02")
    assert (device.model, device.manufacturer) == ("polar_h10", "Polar Electro Oy")
    assert device.firmware == "1.0.0-emulated"
    assert [battery.percent for battery in listener.all(Battery)] == [37]
    assert [contact.detected for contact in listener.all(Contact)] == [True]


async def test_the_link_goes_from_searching_to_connected_to_ended(stage: Stage):
    await stage.strap(intervals(50))
    listener = stage.listen("Polar H10")
    await listener.hears(1)
    await listener.stop()
    assert [link.state for link in listener.links] == [
        LinkState.SEARCHING,
        LinkState.CONNECTING,
        LinkState.CONNECTED,
        LinkState.ENDED,
    ]


async def test_a_strap_is_found_by_address_in_any_capitals(stage: Stage):
    strap = await stage.strap(intervals(50), name="ä strap")
    ready = await strap.ready()
    listener = stage.listen(ready.address.lower())
    await listener.hears(1)


async def test_a_strap_that_wakes_up_later_is_found(stage: Stage):
    listener = stage.listen("Polar H10")
    told = await listener.says(LinkState.SEARCHING, "not_found")
    assert "No strap in reach yet" in told.message
    await stage.strap(intervals(50))
    await listener.hears(1)


async def test_four_straps_at_once_each_give_their_own_beats(stage: Stage):
    straps, listeners = [], []
    for number in (1, 2, 3, 4):
        adapter = f"hci{number}"
        rr_ms = intervals(120, first_1024=200 + 200 * number)
        straps.append(await stage.strap(rr_ms, adapter, name=f"Strap {number}", speed=25))
        listeners.append(stage.listen(f"Strap {number}"))
    for strap, listener in zip(straps, listeners, strict=True):
        result = await strap.result()
        await listener.hears(120)
        assert listener.heard == list(result.sent_1024)


async def test_a_name_means_one_strap_once_it_was_found(stage: Stage):
    first = await stage.strap(intervals(200), "hci1", name="Band A")
    listener = stage.listen("Band")
    await listener.hears(1)
    await first.die()
    await stage.strap(intervals(200, first_1024=900), "hci2", name="Band B")
    await listener.says(LinkState.RECONNECTING, "not_found")
    await stage.strap(intervals(200, first_1024=600), "hci1", name="Band A")
    await happens(lambda: listener.heard[-1] >= 600)
    assert not set(listener.heard) & set(range(900, 1100))


async def test_cancelling_leaves_no_link_no_task_and_no_scan_behind(stage: Stage):
    strap = await stage.strap(intervals(200))
    tasks_before = asyncio.all_tasks()
    listener = stage.listen("Polar H10")
    await listener.hears(2)
    await listener.stop()
    await happens(lambda: strap.state_count("no_listener") == 1)
    assert not await connections("hci0")
    assert not await is_scanning("hci0")
    left = {
        task
        for task in asyncio.all_tasks() - tasks_before
        if "_monitor_bus_disconnect" not in str(task.get_coro())
    }
    assert not left, "only bleak's own watch over the bus may outlive a sensor"


async def test_cancelling_at_any_moment_leaves_no_link_behind(stage: Stage):
    await stage.strap(intervals(500), await_listener=False)
    for after_s in (0.0, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.12, 0.2, 0.3):
        listener = stage.listen("Polar H10")
        await asyncio.sleep(after_s)
        await listener.stop()
        assert listener.links[-1].state is LinkState.ENDED or not listener.events
    assert not await connections("hci0")
    assert not await is_scanning("hci0")


async def test_a_device_without_heart_rate_is_said_to_be_none(stage: Stage, monkeypatch):
    no_such_service = "0000dead-0000-1000-8000-00805f9b34fb"
    monkeypatch.setattr(connection, "HEART_RATE_SERVICE", no_such_service)
    await stage.strap(intervals(50))
    listener = stage.listen("Polar H10")
    told = await listener.says(LinkState.FAILED, "no_heart_rate")
    assert told.message.startswith("This device sends no heart rate.")
    assert not listener.heard


async def test_the_link_of_a_program_that_was_killed_is_taken_over(stage: Stage):
    strap = await stage.strap(intervals(300))
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LISTENING_PROGRAM, env=stage.bluez.env, stdout=PIPE
    )
    assert program.stdout is not None
    assert await asyncio.wait_for(program.stdout.readline(), PATIENCE_S) == b"beat\n"
    program.kill()
    await program.wait()
    await happens(lambda: strap.state_count("no_listener") == 1)
    assert await connections("hci0"), "BlueZ keeps the link"
    listener = stage.listen("Polar H10")
    await listener.hears(3)


async def test_a_connected_strap_without_a_beat_is_said_to_be_so(stage: Stage):
    await stage.strap((3000.0, 500.0, 500.0))
    listener = stage.listen("Polar H10")
    told = await listener.says(LinkState.CONNECTED, "no_beat")
    assert told.message == "No beat yet. The strap is connected; press it gently against the skin."
    await listener.hears(1)
    assert listener.links[-1].message == ""


async def test_a_strap_that_tells_a_rate_and_no_beats_is_said_to_be_one(stage: Stage):
    await stage.strap(intervals(50), model="polar_verity_sense")
    listener = stage.listen("Polar Sense")
    told = await listener.says(LinkState.CONNECTED, "rates_only")
    assert told.message.startswith("This strap tells a heart rate, but not each beat")
    assert not listener.heard


async def test_beats_are_timed_to_fifty_milliseconds(stage: Stage):
    strap = await stage.strap(intervals(12))
    listener = stage.listen("Polar H10")
    await strap.result()
    await listener.hears(12)
    await listener.stop()
    assert_true_account(strap, listener)
