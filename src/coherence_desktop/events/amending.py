"""Reads a log as people put it right afterwards; nothing in it is ever changed."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple
from zlib import crc32

import msgspec

from coherence_desktop.events.heart import BeatJudged, BeatKind
from coherence_desktop.events.session import Amended, Ended, Marker, Note, Phase
from coherence_desktop.events.trial import TrialEnded, TrialStarted
from coherence_desktop.events.vocabulary import AnyEvent

_FENCES = (Phase, TrialStarted, TrialEnded, Ended)
"""What keeps its order: no phase is moved past one of these."""
Thing = Marker | Phase | Note
"""What can be put right afterwards."""
_MATTERS = frozenset((Marker, Phase, Note, TrialStarted, TrialEnded, Ended, Amended))
"""What amendments are about, or what bounds them: little in a day of beats."""
_Key = tuple[Literal["marker", "phase", "note"], float, str]


class Amendable(NamedTuple):
    """A marker, phase or note that was not removed."""

    logged: Thing
    now: Thing
    """As it was put right."""
    nth: int
    """Which of those of its kind, time and name it is, as `Amended` counts them."""


def amended(events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Give a log with its markers, phases and notes where and as they were put right.

    Removed ones are gone, and so are the amendments themselves. A phase moves only between its
    neighbours; one that was added after the end stands at its time, unless a trial is there.

    Parameters
    ----------
    events : iterable of AnyEvent
        A whole log.
    """
    log = list(events)
    places = [at for at, event in enumerate(log) if type(event) in _MATTERS]
    few = [log[at] for at in places]
    last = _last(few)
    brought = _brought_forward(few, last)
    if not brought and not any(isinstance(event, Amended) for event in few):
        return log
    now_of = {index: now for index, _, now in _read(few, last, brought)}
    moved = {index for late in brought.values() for index in late}
    found: list[AnyEvent] = []
    done = 0
    for index, at in enumerate(places):
        found += log[done:at]
        done = at + 1
        here = (*brought.get(index, ()), index) if index not in moved else ()
        found += [now for one in here if (now := now_of[one]) is not None]
    return found + log[done:]


def amendable(events: Iterable[AnyEvent]) -> list[Amendable]:
    """Give each marker, phase and note that was not removed: as it was logged, and as it is."""
    log = [event for event in events if type(event) in _MATTERS]
    last = _last(log)
    nth = {place: nth for places in _things(log).values() for nth, place in enumerate(places)}
    return [
        Amendable(logged, now, nth[place])
        for place, logged, now in _read(log, last, _brought_forward(log, last))
        if isinstance(logged, Thing) and isinstance(now, Thing)
    ]


def count_alike(events: Iterable[AnyEvent], thing: Thing) -> int:
    """Count what the log holds of a thing's kind, time and name: what `Amended` calls the next."""
    kind, key = type(thing), _key(thing)
    return sum(isinstance(event, kind) and _key(event) == key for event in events)


def name_of_note(note: Note) -> str:
    """Give what tells a note from others of the same moment, without telling what it says."""
    return f"{crc32(note.text.encode('utf-8', 'surrogatepass')):08x}"


def judgements_of(events: Iterable[AnyEvent]) -> dict[int, BeatJudged]:
    """Give the judgement of each judged beat that counts, by index.

    A person's word counts before the detector's, until it is taken back.
    """
    heard: dict[int, BeatJudged] = {}
    said: dict[int, BeatJudged] = {}
    for event in events:
        if not isinstance(event, BeatJudged):
            continue
        if event.by == "detector":
            heard[event.index] = event
        elif event.settled:
            said[event.index] = event
        else:
            said.pop(event.index, None)
    return heard | said


def said_of(events: Iterable[AnyEvent]) -> dict[int, BeatKind]:
    """Give what people say of single beats, by index; what they took back is left out."""
    found = judgements_of(events)
    return {index: event.kind for index, event in found.items() if event.by == "person"}


