"""What the connect page is given to show."""

from dataclasses import dataclass

from coherence_desktop.ui.widgets.signal_bars import SignalStrength


@dataclass(frozen=True, slots=True)
class FoundStrapView:
    """One strap in the list, or one stream.

    Parameters
    ----------
    address : str
        What it is connected by; never shown.
    name : str
    detail : str
        Under the name: "Yours, last used yesterday", "Not used here before", "Last seen 9 s ago".
    strength : SignalStrength
    battery_percent : int, optional
        Charge, where it is known.
    battery_when : str
        Under the charge: "battery", or "battery, last time" for one remembered.
    yours : bool
        It was used here before, so it comes first.
    reachable : bool
        It was heard from just now, so it can be connected.
    wearing_hint : str
        How this model sits, where that differs from a chest strap in general.
    chest : bool
        It is worn around the chest, as the drawing shows.
    brings : str
        What a stream brings, e.g. "every beat"; empty for a strap. Signal and battery are of a
        strap alone.
    brings_more : str
        Under it.
    """

    address: str
    name: str
    detail: str
    strength: SignalStrength = SignalStrength.UNKNOWN
    battery_percent: int | None = None
    battery_when: str = "battery"
    yours: bool = False
    reachable: bool = True
    wearing_hint: str = ""
    chest: bool = True
    brings: str = ""
    brings_more: str = ""

    @property
    def is_stream(self) -> bool:
        """Whether another program sends it."""
        return bool(self.brings)


@dataclass(frozen=True, slots=True)
class AdapterView:
    """A Bluetooth adapter of this computer: its id and what to call it."""

    id: str
    label: str
