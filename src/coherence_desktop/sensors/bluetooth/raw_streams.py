"""Raw signals of a strap beside its beats, which come first: no trouble here costs one of them."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable

from coherence_desktop.events import AccelerationChunk, EcgChunk, PacketRejected
from coherence_desktop.sensors.bluetooth.connection import Connection
from coherence_desktop.sensors.bluetooth.failures import link_errors
from coherence_desktop.sensors.pmd import control
from coherence_desktop.sensors.pmd.control import Answer, MalformedAnswer, Setting
from coherence_desktop.sensors.pmd.frames import (
    PMD_CONTROL,
    PMD_DATA,
    PMD_SERVICE,
    Kind,
    MalformedFrame,
    decode,
)
from coherence_desktop.sensors.pmd.stream_clock import StreamClock
from coherence_desktop.sensors.raw import RawSignals
from coherence_desktop.sensors.sensor import Emit, SessionClock

logger = logging.getLogger(__name__)

ANSWER_S = 5.0
END_S = 1.0
FIRST_FRAME_S = 35.0
"""The first frame of ECG can take half a minute."""
SILENCE_S = 10.0
WATCH_S = 1.0
SHORT_LINK_S = 60.0
SHORT_LINKS = 3
"""So many links in a row that broke off soon: then it goes on without raw signals."""

_NAMES = {Kind.ECG: "ECG", Kind.ACCELERATION: "acceleration"}
_BEATS_GO_ON = "Beats are recorded all the same."
Tell = Callable[[str, str], None]
"""Says a sentence, with a machine word before it."""


class _Stream:
    def __init__(self, kind: Kind, rate_hz: float, factor: float) -> None:
        self.kind = kind
        self.rate_hz = rate_hz
        self.factor = factor
        self.clock = StreamClock(rate_hz)
        self.waiting: deque[bytes] = deque()
        self.heard_s: float | None = None

    def chunks(self, times: list[float]) -> list[EcgChunk | AccelerationChunk]:
        make = EcgChunk if self.kind is Kind.ECG else AccelerationChunk
        return [make(t, rate_hz=self.rate_hz, samples=self.waiting.popleft()) for t in times]


class RawStreams:
    """The raw signals of one strap, over all its connections.

    Parameters
    ----------
    wanted : RawSignals
    clock : SessionClock
    emit : callable
        Takes the chunks.
    tell : callable
        Says what is amiss: a machine word and a sentence, each once.
    """

    def __init__(self, wanted: RawSignals, clock: SessionClock, emit: Emit, tell: Tell) -> None:
        self._wanted = wanted
        self._clock = clock
        self._emit = emit
        self._tell = tell
        self._told: set[str] = set()
        self._streams: dict[int, _Stream] = {}
        self._answers: asyncio.Queue[Answer] = asyncio.Queue()
        self._short_links = 0

    @contextlib.asynccontextmanager
    async def streaming(self, connection: Connection) -> AsyncIterator[None]:
        """Stream while the context lasts; what goes wrong with it is told and never raised."""
        if self._short_links >= SHORT_LINKS:
            self._say(
                "raw_left_off",
                "The link broke off again and again, so raw signals are left off. "
                "Beats are recorded.",
            )
            yield
            return
        since_s = self._clock.now()
        task = asyncio.create_task(self._run(connection))
        try:
            yield
        except link_errors():
            short = self._clock.now() - since_s < SHORT_LINK_S
            self._short_links = self._short_links + 1 if short and self._streams else 0
            raise
        finally:
            task.cancel()
            (outcome,) = await asyncio.gather(task, return_exceptions=True)
            if isinstance(outcome, Exception):
                logger.error("raw signals met a fault", exc_info=outcome)
            await self._end(connection)

    async def _run(self, connection: Connection) -> None:
        try:
            await self._begin(connection)
            await self._watch(connection)
        except Exception as error:
            if not isinstance(error, (*link_errors(), MalformedAnswer)):
                raise
            logger.info("raw signals: %s", type(error).__name__)
            if not connection.lost.is_set():
                self._say(
                    "raw_failed",
                    f"The strap does not stream raw signals to this computer. {_BEATS_GO_ON}",
                )

    async def _begin(self, connection: Connection) -> None:
        wanted = [kind for kind in Kind if self._is_wanted(kind)]
        there: frozenset[Kind] = frozenset()
        if connection.offers(PMD_SERVICE):
            there = control.features(await connection.read(PMD_CONTROL))
        for kind in wanted:
            if kind not in there:
                self._say(
                    f"no_{_NAMES[kind].lower()}",
                    f"This strap sends no {_NAMES[kind]}. {_BEATS_GO_ON}",
                )
        wanted = [kind for kind in wanted if kind in there]
        if not wanted:
            return
        self._answers = asyncio.Queue()
        await connection.listen(PMD_CONTROL, self._hear_answer)
        await connection.listen(PMD_DATA, self._hear)
        for kind in wanted:
            await self._start(connection, kind)

    async def _start(self, connection: Connection, kind: Kind) -> None:
        offered = await self._ask(connection, control.ask_settings(kind))
        wished: dict[int, int] = {
            Setting.RATE_HZ: self._wanted.ecg_hz
            if kind is Kind.ECG
            else self._wanted.acceleration_hz,
            Setting.RANGE_G: self._wanted.range_g,
        }
        chosen = control.choose(offered.settings, wished)
        stream = _Stream(kind, float(chosen.get(Setting.RATE_HZ, wished[Setting.RATE_HZ])), 1.0)
        self._streams[kind] = stream
        answer = await self._ask(connection, control.start(kind, chosen))
        if answer.error == control.ALREADY_STREAMING:
            await self._ask(connection, control.stop(kind))
            answer = await self._ask(connection, control.start(kind, chosen))
        if answer.error != control.SUCCESS:
            del self._streams[kind]
            self._say(
                f"{_NAMES[kind].lower()}_refused",
                f"The strap refuses to send {_NAMES[kind]} (answer {answer.error}). "
                f"{_BEATS_GO_ON}",
            )
            return
        stream.factor = answer.factor

    async def _watch(self, connection: Connection) -> None:
        """Begin a stream again that came and went silent."""
        began_s = dict.fromkeys(self._streams, self._clock.now())
        while True:
            await asyncio.sleep(WATCH_S)
            now = self._clock.now()
            for kind, stream in list(self._streams.items()):
                since_s = began_s[kind] if stream.heard_s is None else stream.heard_s
                patience_s = FIRST_FRAME_S if stream.heard_s is None else SILENCE_S
                if now - max(since_s, began_s[kind]) > patience_s:
                    name = _NAMES[stream.kind]
                    self._say(
                        f"{name.lower()}_silent",
                        f"No {name} comes from the strap. It is asked again. {_BEATS_GO_ON}",
                    )
                    began_s[kind] = now
                    self._flush(stream)
                    await self._start(connection, stream.kind)

    async def _ask(self, connection: Connection, command: bytes) -> Answer:
        """Send a command and wait for its answer.

        Raises
        ------
        TimeoutError
            If none comes.
        """
        async with asyncio.timeout(ANSWER_S):
            await connection.write(PMD_CONTROL, command)
            while True:
                answer = await self._answers.get()
                if (answer.command, answer.kind) == (command[0], command[1]):
                    return answer

    async def _end(self, connection: Connection) -> None:
        """Have the strap stop, or it stays awake until its battery is empty."""
        streams, self._streams = self._streams, {}
        for kind, stream in streams.items():
            self._flush(stream)
            if connection.lost.is_set():
                continue
            with contextlib.suppress(*link_errors()):
                async with asyncio.timeout(END_S):
                    await connection.write(PMD_CONTROL, control.stop(Kind(kind)))

    def _hear_answer(self, raw: bytes) -> None:
        with contextlib.suppress(MalformedAnswer):
            self._answers.put_nowait(control.read_answer(raw))

    def _hear(self, raw: bytes) -> None:
        now = self._clock.now()
        stream = self._streams.get(raw[0]) if raw else None
        try:
            frame = decode(raw, 1.0 if stream is None else stream.factor)
        except MalformedFrame:
            self._emit(PacketRejected(now, "malformed_signal", raw))
            return
        if stream is None:
            return
        stream.heard_s = now
        times = stream.clock.receive(now, frame.last_ns, frame.count)
        if times is None:
            self._emit(PacketRejected(now, "duplicate_signal", raw))
            return
        stream.waiting.append(frame.samples)
        for chunk in stream.chunks(times):
            self._emit(chunk)

    def _flush(self, stream: _Stream) -> None:
        for chunk in stream.chunks(stream.clock.release()):
            self._emit(chunk)

    def _is_wanted(self, kind: Kind) -> bool:
        return self._wanted.ecg if kind is Kind.ECG else self._wanted.acceleration

    def _say(self, reason: str, message: str) -> None:
        if reason not in self._told:
            self._told.add(reason)
            self._tell(reason, message)
