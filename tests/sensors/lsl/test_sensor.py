"""A stream that liblsl serves in another process, as a source of beats."""

import asyncio
import json
import threading
import time
import uuid
from contextlib import asynccontextmanager

import pylsl
import pytest

from coherence_desktop.events import Beat, Device, Gap, HeartRate, Link, LinkState
from coherence_desktop.sensors.lsl.network import LslProblem
from coherence_desktop.sensors.lsl.sensor import LslSensor
from coherence_desktop.sensors.sensor import SessionClock

TIMING_S = 0.005
RR_MS = [500.0 + (k % 3 - 1) / 1.024 for k in range(12)]


@pytest.fixture
def name() -> str:
    """A name that no other test's stream has."""
    return f"lab's {uuid.uuid4().hex[:8]}"


@asynccontextmanager
async def listening(name: str):
    clock, heard = SessionClock(), []
    running = asyncio.create_task(LslSensor(name).run(clock, heard.append))
    try:
        yield clock, heard
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(true, within_s: float = 30.0) -> None:
    end_s = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end_s, "it did not come about"
        await asyncio.sleep(0.02)


def beats(heard: list) -> list[Beat]:
    return [event for event in heard if isinstance(event, Beat)]


def states(heard: list) -> list[LinkState]:
    return [event.state for event in heard if isinstance(event, Link)]


async def test_each_beat_has_the_time_of_the_stream_and_its_exact_interval(name, lsl_outlet):
    outlet = lsl_outlet(name, RR_MS)
    async with listening(name) as (clock, heard):
        began_s = pylsl.local_clock() - clock.now()
        await until(lambda: len(beats(heard)) == len(RR_MS))
    sent = [json.loads(outlet.line()) for _ in RR_MS]
    assert [beat.rr_ms for beat in beats(heard)] == RR_MS
    # The stream's steps and its intervals differ by 1 ms now and then; neither is altered.
    for beat, (local_s, _) in zip(beats(heard), sent, strict=True):
        assert beat.t == pytest.approx(local_s - began_s, abs=TIMING_S)
        assert 0.19 < beat.received_s - (local_s - began_s) < 2.0
    (device,) = (event for event in heard if isinstance(event, Device))
    assert device.name == name
    assert states(heard) == [LinkState.SEARCHING, LinkState.CONNECTED, LinkState.ENDED]


async def test_a_stream_that_is_lost_is_found_again_and_leaves_a_gap(name, lsl_outlet):
    first = lsl_outlet(name, [500.0] * 500)
    async with listening(name) as (_, heard):
        await until(lambda: len(beats(heard)) >= 6)
        first.kill()
        await until(lambda: LinkState.RECONNECTING in states(heard))
        before = len(beats(heard))
        lsl_outlet(name, [500.0] * 500)
        await until(lambda: len(beats(heard)) >= before + 3)
    (gap,) = (event for event in heard if isinstance(event, Gap))
    assert gap.cause == "stream_lost"
    last, back = beats(heard)[before - 1], beats(heard)[before]
    assert gap.start_s == pytest.approx(last.t, abs=0.001)
    assert gap.end_s == pytest.approx(back.t - 0.5, abs=0.001)
    assert "broke off" in next(e.message for e in heard if isinstance(e, Link) and e.message)


async def test_a_lost_sample_is_a_gap(name, lsl_outlet):
    lsl_outlet(name, [500.0] * 12, skipped=[8])
    async with listening(name) as (_, heard):
        await until(lambda: len(beats(heard)) == 11)
    (gap,) = (event for event in heard if isinstance(event, Gap))
    assert gap.end_s - gap.start_s == pytest.approx(0.5, abs=TIMING_S)
    assert gap.cause == "lost_samples"


async def test_a_stream_of_heart_rates_makes_rates_and_no_beat(name, lsl_outlet):
    lsl_outlet(name, [61.0, 62.0, 63.0], kind="HeartRate", unit="bpm", every_s=1.01)
    async with listening(name) as (_, heard):
        await until(lambda: sum(isinstance(event, HeartRate) for event in heard) == 3)
    assert [event.bpm for event in heard if isinstance(event, HeartRate)] == [61, 62, 63]
    assert not beats(heard)


async def test_a_stream_without_a_heart_is_told_to_be_so(name, lsl_outlet):
    lsl_outlet(name, [1.0], kind="EEG", unit="microvolts")
    async with listening(name) as (_, heard):
        await until(lambda: LinkState.FAILED in states(heard))
    assert any("neither RR intervals nor heart rates" in e.message
               for e in heard if isinstance(e, Link))  # fmt: skip


async def test_nothing_stays_behind_when_it_is_cancelled(name):
    before = set(threading.enumerate())
    async with listening(name) as (_, heard):
        await until(lambda: states(heard) == [LinkState.SEARCHING])
    left = {one for one in threading.enumerate() if not one.name.startswith("asyncio_")}
    assert left <= before
    assert states(heard)[-1] is LinkState.ENDED


@pytest.mark.parametrize("address", ["eth0", "", "::1", "0.0.0.0", "239.255.172.215"])
def test_an_address_that_is_not_one_network_is_refused(address):
    with pytest.raises(LslProblem, match="no IPv4 address of one network"):
        LslSensor("lab", address)
