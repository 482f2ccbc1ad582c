"""``record``: a session without a window."""

import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Adapter, Json, LibraryFile
from coherence_desktop.cli.output import give, say
from coherence_desktop.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coherence_desktop.acquisition.thread import Item
    from coherence_desktop.events import AnyEvent
    from coherence_desktop.practice.pacer import Pacer
    from coherence_desktop.records.library import Library
    from coherence_desktop.sensors.raw import RawSignals
    from coherence_desktop.sensors.sensor import Sensor, SessionClock

    MakeSensor = Callable[[Callable[[], Pacer | None]], Sensor]
    MakeListener = Callable[[str, SessionClock], Callable[[Item], None]]

LOOK_S = 0.05
LOOPBACK = "127.0.0.1"


class NotAllKept(Problem):
    """The disk did not take the end of the session."""


class NoBeatCame(Problem):
    """A recording without a beat."""


def record(
    *,
    device: Annotated[
        str | None, typer.Option("--device", help="Name or address of the strap.")
    ] = None,
    from_lsl: Annotated[
        str | None,
        typer.Option(
            "--from-lsl",
            help="Instead of a strap: name or source id of an LSL stream of RR intervals or "
            "heart rates.",
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(min=0.1, help="End after this many seconds; else with Ctrl-C."),
    ] = None,
    ecg: Annotated[
        bool, typer.Option("--ecg", help="Record the strap's ECG as well, where it sends one.")
    ] = False,
    acc: Annotated[
        bool, typer.Option("--acc", help="Record acceleration as well; it shows breathing.")
    ] = False,
    library: LibraryFile = None,
    adapter: Adapter = None,
    lsl: Annotated[
        bool,
        typer.Option("--lsl", help="Stream it by LSL to other programs on this computer."),
    ] = False,
    lsl_address: Annotated[
        str,
        typer.Option(
            "--lsl-address",
            help="This computer's IPv4 address in the network in which --lsl streams and "
            "--from-lsl looks; else they stay on this computer.",
        ),
    ] = LOOPBACK,
    json: Json = False,
) -> int:
    """Record a strap, or a stream, into the library until told to stop; reconnects by itself.

    A library that is not there yet is made. Messages go to stderr while it records.
    """
    given = device if from_lsl is None else from_lsl
    if (device is None) == (from_lsl is None):
        raise typer.BadParameter("give one of --device and --from-lsl")
    if given is None or not given.strip():
        option = "--device" if from_lsl is None else "--from-lsl"
        raise typer.BadParameter("give a name or an address", param_hint=option)
    if from_lsl is not None and (ecg or acc):
        raise typer.BadParameter("--ecg and --acc are of a strap, not of --from-lsl")
    from coherence_desktop.cli.libraries import open_or_create_library
    from coherence_desktop.sensors.raw import RawSignals

    raw = RawSignals(ecg=ecg, acceleration=acc)
    make_sensor = _sensor(device, adapter, raw, from_lsl, lsl_address)
    with ExitStack() as stack:
        stream = None
        if lsl:
            from coherence_desktop.stream.streaming import Streaming

            streaming = stack.enter_context(closing(Streaming(lsl_address)))
            stream = streaming.open
        opened = stack.enter_context(open_or_create_library(library))
        source = "strap" if from_lsl is None else "lsl"
        session_id, not_kept, last_word = _run(opened, make_sensor, source, seconds, stream)
        try:
            result = _as_kept(opened, session_id, raw)
        except Problem as problem:
            if not_kept:
                raise NotAllKept(not_kept) from problem
            raise
    if json:
        give(result)
    else:
        typer.echo(
            f"Session {session_id}: {result['beats']} beats in {result['duration_s']:.0f} s."
        )
    if not_kept:
        raise NotAllKept(not_kept)
    if not result["beats"]:
        hint = "Put the strap on." if from_lsl is None else "The stream had no RR interval."
        raise NoBeatCame(f"No beat was recorded. {last_word or hint}".strip())
    return 0


def _sensor(
    device: str | None,
    adapter: str | None,
    raw: "RawSignals",
    from_lsl: str | None,
    address: str,
) -> "MakeSensor":
    """Give what makes the source of beats; what it needs is loaded now."""
    if from_lsl is not None:
        from coherence_desktop.sensors.lsl.sensor import LslSensor

        stream = LslSensor(from_lsl.strip(), address)
        return lambda _pacer: stream

    from coherence_desktop.sensors.bluetooth.strap import StrapSensor

    return lambda _pacer: StrapSensor(device or "", adapter, raw=raw)


def _run(
    library: "Library",
    make_sensor: "MakeSensor",
    source: str,
    seconds: float | None,
    stream: "MakeListener | None",
) -> tuple[str, str | None, str]:
    """Record until it is time; give the session, what was not kept, and the last link message."""
    from coherence_desktop.acquisition.running import RunningSession
    from coherence_desktop.cli.stopping import asked_to_stop
    from coherence_desktop.cli.telling import Telling
    from coherence_desktop.practice.breathing import Breathing

    telling = Telling()
    with asked_to_stop() as asked:
        running = RunningSession(
            Breathing(None, None),
            make_sensor,
            source=source,
            library=library,
            listener=telling.hear,
            on_recorder=telling.hear,
            stream=stream,
        )
        say(f"Session {running.session_id} has begun. Ctrl-C ends it.")
        while not asked.stop and (seconds is None or running.now() < seconds):
            time.sleep(LOOK_S)
            telling.tell(say)
        state = running.end("stopped" if asked.stop else "ended")
        telling.tell(say)
    if state is None or state.state == "closed":
        return running.session_id, None, telling.last_word
    problem = state.problem or "The disk did not take all of it."
    return running.session_id, f"Not all of the session was kept. {problem}", telling.last_word


def _as_kept(library: "Library", session_id: str, raw: "RawSignals") -> dict[str, object]:
    """Sum up a session from its record, not from what was hoped to be in it."""
    from coherence_desktop.cli.sessions import device_of
    from coherence_desktop.sensors.timeline import timeline

    session = library.session(session_id)
    line = timeline(library.events(session_id, raw=False))
    result = {
        "session": session_id,
        "beats": len(line.rr_ms),
        "duration_s": session.duration_s,
        "gaps": [
            {"start_s": gap.start_s, "end_s": gap.end_s, "cause": gap.cause} for gap in line.gaps
        ],
        "device": device_of(session) or {"name": "", "address": "", "model": ""},
        "battery_percent": session.battery_percent,
    }
    return result | _raw_kept(library.stream(session_id)) if raw else result


def _raw_kept(events: "Iterable[AnyEvent]") -> dict[str, float]:
    """How much of the raw signals is in a record, in seconds."""
    from coherence_desktop.events import AccelerationChunk, EcgChunk
    from coherence_desktop.signal.raw_samples import ACCELERATION_BYTES, ECG_BYTES

    kept = {"ecg_s": 0.0, "acceleration_s": 0.0}
    for event in events:
        if isinstance(event, EcgChunk):
            kept["ecg_s"] += len(event.samples) / ECG_BYTES / event.rate_hz
        elif isinstance(event, AccelerationChunk):
            kept["acceleration_s"] += len(event.samples) / ACCELERATION_BYTES / event.rate_hz
    return kept
