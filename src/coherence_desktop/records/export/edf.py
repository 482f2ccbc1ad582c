"""A session as EDF+: signals, and annotations for all that happened."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from coherence_desktop import __version__
from coherence_desktop.events import Device
from coherence_desktop.records.course import Course
from coherence_desktop.records.export.cells import one_line
from coherence_desktop.records.export.channels import (
    Channel,
    Signals,
    corrected,
    heart_signals,
)
from coherence_desktop.records.export.edf_file import EdfHead, Mark, edf_pieces
from coherence_desktop.records.export.happenings import BEAT, Happening, happenings_of
from coherence_desktop.records.export.placing import Placing
from coherence_desktop.records.export.problems import ExportNeedsPackage
from coherence_desktop.records.export.raw_channels import raw_signals
from coherence_desktop.records.export.session import (
    FloatArray,
    SessionToExport,
    export_name,
    plain_letters,
)

R_PEAK = "R"
"""Text of the annotation of a beat."""
_NORMAL = "normal"
_LONGEST_TEXT_BYTES = 400
"""EDFlib, which many programs read EDF with, cuts longer texts off."""
_LONG_S, _RECORD_S, _LONG_RECORD_S = 600.0, 1, 10
_FIRST_YEAR, _LAST_YEAR = 1985, 2084


def export_edf(
    session: SessionToExport,
    folder: Path,
    *,
    names: bool = False,
    private_notes: bool = False,
    replace: bool = False,
    course: Course | None = None,
) -> list[Path]:
    """Write a session as one EDF+ file.

    Time 0 of the file is that of the session, to the microsecond. A beat is the annotation
    ``R``, followed by one that says so where it is not judged normal. A signal is 0 where it is
    not known.

    Parameters
    ----------
    session : SessionToExport
    folder : Path
        Made if it is not there.
    names : bool
        Whether the client's name or code is written, in the file and its name.
    private_notes : bool
        Whether the texts of private notes and of answers are written.
    replace : bool
        Whether a file of that name may be replaced.
    course : Course, optional
        Is told the progress, and may stop it.

    Returns
    -------
    list of Path

    Raises
    ------
    ExportExists, ExportFailed, ExportCancelled, ExportNeedsPackage
        If it is not written; what was there before is as it was.
    """
    with Placing(replace=replace) as placing:
        add_edf(
            placing,
            session,
            folder,
            course or Course(),
            names=names,
            private_notes=private_notes,
        )
    return placing.paths


def add_edf(
    placing: Placing,
    session: SessionToExport,
    folder: Path,
    course: Course,
    *,
    names: bool,
    private_notes: bool,
) -> None:
    """Add the file of `export_edf` to those of an export."""
    edfio = _edfio()
    name = export_name(session.summary.id, session.client_name if names else "")
    path = folder / f"{name}.edf"
    placing.check(path)
    correction = corrected(session)
    course.at(0.1)
    last_s, marks = session.duration_s, []
    for one in happenings_of(
        session, correction, course.part(0.1, 0.4), private_notes=private_notes
    ):
        last_s = max(last_s, one.onset_s + one.duration_s)
        at_s, for_s = round(one.onset_s, 6), round(one.duration_s, 6)
        marks += [Mark(at_s, for_s, text) for text in _texts(one)]
    record_s = _RECORD_S if last_s < _LONG_S else _LONG_RECORD_S
    records = int(last_s // record_s) + 1
    head = EdfHead(
        patient=_patient(edfio, session, names=names),
        recording=_recording(edfio, session),
        starttime=session.summary.started.time(),
        records=records,
        record_s=record_s,
    )
    signals = (*heart_signals(session, correction), *raw_signals(session)) or (
        _nothing(records * record_s),
    )
    placing.add(path, edf_pieces(edfio, head, signals, marks, course.part(0.4, 1.0)))


def _edfio() -> ModuleType:
    try:
        return importlib.import_module("edfio")
    except ImportError as error:
        raise ExportNeedsPackage("edfio") from error


def _nothing(size: int) -> Signals:
    """EDF+ readers expect a signal; a session without beats has none."""
    channel = Channel("none", "", "", "The session has no beats", 1.0 / 65535)

    def blocks(rows: int) -> Iterator[FloatArray]:
        return (np.zeros((min(rows, size - at), 1)) for at in range(0, size, rows))

    return Signals("none", 1.0, (channel,), size, blocks)


def _texts(one: Happening) -> Iterator[str]:
    """Texts of the annotations of a happening, each short enough for any reader."""
    if one.kind == BEAT:
        yield R_PEAK
        if one.judged != _NORMAL:
            yield f"judged: {one.judged}"
        return
    told = one_line(" ".join(filter(None, (one.name, one.value, one.text))))
    yield from _pieces(f"{one.kind}: {told}" if told else one.kind)


def _pieces(text: str) -> Iterator[str]:
    while len(text.encode()) > _LONGEST_TEXT_BYTES:
        head = text.encode()[:_LONGEST_TEXT_BYTES].decode("utf-8", "ignore")
        yield head
        text = f"… {text[len(head) :]}"
    yield text


def _patient(edfio: ModuleType, session: SessionToExport, *, names: bool) -> Any:  # noqa: ANN401
    name = _subfield(session.client_name, 40) if names else "X"
    return edfio.Patient(code=session.pseudonym, name=name)


def _recording(edfio: ModuleType, session: SessionToExport) -> Any:  # noqa: ANN401
    devices = [event.model for event in session.events if isinstance(event, Device)]
    began = session.summary.started.date()
    day = began if _FIRST_YEAR <= began.year <= _LAST_YEAR else None
    return edfio.Recording(
        startdate=day,
        equipment_code=_subfield(next(filter(None, devices), ""), 20),
        additional=(f"coherence-desktop_{_subfield(__version__, 10)}",),
    )


def _subfield(text: str, longest: int) -> str:
    """A word of plain ASCII, ``X`` where nothing is left."""
    return "_".join(one_line(plain_letters(text)).split())[:longest] or "X"
