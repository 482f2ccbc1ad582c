"""RR text and tidy CSV tables of a session."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from coherence_desktop.events import (
    Amended,
    AnyEvent,
    Beat,
    BeatJudged,
    BeatKind,
    Gap,
    amended,
    judgements_of,
)
from coherence_desktop.records.course import Course
from coherence_desktop.records.event_rows import EVENT_COLUMNS, event_row
from coherence_desktop.records.export.cells import exact_ms, harmless
from coherence_desktop.records.export.placing import Placing

BEAT_COLUMNS = ("t_s", "rr_ms", "kind", "corrected_ms")
_ROWS_AT_ONCE = 2_000
_AS_IT_IS = (BeatKind.NORMAL, BeatKind.ACCEPTED)


def export_rr(
    events: Iterable[AnyEvent], folder: Path, name: str, *, replace: bool = False
) -> list[Path]:
    """Write all RR intervals as they came from the strap, one a line, in ms.

    Parameters
    ----------
    events : iterable of AnyEvent
        The log of a session.
    folder : Path
        Made if it is not there.
    name : str
        Of the file, without its ending.
    replace : bool
        Whether a file of that name may be replaced.

    Returns
    -------
    list of Path
        ``name.txt``. Reading its numbers gives back every `Beat.rr_ms` exactly.

    Raises
    ------
    ExportExists, ExportFailed
        If it is not written; what was there before is as it was.
    """
    with Placing(replace=replace) as placing:
        placing.add(folder / f"{name}.txt", rr_text(events))
    return placing.paths


def export_csv(
    events: Iterable[AnyEvent],
    folder: Path,
    name: str,
    *,
    beats: Sequence[tuple[float, float]] | None = None,
    gaps: Sequence[Gap] | None = None,
    private_notes: bool = False,
    replace: bool = False,
) -> list[Path]:
    """Write a table of beats and a table of everything else that happened.

    Parameters
    ----------
    events : iterable of AnyEvent
        The log of a session.
    folder : Path
        Made if it is not there.
    name : str
        Of the files, without their endings.
    beats : sequence of (t_s, rr_ms), optional
        Final time of each beat, in the order of the log; by default the times as first heard.
    gaps : sequence of Gap, optional
        As they are known in the end; by default as they were first told of.
    private_notes : bool
        Whether the text of private notes is written too; otherwise only that there was one.
    replace : bool
        Whether files of that name may be replaced.

    Returns
    -------
    list of Path
        ``name_beats.csv`` with `BEAT_COLUMNS`: ``kind`` is ``normal`` where nothing was said
        against a beat; ``corrected_ms`` holds what takes the place of the interval, as it is
        read one beat after the other: the interval itself, nothing where it was merged away,
        two values with a space between where it was split. ``name_events.csv`` with
        `EVENT_COLUMNS`.

    Raises
    ------
    ValueError
        If ``beats`` is not as long as the log has beats.
    ExportExists, ExportFailed
        If they are not written; what was there before is as it was.
    """
    log = list(events)
    with Placing(replace=replace) as placing:
        tables = csv_tables(log, beats, Course(), gaps=gaps, private_notes=private_notes)
        for ending, table in tables.items():
            placing.add(folder / f"{name}{ending}", table)
    return placing.paths


def rr_text(events: Iterable[AnyEvent]) -> str:
    """All RR intervals, one a line, in ms."""
    return "".join(f"{exact_ms(beat.rr_ms)}\n" for beat in events if isinstance(beat, Beat))


def csv_tables(
    log: Sequence[AnyEvent],
    beats: Sequence[tuple[float, float]] | None,
    course: Course,
    *,
    gaps: Sequence[Gap] | None = None,
    private_notes: bool,
) -> dict[str, Iterator[bytes]]:
    """Give the two tables of `export_csv` by the ends of their names, to be read in this order.

    Reading them raises `ExportCancelled` if it shall not go on.

    Raises
    ------
    ValueError
        If ``beats`` is not as long as the log has beats.
    """
    raw = [event for event in log if isinstance(event, Beat)]
    timed = [(beat.t, beat.rr_ms) for beat in raw] if beats is None else list(beats)
    if len(timed) != len(raw):
        raise ValueError(f"the log has {len(raw)} beats, not {len(timed)}")
    judged = judgements_of(log)
    beat_rows = (
        (f"{t:.6f}", exact_ms(rr_ms), *_judgement(judged.get(index), rr_ms))
        for index, (t, rr_ms) in enumerate(course.part(0.0, 0.5).through(timed))
    )
    right = amended(log)
    if gaps is not None:
        right = [*(event for event in right if not isinstance(event, Gap)), *gaps]
        right.sort(key=lambda event: event.t)
    told = [*right, *(event for event in log if isinstance(event, Amended))]
    rows = (
        event_row(event, private_notes=private_notes)
        for event in course.part(0.5, 1.0).through(told)
    )
    return {
        "_beats.csv": _table(BEAT_COLUMNS, beat_rows),
        "_events.csv": _table(EVENT_COLUMNS, filter(None, rows)),
    }


def _judgement(judged: BeatJudged | None, rr_ms: float) -> tuple[str, str]:
    if judged is None or (judged.kind in _AS_IT_IS and not judged.corrected_ms):
        return judged.kind if judged else BeatKind.NORMAL, exact_ms(rr_ms)
    return judged.kind, " ".join(exact_ms(value) for value in judged.corrected_ms)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    told = chain([columns], ([harmless(value) for value in row] for row in rows))
    while part := list(islice(told, _ROWS_AT_ONCE)):
        written = io.StringIO()
        # By RFC 4180. With another end of line Python would leave a \r in a text unquoted.
        csv.writer(written, lineterminator="\r\n").writerows(part)
        yield written.getvalue().encode()
