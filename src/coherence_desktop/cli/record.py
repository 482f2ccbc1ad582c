"""``record``: a session without a window."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from coherence_desktop.cli.options import Adapter, Json, LibraryFile
from coherence_desktop.cli.output import give, say
from coherence_desktop.errors import Problem

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library

LOOK_S = 0.05


class NotAllKept(Problem):
    """The disk did not take the end of the session."""


class NoBeatCame(Problem):
    """A recording without a beat."""


def record(
    *,
    device: Annotated[str, typer.Option("--device", help="Name or address of the strap.")],
    seconds: Annotated[
        float | None,
        typer.Option(min=0.1, help="End after this many seconds; else with Ctrl-C."),
    ] = None,
    library: LibraryFile = None,
    adapter: Adapter = None,
    json: Json = False,
) -> int:
    """Record a strap into the library until told to stop; reconnects by itself.

    A library that is not there yet is made. Messages go to stderr while it records.
    """
    if not device.strip():
        raise typer.BadParameter("name a strap, or give its address", param_hint="--device")
    from coherence_desktop.cli.libraries import open_or_create_library

    with open_or_create_library(library) as opened:
        session_id, not_kept, last_word = _run(opened, device, adapter, seconds)
        try:
            result = _as_kept(opened, session_id)
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
        raise NoBeatCame(f"No beat was recorded. {last_word or 'Put the strap on.'}".strip())
    return 0


def _run(
    library: "Library", device: str, adapter: str | None, seconds: float | None
) -> tuple[str, str | None, str]:
    """Record until it is time; give the session, what was not kept, and the last link message."""
    from coherence_desktop.acquisition.running import RunningSession
    from coherence_desktop.cli.stopping import asked_to_stop
    from coherence_desktop.cli.telling import Telling
    from coherence_desktop.practice.breathing import Breathing
    from coherence_desktop.sensors.bluetooth.strap import StrapSensor

    telling = Telling()
    with asked_to_stop() as asked:
        running = RunningSession(
            Breathing(None, None),
            lambda _pacer: StrapSensor(device, adapter),
            source="strap",
            library=library,
            listener=telling.hear,
            on_recorder=telling.hear,
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


def _as_kept(library: "Library", session_id: str) -> dict[str, object]:
    """Sum up a session from its record, not from what was hoped to be in it."""
    from coherence_desktop.cli.sessions import device_of
    from coherence_desktop.sensors.timeline import timeline

    session = library.session(session_id)
    line = timeline(library.events(session_id))
    return {
        "session": session_id,
        "beats": len(line.rr_ms),
        "duration_s": session.duration_s,
        "gaps": [
            {"start_s": gap.start_s, "end_s": gap.end_s, "cause": gap.cause} for gap in line.gaps
        ],
        "device": device_of(session) or {"name": "", "address": "", "model": ""},
        "battery_percent": session.battery_percent,
    }
