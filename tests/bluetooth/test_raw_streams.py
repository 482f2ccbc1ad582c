"""ECG and acceleration of a strap over bleak's real BlueZ backend, beside every beat."""

import asyncio

import numpy as np
import pytest
from bluetooth_stage import Listener, Stage, Strap, assert_true_account, happens, intervals

from coherence_desktop.events import AccelerationChunk, EcgChunk, LinkState, PacketRejected
from coherence_desktop.sensors.bluetooth import raw_streams
from coherence_desktop.sensors.emulator import Fault, FaultKind, Raw, SentFrame
from coherence_desktop.sensors.raw import RawSignals
from coherence_desktop.signal.raw_samples import Span, spans, unpack_acceleration, unpack_ecg

BOTH = RawSignals(ecg=True, acceleration=True, acceleration_hz=50)
STRAP = "Polar H10"


def ecg_of(listener: Listener):
    return [(c.t, c.rate_hz, unpack_ecg(c.samples)) for c in listener.all(EcgChunk)]


def spans_of(listener: Listener) -> list[Span]:
    return list(spans((t, rate_hz, len(uv)) for t, rate_hz, uv in ecg_of(listener)))


def uv_of(listener: Listener) -> np.ndarray:
    return np.concatenate([uv for _, _, uv in ecg_of(listener)])


def frames_of(strap: Strap, kind: str = "ecg", *, sent: bool = True) -> list[SentFrame]:
    return [
        one
        for one in strap.did
        if isinstance(one, SentFrame) and one.kind == kind and one.sent is sent
    ]


async def hears_chunks(listener: Listener, count: int, kind: type = EcgChunk) -> None:
    await happens(lambda: len(listener.all(kind)) >= count)


async def test_nothing_raw_is_streamed_unless_asked_for(stage: Stage):
    strap = await stage.strap(intervals(200))
    listener = stage.listen(STRAP)
    await listener.hears(6)
    await listener.stop()
    assert not frames_of(strap)
    assert not listener.all(EcgChunk)


async def test_every_sample_arrives_exactly_and_stands_at_its_time(stage: Stage):
    strap = await stage.strap(intervals(300), raw=Raw(late_s=0.05))
    listener = stage.listen(STRAP, raw=BOTH)
    await hears_chunks(listener, 8)
    await listener.stop()
    for kind, chunks in (("ecg", EcgChunk), ("acceleration", AccelerationChunk)):
        heard = [chunk.samples.hex() for chunk in listener.all(chunks)]
        told = [frame.samples for frame in frames_of(strap, kind)]
        assert heard == told[: len(heard)]
        assert len(told) - len(heard) <= 1
    assert {chunk.rate_hz for chunk in listener.all(EcgChunk)} == {130.0}
    assert {chunk.rate_hz for chunk in listener.all(AccelerationChunk)} == {50.0}
    t = np.array([chunk.t for chunk in listener.all(EcgChunk)])
    at_s = np.array([frame.at_s for frame in frames_of(strap)[: len(t)]])
    assert np.ptp(t - at_s) < 0.002
    assert len(spans_of(listener)) == 1
    assert uv_of(listener).max() > 700
    gravity = unpack_acceleration(listener.all(AccelerationChunk)[0].samples).mean(axis=0)
    assert np.linalg.norm(gravity) == pytest.approx(1000, abs=30)


async def test_r_peaks_stand_where_the_beats_are(stage: Stage):
    strap = await stage.strap([800.0] * 100)
    listener = stage.listen(STRAP, raw=RawSignals(ecg=True))
    await hears_chunks(listener, 10)
    await listener.stop()
    (span,) = spans_of(listener)
    peaks_s = span.times_s()[uv_of(listener) > 600]
    truth = np.array([at_s for at_s, _, _ in strap.beats(listener.clock).values()])
    inside = truth[(truth > span.start_s) & (truth < span.end_s)]
    nearest = np.abs(peaks_s[:, None] - inside).min(axis=0)
    assert nearest.size >= 4
    assert nearest.max() < 0.1


async def test_a_strap_that_has_no_such_signal_says_so_and_its_beats_go_on(stage: Stage):
    strap = await stage.strap(intervals(200), model="polar_h9")
    listener = stage.listen("Polar H9", raw=BOTH)
    said = await listener.says(LinkState.CONNECTED, "no_ecg")
    assert said.message == "This strap sends no ECG. Beats are recorded all the same."
    await listener.says(LinkState.CONNECTED, "no_acceleration")
    await listener.hears(5)
    await listener.stop()
    assert_true_account(strap, listener)


