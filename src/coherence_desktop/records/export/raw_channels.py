"""ECG and acceleration of a session as evenly sampled signals."""

from collections.abc import Callable, Iterable, Iterator

from coherence_desktop.events import AccelerationChunk, AnyEvent, EcgChunk
from coherence_desktop.records.export.channels import Channel, Signals
from coherence_desktop.records.export.session import FloatArray, SessionToExport
from coherence_desktop.signal.raw_grid import on_grid
from coherence_desktop.signal.raw_samples import IntArray, unpack_acceleration, unpack_ecg

_Kind = type[EcgChunk] | type[AccelerationChunk]

_ECG = Channel(
    "ECG", "ecg", "uV", "ECG of the strap at its own rate, cubics between its samples", 1.0
)
_ACCELERATION = tuple(
    Channel(
        *(f"Accel {axis.upper()}", f"acceleration_{axis}", "mG"),
        f"Acceleration of the strap along {axis}, in thousandths of g",
        1.0,
    )
    for axis in "xyz"
)


def raw_signals(session: SessionToExport) -> tuple[Signals, ...]:
    """Give the raw signals that were recorded; none without.

    They are read from the log each time that their values are asked for.
    """
    found = (
        _signals(session, EcgChunk, unpack_ecg, "ecg", (_ECG,)),
        _signals(session, AccelerationChunk, unpack_acceleration, "acceleration", _ACCELERATION),
    )
    return tuple(signals for signals in found if signals is not None)


def _signals(
    session: SessionToExport,
    kind: _Kind,
    unpack: Callable[[bytes], IntArray],
    recording: str,
    channels: tuple[Channel, ...],
) -> Signals | None:
    first = next(_chunks(session.events, kind), None)
    if first is None:
        return None
    rate_hz = first.rate_hz

    def blocks(rows: int) -> Iterator[FloatArray]:
        chunks = (
            (chunk.t, chunk.rate_hz, unpack(chunk.samples))
            for chunk in _chunks(session.whole(), kind)
        )
        for block in on_grid(chunks, rate_hz, session.duration_s, rows):
            yield block.reshape(len(block), len(channels))

    size = int(session.duration_s * rate_hz) + 1
    return Signals(recording, rate_hz, channels, size, blocks)


def _chunks(events: Iterable[AnyEvent], kind: _Kind) -> Iterator[EcgChunk | AccelerationChunk]:
    """Those with samples in them."""
    return (event for event in events if isinstance(event, kind) and event.samples)
