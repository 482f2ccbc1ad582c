"""``emulate``: acts as a strap on a Bluetooth adapter, for demonstrations and tests."""

import asyncio
import contextlib
import signal
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from coherence_desktop.cli.options import Adapter, Json
from coherence_desktop.cli.output import give, say
from coherence_desktop.errors import Problem

if TYPE_CHECKING:
    from coherence_desktop.sensors.emulator import EmulatorEvent, EmulatorSettings, Fault
    from coherence_desktop.sensors.emulator.raw_play import Ecg


class Account:
    """Keeps count of what an emulated strap did, and writes it down as it happens."""

    def __init__(self, log: BinaryIO | None) -> None:
        self._log = log
        self._began_s = self._last_s = 0.0
        self.name = self.address = ""
        self.packets = self.sent = self.missed = 0
        self.faults: Counter[str] = Counter()
        self.frames: Counter[str] = Counter()

    def take(self, event: "EmulatorEvent") -> None:
        """Count one event."""
        from coherence_desktop.sensors.emulator import (
            Changed,
            FaultKind,
            Missed,
            Sent,
            SentFrame,
            to_json,
        )

        if self._log is not None:
            self._log.write(to_json(event))
        if isinstance(event, SentFrame):
            self.frames[event.kind] += event.sent
            return
        if not isinstance(event, Changed):
            self._began_s = self._began_s or event.monotonic_s
            self._last_s = event.monotonic_s
        match event:
            case Sent():
                self.packets += 1
                self.sent += len(event.beats)
                if event.fault and event.fault != FaultKind.LOST_CONTACT:
                    self.faults[event.fault] += 1
            case Missed():
                self.missed += 1
            case Changed(state="ready"):
                self.name, self.address = event.name, event.address
                say(f"{event.name} ({event.address}) is ready. Ctrl-C ends it.")
            case Changed(state="fault_begins"):
                self.faults[event.fault] += 1
            case Changed(state="listener" | "no_listener"):
                say("Somebody listens." if event.state == "listener" else "Nobody listens.")
            case _:
                pass

    @property
    def duration_s(self) -> float:
        """From the first beat to the last."""
        return self._last_s - self._began_s


def emulate(
    rr_file: Annotated[Path, typer.Argument(help="RR intervals to play, as text or CSV.")],
    *,
    model: Annotated[
        str, typer.Option(help="Which strap to be: a file of devices/.")
    ] = "polar_h10",
    name: Annotated[str, typer.Option(help="Name to advertise; else one like the model's.")] = "",
    adapter: Adapter = None,
    speed: Annotated[float, typer.Option(min=0.01, help="How many times faster than life.")] = 1.0,
    fault: Annotated[
        list[str] | None,
        typer.Option(help="What to do wrong, e.g. silence:every=40,for=8, or all; repeatable."),
    ] = None,
    loop: Annotated[bool, typer.Option("--loop", help="Begin again at the end.")] = False,
    hold: Annotated[
        bool, typer.Option("--hold", help="Wait with the next beat while nobody listens.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Of when faults happen.")] = 0,
    ecg: Annotated[
        Path | None,
        typer.Option(
            help="ECG to stream: EDF, npz or numbers one a line; else made of the beats."
        ),
    ] = None,
    ecg_hz: Annotated[
        float | None, typer.Option(min=1, help="Samples a second of --ecg, if it does not say.")
    ] = None,
    breaths: Annotated[
        float, typer.Option(min=1, max=60, help="Breaths a minute that the chest moves with.")
    ] = 12.0,
    log: Annotated[
        Path | None, typer.Option(help="Write what was truly done, one JSON object a line.")
    ] = None,
    json: Json = False,
) -> None:
    """Act as a strap on a Bluetooth adapter, real or not, and play a recording."""
    from coherence_desktop.records.readers import read_rr_file
    from coherence_desktop.sensors.emulator import EmulatorSettings, Raw

    if ecg is not None and speed != 1.0:
        raise typer.BadParameter("an ECG is played at speed 1 only", param_hint="--ecg")
    faults = _faults(fault or [])
    settings = EmulatorSettings(
        rr_ms=tuple(read_rr_file(rr_file).rr_ms.tolist()),
        model=model,
        name=name,
        adapter=adapter,
        speed=speed,
        faults=faults,
        loop=loop,
        hold=hold,
        seed=seed,
        raw=Raw(breaths_per_min=breaths),
        ecg=None if ecg is None else _recorded_ecg(ecg, ecg_hz),
    )
    with contextlib.ExitStack() as stack:
        account = Account(stack.enter_context(_log_file(log)) if log else None)
        complete = asyncio.run(_play(settings, account))
    result = {
        "name": account.name,
        "address": account.address,
        "model": model,
        "packets": account.packets,
        "beats": account.sent,
        "missed": account.missed,
        "faults": dict(account.faults),
        "duration_s": account.duration_s,
        "frames": dict(account.frames),
        "complete": complete,
    }
    if json:
        give(result)
    else:
        typer.echo(
            f"{account.sent} beats sent in {account.packets} packets, {account.missed} not."
        )


async def _play(settings: "EmulatorSettings", account: Account) -> bool:
    """Be the strap; tell whether it came to the end of its recording."""
    from coherence_desktop.sensors.emulator import emulate as play

    playing = asyncio.ensure_future(play(settings, account.take))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows has no such handlers
            loop.add_signal_handler(number, playing.cancel)
    try:
        await playing
    except asyncio.CancelledError:
        return False
    return True


def _recorded_ecg(path: Path, rate_hz: float | None) -> "Ecg":
    from coherence_desktop.records.readers.ecg_samples import read_ecg_samples
    from coherence_desktop.sensors.emulator.raw_play import EcgOfRecording

    return EcgOfRecording(*read_ecg_samples(path, rate_hz))


def _faults(texts: list[str]) -> "tuple[Fault, ...]":
    from coherence_desktop.sensors.emulator import parse_fault

    try:
        return tuple(one for text in texts for one in parse_fault(text))
    except Problem as problem:
        raise typer.BadParameter(problem.message, param_hint="--fault") from problem


def _log_file(path: Path) -> BinaryIO:
    try:
        return path.open("wb", buffering=0)
    except OSError as error:
        why = error.strerror or str(error)
        raise Problem(f"{path} cannot be written: {why}. Name another file.", path) from error
