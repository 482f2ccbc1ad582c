"""What programs call an ECG channel, and how they mark a heartbeat."""

import re
from collections.abc import Sequence
from pathlib import Path

from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

_ECG = re.compile(r"(?<![a-z])(ecg|ekg|electrocardiogra\w*)(?![b-z])", re.I)
_NO_ECG = re.compile(r"(?<![a-z])(hr|rate|resp\w*|quality|sqi|imp\w*|marker)(?![a-z])", re.I)
# In this order: the leads with the tallest R waves come first.
_LEADS = ("mlii", "ii", "lead ii", "mli", "i", "lead i", "v5", "v4", "v6", "cm5", "cc5", "mv2")
_OTHER_LEAD = re.compile(r"(lead )?(ml)?(iii|v[1-9]?|mv[1-6]|av[rlf]|d[123])", re.I)

_BEAT = re.compile(
    r"(r{1,2}|n|qrs( complex)?|(r|heart|normal)?[ _-]?beats?|r[ _-]?(peak|wave)s?|n[ _-]?beat)"
    r"([ _-]*(onset|detected|marker))?",
    re.I,
)
WFDB_BEATS = frozenset("NLRBAaJSVrFejnE/fQ?")
"""physionet.org/physiotools/wpg/wpg_36.htm, codes for which isqrs() holds."""


def ecg_channel(labels: Sequence[str], path: Path, wanted: str | None = None) -> int | None:
    """Find the ECG among the channels of a file; None if no label tells of one.

    Raises
    ------
    UnreadableRecording
        If the channel that is wanted is not there, or its name fits several.
    """
    if wanted is not None:
        return _named(labels, path, wanted)
    for at, label in enumerate(labels):
        if _ECG.search(label) and not _NO_ECG.search(label):
            return at
    small = [" ".join(label.lower().split()) for label in labels]
    for lead in _LEADS:
        if lead in small:
            return small.index(lead)
    return next((at for at, name in enumerate(small) if _OTHER_LEAD.fullmatch(name)), None)


def marks_beats(texts: Sequence[str]) -> list[bool]:
    """Tell which marks stand for a beat.

    One letter of other beats (such as V) counts where most of the marks are the N beside it.
    """
    stripped = [text.strip() for text in texts]
    sure = [_BEAT.fullmatch(text) is not None for text in stripped]
    normal = sum(text == "N" for text in stripped)
    if normal and 2 * normal >= sum(sure):
        return [one or text in WFDB_BEATS for one, text in zip(sure, stripped, strict=True)]
    return sure


def listed(labels: Sequence[str]) -> str:
    """Write labels for a message, which must stay one line."""
    text = ", ".join(repr(label[:24]) for label in labels[:8])
    return f"{text} and {len(labels) - 8} more" if len(labels) > 8 else text or "none"


def _named(labels: Sequence[str], path: Path, wanted: str) -> int:
    plain = wanted.strip().lower()
    small = [label.strip().lower() for label in labels]
    exact = [at for at, label in enumerate(small) if label == plain]
    found = exact or [at for at, label in enumerate(small) if plain and plain in label]
    if not found or (len(found) > 1 and not exact):
        which = "several channels" if found else "no channel"
        what = f"has {which} called {wanted[:24]!r}. Name one of: {listed(labels)}."
        raise UnreadableRecording(path, Reason.CHANNEL, what)
    return found[0]
