"""The emulated strap: what its score says, and what it does on an adapter."""

import asyncio
from collections import Counter
from itertools import islice, pairwise

import pytest
from bluetooth_stage import Stage, happens, intervals
from mock_bluez import MockBlueZ

from coherence_desktop.errors import Problem
from coherence_desktop.sensors.bluetooth.failures import LinkProblem, LinkReason
from coherence_desktop.sensors.emulator import (
    EmulatorSettings,
    Fault,
    FaultKind,
    Sent,
    emulate,
    from_json,
    parse_fault,
    to_json,
    to_ticks,
)
from coherence_desktop.sensors.emulator.peripheral import default_name
from coherence_desktop.sensors.emulator.score import Action, Begin, End, Score, Send, Unheard
from coherence_desktop.sensors.heart_rate_measurement import MalformedPacket, decode
from coherence_desktop.sensors.models import bundled_models

PACKET_FAULTS = (
    FaultKind.MALFORMED,
    FaultKind.DUPLICATE,
    FaultKind.ZERO_RR,
    FaultKind.NO_RR,
    FaultKind.LOST_CONTACT,
)
ALL_FAULTS = tuple(Fault(kind) for kind in FaultKind)


def score(count: int = 600, **settings) -> list[Action]:
    return list(Score(EmulatorSettings(rr_ms=intervals(count), **settings)).actions())


def told(actions: list[Action]) -> list[int]:
    """Intervals of the good packets, in order."""
    return [ticks for one in actions if isinstance(one, Send) for ticks in one.ticks]


def test_each_interval_is_rounded_by_itself_and_costs_its_neighbour_nothing():
    rr_ms = [800.4] * 1000
    assert to_ticks(rr_ms) == (820,) * 1000
    assert to_ticks([1000.0, 1000 / 1024, 999.5117]) == (1024, 1, 1023)


def test_without_faults_there_is_one_packet_a_beat_at_the_moment_of_the_beat():
    actions = score(5)
    at_s = 0.0
    for number, one in enumerate(actions):
        at_s += (300 + number) / 1024
        assert isinstance(one, Send)
        assert one.at_s == pytest.approx(at_s, abs=1e-9)
        assert decode(one.raw).rr_1024 == one.ticks == (300 + number,)
        assert one.beats == (number,)


@pytest.mark.parametrize("seed", range(20))
def test_with_every_fault_each_beat_is_told_once_or_known_to_be_unheard(seed):
    actions = score(faults=ALL_FAULTS, seed=seed)
    beats = Counter(beat for one in actions if isinstance(one, Send) for beat in one.beats)
    beats.update(one.beat for one in actions if isinstance(one, Unheard))
    assert beats == Counter(range(600))
    assert all(earlier.at_s <= later.at_s + 1e-9 for earlier, later in pairwise(actions))


@pytest.mark.parametrize("seed", range(5))
def test_holding_tells_every_beat_whatever_happens(seed):
    actions = score(faults=ALL_FAULTS, seed=seed, hold=True)
    assert told(actions) == list(range(300, 900))
    assert not any(isinstance(one, Unheard) for one in actions)


def test_what_is_wrong_in_a_packet_is_wrong_and_what_is_right_is_right():
    actions = score(faults=ALL_FAULTS, seed=1)
    sends = [one for one in actions if isinstance(one, Send)]
    by_fault = {kind: [one for one in sends if one.fault == kind] for kind in FaultKind}
    for one in by_fault[FaultKind.MALFORMED]:
        with pytest.raises(MalformedPacket):
            decode(one.raw)
    assert all(0 in decode(one.raw).rr_1024 for one in by_fault[FaultKind.ZERO_RR])
    assert {len(one.ticks) > 0 for one in by_fault[FaultKind.ZERO_RR]} == {True, False}
    assert all(decode(one.raw).rr_1024 == () for one in by_fault[FaultKind.NO_RR])
    lost = [decode(one.raw) for one in by_fault[FaultKind.LOST_CONTACT]]
    assert all(one.contact is False and not one.rr_1024 for one in lost)
    good = [one for one in sends if one.ticks]
    for twice in by_fault[FaultKind.DUPLICATE]:
        assert any(twice.raw == one.raw and twice.at_s == one.at_s for one in good)
    assert all(by_fault[kind] for kind in PACKET_FAULTS)
    assert {len(one.ticks) for one in good} >= {2, 3, 4}
    assert all(one.raw[0] & 0x01 for one in good), "16 bits for the heart rate"
    energies = [decode(one.raw).energy_kj for one in good]
    assert energies == sorted(energies)
    assert energies[-1] > 0


def test_faults_that_last_begin_and_end_and_take_their_time():
    fault = Fault(FaultKind.SILENCE, every_beats=50, lasting_s=4)
    actions = score(faults=(fault,))
    begins = [one for one in actions if isinstance(one, Begin)]
    ends = [one for one in actions if isinstance(one, End)]
    assert len(begins) == len(ends) >= 8
    for begin, end in zip(begins, ends, strict=True):
        assert end.at_s - begin.at_s == pytest.approx(4)
        quiet = [one for one in actions if begin.at_s < one.at_s < end.at_s]
        assert quiet
        assert all(isinstance(one, Unheard) for one in quiet)


def test_the_same_seed_gives_the_same_performance():
    assert score(faults=ALL_FAULTS, seed=4) == score(faults=ALL_FAULTS, seed=4)
    assert score(faults=ALL_FAULTS, seed=4) != score(faults=ALL_FAULTS, seed=5)


def test_a_strap_that_cannot_tell_contact_does_not():
    settings = EmulatorSettings(rr_ms=(800.0,))
    (one,) = Score(settings, contact=None).actions()
    assert isinstance(one, Send)
    assert decode(one.raw).contact is None


