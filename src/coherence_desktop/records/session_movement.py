"""Breathing of a session as its chest acceleration shows it."""

from collections.abc import Iterable

from coherence_desktop.events import AccelerationChunk, AnyEvent
from coherence_desktop.signal.breathing_movement import MovementBreathing, movement_breathing
from coherence_desktop.signal.raw_samples import unpack_acceleration


def breathing_of_movement(events: Iterable[AnyEvent]) -> MovementBreathing:
    """Read the acceleration of a log, event by event; no windows where there is none."""
    return movement_breathing(
        (event.t, event.rate_hz, unpack_acceleration(event.samples))
        for event in events
        if isinstance(event, AccelerationChunk)
    )
