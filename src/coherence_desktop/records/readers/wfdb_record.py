"""WFDB records: annotated beats, else the R peaks of an ECG signal."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from coherence_desktop.records.readers.labels import WFDB_BEATS, ecg_channel, listed
from coherence_desktop.records.readers.optional import damage_told, damaged_file, package
from coherence_desktop.records.readers.r_peaks import Ecg, Stretch, heartbeats
from coherence_desktop.records.readers.recording import (
    FloatArray,
    Progress,
    Recording,
    enough_beats,
    of_beats,
)
from coherence_desktop.records.readers.regular import disk_told, lies_beside
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording
from coherence_desktop.records.readers.wfdb_header import (
    KIND,
    SUFFIX,
    Segment,
    WfdbHeader,
    location,
    wfdb_header,
)

ANNOTATORS = ("atr", "ecg", "qrs", "man", "ann", "gqrs", "wqrs", "sqrs")
"""Endings of annotation files with beats, those that people have checked first."""

_LARGEST_ANNOTATION_BYTES = 32 * 1024 * 1024


def read_wfdb(
    path: Path, channel: str | None = None, progress: Progress | None = None
) -> Recording:
    """Read the record that a header, signal or annotation file belongs to.

    Beats of annotations are preferred: those of the file itself, or of the first annotation file
    beside it that has enough of them. Nothing outside the folder is read.

    Parameters
    ----------
    path : Path
        Any of the files of the record.
    channel : str, optional
        Name of the signal to find R peaks in; annotations are then left alone.
    progress : callable, optional
        Is told the share that is done.

    Raises
    ------
    UnreadableRecording
        If a file is damaged, missing or elsewhere, or has no beats and no such signal.
    """
    header = wfdb_header(path.parent, path.stem, path)
    return replace(_recording(header, path, channel, progress), began=header.began)


def _recording(
    header: WfdbHeader, path: Path, channel: str | None, progress: Progress | None
) -> Recording:
    folder, record = path.parent, path.stem
    files = {file for part in header.segments for file in part.files}
    if path.suffix != SUFFIX and path.name not in files and channel is None:
        beats = _annotated(path, header, path)
        return of_beats(beats, f"{beats.size} beats, as annotated in the file.", path)
    few = np.empty(0), ""
    if channel is None:
        for ending in ANNOTATORS:
            beside = folder / f"{record}.{ending}"
            if beside.name in files or not lies_beside(beside):
                continue
            beats = _annotated(beside, header, path)
            note = f"{beats.size} beats, as annotated in {beside.name}."
            if enough_beats(beats, header.duration_s):
                return of_beats(beats, note, path)
            few = max(few, (beats, note), key=lambda found: found[0].size)
    labels = header.labels
    found = ecg_channel(labels, path, channel)
    if found is None and few[0].size > 1:
        return of_beats(few[0], few[1], path)
    if found is None:
        what = (
            f"has no annotated beats and no ECG signal, only {listed(labels)}. "
            "Name the channel of the ECG, or choose another record."
        )
        raise UnreadableRecording(path, Reason.CHANNEL, what)
    source = _ecg(header, labels[found], folder, path)
    peaks, holes = heartbeats(source, path, progress)
    return of_beats(peaks, source.note(peaks.size), path, holes)


def _annotated(file: Path, header: WfdbHeader, path: Path) -> FloatArray:
    """Read the beats of an annotation file, in seconds."""
    kind = f"a WFDB record whose annotation file {file.name}"
    with disk_told(path), file.open("rb") as opened:
        raw = opened.read(_LARGEST_ANNOTATION_BYTES + 1)
    if len(raw) > _LARGEST_ANNOTATION_BYTES:
        what = (
            f"has an annotation file of more than {_LARGEST_ANNOTATION_BYTES >> 20} MB. Split it."
        )
        raise UnreadableRecording(path, Reason.TOO_LARGE, what)
    if len(raw) % 2 or not raw.endswith(b"\0\0"):
        raise _bad_annotations(file, path)
    wfdb = package("wfdb", path)
    with damage_told(path, kind):
        place = location(file.parent, file.stem, path)
        told = wfdb.rdann(place, file.suffix[1:], return_label_elements=["symbol"])
        samples = np.array(told.sample, dtype=float)
        beats: FloatArray = samples[[symbol in WFDB_BEATS for symbol in told.symbol]]
        beats_s = beats / float(told.fs or header.fs_hz)
    last_s = header.duration_s or np.inf
    if not np.isfinite(beats_s).all() or np.any((beats_s < 0) | (beats_s > last_s + 1.0)):
        raise _bad_annotations(file, path)
    unique: FloatArray = np.unique(beats_s)
    return unique


def _bad_annotations(file: Path, path: Path) -> UnreadableRecording:
    if file == path:
        return damaged_file(path, "no WFDB annotation file, or one")
    return damaged_file(path, "a WFDB record", f"has a damaged annotation file, {file.name}")


def _ecg(header: WfdbHeader, label: str, folder: Path, path: Path) -> Ecg:
    having = [part for part in header.segments if label in part.labels]
    rates = {part.samples[part.labels.index(label)] for part in having}
    if len(rates) != 1:
        raise damaged_file(path, KIND)
    rate = rates.pop()
    total = rate * sum(part.frames for part in header.segments)
    if total == 0:
        what = "holds no samples, only a header. Choose another record."
        raise UnreadableRecording(path, Reason.EMPTY, what)
    return Ecg(
        label,
        header.fs_hz * rate,
        (Stretch(0.0, 0, total),),
        _reader(header, label, rate, folder, path),
        width=max(sum(part.samples) for part in having),
    )


def _reader(
    header: WfdbHeader, label: str, rate: int, folder: Path, path: Path
) -> Callable[[int, int], FloatArray]:
    wfdb = package("wfdb", path)

    def samples_of(part: Segment, begin: int, end: int) -> FloatArray:
        if part.name is None or label not in part.labels:
            return np.full((end - begin) * rate, np.nan)
        with damage_told(path, KIND):
            read = wfdb.rdrecord(
                location(folder, part.name, path),
                sampfrom=begin,
                sampto=end,
                channels=[part.labels.index(label)],
                smooth_frames=False,
                return_res=64,
            )
            found: FloatArray = np.asarray(read.e_p_signal[0], dtype=float)
        if found.shape != ((end - begin) * rate,):
            raise damaged_file(path, KIND)
        return found

    def read(first: int, stop: int) -> FloatArray:
        begin, end = first // rate, -(-stop // rate)
        parts, at = [np.empty(0)], 0
        for part in header.segments:
            a, b = max(begin - at, 0), min(end - at, part.frames)
            if a < b:
                parts.append(samples_of(part, a, b))
            at += part.frames
        return np.concatenate(parts)[first - begin * rate : stop - begin * rate]

    return read