def test_a_loop_begins_again_without_a_seam():
    settings = EmulatorSettings(rr_ms=(500.0, 600.0, 700.0), loop=True)
    first = list(islice(Score(settings).actions(), 7))
    assert told(first) == [512, 614, 717, 512, 614, 717, 512]
    assert first[6].at_s == pytest.approx((2 * (512 + 614 + 717) + 512) / 1024)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("silence", (Fault(FaultKind.SILENCE),)),
        ("disconnect:every=20,for=3", (Fault(FaultKind.DISCONNECT, 20, 3),)),
        (" zero_rr:every=7 ", (Fault(FaultKind.ZERO_RR, 7),)),
        ("all", tuple(Fault(kind) for kind in FaultKind)),
    ],
)
def test_faults_are_written_as_on_the_command_line(text, faults):
    assert parse_fault(text) == faults


@pytest.mark.parametrize(
    "text", ["", "nonsense", "silence:every=x", "silence:often=3", "all:for=2"]
)
def test_what_is_no_fault_is_refused_with_what_would_be(text):
    with pytest.raises(Problem, match="lost_contact") as caught:
        parse_fault(text)
    assert caught.value.value == text


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"rr_ms": ()}, "no RR intervals"),
        ({"rr_ms": (800.0, 0.0)}, "interval number 2 is 0.0 ms"),
        ({"rr_ms": (float("nan"),)}, "interval number 1 is nan ms"),
        ({"rr_ms": (70000.0,)}, "1 to 63998 ms"),
        ({"speed": 0.0}, "speed must be more than 0"),
        ({"battery_percent": 101}, "battery must be 0 to 100 %"),
        ({"max_packets_per_s": 3000.0}, "at most 2000 packets a second"),
    ],
)
def test_settings_that_make_no_strap_are_refused_with_the_value(settings, words):
    with pytest.raises(Problem, match=words):
        EmulatorSettings(**{"rr_ms": (800.0,), **settings})


def test_every_model_has_a_name_that_it_is_known_by():
    models = bundled_models()
    for model in models.models:
        name = default_name(model, "A0:9E:1A:8C:2A:1B")
        assert "8C2A1B" in name
        assert model.is_generic or models.match(name).id == model.id


async def test_the_account_of_a_performance_can_be_written_and_read(stage: Stage):
    strap = await stage.strap(intervals(5), speed=20, faults=(Fault(FaultKind.DUPLICATE, 2),))
    listener = stage.listen("Polar H10")
    await strap.result()
    await listener.hears(5)
    assert [from_json(to_json(one)) for one in strap.did] == strap.did
    assert [one.state for one in strap.states()][:2] == ["ready", "listener"]


async def test_beats_before_anybody_listens_are_waited_with_or_missed(stage: Stage):
    waiting = await stage.strap(intervals(10), "hci1", name="Waiting", speed=10)
    missing = await stage.strap(
        intervals(10), "hci2", name="Missing", speed=10, await_listener=False
    )
    result = await missing.result()
    assert (result.packets, result.missed) == (0, 10)
    listener = stage.listen("Waiting")
    result = await waiting.result()
    assert (result.packets, result.missed) == (10, 0)
    await listener.hears(10)


async def test_packets_are_paced_however_fast_the_recording_shall_run(stage: Stage):
    strap = await stage.strap(intervals(300), speed=1e6, max_packets_per_s=500)
    listener = stage.listen("Polar H10")
    result = await strap.result()
    await listener.hears(300)
    assert result.packets == 300
    assert result.duration_s >= 299 / 500
    sent = [one.monotonic_s for one in strap.did if isinstance(one, Sent)]
    assert min(later - earlier for earlier, later in pairwise(sent)) > 0.0015


async def test_speed_is_kept(stage: Stage):
    strap = await stage.strap([1000.0] * 20, speed=10)
    stage.listen("Polar H10")
    result = await strap.result()
    assert result.duration_s == pytest.approx(2.0, abs=0.5)


async def test_a_strap_survives_a_restart_of_bluetoothd(stage: Stage):
    strap = await stage.strap(intervals(50))
    stage.bluez.restart()
    await happens(lambda: strap.state_count("bluetooth_back") == 1)
    listener = stage.listen("Polar H10")
    await listener.hears(2)


async def test_a_strap_ends_with_a_sentence_when_the_bus_dies(stage: Stage):
    strap = await stage.strap(intervals(50))
    stage.bluez.kill_bus()
    with pytest.raises(LinkProblem, match="Bluetooth service does not answer"):
        await strap.result()


async def test_a_strap_can_be_ended_at_any_time(stage: Stage):
    strap = await stage.strap(intervals(50), loop=True)
    listener = stage.listen("Polar H10")
    await listener.hears(2)
    async with asyncio.timeout(20):  # it plays in a loop, and would never end by itself
        await strap.die()
    await asyncio.sleep(0)
    assert strap.state_count("finished") == 0


async def test_an_adapter_that_cannot_be_used_is_named(mock_bluez: MockBlueZ):
    mock_bluez.power("hci1", on=False)
    for adapter, reason in (
        ("hci1", LinkReason.ADAPTER_OFF),
        ("hci9", LinkReason.ADAPTER_MISSING),
    ):
        with pytest.raises(LinkProblem) as caught:
            await emulate(EmulatorSettings(rr_ms=(800.0,), adapter=adapter))
        assert caught.value.reason is reason
    with pytest.raises(Problem, match="no strap model “nokia”"):
        await emulate(EmulatorSettings(rr_ms=(800.0,), model="nokia"))
