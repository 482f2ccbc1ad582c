"""Evenly sampled signals of the strap, in the chunks in which they came."""

from coherence_desktop.events.base import Event


class EcgChunk(Event, frozen=True, kw_only=True):
    """Samples of the ECG that follow each other; ``t`` is the time of the first.

    Where the next chunk begins later than this one ends, samples were lost: nothing is stretched.
    The times of the chunks tell the true rate; ``rate_hz`` is the one that the strap promised.
    """

    rate_hz: float
    samples: bytes
    """Microvolts, each as 24 bits, signed, little-endian: 3 bytes a sample."""


class AccelerationChunk(Event, frozen=True, kw_only=True):
    """Samples of the acceleration of the strap that follow each other; as `EcgChunk`."""

    rate_hz: float
    samples: bytes
    """Thousandths of g along x, y and z, each as 16 bits, signed, little-endian: 6 bytes."""
