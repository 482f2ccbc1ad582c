"""A session under way, as the window and the command line hold it."""

import time
from collections.abc import Callable

from coherence_desktop.acquisition.anchor import started_now
from coherence_desktop.acquisition.continuation import Continuation
from coherence_desktop.acquisition.thread import Acquisition, Item
from coherence_desktop.events import AnyEvent, Marker, Note, Paused, Resumed
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.practice.session import STANDSTILL_S, Practice, SessionEngine
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder, RecorderState
from coherence_desktop.sensors.sensor import Sensor, SessionClock


class RunningSession:
    """Starts at once; ends with `end`. Every command returns without waiting, but `end`.

    Parameters
    ----------
    practice : Practice
        What is practised.
    make_sensor : callable
        Makes the source of beats; given a function that tells the pacer as it then is, so that a
        simulated person can follow it.
    source : str
        ``strap``, ``lsl``, ``replay``, ``simulation`` or ``none``.
    library : Library, optional
        Where the session is kept; without one nothing is kept.
    title : str
    speed : float
        Session seconds per second; other than 1 only for replay and simulation.
    listener : callable, optional
        Takes every event and snapshot, in the acquisition thread.
    on_recorder : callable, optional
        Takes every new state of the recorder, in the recorder's thread.
    client : str
        Id of the client whose session it is.
    continuing : str
        Id of a session of the library whose process died, to go on with; ``practice`` is made
        anew and brought to where it was. Needs ``library``.
    stream : callable, optional
        Given the session's id and its clock before the first event, gives one more listener; as
        `Streaming.open` does.

    Raises
    ------
    LibraryProblem
        If the session cannot be started in the library.
    """

    def __init__(
        self,
        practice: Practice,
        make_sensor: Callable[[Callable[[], Pacer | None]], Sensor],
        *,
        source: str,
        library: Library | None = None,
        title: str = "",
        speed: float = 1.0,
        listener: Callable[[Item], None] | None = None,
        on_recorder: Callable[[RecorderState], None] | None = None,
        client: str = "",
        continuing: str = "",
        stream: Callable[[str, SessionClock], Callable[[Item], None]] | None = None,
    ) -> None:
        standstill_s = STANDSTILL_S * max(1.0, speed)
        started = started_now(title=title, source=source)
        before: Continuation | None = None
        self.session_id = continuing
        if library is not None and continuing:
            before = Continuation(library.reopen_session(continuing))
            self._engine = SessionEngine.restored(practice, before.log, standstill_s=standstill_s)
        else:
            self._engine = SessionEngine(practice, standstill_s=standstill_s)
        self._recorder: Recorder | None = None
        if library is not None:
            self.session_id = continuing or library.start_session(started, client=client)
            self._recorder = Recorder(library, self.session_id, on_recorder)
        elapsed_s = 0.0 if before is None else before.elapsed_s()
        self._clock = SessionClock(speed, time.monotonic, started_s=elapsed_s)
        if stream is not None:
            listener = _both(listener, stream(self.session_id, self._clock))
        self._acquisition = Acquisition(
            sensor=make_sensor(lambda: self._engine.pacer),
            engine=self._engine,
            clock=self._clock,
            started=started,
            recorder=self._recorder,
            listener=listener,
            continuing=before,
        )
        self._acquisition.start()

    @property
    def pacer(self) -> Pacer | None:
        """The breath guide as it is now known."""
        return self._engine.pacer

    @property
    def planned_s(self) -> float | None:
        """Planned practice in seconds, pauses not counted."""
        return self._engine.planned_s

    @property
    def acquisition(self) -> Acquisition:
        """The thread that runs the session."""
        return self._acquisition

    @property
    def recorder(self) -> Recorder | None:
        """What keeps the session, if it is kept."""
        return self._recorder

    def now(self) -> float:
        """Session time, in seconds."""
        return self._clock.now()

    def post(self, event: AnyEvent) -> None:
        """Hand in an event that a person gave: a rating, an answer, a step of a trial."""
        self._acquisition.post(event)

    def mark(self, key: str, label: str, t: float) -> None:
        """Record a marker at ``t``, the moment of the key press."""
        self._acquisition.post(Marker(t, label, key))

    def note(self, text: str, t: float) -> None:
        """Record a note at ``t``."""
        self._acquisition.post(Note(t, text))

    def step_pace(self, delta: float) -> None:
        """Ask the pacer for ``delta`` breaths a minute more."""
        self._acquisition.step_rate(delta)

    def pause(self) -> None:
        """Let the practice rest; recording goes on."""
        self._acquisition.post(Paused(self.now()))

    def resume(self) -> None:
        """Let the practice go on."""
        self._acquisition.post(Resumed(self.now()))

    def end(self, reason: str = "ended", timeout_s: float = 5.0) -> RecorderState | None:
        """End the session and close the record.

        Returns
        -------
        RecorderState or None
            How the record was closed; ``failing`` if not all is on the disk. ``None`` without one.
        """
        self._acquisition.stop(reason)
        return None if self._recorder is None else self._recorder.close(reason, timeout_s)


def _both(
    first: Callable[[Item], None] | None, second: Callable[[Item], None]
) -> Callable[[Item], None]:
    if first is None:
        return second

    def tell(item: Item) -> None:
        first(item)
        second(item)

    return tell
