"""ECG and acceleration of a session as evenly sampled signals."""

from collections.abc import Callable

from coherence_desktop.events import AccelerationChunk, EcgChunk
from coherence_desktop.records.export.channels import Channel
from coherence_desktop.records.export.session import FloatArray, SessionToExport
from coherence_desktop.signal.raw_samples import (
    IntArray,
    join,
    on_grid,
    unpack_acceleration,
    unpack_ecg,
)


def raw_channels(session: SessionToExport) -> tuple[Channel, ...]:
    """Give the raw signals that were recorded; none without."""
    channels: list[Channel] = []
    rate_hz, ecg = _even(session, EcgChunk, unpack_ecg)
    if ecg.size:
        about = "ECG of the strap at its own rate, cubics between its samples"
        channels.append(Channel("ECG", "ecg", "ecg", "uV", rate_hz, ecg, about, 1.0))
    rate_hz, acceleration = _even(session, AccelerationChunk, unpack_acceleration)
    if acceleration.size:
        channels += [
            Channel(
                *(f"Accel {axis.upper()}", f"acceleration_{axis}", "acceleration", "mG"),
                *(rate_hz, acceleration[:, number]),
                f"Acceleration of the strap along {axis}, in thousandths of g",
                1.0,
            )
            for number, axis in enumerate("xyz")
        ]
    return tuple(channels)


def _even(
    session: SessionToExport,
    kind: type[EcgChunk] | type[AccelerationChunk],
    unpack: Callable[[bytes], IntArray],
) -> tuple[float, FloatArray]:
    chunks = [event for event in session.events if isinstance(event, kind)]
    rate_hz = chunks[0].rate_hz if chunks else 1.0
    runs = join((chunk.t, chunk.rate_hz, unpack(chunk.samples)) for chunk in chunks)
    return rate_hz, on_grid(runs, rate_hz, session.duration_s)
