"""Which raw signals are wanted of a strap."""

import msgspec


class RawSignals(msgspec.Struct, frozen=True, kw_only=True):
    """What a strap shall stream beside its beats; nothing unless asked."""

    ecg: bool = False
    acceleration: bool = False
    ecg_hz: int = 130
    acceleration_hz: int = 50
    """The nearest rate that the strap has is taken."""
    range_g: int = 4

    def __bool__(self) -> bool:
        return self.ecg or self.acceleration


NOTHING_RAW = RawSignals()
