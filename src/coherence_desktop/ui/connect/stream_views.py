"""Turns streams that were found into what the connect page shows."""

from collections.abc import Sequence

from coherence_desktop.sensors.lsl.scan import FoundStream
from coherence_desktop.ui.connect.view import FoundStrapView

_LONGEST_NAME = 80
_BEATS = (
    "Another program sends this stream by LSL: one interval for each beat, with its own times, "
    "brought to the clock of this computer. A session runs from it as from a strap."
)
_RATES = (
    "Another program sends this stream by LSL: heart rates, not the time from beat to beat. They "
    "are recorded. Coherence, spectrum and variability need beats and stay absent."
)


def key_of(stream: FoundStream) -> str:
    """What a row of the list is known by."""
    return f"stream:{stream.info.uid}"


def name_of(stream: FoundStream) -> str:
    """What to call a stream."""
    name = " ".join(stream.info.name.split())[:_LONGEST_NAME]
    return name or "Stream without a name"


def views(streams: Sequence[FoundStream]) -> list[FoundStrapView]:
    """What to show of each stream; those with beats first."""
    return [_view(stream) for stream in sorted(streams, key=lambda one: not one.reading.is_rr)]


def _view(stream: FoundStream) -> FoundStrapView:
    beats = stream.reading.is_rr
    computer = " ".join(stream.info.computer.split())[:_LONGEST_NAME]
    return FoundStrapView(
        address=key_of(stream),
        name=name_of(stream),
        detail=f"Stream from {computer}" if computer else "Stream",
        wearing_hint=_BEATS if beats else _RATES,
        chest=False,
        brings="every beat" if beats else "heart rate only",
        brings_more="RR intervals" if beats else "no beats, no coherence",
    )
