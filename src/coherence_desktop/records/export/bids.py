"""Sessions as a BIDS dataset: events, heart rate, and what describes them."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coherence_desktop import __version__
from coherence_desktop.events import Device
from coherence_desktop.records.course import Course
from coherence_desktop.records.export.bids_words import (
    APP,
    EVENT_COLUMNS,
    PARTICIPANT_COLUMNS,
    README,
    dataset_description,
    task_words,
)
from coherence_desktop.records.export.cells import ABSENT, tsv_cell
from coherence_desktop.records.export.channels import Channel, channels_of, corrected
from coherence_desktop.records.export.happenings import Happening, happenings_of
from coherence_desktop.records.export.participants import Participants
from coherence_desktop.records.export.placing import Placing
from coherence_desktop.records.export.problems import NoDataset
from coherence_desktop.records.export.raw_channels import raw_channels
from coherence_desktop.records.export.session import SessionToExport, plain_label

_TABLE = "participants.tsv"
_OTHER_EXPORTS = "session-*\n"
_ROWS_AT_ONCE = 100_000


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
    happened = happenings_of(
        session, correction, course.part(0.05, 0.4), private_notes=private_notes
    )
    _describe(placing, folder)
    placing.add(place / f"{stem}_events.tsv", _events(happened, course.part(0.4, 0.7)))
    sidecar = task_words(session.task) | EVENT_COLUMNS
    placing.add(place / f"{stem}_events.json", _json(sidecar))
    channels = [channel for channel in channels_of(session, correction) if channel.column]
    channels += raw_channels(session)
    recordings = list(dict.fromkeys(channel.recording for channel in channels))
    for number, recording in enumerate(recordings):
        ours = [c for c in channels if c.recording == recording]
        part = course.part(
            0.7 + 0.3 * number / len(recordings), 0.7 + 0.3 * (number + 1) / len(recordings)
        )
        file = place / f"{stem}_recording-{recording}_physio"
        placing.add(Path(f"{file}.tsv.gz"), _samples(ours, part))
        placing.add(Path(f"{file}.json"), _json(_sidecar(session, ours)))
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


def _events(happened: Sequence[Happening], course: Course) -> str:
    rows = ["\t".join(EVENT_COLUMNS)]
    rows += [_row(one) for one in course.through(happened)]
    return "\n".join(rows) + "\n"


def _row(one: Happening) -> str:
    words = [tsv_cell(value) for value in (one.kind, one.name, one.value)]
    beat = [value or ABSENT for value in (one.rr_ms, one.judged, one.corrected_ms)]
    duration = f"{one.duration_s:.6f}" if one.duration_s else "0"
    return "\t".join([f"{one.onset_s:.6f}", duration, *words, *beat, tsv_cell(one.text)])


def _samples(channels: Sequence[Channel], course: Course) -> bytes:
    values = np.column_stack([channel.values for channel in channels])
    decimals = [max(0, round(-np.log10(channel.step) + 1)) for channel in channels]
    row = "\t".join(f"%.{digits}f" for digits in decimals)
    texts = []
    for first in range(0, len(values), _ROWS_AT_ONCE):
        course.at(first / len(values))
        part = values[first : first + _ROWS_AT_ONCE]
        texts.append("\n".join([row] * len(part)) % tuple(part.ravel().tolist()))
    text = "\n".join(texts).replace("nan", ABSENT) + "\n"
    packed = gzip.compress(text.encode(), compresslevel=6, mtime=0)
    course.at(1.0)
    return packed


def _sidecar(session: SessionToExport, channels: Sequence[Channel]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "SamplingFrequency": channels[0].rate_hz,
        "StartTime": 0.0,
        "Columns": [channel.column for channel in channels],
        "PhysioType": "generic",
        **task_words(session.task),
        "SoftwareName": APP,
        "SoftwareVersions": __version__,
    }
    for device in (event for event in session.events if isinstance(event, Device)):
        told |= {"Manufacturer": device.manufacturer} if device.manufacturer else {}
        told |= {"ManufacturersModelName": device.model} if device.model else {}
    for channel in channels:
        told[channel.column] = {"Description": channel.about, "Units": channel.unit}
    return told


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
