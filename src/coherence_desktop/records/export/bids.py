"""Sessions as a BIDS dataset: events, heart rate, and what describes them."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from coherence_desktop import __version__
from coherence_desktop.events import Device, TrialStarted
from coherence_desktop.records.course import Course
from coherence_desktop.records.export.bids_words import (
    APP,
    EVENT_COLUMNS,
    PARTICIPANT_COLUMNS,
    README,
    dataset_description,
    presented,
    task_words,
)
from coherence_desktop.records.export.cells import ABSENT, tsv_cell
from coherence_desktop.records.export.channels import Signals, corrected, heart_signals
from coherence_desktop.records.export.happenings import Happening, happenings_of
from coherence_desktop.records.export.participants import Participants
from coherence_desktop.records.export.placing import Placing
from coherence_desktop.records.export.problems import NoDataset
from coherence_desktop.records.export.raw_channels import raw_signals
from coherence_desktop.records.export.session import SessionToExport, plain_label

_TABLE = "participants.tsv"
_OTHER_EXPORTS = "session-*\n"
_ROWS_AT_ONCE = 20_000
_LINES_AT_ONCE = 2_000
_GZIP = 31
"""What makes zlib write the form of gzip."""


def export_bids(
    sessions: Sequence[SessionToExport],
    folder: Path,
    *,
    names: bool = False,
    private_notes: bool = False,
    replace: bool = False,
    course: Course | None = None,
) -> list[Path]:
    """Write sessions as a BIDS dataset, or add them to the one that is there.

    Parameters
    ----------
    sessions : sequence of SessionToExport
    folder : Path
        Of the dataset; made if it is not there.
    names : bool
        Whether the client's name or code is written; otherwise a pseudonym that is always the
        same for the same client.
    private_notes : bool
        Whether the texts of private notes and of answers are written.
    replace : bool
        Whether files of these sessions may be replaced.
    course : Course, optional
        Is told the progress, and may stop it.

    Returns
    -------
    list of Path

    Raises
    ------
    ExportExists, ExportFailed, ExportCancelled, NoDataset
        If it is not written; what was there before is as it was.
    """
    course = course or Course()
    with Placing(replace=replace) as placing:
        for number, session in enumerate(sessions):
            part = course.part(number / len(sessions), (number + 1) / len(sessions))
            add_bids(placing, session, folder, part, names=names, private_notes=private_notes)
    return placing.paths


def add_bids(
    placing: Placing,
    session: SessionToExport,
    folder: Path,
    course: Course,
    *,
    names: bool,
    private_notes: bool,
) -> None:
    """Add the files of a session, and of the dataset around it, to those of an export."""
    participants = Participants.of(placing.text(folder / _TABLE), folder / _TABLE)
    subject = participants.label(session, names=names)
    label = f"ses-{plain_label(session.summary.id)}"
    place = folder / f"sub-{subject}" / label / "beh"
    stem = f"sub-{subject}_{label}_task-{session.task}"
    placing.check(place / f"{stem}_events.tsv")
    correction = corrected(session)
    course.at(0.05)
    _describe(placing, folder)
    happened = happenings_of(
        session, correction, course.part(0.05, 0.3), private_notes=private_notes
    )
    placing.add(place / f"{stem}_events.tsv", _events(happened))
    sidecar = _task(session) | presented() | EVENT_COLUMNS
    placing.add(place / f"{stem}_events.json", _json(sidecar))
    recorded = (*heart_signals(session, correction), *raw_signals(session))
    for number, signals in enumerate(recorded):
        part = course.part(
            0.3 + 0.7 * number / len(recorded), 0.3 + 0.7 * (number + 1) / len(recorded)
        )
        file = place / f"{stem}_recording-{signals.recording}_physio"
        placing.add(Path(f"{file}.tsv.gz"), _samples(signals.in_columns(), part))
        placing.add(Path(f"{file}.json"), _json(_sidecar(session, signals.in_columns())))
    placing.add(folder / _TABLE, participants.text(), update=True)
    described = folder / "participants.json"
    columns = {name: PARTICIPANT_COLUMNS[name] for name in participants.ours}
    there = _told(placing.text(described), described)
    placing.add(described, _json(columns | there), update=True)
    course.at(1.0)


def _describe(placing: Placing, folder: Path) -> None:
    """Add what describes the dataset, where it is not there yet."""
    texts = {
        "dataset_description.json": _json(dataset_description()),
        "README.md": README,
        ".bidsignore": _OTHER_EXPORTS,
    }
    for name, text in texts.items():
        if placing.text(folder / name) is None:
            placing.add(folder / name, text)


def _told(text: str | None, path: Path) -> dict[str, Any]:
    """What a JSON file of the dataset tells already."""
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise NoDataset(path) from error
    if not isinstance(told, dict):
        raise NoDataset(path)
    return told


def _events(happened: Iterable[Happening]) -> Iterator[bytes]:
    yield ("\t".join(EVENT_COLUMNS) + "\n").encode()
    rows = (_row(one) for one in happened)
    while lines := list(islice(rows, _LINES_AT_ONCE)):
        yield ("\n".join(lines) + "\n").encode()


def _row(one: Happening) -> str:
    words = [tsv_cell(value) for value in (one.kind, one.name, one.value)]
    beat = [value or ABSENT for value in (one.rr_ms, one.judged, one.corrected_ms)]
    duration = f"{one.duration_s:.6f}" if one.duration_s else "0"
    return "\t".join([f"{one.onset_s:.6f}", duration, *words, *beat, tsv_cell(one.text)])


def _samples(signals: Signals, course: Course) -> Iterator[bytes]:
    """Rows as gzip, without the time at which they were packed."""
    decimals = [max(0, round(-np.log10(channel.step) + 1)) for channel in signals.channels]
    row = "\t".join(f"%.{digits}f" for digits in decimals) + "\n"
    packer = zlib.compressobj(level=6, wbits=_GZIP)
    done = 0
    for block in signals.blocks(_ROWS_AT_ONCE):
        course.at(done / signals.size)
        text = row * len(block) % tuple(block.ravel().tolist())
        yield packer.compress(text.replace("nan", ABSENT).encode())
        done += len(block)
    yield packer.flush()
    course.at(1.0)


def _sidecar(session: SessionToExport, signals: Signals) -> dict[str, Any]:
    told: dict[str, Any] = {
        "SamplingFrequency": signals.rate_hz,
        "StartTime": 0.0,
        "Columns": [channel.column for channel in signals.channels],
        "PhysioType": "generic",
        **_task(session),
        "SoftwareName": APP,
        "SoftwareVersions": __version__,
    }
    for device in (event for event in session.events if isinstance(event, Device)):
        told |= {"Manufacturer": device.manufacturer} if device.manufacturer else {}
        told |= {"ManufacturersModelName": device.model} if device.model else {}
    for channel in signals.channels:
        told[channel.column] = {"Description": channel.about, "Units": channel.unit}
    return told


def _task(session: SessionToExport) -> dict[str, str]:
    trials = (event for event in session.events if isinstance(event, TrialStarted))
    lines = dict.fromkeys(line for trial in trials for line in trial.instructions)
    return task_words(session.task) | ({"Instructions": " ".join(lines)} if lines else {})


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
