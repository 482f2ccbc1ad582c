"""Everything that happened in a session, in the order of time, with its length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
) -> list[Happening]:
    """Give beats, gaps and all else that happened, by time.

    Beats and gaps are where they are known to be in the end; a phase lasts until the next one.

    Parameters
    ----------
    session : SessionToExport
    correction : Correction or None
        Of its beats.
    course : Course
    private_notes : bool
        Whether the texts of private notes and of answers are given too.

    Raises
    ------
    ExportCancelled
        If it shall not go on.
    """
    found = list(_beats(session, correction, course.part(0.0, 0.5)))
    log = [event for event in amended(session.events) if not isinstance(event, Gap)]
    ends_s = _ends_of_phases(log, session.duration_s)
    log += [event for event in session.events if isinstance(event, Amended)]
    for event in course.part(0.5, 0.9).through([*log, *session.gaps]):
        row = event_row(event, private_notes=private_notes)
        if row is None:
            continue
        _, kind, name, value, start, end, text = row
        onset_s, duration_s = event.t, 0.0
        if start and end:
            onset_s, duration_s = float(start), max(0.0, float(end) - float(start))
        elif isinstance(event, Phase):
            duration_s = ends_s[id(event)] - event.t
        found.append(Happening(onset_s, duration_s, kind, name, value, text))
    found.sort(key=lambda one: one.onset_s)
    course.at(1.0)
    return found


def _beats(
    session: SessionToExport, correction: Correction | None, course: Course
) -> Iterator[Happening]:
    if correction is None:
        return
    rows = list(
        zip(
            session.t_s.tolist(),
            session.rr_ms.tolist(),
            correction.kinds.tolist(),
            correction.corrected,
            strict=True,
        )
    )
    for t, rr_ms, kind, instead in course.through(rows):
        corrected = " ".join(exact_ms(value) for value in instead)
        yield Happening(t, 0.0, BEAT, rr_ms=exact_ms(rr_ms), judged=kind, corrected_ms=corrected)


def _ends_of_phases(log: Sequence[AnyEvent], duration_s: float) -> dict[int, float]:
    """Give the end of each phase, by the identity of its event."""
    phases = sorted((e for e in log if isinstance(e, Phase)), key=lambda e: e.t)
    ends = {id(one): after.t for one, after in pairwise(phases)}
    if phases:
        ends[id(phases[-1])] = max(duration_s, phases[-1].t)
    return ends
