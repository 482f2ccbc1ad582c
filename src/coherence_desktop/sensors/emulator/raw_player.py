"""Sends the frames of raw signals when their last sample is due."""

import asyncio
import random
from collections.abc import Callable

import numpy as np

from coherence_desktop.sensors.emulator.measurement_service import Asked, MeasurementService
from coherence_desktop.sensors.emulator.raw_play import Acceleration, Ecg, Raw
from coherence_desktop.sensors.emulator.report import SentFrame
from coherence_desktop.sensors.pmd.frames import NS, Frame, Kind, encode
from coherence_desktop.signal.raw_samples import pack_acceleration, pack_ecg

SAMPLES = {Kind.ECG: 73, Kind.ACCELERATION: 36}
"""As many fill the frames of a Polar H10."""
_SET_NS = 820_000_000 * NS
_UNSET_NS = 599_616_000 * NS
_IDLE_S = 0.05


class _Stream:
    def __init__(self, asked: Asked, first: int, began_s: float) -> None:
        self.asked = asked
        self.rate_hz = asked.rate_hz
        self.next = first
        self.began_s = began_s
        self.frames = 0


class RawPlayer:
    """Plays raw signals to whoever asks for them.

    Parameters
    ----------
    raw : Raw
    service : MeasurementService
    ecg : Ecg
    acceleration : Acceleration
    position_s : callable
        Where in the recording the strap is, in s; below 0 before it begins.
    on_frame : callable
        Told of each frame, sent or not.
    """

    def __init__(
        self,
        raw: Raw,
        service: MeasurementService,
        ecg: Ecg,
        acceleration: Acceleration,
        position_s: Callable[[], float],
        on_frame: Callable[[SentFrame], None],
    ) -> None:
        self._raw = raw
        self._service = service
        self._ecg = ecg
        self._acceleration = acceleration
        self._position_s = position_s
        self._on_frame = on_frame
        self._streams: dict[Kind, _Stream] = {}
        self._random = random.Random(0)  # noqa: S311 - no secret

    async def run(self) -> None:
        """Play until cancelled."""
        while True:
            now_s = self._position_s()
            if now_s >= 0:
                self._follow_commands()
            due_s = [self._play(kind, stream, now_s) for kind, stream in self._streams.items()]
            wait_s = min([_IDLE_S, *(due - self._position_s() for due in due_s)])
            await asyncio.sleep(max(0.001, wait_s))

    def _follow_commands(self) -> None:
        going = self._service.streaming
        for kind in [k for k, one in self._streams.items() if going.get(k) != one.asked]:
            del self._streams[kind]
        for kind, asked in going.items():
            if kind not in self._streams:
                now_s = self._position_s()
                first = max(0, int(np.ceil(now_s * asked.rate_hz)))
                self._streams[kind] = _Stream(asked, first, now_s)

    def _play(self, kind: Kind, stream: _Stream, now_s: float) -> float:
        """Send a frame if one is due; give when the next one is."""
        raw = self._raw
        count = SAMPLES[kind]
        due_s = (stream.next + count) / stream.rate_hz
        if now_s < due_s:
            return due_s
        t_s = np.arange(stream.next, stream.next + count) / stream.rate_hz
        stream.next += count
        stream.frames += 1
        silent = bool(raw.breaks_off_s) and now_s - stream.began_s > raw.breaks_off_s
        lost = silent or bool(raw.lose_every and stream.frames % raw.lose_every == 0)
        samples = (
            pack_ecg(self._ecg.uv(t_s))
            if kind is Kind.ECG
            else pack_acceleration(self._acceleration.mg(t_s))
        )
        base_ns = _SET_NS if raw.clock_set else _UNSET_NS
        last_ns = base_ns + round(float(t_s[-1]) * (1 + raw.clock_fast) * NS)
        message = encode(Frame(kind, last_ns, samples), compressed=raw.compressed)
        if not lost:
            self._later(message)
        self._on_frame(
            SentFrame(float(t_s[0]), kind.name.lower(), stream.rate_hz, not lost, samples.hex())
        )
        return (stream.next + count) / stream.rate_hz

    def _later(self, message: bytes) -> None:
        if not self._raw.late_s:
            self._service.send(message)
            return
        late_s = self._random.uniform(0.0, self._raw.late_s)
        asyncio.get_running_loop().call_later(late_s, self._service.send, message)