async def test_a_strap_with_acceleration_alone_sends_that(stage: Stage):
    await stage.strap(intervals(200), model="polar_verity_sense", raw=Raw(compressed=True))
    listener = stage.listen("Polar Sense", raw=BOTH)
    await listener.says(LinkState.CONNECTED, "no_ecg")
    await hears_chunks(listener, 2, AccelerationChunk)
    assert {chunk.rate_hz for chunk in listener.all(AccelerationChunk)} == {52.0}
    assert not listener.all(EcgChunk)


async def test_lost_frames_are_a_gap_of_their_length(stage: Stage):
    strap = await stage.strap(intervals(400), raw=Raw(lose_every=4, clock_set=False))
    listener = stage.listen(STRAP, raw=RawSignals(ecg=True))
    await hears_chunks(listener, 9)
    await listener.stop()
    found = spans_of(listener)
    assert len(found) >= 3
    assert {span.count for span in found[:-1]} == {3 * 73}
    starts = np.array([span.start_s for span in found])
    np.testing.assert_allclose(np.diff(starts), 4 * 73 / 130, atol=0.002)
    assert frames_of(strap, sent=False)


async def test_faults_of_the_link_cost_no_beat_and_the_signal_comes_back(stage: Stage):
    strap = await stage.strap(
        intervals(36, 400),
        faults=(Fault(FaultKind.DISCONNECT, 15, 0.7), Fault(FaultKind.MALFORMED, 8)),
    )
    listener = stage.listen(STRAP, raw=BOTH)
    await strap.finished()
    await listener.stop()
    assert_true_account(strap, listener)
    assert listener.count(LinkState.RECONNECTING) >= 1
    assert len(spans_of(listener)) >= 2
    t = [chunk.t for chunk in listener.all(EcgChunk)]
    assert t == sorted(t)


async def test_the_strap_is_told_to_stop_when_the_session_ends(stage: Stage):
    strap = await stage.strap(intervals(200))
    listener = stage.listen(STRAP, raw=BOTH)
    await hears_chunks(listener, 1)
    written = []
    write = raw_streams.Connection.write
    raw_streams.Connection.write = lambda self, *what: written.append(what) or write(self, *what)
    try:
        await listener.stop()
    finally:
        raw_streams.Connection.write = write
    assert [raw for _, raw in written] == [b"\x03\x00", b"\x03\x02"]
    before = len(frames_of(strap))
    await asyncio.sleep(0.8)
    assert len(frames_of(strap)) == before


async def test_a_stream_that_falls_silent_is_asked_for_again(stage: Stage, monkeypatch):
    monkeypatch.setattr(raw_streams, "SILENCE_S", 1.5)
    monkeypatch.setattr(raw_streams, "WATCH_S", 0.2)
    await stage.strap(intervals(400), raw=Raw(breaks_off_s=2.0))
    listener = stage.listen(STRAP, raw=RawSignals(ecg=True))
    said = await listener.says(LinkState.CONNECTED, "ecg_silent")
    assert "asked again" in said.message
    before = len(listener.all(EcgChunk))
    await hears_chunks(listener, before + 2)
    assert len(spans_of(listener)) >= 2


async def test_a_link_that_breaks_off_again_and_again_goes_on_without_raw_signals(
    stage: Stage, monkeypatch
):
    monkeypatch.setattr(raw_streams, "SHORT_LINKS", 1)
    strap = await stage.strap(intervals(100, 300), hold=True)
    listener = stage.listen(STRAP, raw=BOTH)
    await hears_chunks(listener, 1)
    stage.bluez.drop("hci1")
    said = await listener.says(LinkState.CONNECTED, "raw_left_off")
    assert "Beats are recorded" in said.message
    chunks, beats = len(listener.all(EcgChunk)), len(listener.heard)
    await listener.hears(beats + 5)
    assert len(listener.all(EcgChunk)) == chunks
    await strap.die()


async def test_a_frame_that_makes_no_sense_is_kept_as_it_came(stage: Stage):
    strap = await stage.strap(intervals(200))
    listener = stage.listen(STRAP, raw=RawSignals(ecg=True))
    await hears_chunks(listener, 1)
    emulated = next(t for t in asyncio.all_tasks() if "emulate" in str(t.get_coro()))
    player = emulated.get_coro().cr_await.cr_frame.f_locals["self"]
    player._peripheral.signals.send(b"\x00\x01\x02")
    rejected = await happens(lambda: listener.all(PacketRejected))
    assert [(one.reason, one.raw) for one in rejected] == [("malformed_signal", b"\x00\x01\x02")]
    await strap.die()
