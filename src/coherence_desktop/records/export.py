"""Sessions as files for other people's tools: RR text and tidy CSV tables."""

import contextlib
import csv
import errno
import io
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from coherence_desktop.errors import Problem
from coherence_desktop.events import AnyEvent, Beat, BeatJudged, BeatKind
from coherence_desktop.records.event_rows import EVENT_COLUMNS, event_row
from coherence_desktop.records.files import appear, sync_folder, write_through

BEAT_COLUMNS = ("t_s", "rr_ms", "kind", "corrected_ms")
_AS_IT_IS = (BeatKind.NORMAL, BeatKind.ACCEPTED)
# A spreadsheet runs a cell that begins like this (owasp.org/www-community/attacks/CSV_Injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


class ExportExists(Problem):
    """A file of that name is there already."""

    def __init__(self, path: Path) -> None:
        message = f"There is a file {path} already. Choose another folder, or allow replacing it."
        super().__init__(message, path)
        self.path = path


class ExportFailed(Problem):
    """The disk or folder does not take the file."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be written: {why}. Choose another folder.", path)
        self.path = path


def export_name(session_id: str) -> str:
    """Name for the files of a session: its id, and nothing about the person."""
    return f"session-{session_id.lower()}"


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
    text = "".join(f"{exact_ms(beat.rr_ms)}\n" for beat in events if isinstance(beat, Beat))
    return _write_all({folder / f"{name}.txt": text}, replace=replace)


def export_csv(
    events: Iterable[AnyEvent],
    folder: Path,
    name: str,
    *,
    beats: Sequence[tuple[float, float]] | None = None,
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
    raw = [event for event in log if isinstance(event, Beat)]
    timed = [(beat.t, beat.rr_ms) for beat in raw] if beats is None else list(beats)
    if len(timed) != len(raw):
        raise ValueError(f"the log has {len(raw)} beats, not {len(timed)}")
    judged = {event.index: event for event in log if isinstance(event, BeatJudged)}
    beat_rows = [
        (f"{t:.6f}", exact_ms(rr_ms), *_judgement(judged.get(index), rr_ms))
        for index, (t, rr_ms) in enumerate(timed)
    ]
    event_rows = [
        row for row in (event_row(event, private_notes=private_notes) for event in log) if row
    ]
    tables = {
        folder / f"{name}_beats.csv": _table(BEAT_COLUMNS, beat_rows),
        folder / f"{name}_events.csv": _table(EVENT_COLUMNS, event_rows),
    }
    return _write_all(tables, replace=replace)


def exact_ms(rr_ms: float) -> str:
    """Write an interval so that reading it gives the same number.

    A multiple of 1/1024 s has at most seven decimals of a ms; anything else gets all it needs.
    """
    text = f"{rr_ms:.7f}"
    return text if float(text) == rr_ms else format(Decimal(repr(rr_ms)), "f")


def _judgement(judged: BeatJudged | None, rr_ms: float) -> tuple[str, str]:
    if judged is None or (judged.kind in _AS_IT_IS and not judged.corrected_ms):
        return judged.kind if judged else BeatKind.NORMAL, exact_ms(rr_ms)
    return judged.kind, " ".join(exact_ms(value) for value in judged.corrected_ms)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    # By RFC 4180. With another end of line Python would leave a \r in a text unquoted.
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return written.getvalue()


def _cell(value: str) -> str:
    if not value.startswith(_FORMULA_STARTS) or _is_number(value):
        return value
    return f"'{value}"


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return value.isascii() and value == value.strip()


def _write_all(files: dict[Path, str], *, replace: bool) -> list[Path]:
    for path in files:
        if not replace and os.path.lexists(path):
            raise ExportExists(path)
    unfinished = {
        path: path.with_name(f".{path.name}.{secrets.token_hex(4)}.part") for path in files
    }
    try:
        for path, part in unfinished.items():
            with _problems_of(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_through(part, files[path])
        for path, part in unfinished.items():
            with _problems_of(path):
                if replace:
                    part.replace(path)
                    sync_folder(path.parent)
                else:
                    _appear(part, path)
    finally:
        for part in unfinished.values():
            with contextlib.suppress(OSError):
                part.unlink()
    return list(files)


def _appear(part: Path, path: Path) -> None:
    try:
        appear(part, path)
    except FileExistsError as error:
        raise ExportExists(path) from error


@contextlib.contextmanager
def _problems_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ExportFailed(path, "the disk is full") from error
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ExportFailed(path, reason[:1].lower() + reason[1:]) from error