def _read(
    log: Sequence[AnyEvent], last: Mapping[int, Amended], brought: Mapping[int, Sequence[int]]
) -> Iterator[tuple[int, AnyEvent, AnyEvent | None]]:
    """Give each event in the order of reading: its place in the log, as logged, and as it is."""
    moved = {place for late in brought.values() for place in late}
    unmoved = (place for place in range(len(log)) if place not in moved)
    order = [one for place in unmoved for one in (*brought.get(place, ()), place)]
    latest_s = _latest(log, order, last)
    before_s = -math.inf
    for place in order:
        event = log[place]
        by = last.get(place)
        now: AnyEvent | None = event
        if isinstance(event, Amended) or (by is not None and by.removed):
            now = None
        elif by is not None and isinstance(event, Marker):
            now = msgspec.structs.replace(event, t=by.t, label=by.label)
        elif by is not None and isinstance(event, Note):
            now = msgspec.structs.replace(event, t=by.t, text=by.label)
        elif by is not None and isinstance(event, Phase):
            t = min(max(by.t, before_s), latest_s[place])
            now = msgspec.structs.replace(event, t=t, label=by.label)
        if isinstance(now, _FENCES):
            before_s = max(before_s, now.t)
        yield place, event, now


def _things(log: Iterable[AnyEvent]) -> dict[_Key, list[int]]:
    """Give the places of what can be put right, those of one key in the order of the log."""
    found: dict[_Key, list[int]] = {}
    for place, event in enumerate(log):
        if isinstance(event, Thing):
            found.setdefault(_key(event), []).append(place)
    return found


def _last(log: Sequence[AnyEvent]) -> dict[int, Amended]:
    """Give the amendment that counts for each thing that was put right, by its place.

    What is logged after an amendment is another thing, even of the same moment and name.
    """
    things = _things(log)
    found: dict[int, Amended] = {}
    for at, event in enumerate(log):
        if isinstance(event, Amended):
            alike = things.get((event.what, event.was_s, event.name), ())
            if 0 <= event.nth < len(alike) and alike[event.nth] < at:
                found[alike[event.nth]] = event
    return found


def _latest(
    log: Sequence[AnyEvent], order: Sequence[int], last: Mapping[int, Amended]
) -> dict[int, float]:
    """Give the time of the next thing that stays where it is, for each amended phase."""
    found: dict[int, float] = {}
    after_s = math.inf
    for place in reversed(order):
        if isinstance(log[place], _FENCES):
            if place in last:
                found[place] = after_s
            else:
                after_s = log[place].t
    return found


def _brought_forward(log: Sequence[AnyEvent], last: Mapping[int, Amended]) -> dict[int, list[int]]:
    """Give the phases that were added after the end, by the place that each is read before."""
    everything = range(len(log))
    end = next((at for at in everything if isinstance(log[at], Ended)), len(log))
    late = [at for at in everything[end:] if isinstance(log[at], Phase)]
    if not late:
        return {}
    fences = [at for at in everything[:end] if isinstance(log[at], _FENCES)]
    kinds = [log[at] for at in fences]
    free = [at for at in late if log[at].t < log[end].t and not _in_trial(kinds, log[at].t)]
    now_s = list(accumulate((last[at].t if at in last else log[at].t for at in fences), max))
    before: dict[int, list[int]] = {}
    for phase in sorted(free, key=lambda at: log[at].t):
        next_one = bisect_left(now_s, log[phase].t)
        after = fences[next_one] if next_one < len(fences) else end
        before.setdefault(after, []).append(phase)
    return before


def _in_trial(fences: Sequence[AnyEvent], t: float) -> bool:
    """Whether a moment lies within a trial, which has phases of its own."""
    earlier = [event for event in fences if event.t <= t and not isinstance(event, Phase)]
    return bool(earlier) and isinstance(earlier[-1], TrialStarted)


def _key(thing: Thing) -> _Key:
    if isinstance(thing, Marker):
        return "marker", thing.t, thing.key
    if isinstance(thing, Note):
        return "note", thing.t, name_of_note(thing)
    return "phase", thing.t, thing.name
