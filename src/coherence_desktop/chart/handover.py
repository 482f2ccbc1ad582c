"""Entries about what is handed over between the clinic and home."""

from coherence_desktop.chart.base import Entry


class HandoverKeyMade(Entry, frozen=True, kw_only=True):
    """The age identity that opens what is handed over to this chart; never leaves the library."""

    identity: str


class HandedOver(Entry, frozen=True, kw_only=True):
    """A file was written for the other side: ``plan`` or ``sessions``.

    ``sessions`` are the ids of those that were in it.
    """

    kind: str
    sessions: tuple[str, ...] = ()


class Received(Entry, frozen=True, kw_only=True):
    """A file of the other side was opened, and what was in it is kept.

    ``code`` names whose plan it is; ``made_utc`` is when it was written; ``key`` is the age
    recipient by which the other side can be answered without a passphrase.
    """

    kind: str
    made_utc: str
    code: str = ""
    key: str = ""
