"""What a person puts right in a session, as events to add; each can be undone and done again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from coherence_desktop.events import (
    Amended,
    AnyEvent,
    BeatJudged,
    BeatKind,
    Marker,
    Note,
    Phase,
    count_alike,
    name_of_note,
)
from coherence_desktop.signal.artefacts import TOLD_KINDS
from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.review.telling import partners, told
from coherence_desktop.ui.review.views import Place

_ABOUT = {BeatKind.EXCLUDED: "beat taken out", BeatKind.ACCEPTED: "beat accepted"}
PLAIN_MARK = "mark"
ADDED_PHASE = "part"
"""Name of a phase that was added by hand."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: what is added to the log for it, and what is added to take it back."""

    about: str
    """What was done, for the words beside Undo: ``beat taken out``."""
    forward: tuple[AnyEvent, ...]
    backward: tuple[AnyEvent, ...]
    again: tuple[AnyEvent, ...] = ()
    """What is added to do it once more after it was undone; as ``forward`` if empty."""
    phases: bool = False
    """Whether trials change by it."""


class Edits:
    """Changes in order. Nothing is ever removed from a log: to undo adds to it as well."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    @property
    def last(self) -> Edit | None:
        """What would be undone."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> Edit | None:
        """What would be done again."""
        return self._undone[-1] if self._undone else None

    def do(self, edit: Edit) -> tuple[AnyEvent, ...]:
        """Do something new; what was undone before it is gone."""
        self._done.append(edit)
        self._undone.clear()
        return edit.forward

    def undo(self) -> tuple[AnyEvent, ...]:
        """Take the last change back; nothing if there is none."""
        if not self._done:
            return ()
        self._undone.append(self._done.pop())
        return self._undone[-1].backward

    def redo(self) -> tuple[AnyEvent, ...]:
        """Do again what was undone last; nothing if there is none."""
        if not self._undone:
            return ()
        self._done.append(self._undone.pop())
        return self._done[-1].again or self._done[-1].forward


def judge(heart: HeartCourse, place: int, kind: BeatKind) -> Edit:
    """Take a beat out, accept it or say what is wrong; the same again leaves it to the detector.

    Parameters
    ----------
    heart : HeartCourse
    place : int
        Of the beat, from 0.
    kind : BeatKind
        ``EXCLUDED``, ``ACCEPTED`` or one of `TOLD_KINDS`.
    """
    before = {at: heart.said.get(at) for at in (place, *partners(heart, place))}
    if heart.said.get(place) is kind:
        after = tuple(_say(heart, at, None) for at in before)
        return Edit("beat left as found", after, _back(heart, before))
    said = told(heart, place, kind) if kind in TOLD_KINDS else (_say(heart, place, kind),)
    new = {event.index for event in said}
    before |= {at: heart.said.get(at) for at in new}
    gone = tuple(_say(heart, at, None) for at in before if at not in new)
    return Edit(_ABOUT.get(kind, "kind of beat told"), (*gone, *said), _back(heart, before))


def add_marker(t: float, label: str, events: Iterable[AnyEvent] = ()) -> Edit:
    """Mark a moment; ``events`` is the log so far."""
    return _add(Marker(t, label, PLAIN_MARK), PLAIN_MARK, label, events)


def add_phase(t: float, label: str, events: Iterable[AnyEvent] = ()) -> Edit:
    """Let a phase begin at a moment; ``events`` is the log so far."""
    return _add(Phase(t, ADDED_PHASE, label), ADDED_PHASE, label, events)


def add_note(t: float, text: str, events: Iterable[AnyEvent] = ()) -> Edit:
    """Write something down about a moment; ``events`` is the log so far."""
    note = Note(t, text)
    return _add(note, name_of_note(note), text, events)


def move(place: Place, t: float) -> Edit:
    """Bring a marker, or the start of a phase, to another moment."""
    return _amend(place, f"{place.what} moved", t, place.label)


def rename(place: Place, label: str) -> Edit:
    """Call a marker or a phase something else, or change the words of a note."""
    done = "changed" if place.what == "note" else "renamed"
    return _amend(place, f"{place.what} {done}", place.t, label)


def remove(place: Place) -> Edit:
    """Take a marker, a phase or a note away."""
    label = "" if place.what == "note" else place.label
    return _amend(place, f"{place.what} removed", place.t, label, removed=True)


def _add(thing: Marker | Phase | Note, name: str, label: str, events: Iterable[AnyEvent]) -> Edit:
    what: Literal["marker", "phase", "note"] = "note"
    if not isinstance(thing, Note):
        what = "marker" if isinstance(thing, Marker) else "phase"
    nth, t = count_alike(events, thing), thing.t
    back = Amended(t, what=what, was_s=t, name=name, label=label, nth=nth)
    left = "" if what == "note" else label
    gone = Amended(t, what=what, was_s=t, name=name, label=left, removed=True, nth=nth)
    return Edit(f"{what} added", (thing,), (gone,), again=(back,))


def _amend(place: Place, about: str, t: float, label: str, *, removed: bool = False) -> Edit:
    def event(t: float, label: str, *, removed: bool = False) -> Amended:
        return Amended(
            t,
            what=place.what,
            was_s=place.was_s,
            name=place.name,
            label=label,
            removed=removed,
            nth=place.nth,
        )

    after, before = event(t, label, removed=removed), event(place.t, place.label)
    return Edit(about, (after,), (before,), phases=place.what == "phase")


def _back(heart: HeartCourse, before: Mapping[int, BeatKind | None]) -> tuple[AnyEvent, ...]:
    return tuple(_say(heart, at, kind) for at, kind in before.items())


def _say(heart: HeartCourse, place: int, kind: BeatKind | None) -> BeatJudged:
    """A person's word about a beat; ``None`` takes back what was said before."""
    t, rr_ms = float(heart.raw_t_s[place]), float(heart.raw_rr_ms[place])
    if kind is None:
        return BeatJudged(t, index=place, kind=BeatKind.NORMAL, settled=False, by="person")
    kept = {BeatKind.EXCLUDED: (), BeatKind.ACCEPTED: (rr_ms,)}.get(kind, heart.instead(place))
    return BeatJudged(t, index=place, kind=kind, corrected_ms=kept, by="person")
