"""Everything that happened in a session, in the order of time, with its length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import pairwise

import numpy as np

from coherence_desktop.events import Amended, AnyEvent, Gap, Phase, amended
from coherence_desktop.records.course import Course
from coherence_desktop.records.event_rows import event_row
from coherence_desktop.records.export.cells import exact_ms
from coherence_desktop.records.export.session import SessionToExport
from coherence_desktop.signal.artefacts import Correction

BEAT = "beat"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened; ``rr_ms``, ``judged`` and ``corrected_ms`` are those of a beat."""

    onset_s: float
    duration_s: float
    kind: str
    name: str = ""
    value: str = ""
    text: str = ""
    rr_ms: str = ""
    judged: str = ""
    corrected_ms: str = ""


def happenings_of(
    session: SessionToExport,
    correction: Correction | None,
    course: Course,
    *,
    private_notes: bool = False,
) -> Iterator[Happening]:
    """Give beats, gaps and all else that happened, by time.

    Beats and gaps are where they are known to be in the end; a phase lasts until the next one.

    Parameters
    ----------
    session : SessionToExport
    correction : Correction or None
        Of its beats.
    course : Course
        Is told how far one has come.
    private_notes : bool
        Whether the texts of private notes and of answers are given too.

    Raises
    ------
    ExportCancelled
        If it shall not go on.
    """
    others = sorted(_others(session, private_notes=private_notes), key=_onset)
    beats = () if correction is None else _beats(session, correction)
    total = len(others) + len(session.t_s)
    return course.counted(merge(beats, others, key=_onset), total)


def _beats(session: SessionToExport, correction: Correction) -> Iterator[Happening]:
    for at in np.argsort(session.t_s, kind="stable").tolist():
        corrected = " ".join(exact_ms(value) for value in correction.corrected[at])
        rr_ms, judged = exact_ms(float(session.rr_ms[at])), str(correction.kinds[at])
        t = float(session.t_s[at])
        yield Happening(t, 0.0, BEAT, rr_ms=rr_ms, judged=judged, corrected_ms=corrected)


def _others(session: SessionToExport, *, private_notes: bool) -> Iterator[Happening]:
    log = [event for event in amended(session.events) if not isinstance(event, Gap)]
    ends_s = _ends_of_phases(log, session.duration_s)
    log += [event for event in session.events if isinstance(event, Amended)]
    for event in [*log, *session.gaps]:
        row = event_row(event, private_notes=private_notes)
        if row is None:
            continue
        _, kind, name, value, start, end, text = row
        onset_s, duration_s = event.t, 0.0
        if start and end:
            onset_s, duration_s = float(start), max(0.0, float(end) - float(start))
        elif isinstance(event, Phase):
            duration_s = ends_s[id(event)] - event.t
        yield Happening(onset_s, duration_s, kind, name, value, text)


def _onset(one: Happening) -> float:
    return one.onset_s


def _ends_of_phases(log: Sequence[AnyEvent], duration_s: float) -> dict[int, float]:
    """Give the end of each phase, by the identity of its event."""
    phases = sorted((e for e in log if isinstance(e, Phase)), key=lambda e: e.t)
    ends = {id(one): after.t for one, after in pairwise(phases)}
    if phases:
        ends[id(phases[-1])] = max(duration_s, phases[-1].t)
    return ends
