"""A session as its export needs it, and the names that its files get."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coherence_desktop.events import AnyEvent, Gap, PracticeStarted, TrialStarted
from coherence_desktop.records.summary import SessionSummary

FloatArray = NDArray[np.float64]

NOBODY = "unassigned"
"""Stands for the client of a session that has none."""
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_NOT_OF_WORDS = re.compile(r"[\W_]+")
_PSEUDONYM_DIGITS = 8
_LONGEST_NAME = 40


@dataclass(frozen=True, eq=False)
class SessionToExport:
    """A session with the final times of its beats.

    Attributes
    ----------
    summary : SessionSummary
    events : sequence of AnyEvent
        The log; ECG and acceleration may be left out of it if ``log`` is given.
    t_s, rr_ms : ndarray, shape (n_beats,)
        Final time of each beat in s, in the order of the log, and its interval in ms.
    gaps : sequence of Gap
        Where beats are missing, as it is known at the end.
    duration_s : float
        Time of the last thing in the log.
    client_name : str
        The client's name or code; written only when names are asked for.
    log : callable, optional
        Reads the whole log, event by event, the same each time it is called. A day of raw signals
        is not held in memory.
    """

    summary: SessionSummary
    events: Sequence[AnyEvent]
    t_s: FloatArray
    rr_ms: FloatArray
    gaps: Sequence[Gap]
    duration_s: float
    client_name: str = ""
    log: Callable[[], Iterable[AnyEvent]] | None = None

    def whole(self) -> Iterable[AnyEvent]:
        """Read the whole log; hold no more of it than is needed."""
        return self.events if self.log is None else self.log()

    @property
    def pseudonym(self) -> str:
        """Letters and digits that stand for the client, the same ones in every export."""
        client = self.summary.client
        if not client:
            return NOBODY
        return hashlib.sha256(client.encode()).hexdigest()[:_PSEUDONYM_DIGITS]

    @property
    def task(self) -> str:
        """What was done, as one word of letters and digits."""
        if any(isinstance(event, TrialStarted) for event in self.events):
            return "exposure"
        kinds = (event.kind for event in self.events if isinstance(event, PracticeStarted))
        return plain_label(next(kinds, "")) or "recording"


def export_name(session_id: str, client_name: str = "") -> str:
    """Name for the files of a session: its id, and nothing about the person.

    Parameters
    ----------
    session_id : str
    client_name : str, optional
        The client's name or code, where the name of the file shall tell it: the letters and
        digits at its beginning.
    """
    words = _NOT_OF_WORDS.sub("-", unicodedata.normalize("NFC", client_name))[:_LONGEST_NAME]
    return "-".join(filter(None, ("session", words.strip("-"), session_id.lower())))


def plain_label(text: str) -> str:
    """The plain letters and digits of a text; BIDS allows no others in a label."""
    return _NOT_PLAIN.sub("", plain_letters(text))[:_LONGEST_NAME]


def plain_letters(text: str) -> str:
    """A text in ASCII: letters without their signs, and without those that are none then."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
