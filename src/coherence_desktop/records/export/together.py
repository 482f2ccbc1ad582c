"""One export of one session or several, in one format or several: all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coherence_desktop.records.course import Course
from coherence_desktop.records.export.bids import add_bids
from coherence_desktop.records.export.edf import add_edf
from coherence_desktop.records.export.placing import Placing
from coherence_desktop.records.export.problems import ExportCancelled
from coherence_desktop.records.export.session import SessionToExport, export_name
from coherence_desktop.records.export.tables import csv_tables, rr_text
from coherence_desktop.records.export_formats import ExportFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What is written besides what always is.

    Attributes
    ----------
    names : bool
        The client's name or code, in files and their names.
    private_notes : bool
        Texts of private notes and of answers; JSON holds them in any case.
    """

    names: bool = False
    private_notes: bool = False


def export_sessions(
    formats: Mapping[ExportFormat, Path],
    sessions: Sequence[Callable[[], SessionToExport]],
    options: ExportOptions | None = None,
    *,
    replace: bool = False,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Path]:
    """Write sessions to files; may take seconds, for a worker thread.

    Parameters
    ----------
    formats : mapping of ExportFormat to Path
        The folder for each format; made if it is not there. That of BIDS becomes a dataset, or
        is one that is carried on.
    sessions : sequence of callable
        Each reads a session when its turn comes.
    options : ExportOptions, optional
    replace : bool
        Whether files of the same names may be replaced.
    progress : callable, optional
        Is told the share that is done, from 0 to 1.
    cancelled : callable, optional
        Tells whether to stop; asked often.

    Returns
    -------
    list of Path

    Raises
    ------
    ExportExists, ExportFailed, ExportCancelled, ExportNeedsPackage, NoDataset
        If it is not written; nothing of it is left, and what was there before is as it was.
    """
    options = options or ExportOptions()
    course = Course(progress, cancelled, ExportCancelled)
    parts = len(sessions) * (len(formats) + 1)
    done = 0
    course.at(0.0)
    with Placing(replace=replace) as placing:
        for read in sessions:
            session = read()
            done += 1
            course.at(done / parts)
            for to, folder in formats.items():
                part = course.part(done / parts, (done + 1) / parts)
                _WRITERS[to](placing, session, folder, part, options)
                done += 1
                course.at(done / parts)
            del session
    return placing.paths


def _bids(
    placing: Placing, session: SessionToExport, folder: Path, course: Course, told: ExportOptions
) -> None:
    names, private_notes = told.names, told.private_notes
    add_bids(placing, session, folder, course, names=names, private_notes=private_notes)


def _edf(
    placing: Placing, session: SessionToExport, folder: Path, course: Course, told: ExportOptions
) -> None:
    names, private_notes = told.names, told.private_notes
    add_edf(placing, session, folder, course, names=names, private_notes=private_notes)


def _csv(
    placing: Placing, session: SessionToExport, folder: Path, course: Course, told: ExportOptions
) -> None:
    beats = list(zip(session.t_s.tolist(), session.rr_ms.tolist(), strict=True))
    name = _name(session, told)
    notes = told.private_notes
    tables = csv_tables(session.events, beats, course, gaps=session.gaps, private_notes=notes)
    for ending, table in tables.items():
        placing.add(folder / f"{name}{ending}", table)


def _rr(
    placing: Placing, session: SessionToExport, folder: Path, _: Course, told: ExportOptions
) -> None:
    placing.add(folder / f"{_name(session, told)}.txt", rr_text(session.events))


def _json(
    placing: Placing, session: SessionToExport, folder: Path, course: Course, told: ExportOptions
) -> None:
    from coherence_desktop.records.session_json import SessionHead, json_pieces

    summary = session.summary
    head = SessionHead(
        id=summary.id,
        vocabulary=summary.vocabulary,
        client=summary.client if told.names else "",
        client_name=session.client_name if told.names else "",
    )
    path = folder / f"{_name(session, told)}.json"
    placing.check(path)
    placing.add(path, json_pieces(head, session.whole, course))


def _name(session: SessionToExport, told: ExportOptions) -> str:
    return export_name(session.summary.id, session.client_name if told.names else "")


_Writer = Callable[[Placing, SessionToExport, Path, Course, ExportOptions], None]
_WRITERS: Mapping[ExportFormat, _Writer] = {
    ExportFormat.BIDS: _bids,
    ExportFormat.EDF: _edf,
    ExportFormat.CSV: _csv,
    ExportFormat.RR: _rr,
    ExportFormat.JSON: _json,
}
