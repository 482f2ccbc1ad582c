"""A strap on any BlueZ adapter that plays a list of RR intervals, with faults if asked."""

from collections.abc import Callable

from coherence_desktop.sensors.emulator.raw_play import Raw
from coherence_desktop.sensors.emulator.report import (
    Changed,
    EmulatorEvent,
    EmulatorResult,
    Missed,
    Sent,
    SentFrame,
    from_json,
    to_json,
)
from coherence_desktop.sensors.emulator.settings import (
    EmulatorSettings,
    Fault,
    FaultKind,
    parse_fault,
    to_ticks,
)

__all__ = [
    "Changed",
    "EmulatorEvent",
    "EmulatorResult",
    "EmulatorSettings",
    "Fault",
    "FaultKind",
    "Missed",
    "Raw",
    "Sent",
    "SentFrame",
    "emulate",
    "from_json",
    "parse_fault",
    "to_json",
    "to_ticks",
]


async def emulate(
    settings: EmulatorSettings, on_event: Callable[[EmulatorEvent], None] | None = None
) -> EmulatorResult:
    """Be a strap until the list of intervals ends; cancel to end earlier.

    Parameters
    ----------
    settings : EmulatorSettings
        What to be, to play and to do wrong.
    on_event : callable, optional
        Told at once of each packet, each beat that was not told and each change of state.

    Returns
    -------
    EmulatorResult
        What was truly sent.

    Raises
    ------
    Problem
        If the model is not known, or (`LinkProblem`) the adapter cannot be used.
    """
    from coherence_desktop.sensors.emulator.player import Player

    return await Player(settings, on_event or (lambda _: None)).play()
