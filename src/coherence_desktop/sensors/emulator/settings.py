"""What an emulated strap shall be, play and do wrong."""

import math
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from coherence_desktop.errors import Problem
from coherence_desktop.sensors.emulator.raw_play import Ecg, Raw

TICKS_PER_MS = 1.024
LONGEST_TICKS = 0xFFFF


class FaultKind(StrEnum):
    """What straps and links do wrong, by the name the command line uses."""

    DISCONNECT = "disconnect"
    """The strap leaves and comes back after ``lasting_s``."""
    SILENCE = "silence"
    """The link stays but nothing is sent for ``lasting_s``."""
    LOST_CONTACT = "lost_contact"
    """For ``lasting_s`` the strap feels no skin and sends no intervals."""
    MALFORMED = "malformed"
    """A truncated or senseless packet between two good ones."""
    DUPLICATE = "duplicate"
    """A packet is delivered twice."""
    ZERO_RR = "zero_rr"
    """An interval of zero, in a packet of its own or beside a good one."""
    NO_RR = "no_rr"
    """A packet with the heart rate alone between two good ones."""
    SEVERAL_RR = "several_rr"
    """Two to four beats in a packet instead of one."""
    WIDE_HEART_RATE = "wide_heart_rate"
    """The heart rate takes 16 bits."""
    ENERGY = "energy"
    """The energy expended comes along."""


EPISODES = frozenset({FaultKind.DISCONNECT, FaultKind.SILENCE, FaultKind.LOST_CONTACT})
"""Faults that last for a while; the beats of that while are not heard."""
ALWAYS = frozenset({FaultKind.SEVERAL_RR, FaultKind.WIDE_HEART_RATE, FaultKind.ENERGY})
"""Faults that are on from the start to the end."""

_USUAL_EVERY = {
    FaultKind.DISCONNECT: 60.0,
    FaultKind.SILENCE: 120.0,
    FaultKind.LOST_CONTACT: 90.0,
    FaultKind.MALFORMED: 15.0,
    FaultKind.DUPLICATE: 10.0,
    FaultKind.ZERO_RR: 20.0,
    FaultKind.NO_RR: 5.0,
}
_USUAL_LASTING_S = {
    FaultKind.DISCONNECT: 2.0,
    FaultKind.SILENCE: 8.0,
    FaultKind.LOST_CONTACT: 5.0,
}


class Fault(msgspec.Struct, frozen=True):
    """One fault and how often; without numbers, the usual ones of its kind."""

    kind: FaultKind
    every_beats: float = 0.0
    """Mean number of beats from one time to the next."""
    lasting_s: float = 0.0
    """For how long, in seconds of the recording; only for `EPISODES`."""

    def __post_init__(self) -> None:
        for name, usual in (("every_beats", _USUAL_EVERY), ("lasting_s", _USUAL_LASTING_S)):
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= 0):
                raise Problem(f"{name} of the fault {self.kind} must not be {value}.", value)
            if not value:
                msgspec.structs.force_setattr(self, name, usual.get(self.kind, 0.0))


def parse_fault(text: str) -> tuple[Fault, ...]:
    """Read a fault as the command line takes it: ``silence:every=40,for=8``, or ``all``.

    Raises
    ------
    Problem
        If it is none.
    """
    name, _, options = text.strip().partition(":")
    if name == "all" and not options:
        return tuple(Fault(kind) for kind in FaultKind)
    fields = {"every": "every_beats", "for": "lasting_s"}
    try:
        values = {
            fields[key.strip()]: float(value)
            for key, _, value in (option.partition("=") for option in options.split(",") if option)
        }
        return (Fault(FaultKind(name), **values),)
    except (KeyError, ValueError) as error:
        kinds = ", ".join(FaultKind)
        raise Problem(
            f"“{text}” is no fault. Write all, or one of {kinds}, "
            "with options as in disconnect:every=60,for=2.",
            text,
        ) from error


class EmulatorSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an emulated strap needs to know."""

    rr_ms: tuple[float, ...]
    """RR intervals in milliseconds, rounded to the strap's 1/1024 s each by itself."""
    model: str = "polar_h10"
    """Id of a file in ``devices/``."""
    name: str = ""
    """Advertised name; without one, the model's with the end of the adapter's address."""
    adapter: str | None = None
    """For example ``hci1``; without one, the first that is on."""
    speed: float = 1.0
    loop: bool = False
    """Begin again at the end of the list, for as long as the strap runs."""
    hold: bool = False
    """Wait with the next beat while nobody can hear it, so that every beat arrives.

    A packet on its way when somebody else cuts the link is lost all the same.
    """
    await_listener: bool = True
    """Do not begin before somebody listens."""
    faults: tuple[Fault, ...] = ()
    seed: int = 0
    battery_percent: int = 80
    linger_s: float = 1.0
    """How long to stay connected after the last beat."""
    max_packets_per_s: float = 1000.0
    raw: Raw = Raw()
    """Of the ECG and acceleration that the model streams, at the speed of life only."""
    ecg: Ecg | None = None
    """ECG to stream; without one, it is made of the intervals."""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.speed) and self.speed > 0):
            raise Problem(f"The speed must be more than 0, not {self.speed}.", self.speed)
        if not 0 < self.max_packets_per_s <= 2000:
            raise Problem(
                f"A D-Bus connection takes at most 2000 packets a second, not "
                f"{self.max_packets_per_s}.",
                self.max_packets_per_s,
            )
        if not 0 <= self.battery_percent <= 100:
            raise Problem(
                f"The battery must be 0 to 100 %, not {self.battery_percent}.",
                self.battery_percent,
            )
        to_ticks(self.rr_ms)


def to_ticks(rr_ms: Iterable[float]) -> tuple[int, ...]:
    """Round intervals to 1/1024 s, each to the nearest and none to the cost of its neighbour.

    Raises
    ------
    Problem
        If there is none, or one that a strap cannot send.
    """
    ticks = []
    for number, value in enumerate(rr_ms, start=1):
        tick = math.floor(value * TICKS_PER_MS + 0.5) if math.isfinite(value) else 0
        if not 0 < tick <= LONGEST_TICKS:
            raise Problem(
                f"The interval number {number} is {value} ms; a strap can send 1 to 63998 ms.",
                value,
            )
        ticks.append(tick)
    if not ticks:
        raise Problem("There are no RR intervals to play.")
    return tuple(ticks)
