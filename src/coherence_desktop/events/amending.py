"""Reads a log as people put it right afterwards; nothing in it is ever changed."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal
from zlib import crc32

import msgspec

from coherence_desktop.events.heart import Beat, BeatJudged, BeatKind
from coherence_desktop.events.session import Amended, Ended, Marker, Note, Phase
from coherence_desktop.events.trial import TrialEnded, TrialStarted
from coherence_desktop.events.vocabulary import AnyEvent

_FENCES = (Phase, TrialStarted, TrialEnded, Ended)
"""What keeps its order: no phase is moved past one of these."""
_Key = tuple[Literal["marker", "phase", "note", ""], float, str]
_Thing = Marker | Phase | Note


def amended(events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Give a log with its markers, phases and notes where and as they were put right.

    Removed ones are gone, and so are the amendments themselves. A phase moves only between its
    neighbours; one that was added after the end stands at its time, unless a trial is there.

    Parameters
    ----------
    events : iterable of AnyEvent
        A whole log.
    """
    log = _in_place(list(events))
    if not any(isinstance(event, Amended) for event in log):
        return log
    return [now for _, now in _read(log) if now is not None]


def amendable(events: Iterable[AnyEvent]) -> list[tuple[_Thing, _Thing]]:
    """Give each marker, phase and note that was not removed: as it was logged, and as it is."""
    log = _in_place([event for event in events if not isinstance(event, Beat)])
    return [
        (logged, now)
        for logged, now in _read(log)
        if isinstance(logged, _Thing) and isinstance(now, _Thing)
    ]


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


def _read(log: Sequence[AnyEvent]) -> Iterator[tuple[AnyEvent, AnyEvent | None]]:
    last = _last(log)
    latest_s = _latest(log, last)
    before_s = -math.inf
    for at, event in enumerate(log):
        if isinstance(event, Beat):
            yield event, event
            continue
        by = last.get(_key(event))
        now: AnyEvent | None = event
        if isinstance(event, Amended) or (by is not None and by.removed):
            now = None
        elif by is not None and isinstance(event, Marker):
            now = msgspec.structs.replace(event, t=by.t, label=by.label)
        elif by is not None and isinstance(event, Note):
            now = msgspec.structs.replace(event, t=by.t, text=by.label)
        elif by is not None and isinstance(event, Phase):
            t = min(max(by.t, before_s), latest_s[at])
            now = msgspec.structs.replace(event, t=t, label=by.label)
        if isinstance(now, _FENCES):
            before_s = max(before_s, now.t)
        yield event, now


def _last(log: Iterable[AnyEvent]) -> dict[_Key, Amended]:
    """Give the amendment that counts for each thing that was put right."""
    return {
        (event.what, event.was_s, event.name): event for event in log if isinstance(event, Amended)
    }


def _latest(log: Sequence[AnyEvent], last: Mapping[_Key, Amended]) -> dict[int, float]:
    """Give the time of the next thing that stays where it is, for each amended phase."""
    found: dict[int, float] = {}
    after_s = math.inf
    for at in range(len(log) - 1, -1, -1):
        event = log[at]
        if isinstance(event, _FENCES):
            if _key(event) in last:
                found[at] = after_s
            else:
                after_s = event.t
    return found


def _in_place(log: list[AnyEvent]) -> list[AnyEvent]:
    """Bring phases that were added after the end to where their times belong."""
    end = next((at for at, event in enumerate(log) if isinstance(event, Ended)), len(log))
    late = [event for event in log[end:] if isinstance(event, Phase)]
    fences = [event for event in log[:end] if isinstance(event, _FENCES)]
    free = [event for event in late if event.t < log[end].t and not _in_trial(fences, event.t)]
    if not free:
        return log
    moved = {id(event) for event in free}
    last = _last(log)
    now_s = list(accumulate((by.t if (by := last.get(_key(e))) else e.t for e in fences), max))
    before: dict[int, list[AnyEvent]] = {}
    for phase in sorted(free, key=lambda one: one.t):
        at = bisect_left(now_s, phase.t)
        after = fences[at] if at < len(fences) else log[end]
        before.setdefault(id(after), []).append(phase)
    found: list[AnyEvent] = []
    for event in log:
        found += before.get(id(event), ())
        if id(event) not in moved:
            found.append(event)
    return found


def _in_trial(fences: Sequence[AnyEvent], t: float) -> bool:
    """Whether a moment lies within a trial, which has phases of its own."""
    earlier = [event for event in fences if event.t <= t and not isinstance(event, Phase)]
    return bool(earlier) and isinstance(earlier[-1], TrialStarted)


def _key(event: AnyEvent) -> _Key:
    if isinstance(event, Marker):
        return "marker", event.t, event.key
    if isinstance(event, Note):
        return "note", event.t, name_of_note(event)
    return ("phase", event.t, event.name) if isinstance(event, Phase) else ("", 0.0, "")
