"""A stream of RR intervals or heart rates of the Lab Streaming Layer as a source of events."""

import asyncio
import contextlib
import math
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from coherence_desktop.events import AnyEvent, Device, Link, LinkState
from coherence_desktop.sensors import lsl_library
from coherence_desktop.sensors.lsl_beats import LslBeats, NoHeartInStream, Reading, reading_of
from coherence_desktop.sensors.sensor import Emit, SessionClock

if TYPE_CHECKING:
    from types import ModuleType

LOOK_S = 0.1
WAIT_S = 0.2
ANSWER_WITHIN_S = 5.0
NOT_FOUND_AFTER_S = 10.0
SILENT_S = 30.0
"""Without a sample for longer, the connection is made anew: the sender may be gone unsaid."""
PAUSE_S = 1.0
ENDS_WITHIN_S = 8.0
_AT_ONCE = 512
_TRIES = 16

Values = Sequence[tuple[float, float]]
_Info = Any
"""What pylsl, which has no types, calls ``StreamInfo``."""


class _Lost(Exception):
    """The stream is gone; every error of pylsl is a ``RuntimeError``."""


class LslSensor:
    """A stream that is found by its name, listened to, and found again as often as it takes.

    Times are those of the stream, brought to this computer's clock as liblsl measures it and from
    there to the session's clock by one comparison that is kept.

    Parameters
    ----------
    name : str
        Name or source id of the stream.
    address : str
        IPv4 address of this computer in the network to look in; by default only streams of this
        computer are found.

    Raises
    ------
    LslProblem
        If pylsl is not installed or does not load.
    """

    def __init__(self, name: str, address: str = lsl_library.LOOPBACK) -> None:
        self._pylsl = lsl_library.load(address)
        self._name = name
        quote = '"' if "'" in name else "'"
        if quote in name:
            raise lsl_library.LslProblem(
                f"No stream can be called {name}, with both kinds of quotes. Give its source id.",
                name,
            )
        self._query = f"(name={quote}{name}{quote} or source_id={quote}{name}{quote})"

    async def run(self, clock: SessionClock, emit: Emit) -> None:
        """Emit events until cancelled; then the connection is closed and the last gap told."""
        session = _Session(self._pylsl, self._name, self._query, clock, emit)
        try:
            await session.run()
        finally:
            await session.close()


