"""What the strap tells: who it is, the link to it, and beats."""

from enum import StrEnum
from typing import Literal

from coherence_desktop.events.base import Event


class Device(Event, frozen=True, kw_only=True):
    """The strap told who it is. Absent facts are empty."""

    name: str
    address: str
    model: str = ""
    """Id of the file in ``devices/`` that it matched, or ``generic``."""
    manufacturer: str = ""
    firmware: str = ""
    hardware: str = ""
    serial: str = ""


class LinkState(StrEnum):
    """States of the link between the app and the source of beats."""

    SEARCHING = "searching"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    FAILED = "failed"
    ENDED = "ended"


class Link(Event, frozen=True):
    """The link changed state; ``reason`` is a machine word, ``message`` a plain sentence."""

    state: LinkState
    reason: str = ""
    message: str = ""


class Battery(Event, frozen=True):
    """Charge of the strap, in percent."""

    percent: int


class Contact(Event, frozen=True):
    """Skin contact as the strap reports it; ``None`` when it cannot tell."""

    detected: bool | None


class Beat(Event, frozen=True):
    """One beat at ``t``, ending an interval of ``rr_ms``, heard of at ``received_s``.

    ``rr_ms`` is exact: a strap's 1/1024 s is a dyadic fraction of a millisecond.
    """

    rr_ms: float
    received_s: float


class HeartRate(Event, frozen=True):
    """Heart rate that the strap computed itself, in beats a minute."""

    bpm: int


class Gap(Event, frozen=True, kw_only=True):
    """No beats are known between ``start_s`` and ``end_s``; ``t`` is when this became known."""

    start_s: float
    end_s: float
    cause: str


class Realigned(Event, frozen=True):
    """Beats at or after ``from_s`` known up to now really were ``shift_s`` later (or earlier)."""

    from_s: float
    shift_s: float


class ClockDisagreement(Event, frozen=True):
    """The intervals add up to ``ahead_s`` more (or less) than the time that passed."""

    ahead_s: float


class PacketRejected(Event, frozen=True):
    """A packet that was not used, or not wholly, kept as it came.

    ``malformed``, ``duplicate``, ``no_contact`` (intervals sent without skin contact) or
    ``zero_rr`` (its other intervals are beats); of raw signals ``malformed_signal`` or
    ``duplicate_signal``.
    """

    reason: str
    raw: bytes = b""


class BeatKind(StrEnum):
    """What an interval is judged to be."""

    NORMAL = "normal"
    MISSED = "missed"
    EXTRA = "extra"
    ECTOPIC = "ectopic"
    LONG_SHORT = "long_short"
    GAP = "gap"
    EXCLUDED = "excluded"
    ACCEPTED = "accepted"


class BeatJudged(Event, frozen=True, kw_only=True):
    """The interval that ends at the ``index``-th beat of the session (from 0) was judged.

    ``corrected_ms`` is what takes its place: empty where it was merged away, two values where it
    was split. A later judgement of the same beat replaces this one; ``settled`` is the last word
    of the detector. ``by`` is ``detector`` or ``person``. One by a person that is not ``settled``
    takes back what people said before: the detector's word counts again.
    """

    index: int
    kind: BeatKind
    corrected_ms: tuple[float, ...] = ()
    settled: bool = True
    by: Literal["detector", "person"] = "detector"
