"""Reads a log as people put it right afterwards; nothing in it is ever changed."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from coherence_desktop.events.heart import Beat, BeatJudged, BeatKind
from coherence_desktop.events.session import Amended, Ended, Marker, Phase
from coherence_desktop.events.trial import TrialEnded, TrialStarted
from coherence_desktop.events.vocabulary import AnyEvent

_FENCES = (Phase, TrialStarted, TrialEnded, Ended)
"""What keeps its order: no phase is moved past one of these."""
_Key = tuple[Literal["marker", "phase", ""], float, str]


def amended(events: Iterable[AnyEvent]) -> list[AnyEvent]:
    """Give a log with its markers and phases where and as they were put right.

    Removed ones are gone, and so are the amendments themselves. A phase moves only between its
    neighbours.

    Parameters
    ----------
    events : iterable of AnyEvent
        A whole log.
    """
    log = list(events)
    if not any(isinstance(event, Amended) for event in log):
        return log
    return [now for _, now in _read(log) if now is not None]


def amendable(events: Iterable[AnyEvent]) -> list[tuple[Marker | Phase, Marker | Phase]]:
    """Give each marker and phase that was not removed: as the log has it, and as it is now."""
    log = [event for event in events if not isinstance(event, Beat)]
    return [
        (logged, now)
        for logged, now in _read(log)
        if isinstance(logged, Marker | Phase) and isinstance(now, Marker | Phase)
    ]


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
    last: dict[_Key, Amended] = {
        (event.what, event.was_s, event.name): event for event in log if isinstance(event, Amended)
    }
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
        elif by is not None and isinstance(event, Phase):
            t = min(max(by.t, before_s), latest_s[at])
            now = msgspec.structs.replace(event, t=t, label=by.label)
        if isinstance(now, _FENCES):
            before_s = max(before_s, now.t)
        yield event, now


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


def _key(event: AnyEvent) -> _Key:
    if isinstance(event, Marker):
        return "marker", event.t, event.key
    return ("phase", event.t, event.name) if isinstance(event, Phase) else ("", 0.0, "")
