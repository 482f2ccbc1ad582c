"""Makes sure, before an event joins others in a commit, that it can be read back."""

import math

import msgspec

from coherence_desktop.events import AnyEvent, decode, encode

LONGEST_S = 1e9
"""Thirty years: no session time is beyond it, whatever a faulty clock says."""


def storable(event: AnyEvent) -> AnyEvent | None:
    """Return the event as it will be read back, or ``None`` if that is impossible.

    Annotations are not enforced when an event is made. One with a wrong type would make the
    commit that holds it unreadable, and the beats in it; a numpy number is taken for what it is.
    """
    read = _read_back(event)
    if read is None or not math.isfinite(read.t) or abs(read.t) > LONGEST_S:
        return None
    return read


def _read_back(event: AnyEvent) -> AnyEvent | None:
    try:
        return decode(encode(event))
    except (TypeError, ValueError, OverflowError):
        pass
    try:
        return decode(msgspec.msgpack.encode(event, enc_hook=_plain))
    except (TypeError, ValueError, OverflowError):
        return None


def _plain(number: object) -> object:
    item = getattr(number, "item", None)
    if item is None:
        raise TypeError(f"not a number: {type(number).__name__}")
    plain: object = item()
    return plain