class _Session:
    """One run of a sensor: a thread that waits for samples, events in the loop."""

    def __init__(
        self, pylsl: "ModuleType", name: str, query: str, clock: SessionClock, emit: Emit
    ) -> None:
        self._pylsl = pylsl
        self._name = name
        self._query = query
        self._clock = clock
        self._emit = emit
        self._ahead_s = _ahead(pylsl.local_clock)
        self._stopping = threading.Event()
        self._loop = asyncio.get_running_loop()
        self._said: tuple[LinkState, str] | None = None
        self._beats: LslBeats | None = None
        self._thread = threading.Thread(target=self._read, name="lsl-inlet", daemon=True)

    async def run(self) -> None:
        self._say(LinkState.SEARCHING)
        self._thread.start()
        await asyncio.Event().wait()

    async def close(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            await asyncio.to_thread(self._thread.join, ENDS_WITHIN_S)
        if self._beats is not None:
            self._tell(self._beats.close(self._clock.now()))
        self._say(LinkState.ENDED)

    # --- in the loop ------------------------------------------------------------------------

    def _connected(self, reading: Reading, name: str, source_id: str, maker: str) -> None:
        if self._beats is None or self._beats.reading != reading:
            if self._beats is not None:
                self._tell(self._beats.close(self._clock.now()))
            self._beats = LslBeats(reading)
            now = self._clock.now()
            self._emit(Device(now, name=name, address=source_id, manufacturer=maker))
        self._say(LinkState.CONNECTED)

    def _arrived(self, received_s: float, samples: Values) -> None:
        if self._beats is not None:
            self._tell(self._beats.receive(received_s, samples))

    def _broke_off(self) -> None:
        if self._beats is not None:
            self._tell(self._beats.lost(self._clock.now(), "stream_lost"))
        message = f"The stream {self._name} broke off. It is looked for; the session goes on."
        self._say(LinkState.RECONNECTING, "stream_lost", message)

    def _say(self, state: LinkState, reason: str = "", message: str = "") -> None:
        if self._said != (state, reason):
            self._said = (state, reason)
            self._emit(Link(self._clock.now(), state, reason, message))

    def _not_found(self) -> None:
        searching = self._beats is None
        self._say(
            LinkState.SEARCHING if searching else LinkState.RECONNECTING,
            "not_found",
            f"No stream is called {self._name} yet. Start it, or look at its name again.",
        )

    def _tell(self, events: Sequence[AnyEvent]) -> None:
        for event in events:
            self._emit(event)

    # --- in the thread ----------------------------------------------------------------------

    def _post(self, act: Callable[..., None], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed while we waited
            self._loop.call_soon_threadsafe(act, *arguments)

    def _read(self) -> None:
        while not self._stopping.is_set():
            info = self._find()
            if info is None:
                return
            connected = False
            try:
                with contextlib.closing(_Inlet(self._pylsl, info)) as inlet:
                    self._post(self._connected, inlet.reading, *inlet.origin)
                    connected = True
                    self._listen(inlet)
            except NoHeartInStream as problem:
                self._post(self._say, LinkState.FAILED, "no_heart", problem.message)
            except _Lost:
                if connected:
                    self._post(self._broke_off)
            self._stopping.wait(PAUSE_S)

    def _find(self) -> _Info:
        """Find the stream; ``None`` when asked to stop."""
        resolver = self._pylsl.ContinuousResolver(pred=self._query, forget_after=3.0)
        began_s = time.monotonic()
        while not self._stopping.wait(LOOK_S):
            found = resolver.results()
            if len(found) == 1:
                return found[0]
            if len(found) > 1:
                message = (
                    f"{len(found)} streams are called {self._name}. Give the source id of one."
                )
                self._post(self._say, LinkState.FAILED, "ambiguous", message)
            elif time.monotonic() - began_s > NOT_FOUND_AFTER_S:
                self._post(self._not_found)
        return None

    def _listen(self, inlet: "_Inlet") -> None:
        heard_s = time.monotonic()
        while not self._stopping.is_set():
            samples = inlet.pull()
            if samples:
                heard_s = time.monotonic()
                at = self._clock.at
                placed = [(at(local_s + self._ahead_s), value) for local_s, value in samples]
                self._post(self._arrived, self._clock.now(), placed)
            elif time.monotonic() - heard_s > SILENT_S:
                raise _Lost


class _Inlet:
    """A connection to one stream.

    Raises
    ------
    _Lost
        From each method, when the stream is gone.
    NoHeartInStream
        If there is nothing to read in it.
    """

    def __init__(self, pylsl: "ModuleType", info: _Info) -> None:
        self._inlet = pylsl.StreamInlet(info, recover=False)
        try:
            full = self._inlet.info(ANSWER_WITHIN_S)
            self._inlet.open_stream(ANSWER_WITHIN_S)
            self._inlet.time_correction(ANSWER_WITHIN_S)
        except RuntimeError as error:
            raise _Lost from error
        n = full.channel_count()
        self.reading = reading_of(
            full.name(),
            full.type(),
            *(
                [label or "" for label in told or [None] * n]
                for told in (
                    full.get_channel_labels(),
                    full.get_channel_types(),
                    full.get_channel_units(),
                )
            ),
        )
        acquisition = full.desc().child("acquisition")
        self.origin = (full.name(), full.source_id(), acquisition.child_value("manufacturer"))

    def pull(self) -> Values:
        """Wait a moment for samples: times on this computer's clock of streams, and values."""
        try:
            values, local_s = self._inlet.pull_sample(WAIT_S)
            if values is None:
                return []
            more, times = self._inlet.pull_chunk(0.0, _AT_ONCE)
            correction_s = self._inlet.time_correction(ANSWER_WITHIN_S)
        except RuntimeError as error:
            raise _Lost from error
        channel = self.reading.channel
        return [
            (t + correction_s, _number(row[channel]))
            for t, row in ((local_s, values), *zip(times, more, strict=True))
        ]

    def close(self) -> None:
        """Let go of the stream."""
        self._inlet.close_stream()


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return math.nan


def _ahead(local_clock: Callable[[], float]) -> float:
    """Measure how far the monotonic clock is ahead of liblsl's."""
    shortest_s, ahead_s = math.inf, 0.0
    for _ in range(_TRIES):
        before_s, local_s, after_s = time.monotonic(), local_clock(), time.monotonic()
        if after_s - before_s < shortest_s:
            shortest_s = after_s - before_s
            ahead_s = (before_s + after_s) / 2 - local_s
    return ahead_s
