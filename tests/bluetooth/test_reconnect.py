"""What a strap's link survives: each test breaks it in one way and finds the beats again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from itertools import pairwise

from bluetooth_stage import (
    PATIENCE_S,
    Stage,
    assert_true_account,
    gap_causes,
    happens,
    intervals,
)

from coherence_desktop.events import Beat, Gap, Link, LinkState
from coherence_desktop.sensors.bluetooth.failures import sentence
from coherence_desktop.sensors.bluetooth.strap import Pauses, Timing
from coherence_desktop.sensors.emulator import Fault, FaultKind

RECONNECTING = LinkState.RECONNECTING


async def test_no_interval_is_lost_in_25_disconnects_while_the_strap_waits(stage: Stage):
    leaving = Fault(FaultKind.DISCONNECT, every_beats=12, lasting_s=2)
    strap = await stage.strap(intervals(310), speed=40, hold=True, faults=(leaving,))
    listener = stage.listen("Polar H10")
    result = await strap.result()
    await listener.hears(310)
    await listener.stop()
    assert result.faults["disconnect"] >= 22
    assert listener.heard == list(result.sent_1024)
    assert listener.count(LinkState.CONNECTED) >= 22
    assert set(gap_causes(listener)) == {"disconnected"}


async def test_cut_links_are_found_again_20_times_and_no_beat_comes_twice(stage: Stage):
    strap = await stage.strap(intervals(3000), speed=20, linger_s=0)
    listener = stage.listen("Polar H10")
    for cut in range(1, 21):
        already = len(listener.heard)
        await listener.hears(already + 2)
        stage.bluez.drop("hci0")
        await happens(lambda cut=cut: listener.count(RECONNECTING) >= cut)
    await listener.hears(len(listener.heard) + 2)
    await listener.stop()
    heard = listener.heard
    assert heard == sorted(set(heard)), "twice, or out of order"
    assert set(heard) <= set(strap.sent), "invented"


async def test_a_disconnect_is_told_at_once_and_costs_only_the_beats_of_the_while(stage: Stage):
    strap = await stage.strap(intervals(18))
    listener = stage.listen("Polar H10")
    await listener.hears(6)
    stage.bluez.drop("hci0")
    told = await listener.says(RECONNECTING, "disconnected")
    assert told.message == (
        "The link to the strap broke off. It is being found again. Recording goes on."
    )
    await strap.result()
    await happens(lambda: listener.heard[-1] == strap.sent[-1])
    await listener.stop()
    assert_true_account(strap, listener)


async def test_silence_on_a_standing_link_is_a_lost_link(stage: Stage):
    quiet = Fault(FaultKind.SILENCE, every_beats=6, lasting_s=3)
    strap = await stage.strap(intervals(18), faults=(quiet,), seed=5)
    listener = stage.listen("Polar H10")
    told = await listener.says(RECONNECTING, "silence")
    assert told.message == sentence("silence")
    await strap.result()
    await happens(lambda: listener.heard[-1] == strap.sent[-1])
    await listener.stop()
    assert_true_account(strap, listener)
    assert gap_causes(listener)[0] == "silence"


async def test_bluetoothd_restarting_under_a_connection_is_noticed_by_silence(stage: Stage):
    strap = await stage.strap(intervals(400), await_listener=False)
    listener = stage.listen("Polar H10")
    await listener.hears(4)
    stage.bluez.restart()
    await listener.says(RECONNECTING, "silence")
    await happens(lambda: strap.state_count("bluetooth_back") == 1)
    again = len(listener.heard)
    await listener.hears(again + 4)
    await listener.stop()
    assert_true_account(strap, listener)


async def test_bluetoothd_staying_away_is_said_and_waited_for(stage: Stage):
    await stage.strap(intervals(400), await_listener=False)
    listener = stage.listen("Polar H10")
    await listener.hears(2)
    stage.bluez.kill_daemon()
    told = await listener.says(RECONNECTING, "service_down")
    assert "does not answer" in told.message
    stage.bluez.start_daemon()
    await listener.hears(len(listener.heard) + 2)


async def test_a_dead_bus_is_said_and_waited_for(stage: Stage):
    await stage.strap(intervals(400), await_listener=False)
    listener = stage.listen("Polar H10")
    await listener.hears(2)
    stage.bluez.kill_daemon()
    stage.bluez.kill_bus()
    await listener.says(RECONNECTING, "service_down")
    stage.bluez.start_bus()
    stage.bluez.start_daemon()
    await stage.strap(intervals(400, first_1024=800), await_listener=False)
    await happens(lambda: listener.heard[-1] >= 800)


async def test_a_device_that_vanishes_without_a_word_is_found_again(stage: Stage):
    strap = await stage.strap(intervals(400), await_listener=False)
    listener = stage.listen("Polar H10")
    await listener.hears(3)
    stage.bluez.vanish("hci0", (await strap.ready()).address)
    await listener.says(RECONNECTING, "silence")
    await listener.hears(len(listener.heard) + 3)


async def test_an_adapter_switched_off_is_said_and_used_again_when_it_is_on(stage: Stage):
    await stage.strap(intervals(400), await_listener=False)
    listener = stage.listen("Polar H10")
    await listener.hears(2)
    stage.bluez.power("hci0", on=False)
    told = await listener.says(LinkState.FAILED, "bluetooth_off")
    assert told.message == sentence("bluetooth_off")
    await asyncio.sleep(1.0)
    stage.bluez.power("hci0", on=True)
    await listener.hears(len(listener.heard) + 3)
    assert gap_causes(listener) == ["disconnected"]


async def test_a_dead_strap_is_said_to_be_away_until_it_is_back(stage: Stage):
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _STRAP_PROGRAM, env=stage.bluez.env, stdout=PIPE
    )
    assert program.stdout is not None
    await asyncio.wait_for(program.stdout.readline(), PATIENCE_S)
    listener = stage.listen("Polar H10")
    await listener.hears(3)
    program.send_signal(signal.SIGKILL)
    await program.wait()
    await listener.says(RECONNECTING, "disconnected")
    told = await listener.says(RECONNECTING, "not_found")
    assert told.message.startswith("The strap is not back in reach.")
    await stage.strap(intervals(50, first_1024=900))
    await happens(lambda: listener.heard[-1] >= 900)


async def test_a_strap_that_freezes_is_left_and_found_again(stage: Stage):
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _STRAP_PROGRAM, env=stage.bluez.env, stdout=PIPE
    )
    assert program.stdout is not None
    await asyncio.wait_for(program.stdout.readline(), PATIENCE_S)
    listener = stage.listen("Polar H10")
    await listener.hears(3)
    os.kill(program.pid, signal.SIGSTOP)
    try:
        await listener.says(RECONNECTING, "silence")
    finally:
        os.kill(program.pid, signal.SIGCONT)
    await listener.hears(len(listener.heard) + 3)
    program.kill()
    await program.wait()


async def test_links_that_drop_every_few_seconds_go_on_with_one_time_base(stage: Stage):
    strap = await stage.strap(
        intervals(32),
        faults=(Fault(FaultKind.DISCONNECT, every_beats=7, lasting_s=0.7),),
        seed=3,
    )
    listener = stage.listen("Polar H10")
    result = await strap.result()
    await happens(lambda: listener.heard[-1] == strap.sent[-1])
    await listener.stop()
    assert result.faults["disconnect"] >= 3
    assert_true_account(strap, listener)


async def test_a_link_that_is_down_at_the_end_leaves_a_gap_up_to_the_end(stage: Stage):
    strap = await stage.strap(intervals(400))
    listener = stage.listen("Polar H10")
    await listener.hears(3)
    await strap.die()
    await listener.says(RECONNECTING, "disconnected")
    await asyncio.sleep(1.0)
    await listener.stop()
    *_, gap, ended = listener.events
    assert isinstance(gap, Gap)
    assert isinstance(ended, Link)
    assert (gap.cause, ended.state) == ("disconnected", LinkState.ENDED)
    last_beat = listener.all(Beat)[-1]
    assert abs(gap.start_s - last_beat.t) < 0.05
    assert gap.end_s == ended.t or abs(gap.end_s - ended.t) < 0.05


def test_pauses_grow_to_five_seconds_and_never_all_keep_step():
    pauses = Pauses(Timing())
    lengths = [pauses.next() for _ in range(12)]
    assert 0.15 < lengths[0] < 0.25
    assert all(later > 1.2 * earlier for earlier, later in pairwise(lengths[:4]))
    assert all(4.0 <= length <= 6.0 for length in lengths[6:])
    assert len(set(lengths)) == 12
    pauses.reset()
    assert pauses.next() < 0.25


_STRAP_PROGRAM = """
import asyncio
from coherence_desktop.sensors.emulator import Changed, EmulatorSettings, emulate

def told(event):
    if isinstance(event, Changed) and event.state == "ready":
        print("ready", flush=True)

rr_ms = tuple((300 + number) / 1.024 for number in range(500))
asyncio.run(emulate(EmulatorSettings(rr_ms=rr_ms, adapter="hci1"), told))
"""
