"""Named markers: the moments that have a key of their own."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from coherence_desktop.events import Marker
from coherence_desktop.practice.content import BadContent, convert, line_of, read_toml
from coherence_desktop.resources import assets

PLAIN_KEY = "mark"
"""Id of the plain mark, "this moment"."""
TAKEN_LETTERS = frozenset("MNPJ")
"""Letters that do something else: mark, note, pause, journal."""


class NamedMarker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A marker with a letter, a word for people and an id for the record."""

    letter: str
    label: str
    id: str

    def at(self, t: float) -> Marker:
        """Event of this marker at ``t``."""
        return Marker(t, label=self.label, key=self.id)


@dataclass(frozen=True, slots=True)
class Markers:
    """The usable markers, in display order, and what was wrong with the others."""

    markers: tuple[NamedMarker, ...]
    problems: tuple[BadContent, ...]


def load_markers(path: Path | None = None) -> Markers:
    """Load the named markers; a bad entry is told and the others still load.

    Parameters
    ----------
    path : Path, optional
        A file of ``[[marker]]`` tables; by default the bundled ``assets/markers.toml``.
    """
    path = path or assets("markers.toml")
    try:
        text, raw = read_toml(path)
    except BadContent as problem:
        return Markers((), (problem,))
    entries = raw.get("marker", [])
    if not isinstance(entries, list) or set(raw) - {"marker"}:
        return Markers((), (BadContent(path.name, 1, "it may hold [[marker]] tables only"),))
    found: list[NamedMarker] = []
    problems: list[BadContent] = []
    for number, entry in enumerate(entries):
        table = ("marker", number)
        try:
            marker = convert(path, text, entry, NamedMarker, table)
            _check(path, text, table, marker, found)
        except BadContent as problem:
            problems.append(problem)
        else:
            found.append(marker)
    return Markers(tuple(found), tuple(problems))


def _check(
    path: Path, text: str, table: tuple[str, int], marker: NamedMarker, others: list[NamedMarker]
) -> None:
    wrong: tuple[str, str] | None = None
    if len(marker.letter) != 1 or not "A" <= marker.letter <= "Z":
        wrong = ("letter", f'letter must be one of A to Z, not "{marker.letter}"')
    elif marker.letter in TAKEN_LETTERS:
        wrong = ("letter", f"the letter {marker.letter} does something else already")
    elif any(marker.letter == other.letter for other in others):
        wrong = ("letter", f"the letter {marker.letter} has a marker already")
    elif not marker.label.strip():
        wrong = ("label", "label must not be empty")
    elif not marker.id or marker.id == PLAIN_KEY:
        wrong = ("id", f'id must not be "{marker.id}"')
    elif any(marker.id == other.id for other in others):
        wrong = ("id", f'the id "{marker.id}" is used already')
    if wrong is not None:
        key, why = wrong
        raise BadContent(path.name, line_of(text, key, table), why)
